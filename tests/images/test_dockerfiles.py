"""What must hold of every Dockerfile, read without an engine."""

from pathlib import Path

import pytest

from images.dockerfile import IMAGES, read, values

FILES = sorted(IMAGES.glob("*.Dockerfile"))
KNOWN = {"ARG", "FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER"}


def test_there_are_two_dockerfiles():
    assert [file.name for file in FILES] == ["python.Dockerfile", "serve.Dockerfile"]


@pytest.fixture(params=FILES, ids=lambda file: file.name)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_every_line_is_an_instruction(file: Path):
    assert {it.name for it in read(file)} <= KNOWN


def test_nothing_runs_as_root(file: Path):
    last = [it for it in read(file) if it.name in ("FROM", "USER")][-1]
    assert last.name == "USER"
    assert int(last.value) > 0


def test_it_builds_where_no_registry_is_reached(file: Path):
    first = file.read_text().splitlines()[0]
    assert not first.replace(" ", "").startswith("#syntax=")
    assert not any("<<" in command for command in values(read(file), "RUN"))


def test_certificates_for_building_never_enter_a_layer(file: Path):
    pips = [run for run in values(read(file), "RUN") if "pip" in run and "--no-index" not in run]
    assert pips
    assert all("--mount=type=secret,id=ca" in run for run in pips)


def test_pip_keeps_to_the_constraints(file: Path):
    resolving = [run for run in values(read(file), "RUN") if "pip install" in run]
    assert any("--constraint" in run for run in resolving)
    assert all("--constraint" in run or "--no-deps" in run for run in resolving)


def test_only_what_is_copied_enters_the_context(file: Path):
    ignored = file.with_name(f"{file.name}.dockerignore").read_text().splitlines()
    copied = [copy for copy in values(read(file), "COPY") if not copy.startswith("--from")]
    sources = {source for copy in copied for source in copy.split()[:-1]}
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == sources


def test_triton_is_nvidias_image_of_one_stated_version():
    (base,) = values(read(IMAGES / "serve.Dockerfile"), "FROM")
    (version,) = values(read(IMAGES / "serve.Dockerfile"), "ARG")[:1]
    assert base == "nvcr.io/nvidia/tritonserver:${TRITON_VERSION}-py3"
    assert version.startswith("TRITON_VERSION=2")
