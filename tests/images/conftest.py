"""A Docker engine, a base image and the data image, each made where it is missing."""

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cartvision.images import image
from images.dockerfile import IMAGES

START_LIMIT = 30.0  # seconds for an engine to answer
OFFICIAL_BASE = "python:3.11-slim-bookworm"
OWN_BASE = "cartvision/base:bookworm"


def docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)


def _answers() -> bool:
    return docker("info").returncode == 0


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The engine that runs, or one for these tests alone."""
    if shutil.which("docker") is None:
        pytest.skip("docker is not installed")
    if _answers():
        yield
        return
    if shutil.which("dockerd") is None or os.geteuid() != 0:
        pytest.skip("no Docker engine answers, and only root with dockerd could start one")
    log = tmp_path_factory.mktemp("dockerd") / "log"
    with log.open("wb") as sink:
        daemon = subprocess.Popen(["dockerd"], stdout=sink, stderr=sink)
    try:
        _await_engine(daemon, log=log)
        yield
    finally:
        daemon.terminate()
        daemon.wait(timeout=30)


def _await_engine(daemon: subprocess.Popen[bytes], *, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not _answers():
        if daemon.poll() is not None or time.monotonic() > deadline:
            pytest.skip(f"dockerd does not start here: {log.read_text().splitlines()[-1]}")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def base(engine: None) -> str:  # noqa: ARG001 - it must run first
    """A base image on this machine; nothing is pulled from a registry."""
    for name in (OFFICIAL_BASE, OWN_BASE):
        if docker("image", "inspect", name).returncode == 0:
            return name
    if shutil.which("debootstrap") is None or os.geteuid() != 0:
        pytest.skip(f"no base image: `docker pull {OFFICIAL_BASE}`, or debootstrap as root")
    made = subprocess.run(
        [str(IMAGES / "debian-base"), OWN_BASE], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return OWN_BASE


@pytest.fixture(scope="session")
def data_image(base: str) -> str:
    """The image that the graph names for its data stages, built from this working tree."""
    settings = {"BASE_IMAGE": base, "CA_BUNDLE": ssl.get_default_verify_paths().cafile or ""}
    made = subprocess.run(
        [str(IMAGES / "build"), "data"],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    return image("data")
