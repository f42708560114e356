"""A real Triton, started with the very flags of the Deployment."""

import http.client
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.triton.environment import find_environment, variables
from cartvision.triton.ports import HOST, Ports, reserve
from manifests.rendering import ROOT, Document, command_of, probes_of, render

pytestmark = [pytest.mark.infra, pytest.mark.triton]

START_LIMIT = 30.0


@pytest.fixture(scope="module")
def deployed() -> list[Document]:
    return render("l40")


@pytest.fixture(scope="module")
def server(deployed: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """Triton on an empty repository: flags and health, no models."""
    try:
        environment = find_environment(ROOT / ".triton")
    except InputError as error:
        pytest.skip(str(error))
    ports, folder = reserve(http=0, grpc=0), tmp_path_factory.mktemp("triton")
    (folder / "models").mkdir()
    flags = [word for word in command_of(deployed)[1:] if "--model-repository" not in word]
    flags += [f"--model-repository={folder / 'models'}", "--allow-gpu-metrics=false"]
    for name in ("http", "grpc", "metrics"):
        flags += [f"--{name}-port={getattr(ports, name)}"]
    with (folder / "log").open("wb") as log:
        command = [str(environment.command), *flags]
        process = subprocess.Popen(command, env=variables(environment), stdout=log, stderr=log)
    try:
        _await_answer(ports, process, log=folder / "log")
        yield ports
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await_answer(ports: Ports, process: subprocess.Popen[bytes], *, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            _status(ports, "/")
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Triton did not answer: {log.read_text()}")


def _status(ports: Ports, path: str) -> int:
    connection = http.client.HTTPConnection(HOST, ports.http, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("probe", ["startup", "readiness", "liveness"])
def test_triton_answers_the_probe(deployed: list[Document], server: Ports, probe: str):
    assert _status(server, probes_of(deployed)[probe]["path"]) == http.HTTPStatus.OK


def test_nobody_can_load_a_model_over_the_network(server: Ports):
    connection = http.client.HTTPConnection(HOST, server.http, timeout=5)
    connection.request("POST", "/v2/repository/models/shelf/load", body="{}")
    said = connection.getresponse().read().decode()
    connection.close()
    assert "explicit model load / unload is not allowed" in said
