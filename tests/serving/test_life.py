import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cartvision.errors import WorkError
from cartvision.triton.ports import reserve
from cartvision.triton.release import MODELS
from cartvision.triton.server import running
from unit.triton.small import CLASSES, jpeg

pytestmark = pytest.mark.triton


def processes_of(folder: Path) -> list[str]:
    """The command lines of running processes that speak of the folder."""
    commands = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(entry.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return [command for command in commands if str(folder) in command]


def stage(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"cartvision.{name}", *arguments]


@pytest.fixture(autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """What a shell starts in the background ignores it, and so do all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def served(releases: Path, *, triton: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`cartvision serve` of a folder of releases: its process and its URL once it is ready."""
    flags = ["--http-port", "0", "--grpc-port", "0", "--triton", str(triton)]
    command = stage("serve", "--releases", str(releases), *flags)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, ready_url(process)
        finally:
            process.terminate()


def ready_url(process: subprocess.Popen[str]) -> str:
    told = []
    for line in process.stdout or ():
        told.append(line)
        if ready := re.search(r"ready at grpc://(\S+)", line):
            return ready[1]
    pytest.fail(f"serve ended before it was ready: {told}")


def test_a_stopped_server_leaves_no_process(environment, shop, tmp_path):
    ports, models = reserve(http=0, grpc=0), shop.release / MODELS
    with running(models, environment=environment, ports=ports, work=tmp_path):
        assert processes_of(tmp_path)
    assert processes_of(tmp_path) == []


def test_a_model_that_cannot_be_loaded_is_a_clear_error(environment, shop, tmp_path):
    models, work = tmp_path / "models", tmp_path / "work"
    shutil.copytree(shop.release / MODELS, models)
    (models / "shelf" / "1" / "model.onnx").write_bytes(b"no model")
    ports = reserve(http=0, grpc=0)
    with (
        pytest.raises(WorkError, match=r"Triton did not start: .*shelf.*"),
        running(models, environment=environment, ports=ports, work=work),
    ):
        pass
    assert processes_of(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_serve_answers_a_cart_and_stops_when_told(number, triton, shop, tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for seed in (3, 8):
        (source / f"shelf-{seed}.jpg").write_bytes(jpeg(seed=seed, width=480, height=360))
    (source / "torn.jpg").write_bytes(jpeg()[:900])
    with served(shop.releases, triton=triton) as (process, url):
        command = stage("cart", "--source", str(source), "--url", url, "--out", str(out))
        cart = subprocess.run(command, capture_output=True, text=True, check=False)
        process.send_signal(number)
        assert process.wait(30) == 0
    assert cart.returncode == 0, cart.stderr
    assert re.search(r"2 of 3 pictures answered, p50 [\d.]+ ms, p95", cart.stdout)
    lines = [json.loads(line) for line in (out / "answers.jsonl").read_text().splitlines()]
    assert [line["picture"] for line in lines] == ["shelf-3.jpg", "shelf-8.jpg", "torn.jpg"]
    assert lines[1]["products"][0]["attributes"]
    assert {item["class"] for item in lines[1]["products"]} == set(CLASSES)
    assert re.search(
        r"shelf-8\.jpg: \d+ products \(\d+ Getränke > Wasser, \d+ Snacks\)", cart.stdout
    )
    assert "not a readable picture" in lines[2]["refused"]
    assert sorted(file.name for file in out.glob("*.jpg")) == ["shelf-3.jpg", "shelf-8.jpg"]
    assert processes_of(shop.releases) == []


def test_serve_refuses_a_release_that_answers_otherwise(triton, shop, tmp_path):
    releases = tmp_path / "releases-of"
    shutil.copytree(shop.releases, releases)
    folder = releases / "releases" / shop.release.name
    changed = folder / "golden" / "0.json"
    golden = json.loads(changed.read_text())
    golden["boxes"][0][0] += 1
    changed.write_text(json.dumps(golden))
    listing = folder / "release.json"
    info = json.loads(listing.read_text())
    info["files"]["golden/0.json"] = hashlib.sha256(changed.read_bytes()).hexdigest()
    listing.write_text(json.dumps(info))
    flags = ["--http-port", "0", "--grpc-port", "0", "--triton", str(triton)]
    command = stage("serve", "--releases", str(releases), *flags)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.search(
        r"golden frame 0 of .*: boxes differ by up to 1 px \(at most 0\.1\)", done.stderr
    )
    assert processes_of(releases) == []
