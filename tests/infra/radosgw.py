"""A real S3 server on this machine: Ceph's gateway on one monitor and one store in memory.

It checks signatures and conditions as AWS does. Everything listens on the loopback and lives in
one folder, and all of it is gone when the tests end.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest

HOST = "127.0.0.1"
PACKAGES = {"radosgw": "radosgw", "ceph-mon": "ceph-mon", "ceph-osd": "ceph-osd"}
START_LIMIT = 60.0  # seconds; two are usual
STOP_LIMIT = 10.0
MEMORY = 1 << 30  # bytes that the store may hold

# Rounds of the monitors' vote: at the usual two seconds a start takes 12 s instead of 2.
# Keys are checked between the daemons too (cephx): without that the gateway never answers.
CONFIGURATION = """
[global]
fsid = {cluster}
keyring = {folder}/keyring
mon host = v2:{host}:{monitor}
mon initial members = a
public network = 127.0.0.0/8
paxos propose interval = 0.05
paxos min wait = 0.01
mon allow pool size one = true
mon data avail crit = 1
auth allow insecure global id reclaim = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
admin socket =
run dir = {folder}
log file = {folder}/$name.log
[mon.a]
mon data = {folder}/mon
[osd.0]
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = {memory}
[client.gateway]
rgw data = {folder}/gateway
rgw frontends = beast endpoint={host}:{port} tcp_nodelay=1
"""


@dataclass(frozen=True)
class Gateway:
    """A running server and the one user it knows."""

    endpoint: str
    access_key: str
    secret_key: str


@pytest.fixture(scope="session")
def gateway() -> Iterator[Gateway]:
    missing = sorted(package for tool, package in PACKAGES.items() if shutil.which(tool) is None)
    if missing:
        pytest.skip(
            f"NO REAL S3 SERVER: {', '.join(missing)} not installed; run .ci/prepare as root"
        )
    with tempfile.TemporaryDirectory(prefix="radosgw-") as folder, running(Path(folder)) as started:
        yield started


@contextmanager
def running(folder: Path) -> Iterator[Gateway]:
    """A gateway of its own, whose state and logs are below `folder`."""
    monitor, port = _free_ports()
    _write_configuration(folder, monitor=monitor, port=port)
    ceph = _Ceph(folder)
    with ExitStack() as daemons:
        _start_monitor(ceph, daemons, port=monitor)
        _start_store(ceph, daemons)
        daemons.enter_context(ceph.daemon("radosgw", "--name", "client.gateway"))
        _await(lambda: _answers(port), what="the gateway's answer", folder=folder)
        yield _new_user(ceph, endpoint=f"http://{HOST}:{port}")


@dataclass(frozen=True)
class _Ceph:
    """Ceph's programs, told where this cluster is."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        return os.environ | {"CEPH_CONF": str(self.folder / "ceph.conf")}

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.variables, capture_output=True, text=True, timeout=START_LIMIT
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout

    @contextmanager
    def daemon(self, *command: str) -> Iterator[None]:
        """Runs within the block; it ends with this process too, if that is killed."""
        with (self.folder / f"{command[0]}.out").open("wb") as said:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command, "--foreground"],
                env=self.variables,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        try:
            yield
        finally:
            process.kill()  # nothing in memory is worth an orderly end
            process.wait(STOP_LIMIT)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind((HOST, 0))
        other.bind((HOST, 0))
        return one.getsockname()[1], other.getsockname()[1]


def _write_configuration(folder: Path, *, monitor: int, port: int) -> None:
    for name in ("mon", "osd", "gateway"):
        (folder / name).mkdir()
    (folder / "ceph.conf").write_text(
        CONFIGURATION.format(
            cluster=uuid4(), folder=folder, host=HOST, monitor=monitor, port=port, memory=MEMORY
        )
    )


def _start_monitor(ceph: _Ceph, daemons: ExitStack, *, port: int) -> None:
    keyring, map_of_monitors = str(ceph.folder / "keyring"), str(ceph.folder / "monmap")
    ceph.run("ceph-authtool", "--create-keyring", keyring)
    for name in ("mon.", "client.admin", "osd.0", "client.gateway"):
        rights = [word for part in ("mon", "osd") for word in ("--cap", part, "allow *")]
        ceph.run("ceph-authtool", keyring, "--gen-key", "--name", name, *rights)
    ceph.run("monmaptool", "--create", "--addv", "a", f"[v2:{HOST}:{port}]", map_of_monitors)
    identity = ("ceph-mon", "--id", "a")
    ceph.run(*identity, "--mkfs", "--monmap", map_of_monitors, "--keyring", keyring)
    daemons.enter_context(ceph.daemon(*identity))


def _start_store(ceph: _Ceph, daemons: ExitStack) -> None:
    named = str(uuid4())
    ceph.run("ceph", "osd", "new", named)
    identity = ("ceph-osd", "--id", "0")
    ceph.run(*identity, "--mkfs", "--osd-uuid", named)
    daemons.enter_context(ceph.daemon(*identity))


def _new_user(ceph: _Ceph, *, endpoint: str) -> Gateway:
    made = Gateway(endpoint, access_key=f"A{uuid4().hex}", secret_key=uuid4().hex)
    ceph.run(
        *("radosgw-admin", "user", "create", "--uid", "tests", "--display-name", "tests"),
        *("--access-key", made.access_key, "--secret-key", made.secret_key),
    )
    return made


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _await(ready: Callable[[], bool], *, what: str, folder: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not ready():
        if time.monotonic() > deadline:
            logs = {path.name: path.read_text()[-500:] for path in folder.glob("*.out")}
            raise AssertionError(f"{what} did not come in {START_LIMIT:.0f} s: {logs}")
        time.sleep(0.1)
