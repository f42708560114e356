"""Storage against a real S3 server, which refuses what moto lets pass."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

import pytest

from buckets import new_bucket, speaking_to
from cartvision.errors import InputError
from cartvision.storage.kept import open_kept
from cartvision.storage.store import Store, open_store
from cartvision.storage.transfer import CHUNK
from cutting_proxy import Cut, CuttingProxy
from infra.radosgw import Gateway

pytestmark = pytest.mark.infra

BIG = random.Random(8).randbytes(40 * CHUNK + 5)
MANY = 1500  # keys; a page of a listing has 1,000


@pytest.fixture
def store(proxy: CuttingProxy, request: pytest.FixtureRequest) -> Store:  # noqa: ARG001 - as above
    return open_store(new_bucket(f"bucket-{crc32(request.node.nodeid.encode())}") + "/source")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"secret_key": "guessed"}, "access refused, the secret key is not the one of this access"),
        ({"access_key": "nobody"}, "access refused, the access key is not known there"),
    ],
    ids=["secret key", "access key"],
)
def test_wrong_credentials_are_refused_in_words(wrong, said, store: Store, gateway: Gateway):
    keys = {"access_key": gateway.access_key, "secret_key": gateway.secret_key}
    with speaking_to(gateway.endpoint, **(keys | wrong)):
        stranger = open_store(store.uri)
    with pytest.raises(InputError, match=f"^{store.uri}: {said}.*Check AWS_ACCESS_KEY_ID"):
        list(stranger.entries())
    with pytest.raises(InputError, match=f"^{store.uri}/a.jpg: {said}"):
        stranger.read("a.jpg")
    with pytest.raises(InputError, match=said):
        stranger.write("a.jpg", b"x")


@pytest.mark.usefixtures("proxy")
def test_a_bucket_that_does_not_exist_is_named():
    with pytest.raises(InputError, match="no bucket 'nowhere'"):
        open_store("s3://nowhere").require()


@pytest.mark.parametrize("way", ["close", "reset"])
def test_a_killed_connection_is_gone_on_with(way, store: Store, proxy: CuttingProxy):
    store.write("a.csv", BIG)
    proxy.cuts.extend([Cut(7 * CHUNK + 3, way=way), Cut(20 * CHUNK, way=way)])
    assert store.read("a.csv") == BIG
    passed = proxy.bodies("a.csv")
    assert [bool(one.range) for one in passed] == [False, True, True]
    assert sum(one.sent for one in passed) <= len(BIG) + 2 * CHUNK


def test_an_object_that_changes_is_read_in_one_version(store: Store, proxy: CuttingProxy):
    store.write("a.csv", BIG)
    proxy.cuts.append(Cut(7 * CHUNK, way="stall"))
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(store.read, "a.csv")
        while not proxy.bodies("a.csv"):
            pass
        store.write("a.csv", b"another")
        proxy.healed.set()
        assert reading.result() == b"another"


@pytest.mark.parametrize("present", [True, False], ids=["over a version", "over nothing"])
def test_a_race_of_writers_has_one_winner(present: bool, store: Store):
    if present:
        store.write("stable.json", b"start")
    tag = store.read_tagged("stable.json")[1] if present else None
    names = [f"writer {number}".encode() for number in range(8)]
    barrier = threading.Barrier(len(names))

    def claim(name: bytes) -> bool:
        barrier.wait()
        return store.write_if("stable.json", name, tag=tag)

    with ThreadPoolExecutor(len(names)) as pool:
        won = [name for name, wins in zip(names, pool.map(claim, names), strict=True) if wins]
    assert won == [store.read("stable.json")]


def test_all_pages_of_a_listing_come_in_order(store: Store, proxy: CuttingProxy):
    keys = sorted(f"{'ab-/'[number % 4]}/{number}" for number in range(MANY))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: store.write(key, key.encode()), keys))
    proxy.passed.clear()
    assert [(entry.key, entry.size) for entry in store.entries()] == [
        (key, len(key)) for key in keys
    ]
    assert len(proxy.passed) == 2


def test_two_runs_fetch_each_object_once(store: Store, proxy: CuttingProxy, tmp_path: Path):
    contents = {
        f"images/{number}.jpg": random.Random(number).randbytes(5000) for number in range(40)
    }
    for key, content in contents.items():
        store.write(key, content)
    proxy.cuts.extend([Cut(1000), Cut(2000)])
    for _ in range(2):
        kept = open_kept(store.uri, folder=tmp_path)
        with ThreadPoolExecutor(8) as pool:
            read = [path.read_bytes() for path in pool.map(kept.path, kept.entries())]
        assert read == [contents[key] for key in sorted(contents)]
    assert sum(one.sent for key in contents for one in proxy.bodies(key)) == 40 * 5000
