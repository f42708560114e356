"""Where the site and the manifests must say the same: pools, roles, buckets, networks."""

import json
from ipaddress import ip_network
from typing import Any

import pytest

from infra.site import Values, resources
from manifests.rendering import (
    GPU_OVERLAYS,
    Document,
    all_of,
    container_of,
    only,
    pod_of,
    render,
)

pytestmark = pytest.mark.infra

EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}


@pytest.fixture(params=GPU_OVERLAYS)
def documents(request: pytest.FixtureRequest) -> list[Document]:
    return render(request.param)


@pytest.fixture
def pool(documents: list[Document], state: Values) -> Values:
    """The one pool whose labels the pods select."""
    wanted = pod_of(documents)["spec"]["nodeSelector"].items()
    pools = resources(state, "aws_eks_node_group").values()
    (found,) = [pool for pool in pools if wanted <= (pool["labels"] or {}).items()]
    return found


def tolerates(toleration: dict[str, str], taint: dict[str, str]) -> bool:
    """Kubernetes' rule: Exists asks for no value, no effect means every effect."""
    return (
        toleration["key"] == taint["key"]
        and toleration.get("effect") in (None, EFFECTS[taint["effect"]])
        and (toleration["operator"] == "Exists" or toleration["value"] == taint["value"])
    )


def test_pods_tolerate_the_taints_of_their_pool(documents: list[Document], pool: Values):
    tolerations = pod_of(documents)["spec"]["tolerations"]
    assert pool["taint"]
    for taint in pool["taint"]:
        assert any(tolerates(toleration, taint) for toleration in tolerations)


def test_the_pool_holds_every_server_and_one_more_during_a_rollout(
    documents: list[Document], pool: Values
):
    wanted = only(documents, "Deployment")["spec"]
    surge = wanted["strategy"]["rollingUpdate"]["maxSurge"]
    assert pool["scaling_config"][0]["max_size"] >= wanted["replicas"] + surge


def test_the_pool_has_gpus(documents: list[Document], pool: Values):
    assert container_of(documents)["resources"]["limits"]["nvidia.com/gpu"] == "1"
    assert pool["ami_type"] == "AL2023_x86_64_NVIDIA"


def test_tritons_account_takes_the_role_made_for_it(documents: list[Document], state: Values):
    account = only(documents, "ServiceAccount")["metadata"]
    role = resources(state, "aws_iam_role")["triton"]
    assert account["annotations"]["eks.amazonaws.com/role-arn"].endswith(f":role/{role['name']}")
    assert account["name"] == pod_of(documents)["spec"]["serviceAccountName"]
    trusted = json.loads(role["assume_role_policy"])["Statement"][0]["Condition"]["StringEquals"]
    (subject,) = [value for key, value in trusted.items() if key.endswith(":sub")]
    assert subject == f"system:serviceaccount:{account['namespace']}:{account['name']}"


def granted(state: Values, role: str) -> dict[str, set[str]]:
    """Action → the buckets it is granted on."""
    arns = {bucket["arn"]: name for name, bucket in resources(state, "aws_s3_bucket").items()}
    policy: Any = json.loads(resources(state, "aws_iam_role_policy")[role]["policy"])
    out: dict[str, set[str]] = {}
    for statement in policy["Statement"]:
        assert statement["Effect"] == "Allow"
        buckets = {arns[arn.removesuffix("/*")] for arn in statement["Resource"]}
        out |= {action: out.get(action, set()) | buckets for action in statement["Action"]}
    return out


def test_triton_only_reads_and_only_releases(state: Values):
    assert granted(state, "triton") == {
        "s3:ListBucket": {"releases"},
        "s3:GetBucketLocation": {"releases"},
        "s3:GetObject": {"releases"},
    }


def test_the_pipeline_writes_releases_and_never_deletes_one(state: Values):
    grants = granted(state, "pipeline")
    assert grants["s3:GetObject"] == {"data", "artifacts", "releases"}
    assert grants["s3:PutObject"] == {"artifacts", "releases"}
    assert grants["s3:DeleteObject"] == {"artifacts"}


def test_releases_are_read_from_the_sites_bucket(documents: list[Document], state: Values):
    bucket = resources(state, "aws_s3_bucket")["releases"]["bucket"]
    assert only(documents, "ConfigMap")["data"]["RELEASES"] == f"s3://{bucket}/releases"


def test_the_image_comes_from_the_sites_registry(documents: list[Document], state: Values):
    name = container_of(documents)["image"].partition("/")[2].rpartition(":")[0]
    assert name == resources(state, "aws_ecr_repository")["serve"]["name"]


def test_the_network_policy_is_enforced(documents: list[Document], state: Values):
    assert all_of(documents, "NetworkPolicy")
    settings = resources(state, "aws_eks_addon")["vpc_cni"]["configuration_values"]
    assert json.loads(settings) == {"enableNetworkPolicy": "true"}


def test_the_sites_network_may_call_triton(documents: list[Document], state: Values):
    network = ip_network(resources(state, "aws_vpc")["this"]["cidr_block"])
    rules = only(documents, "NetworkPolicy")["spec"]["ingress"]
    blocks = [
        source["ipBlock"]["cidr"]
        for rule in rules
        for source in rule["from"]
        if "ipBlock" in source
    ]
    assert any(network.subnet_of(ip_network(block)) for block in blocks)
