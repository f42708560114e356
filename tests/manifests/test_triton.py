"""The Deployment of Triton: what it serves, when it is ready, how it is replaced."""

import re
import shutil
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import kubernetes_validate
import pytest

from cartvision.triton.release import MODELS, NAME, folder_of
from manifests.rendering import (
    GPU_OVERLAYS,
    MANIFESTS,
    OVERLAYS,
    ROOT,
    Document,
    all_of,
    command_of,
    container_of,
    only,
    pod_of,
    probes_of,
    render,
)

pytestmark = pytest.mark.infra

KUBERNETES = "1.33"
HTTPS = 443


def test_every_overlay_is_tested():
    assert sorted(folder.name for folder in (MANIFESTS / "overlays").iterdir()) == sorted(OVERLAYS)


def test_every_object_is_valid_kubernetes(documents: list[Document]):
    for document in documents:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_the_models_are_those_of_one_release(documents: list[Document]):
    release = only(documents, "ConfigMap")["data"]["RELEASE"]
    (repository,) = [word for word in command_of(documents) if "--model-repository" in word]
    assert re.fullmatch(NAME, release)
    assert repository.startswith("--model-repository=s3://")
    assert repository.endswith(f"/{folder_of(release)}/{MODELS}")


def test_nothing_but_a_rollout_changes_what_is_served(documents: list[Document]):
    assert "--model-control-mode=none" in command_of(documents)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_new_release_changes_the_pods_and_nothing_else(overlay: str, tmp_path: Path):
    manifests = tmp_path / "manifests"
    shutil.copytree(MANIFESTS, manifests)
    (manifests / "overlays" / overlay / "release.env").write_text("RELEASE=r-0123456789ab\n")
    before, after = render(overlay), render(overlay, manifests=manifests)
    changed = {new["kind"] for old, new in zip(before, after, strict=True) if old != new}
    assert changed == {"ConfigMap", "Deployment"}
    assert any("/r-0123456789ab/" in word for word in command_of(after))


@pytest.mark.parametrize(
    ("probe", "path"),
    [
        pytest.param("startup", "/v2/health/ready", id="started when every model is loaded"),
        pytest.param("readiness", "/v2/health/ready", id="called when every model is ready"),
        pytest.param("liveness", "/v2/health/live", id="restarted when the server is gone"),
    ],
)
def test_the_kubelet_asks_triton(documents: list[Document], probe: str, path: str):
    assert probes_of(documents)[probe] == {"path": path, "port": "http"}


def test_ports_are_the_ones_triton_opens(documents: list[Document]):
    ports = {port["name"]: port["containerPort"] for port in container_of(documents)["ports"]}
    assert ports == {"http": 8000, "grpc": 8001, "metrics": 8002}


def test_a_rollout_takes_no_server_away_before_a_new_one_is_ready(documents: list[Document]):
    strategy = only(documents, "Deployment")["spec"]["strategy"]["rollingUpdate"]
    assert strategy["maxUnavailable"] == 0
    assert strategy["maxSurge"] >= 1


def test_a_stopping_server_has_time_for_the_answers_it_owes(documents: list[Document]):
    wait = int(container_of(documents)["lifecycle"]["preStop"]["exec"]["command"][1])
    (word,) = [word for word in command_of(documents) if word.startswith("--exit-timeout-secs=")]
    assert pod_of(documents)["spec"]["terminationGracePeriodSeconds"] > wait + int(word[20:])


def test_the_image_is_this_version_of_ours(documents: list[Document]):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    name, _, tag = container_of(documents)["image"].rpartition(":")
    assert tag == project["version"]
    assert name.endswith("cartvision/serve")


def test_the_label_names_the_triton_inside_the_image(documents: list[Document]):
    dockerfile = (ROOT / "images" / "serve.Dockerfile").read_text()
    (version,) = re.findall(r"^ARG TRITON_VERSION=(.+)$", dockerfile, flags=re.MULTILINE)
    assert pod_of(documents)["metadata"]["labels"]["app.kubernetes.io/version"] == version


def test_triton_runs_without_rights(documents: list[Document]):
    pod, container = pod_of(documents)["spec"], container_of(documents)["securityContext"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["allowPrivilegeEscalation"] is False
    assert container["readOnlyRootFilesystem"] is True
    assert container["capabilities"] == {"drop": ["ALL"]}


def test_triton_can_write_where_it_must(documents: list[Document]):
    pod, container = pod_of(documents)["spec"], container_of(documents)
    scratch = {volume["name"] for volume in pod["volumes"] if "emptyDir" in volume}
    written = {
        mount["mountPath"] for mount in container["volumeMounts"] if mount["name"] in scratch
    }
    assert written == {"/tmp", "/dev/shm"}  # noqa: S108 - paths in the container


def test_what_selects_pods_selects_triton(documents: list[Document]):
    labels = pod_of(documents)["metadata"]["labels"]
    selectors = [service["spec"].get("selector") for service in all_of(documents, "Service")]
    for kind in ("Deployment", "PodDisruptionBudget"):
        selectors.append(only(documents, kind)["spec"]["selector"]["matchLabels"])
    selectors.append(only(documents, "NetworkPolicy")["spec"]["podSelector"]["matchLabels"])
    for selector in selectors:
        assert selector
        assert selector.items() <= labels.items()


def test_services_reach_ports_that_exist(documents: list[Document]):
    ports = {port["name"]: port["containerPort"] for port in container_of(documents)["ports"]}
    for service in all_of(documents, "Service"):
        for port in service["spec"]["ports"]:
            assert ports[port["targetPort"]] == port["port"]


def test_the_way_to_the_models_is_open(documents: list[Document]):
    place = only(documents, "ConfigMap")["data"]["RELEASES"].removeprefix("s3://")
    needed = urlsplit(place).port if "://" in place else HTTPS
    rules = only(documents, "NetworkPolicy")["spec"]["egress"]
    anywhere = [port["port"] for rule in rules if "to" not in rule for port in rule["ports"]]
    assert needed in anywhere


@pytest.mark.parametrize("overlay", GPU_OVERLAYS)
def test_carts_reach_grpc_alone_and_only_privately(overlay: str):
    services = all_of(render(overlay), "Service")
    (carts,) = [service for service in services if service["spec"].get("type") == "LoadBalancer"]
    internal = "service.beta.kubernetes.io/aws-load-balancer-internal"
    assert carts["metadata"]["annotations"][internal] == "true"
    assert [port["name"] for port in carts["spec"]["ports"]] == ["grpc"]


@pytest.mark.parametrize(
    ("overlay", "gpus"), [("l40", "1"), ("h100", "1"), pytest.param("local", None, id="local-none")]
)
def test_a_server_asks_for_the_gpus_it_uses(overlay: str, gpus: str | None):
    assert container_of(render(overlay))["resources"]["limits"].get("nvidia.com/gpu") == gpus
