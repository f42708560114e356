from collections.abc import Iterator

import boto3
import huggingface_hub.constants
import pytest

from buckets import new_bucket, s3_server, speaking_to
from cartvision.errors import InputError, WorkError
from cartvision.models.weights import fetch_weights
from cartvision.storage.transfer import TRIES
from cutting_proxy import Cut, cutting_proxy

CONTENT = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def no_hub(monkeypatch, tmp_path):
    """No network, and nothing in the hub's cache."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


def put(uri: str, content: bytes = CONTENT) -> None:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    boto3.session.Session().client("s3").put_object(Bucket=bucket, Key=key, Body=content)


@pytest.mark.parametrize("name", ["model", "model/weights.safetensors"])
def test_what_lies_on_this_disk_is_taken_where_it_lies(tmp_path, name):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "weights.safetensors").write_bytes(CONTENT)
    there = tmp_path / name
    assert fetch_weights(str(there), to=tmp_path / "to") == there
    assert not (tmp_path / "to").exists()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("end", ["", "/"])
def test_a_folder_in_a_bucket_is_copied_without_the_folders_in_it(tmp_path, end):
    bucket = new_bucket(f"folder{len(end)}")
    put(f"{bucket}/runs/7/config.json", b"{}")
    put(f"{bucket}/runs/7/model.safetensors")
    put(f"{bucket}/runs/7/checkpoint-100/optimizer.pt")
    put(f"{bucket}/runs/70/other.safetensors")
    folder = fetch_weights(f"{bucket}/runs/7{end}", to=tmp_path)
    assert folder.is_relative_to(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]
    assert (folder / "model.safetensors").read_bytes() == CONTENT


@pytest.mark.usefixtures("server")
def test_a_file_in_a_bucket_is_copied_alone_and_keeps_its_name(tmp_path):
    bucket = new_bucket("file")
    put(f"{bucket}/resnet-50.safetensors")
    put(f"{bucket}/config.json", b"{}")
    file = fetch_weights(f"{bucket}/resnet-50.safetensors", to=tmp_path)
    assert (file.name, file.read_bytes()) == ("resnet-50.safetensors", CONTENT)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.usefixtures("server")
def test_what_was_fetched_before_gives_way_to_what_is_there_now(tmp_path):
    bucket = new_bucket("again")
    put(f"{bucket}/m/old.json", b"{}")
    fetch_weights(f"{bucket}/m", to=tmp_path)
    boto3.session.Session().client("s3").delete_object(Bucket="again", Key="m/old.json")
    put(f"{bucket}/m/new.json", b"{}")
    folder = fetch_weights(f"{bucket}/m", to=tmp_path)
    assert [path.name for path in folder.iterdir()] == ["new.json"]


def test_of_a_copy_that_broke_off_nothing_stays(server, tmp_path):
    bucket = new_bucket("broken")
    put(f"{bucket}/m/config.json", b"{}")
    put(f"{bucket}/m/model.safetensors")
    with cutting_proxy(server) as proxy, speaking_to(proxy.endpoint):
        proxy.cuts.extend([Cut(1000, of="safetensors")] + [Cut(0, of="safetensors")] * TRIES)
        with pytest.raises(WorkError, match=r"broken/m/model\.safetensors"):
            fetch_weights(f"{bucket}/m", to=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("where", "told"),
    [
        pytest.param("s3://empty", "holds no weights", id="a bucket with nothing in it"),
        pytest.param("s3://empty/a/model.pt", "nothing is there", id="a key that is not there"),
        pytest.param("s3://nowhere/model", "no bucket 'nowhere'", id="a bucket that is not there"),
    ],
)
def test_a_place_without_weights_is_said(tmp_path, where, told):
    if where.startswith("s3://empty"):
        new_bucket("empty")
    with pytest.raises(InputError, match=told):
        fetch_weights(where, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_hub")
@pytest.mark.parametrize(
    "where",
    [
        pytest.param("PekingU/rtdetr_v2_r18vd", id="a hub id, and no hub"),
        pytest.param("/no/such/folder/here", id="a path with nothing there"),
    ],
)
def test_weights_that_are_not_to_be_had_are_named_with_the_next_step(tmp_path, where):
    with pytest.raises(InputError) as told:
        fetch_weights(where, to=tmp_path)
    assert where in str(told.value)
    assert "--weights PATH or s3://…, or --weights random" in str(told.value)
