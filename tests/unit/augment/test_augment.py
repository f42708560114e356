"""The stage as a whole: ten of each train picture, the same ones however the work is divided."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cartvision.augment.__main__ import main
from cartvision.augment.flags import AugmentFlags
from cartvision.data.checks import faults
from cartvision.data.picture import PictureLabels
from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import InputError
from cartvision.flags import parse
from shelves import picture, write_dataset

TRAIN = 5


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given") / "d"
    detailed = replace(
        picture(0),
        labels=PictureLabels("Drinks", attributes=(1, -1)),
        captured_at=datetime(2025, 4, 21, tzinfo=UTC),
    )
    train = [detailed, *(picture(seed) for seed in range(1, TRAIN))]
    pairs = [(one, "train") for one in train]
    write_dataset(folder, [*pairs, (picture(20), "val"), (picture(21), "test")])
    return folder


def augment(given: Path, out: Path, **flags: object) -> Dataset:
    main(AugmentFlags(dataset=given, out=out, **flags))
    return open_dataset(out)


@pytest.fixture(scope="module")
def whole(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return augment(given, tmp_path_factory.mktemp("out") / "whole", copies=10)


def test_each_train_picture_becomes_ten(whole: Dataset) -> None:
    counts = [one.copy for one in whole.pictures("train")]
    assert counts == list(range(10)) * TRAIN


def test_the_first_of_ten_is_the_original_untouched(given: Path, whole: Dataset) -> None:
    firsts = [one for one in whole.pictures("train") if one.copy == 0]
    assert firsts == list(open_dataset(given).pictures("train"))


def test_val_and_test_pass_through_untouched(given: Path, whole: Dataset) -> None:
    before = open_dataset(given)
    for split in ("val", "test"):
        assert list(whole.pictures(split)) == list(before.pictures(split))


def test_what_comes_out_is_a_sound_dataset(whole: Dataset) -> None:
    assert list(faults(whole)) == []


def test_no_two_copies_are_the_same(whole: Dataset) -> None:
    assert len({one.image_id for one in whole.pictures("train")}) == 10 * TRAIN


def test_a_copy_carries_what_is_known_of_its_parent(whole: Dataset) -> None:
    parent, *copies = list(whole.pictures("train"))[:10]
    for copy in copies:
        assert copy.parent == parent.image_id
        for name in ("group", "labels", "source", "captured_at", "licence"):
            assert getattr(copy, name) == getattr(parent, name), name
        known = {(item.category, item.sku) for item in parent.objects}
        assert {(item.category, item.sku) for item in copy.objects} <= known


def test_a_second_run_gives_the_same(given: Path, whole: Dataset, tmp_path: Path) -> None:
    assert augment(given, tmp_path / "d").info.fingerprint == whole.info.fingerprint


def test_two_workers_give_the_same(given: Path, whole: Dataset, tmp_path: Path) -> None:
    assert augment(given, tmp_path / "d", workers=2).info.fingerprint == whole.info.fingerprint


@pytest.mark.parametrize("count", [2, 4, 7])
def test_shards_together_are_the_whole(given, whole, tmp_path, count) -> None:
    folders = [tmp_path / str(number) for number in range(1, count + 1)]
    for number, folder in enumerate(folders, start=1):
        augment(given, folder, shard=f"{number}/{count}")
    together = open_dataset(folders)
    assert together.info.fingerprint == whole.info.fingerprint
    assert list(faults(together)) == []


def test_fewer_copies_are_the_first_of_more(given: Path, whole: Dataset, tmp_path: Path) -> None:
    few = augment(given, tmp_path / "d", copies=3)
    ids = [one.image_id for one in whole.pictures("train") if one.copy < 3]
    assert [one.image_id for one in few.pictures("train")] == ids


def test_another_seed_gives_other_copies(given: Path, whole: Dataset, tmp_path: Path) -> None:
    other = augment(given, tmp_path / "d", seed=8)
    same = {one.image_id for one in other.pictures("train") if one.copy} & {
        one.image_id for one in whole.pictures("train")
    }
    assert same == set()


def test_one_copy_is_the_dataset_as_it_was(given: Path, tmp_path: Path) -> None:
    fingerprint = open_dataset(given).info.fingerprint
    assert augment(given, tmp_path / "d", copies=1).info.fingerprint == fingerprint


def test_the_policy_is_on_record(whole: Dataset) -> None:
    record = whole.info.made_by["augment"]
    assert record["policy"]["name"] == "shelf"
    assert record["policy"]["keep"]["visible"] == 0.35
    assert set(whole.info.made_by) == {"tests", "augment"}


def test_an_augmented_dataset_is_not_augmented_again(whole: Dataset, tmp_path: Path) -> None:
    folder = whole.shards["train"][0].parent
    with pytest.raises(InputError, match="went through augment already"):
        augment(folder, tmp_path / "d")
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "1/0"])
def test_a_shard_that_is_none_is_refused(shard: str) -> None:
    with pytest.raises(InputError, match="--shard"):
        parse(AugmentFlags, ["--dataset", "d", "--out", "o", "--shard", shard], program="augment")


def test_kubeflow_is_told_the_counts(given: Path, tmp_path: Path) -> None:
    artifact = {"name": "out", "uri": str(tmp_path / "out"), "type": {}}
    output = tmp_path / "executor.json"
    told = {"artifacts": {"out": {"artifacts": [artifact]}}, "outputFile": str(output)}
    augment(given, tmp_path / "out", copies=2, executor_input=json.dumps({"outputs": told}))
    shown = json.loads(output.read_text())["artifacts"]["out"]["artifacts"][0]["metadata"]
    assert (shown["train_pictures"], shown["val_pictures"]) == (2 * TRAIN, 1)


def test_the_library_asks_the_network_for_nothing() -> None:
    """In a process of its own, where opening any socket is an error."""
    script = (
        "import socket, warnings; warnings.simplefilter('error')\n"
        "def refuse(*_, **__): raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import cartvision.augment.__main__\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_balance_keeps_the_number_of_pictures(given: Path, tmp_path: Path) -> None:
    balanced = augment(given, tmp_path / "d", balance="sku")
    assert balanced.size("train") == 10 * TRAIN
    assert list(faults(balanced)) == []


def test_balanced_shards_together_are_the_whole(given: Path, tmp_path: Path) -> None:
    balanced = augment(given, tmp_path / "d", balance="category", copies=4)
    parts = [tmp_path / f"part{number}" for number in (1, 2, 3)]
    for number, part in enumerate(parts, start=1):
        augment(given, part, balance="category", copies=4, shard=f"{number}/3")
    assert open_dataset(parts).info.fingerprint == balanced.info.fingerprint


def test_balance_by_what_nobody_knows_is_refused(tmp_path: Path) -> None:
    nameless = tuple(replace(item, sku="") for item in picture(1).objects)
    write_dataset(tmp_path / "given", [(picture(1, products=nameless), "train")])
    with pytest.raises(InputError, match="no train picture shows a known sku"):
        augment(tmp_path / "given", tmp_path / "d", balance="sku")


def test_a_dataset_without_train_pictures_is_refused(tmp_path: Path) -> None:
    write_dataset(tmp_path / "given", [(picture(1), "test")])
    with pytest.raises(InputError, match="no train pictures"):
        augment(tmp_path / "given", tmp_path / "d")


def test_the_report_has_a_page_for_people_and_figures_for_machines(given, tmp_path) -> None:
    augment(given, tmp_path / "d", report=tmp_path / "r", page=tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert page == (tmp_path / "r" / "report.html").read_text()
    for said in ("Originals and their copies", "What each transform does", "Perspective"):
        assert said in page
    assert json.loads((tmp_path / "r" / "tally.json").read_text())["parents"] == TRAIN
