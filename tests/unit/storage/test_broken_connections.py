"""A body that breaks off is gone on with where it broke, and never fetched from its start again."""

import random

import boto3
import pytest

from cartvision.errors import WorkError
from cartvision.storage import s3
from cartvision.storage.s3 import S3Store
from cartvision.storage.transfer import CHUNK, TRIES
from cutting_proxy import Cut, CuttingProxy

CONTENT = random.Random(5).randbytes(10 * CHUNK + 77)
OTHER = random.Random(6).randbytes(8 * CHUNK)


@pytest.fixture
def name(bucket: str) -> str:
    name = bucket.removeprefix("s3://")
    boto3.session.Session().client("s3").put_object(Bucket=name, Key="a.jpg", Body=CONTENT)
    return name


@pytest.mark.parametrize(
    "cuts",
    [
        pytest.param([], id="a good connection"),
        pytest.param([0], id="before the first byte"),
        pytest.param([100], id="after the first bytes"),
        pytest.param([len(CONTENT) - 1], id="before the last byte"),
        pytest.param([CHUNK, 1, 3 * CHUNK + 5, 2 * CHUNK], id="again and again"),
    ],
)
def test_a_closed_connection_is_gone_on_with_at_its_byte(
    cuts: list[int], name: str, proxy: CuttingProxy
):
    proxy.cuts.extend(map(Cut, cuts))
    assert S3Store(bucket=name, prefix="").read("a.jpg") == CONTENT
    assert [one.sent for one in proxy.bodies("a.jpg")][:-1] == cuts
    assert sum(one.sent for one in proxy.bodies("a.jpg")) == len(CONTENT)


@pytest.mark.parametrize("way", ["reset", "stall"])
def test_a_broken_connection_costs_a_chunk_at_most(
    way, name: str, proxy: CuttingProxy, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(s3, "READ_LIMIT", 0.3)
    proxy.cuts.append(Cut(after=5 * CHUNK + 9, way=way))
    assert S3Store(bucket=name, prefix="").read("a.jpg") == CONTENT
    assert len(CONTENT) <= sum(one.sent for one in proxy.bodies("a.jpg")) <= len(CONTENT) + CHUNK


def test_the_tag_is_that_of_the_whole(name: str, proxy: CuttingProxy):
    store = S3Store(bucket=name, prefix="")
    proxy.cuts.append(Cut(after=CHUNK))
    assert store.read_tagged("a.jpg") == (CONTENT, next(store.entries()).tag)


def test_an_object_that_changed_meanwhile_is_read_from_its_start(name: str, proxy: CuttingProxy):
    def change(_: float) -> None:
        S3Store(bucket=name, prefix="").write("a.jpg", OTHER)

    proxy.cuts.append(Cut(after=3 * CHUNK))
    assert S3Store(bucket=name, prefix="", sleep=change).read("a.jpg") == OTHER


def test_an_object_that_was_removed_meanwhile_is_missing(name: str, proxy: CuttingProxy):
    def remove(_: float) -> None:
        boto3.session.Session().client("s3").delete_object(Bucket=name, Key="a.jpg")

    proxy.cuts.append(Cut(after=3 * CHUNK))
    with pytest.raises(KeyError):
        S3Store(bucket=name, prefix="", sleep=remove).read("a.jpg")


def test_after_so_many_connections_without_a_byte_it_gives_up(name: str, proxy: CuttingProxy):
    waits: list[float] = []
    proxy.cuts.extend([Cut(after=CHUNK), *[Cut(after=0)] * (TRIES + 1)])
    with pytest.raises(WorkError, match=f"s3://{name}/a.jpg: .*[Cc]onnection|bytes"):
        S3Store(bucket=name, prefix="", sleep=waits.append).read("a.jpg")
    assert len(proxy.bodies("a.jpg")) == TRIES
    assert waits == sorted(set(waits))


def test_connections_that_bring_something_each_may_be_many(name: str, proxy: CuttingProxy):
    proxy.cuts.extend([Cut(after=CHUNK // 4)] * 3 * TRIES)
    waits: list[float] = []
    assert S3Store(bucket=name, prefix="", sleep=waits.append).read("a.jpg") == CONTENT
    assert len(waits) == 3 * TRIES
