"""A real Triton server on this machine: started, watched, and always stopped."""

import http.client
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cartvision.errors import WorkError
from cartvision.triton.environment import TritonEnvironment, build_backends, variables
from cartvision.triton.ports import HOST, Ports

START_LIMIT = 120.0  # seconds; a big model on a cold disk takes tens
STOP_LIMIT = 30.0
LOG_LINES = 3


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    ports: Ports
    log: Path

    @property
    def url(self) -> str:
        """What a gRPC client is given."""
        return f"{HOST}:{self.ports.grpc}"

    def wait(self) -> None:
        """Block while it serves; its end is an error."""
        code = self.process.wait()
        raise WorkError(f"Triton ended by itself with code {code}: {last_lines(self.log)}")


@contextmanager
def running(
    models: Path, *, environment: TritonEnvironment, ports: Ports, work: Path
) -> Iterator[Server]:
    """Serve the model repository `models`; what Triton needs or writes goes below `work`."""
    build_backends(environment, work / "backends")
    # Links, not the folder itself: Triton's Python leaves its bytecode beside every model.py.
    shutil.copytree(models.absolute(), work / "models", copy_function=os.symlink)
    log = work / "triton.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            _command(environment, work=work, ports=ports),
            env=variables(environment),
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop it in order
        )
    try:
        server = Server(process=process, ports=ports, log=log)
        _await_ready(server)
        yield server
    finally:
        stop(process)


def _command(environment: TritonEnvironment, *, work: Path, ports: Ports) -> list[str]:
    return [
        str(environment.command),
        f"--model-repository={(work / 'models').absolute()}",
        f"--backend-directory={(work / 'backends').absolute()}",
        "--disable-auto-complete-config",
        "--allow-gpu-metrics=false",
        f"--http-address={HOST}",
        f"--http-port={ports.http}",
        f"--grpc-address={HOST}",
        f"--grpc-port={ports.grpc}",
        f"--metrics-address={HOST}",
        f"--metrics-port={ports.metrics}",
    ]


def _await_ready(server: Server) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not _is_ready(server.ports):
        if server.process.poll() is not None:
            raise WorkError(f"Triton did not start: {last_lines(server.log)}")
        if time.monotonic() > deadline:
            said = last_lines(server.log)
            raise WorkError(f"Triton was not ready after {START_LIMIT:.0f} s: {said}")
        time.sleep(0.1)


def _is_ready(ports: Ports) -> bool:
    connection = http.client.HTTPConnection(HOST, ports.http, timeout=5)
    try:
        connection.request("GET", "/v2/health/ready")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def last_lines(log: Path) -> str:
    """The last lines of the log that speak of a failure, or else its last lines."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    failures = [line for line in lines if "fail" in line.lower() or line.startswith("error")]
    return " / ".join((failures or lines)[-LOG_LINES:])


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, in order if it will, and every process that it started."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_LIMIT)
    with suppress(ProcessLookupError):  # nothing is left of it: the usual end
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
