"""The site by itself: terraform's own checks, and what must be true of every bucket."""

import json
import re
from pathlib import Path

import pytest

from infra.site import ROOT, TERRAFORM, Outcome, Values, in_terraform, resources

pytestmark = pytest.mark.infra

BUCKETS = {"data", "artifacts", "releases"}


def test_every_file_is_formatted():
    done = in_terraform(TERRAFORM, "fmt", "-check", "-recursive", "-diff")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_site_is_valid(site: Path):
    done = in_terraform(site, "validate", "-json")
    assert json.loads(done.stdout)["diagnostics"] == []


def test_terraforms_own_tests_pass(tested: Outcome):
    assert tested.verdicts == {
        "site": "pass",
        "site_with_h100": "pass",
        "the_internet_may_not_call_the_api": "pass",
    }


def test_the_example_has_one_gpu_pool_of_l40_class(tested: Outcome):
    pools = resources(tested.states["site"], "aws_eks_node_group")
    assert sorted(pools) == ["cpu", "l40"]
    assert [kind.split(".")[0] for kind in pools["l40"]["instance_types"]] == ["g6e"]


def test_only_gpu_pools_turn_pods_away(state: Values):
    pools = resources(state, "aws_eks_node_group")
    assert {name for name, pool in pools.items() if pool["taint"]} == {"l40", "h100"}


def test_the_site_has_the_three_buckets(state: Values):
    names = {name: bucket["bucket"] for name, bucket in resources(state, "aws_s3_bucket").items()}
    assert names == {name: f"cartvision-123456789012-{name}" for name in BUCKETS}


def test_every_bucket_keeps_old_versions(state: Values):
    found = resources(state, "aws_s3_bucket_versioning")
    assert found.keys() == BUCKETS
    assert all(it["versioning_configuration"][0]["status"] == "Enabled" for it in found.values())


def test_every_bucket_is_encrypted(state: Values):
    found = resources(state, "aws_s3_bucket_server_side_encryption_configuration")
    rules = {name: it["rule"][0] for name, it in found.items()}
    assert rules.keys() == BUCKETS
    for rule in rules.values():
        assert rule["apply_server_side_encryption_by_default"][0]["sse_algorithm"] == "AES256"


def test_no_bucket_is_public(state: Values):
    doors = "block_public_acls", "block_public_policy", "ignore_public_acls"
    found = resources(state, "aws_s3_bucket_public_access_block")
    assert found.keys() == BUCKETS
    for block in found.values():
        assert all(block[door] for door in (*doors, "restrict_public_buckets"))


def test_nothing_that_is_in_use_expires_only_what_was_replaced(state: Values):
    found = resources(state, "aws_s3_bucket_lifecycle_configuration")
    rules = {name: it["rule"][0] for name, it in found.items()}
    assert rules.keys() == BUCKETS
    assert not [name for name, rule in rules.items() if rule["expiration"]]
    assert all(rule["noncurrent_version_expiration"] for rule in rules.values())


def test_there_is_a_repository_for_every_image_that_is_built(state: Values):
    script = (ROOT / "images" / "build").read_text()
    (runtimes,) = re.findall(r"^runtimes=\((.+)\)$", script, flags=re.MULTILINE)
    repositories = resources(state, "aws_ecr_repository").values()
    assert {it["name"] for it in repositories} == {f"cartvision/{it}" for it in runtimes.split()}
    assert {it["image_tag_mutability"] for it in repositories} == {"IMMUTABLE"}
