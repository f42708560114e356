"""The data image on a real engine: built from this tree, and a stage run in it."""

import io
from pathlib import Path

import numpy as np
import pytest

from cartvision.data.reader import open_dataset
from cartvision.vision.codec import encode_jpeg
from images.conftest import docker

pytestmark = [pytest.mark.docker, pytest.mark.slow]

PICTURES = 3


def in_image(image: str, *command: str, mount: Path | None = None) -> str:
    """What a command says in a container that has no network."""
    mounts = ("--volume", f"{mount}:/shared") if mount else ()
    done = docker("run", "--rm", "--network", "none", *mounts, image, *command)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Three pictures of one product each, in a folder that another user may write to."""
    images = tmp_path / "source" / "images"
    images.mkdir(parents=True)
    rows = io.StringIO()
    for number in range(PICTURES):
        pixels = np.full((48, 64, 3), 40 * number, dtype=np.uint8)
        (images / f"{number}.jpg").write_bytes(encode_jpeg(pixels))
        rows.write(f"{number}.jpg,8,8,40,40,object,64,48\n")
    (tmp_path / "source" / "annotations.csv").write_text(rows.getvalue())
    tmp_path.chmod(0o777)
    return tmp_path


def test_the_image_runs_as_somebody_without_rights(data_image: str):
    assert int(in_image(data_image, "id", "-u")) > 0


def test_the_image_holds_this_version(data_image: str):
    asked = "import cartvision.images as images; print(images.image('data'))"
    assert in_image(data_image, "python3", "-c", asked).strip() == data_image


def test_a_stage_explains_itself_in_the_image(data_image: str):
    assert "--source" in in_image(data_image, "python3", "-m", "cartvision.ingest", "--help")


def test_pictures_become_a_dataset_in_the_image(data_image: str, shared: Path):
    in_image(
        data_image,
        *("python3", "-m", "cartvision.ingest"),
        *("--source", "/shared/source", "--format", "sku110k", "--dataset", "/shared/dataset"),
        *("--report", "/shared/report", "--val-share", "0", "--test-share", "0"),
        mount=shared,
    )
    dataset = open_dataset(shared / "dataset")
    pictures = [picture for split in dataset.shards for picture in dataset.pictures(split)]
    assert sorted(picture.width for picture in pictures) == [64] * PICTURES
    assert [len(picture.objects) for picture in pictures] == [1] * PICTURES
