from dataclasses import replace

import pytest

from cartvision.check_dataset.__main__ import main
from cartvision.check_dataset.flags import CheckDatasetFlags
from cartvision.errors import WorkError
from shelves import picture, write_dataset


def test_a_sound_dataset_is_ok(tmp_path, capsys):
    dataset = write_dataset(tmp_path / "d", [(picture(0), "train"), (picture(1), "test")])
    main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    said = capsys.readouterr().out.splitlines()
    assert said[1].split() == ["test", "1", "3", "1"]
    assert said[-2:] == [f"fingerprint {dataset.info.fingerprint}", "ok"]


def test_a_broken_promise_is_named_with_its_row(tmp_path, capsys):
    shared = [(picture(0, group="one"), "train"), (picture(1, group="one"), "test")]
    write_dataset(tmp_path / "d", shared)
    with pytest.raises(WorkError, match="1 promises are broken"):
        main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    assert "test row 0" in capsys.readouterr().out


def test_parts_are_checked_as_one(tmp_path, capsys):
    original = picture(0)
    copy = replace(picture(7), group=original.group, parent=original.image_id, copy=1)
    write_dataset(tmp_path / "a", [(original, "train")], part="1/2")
    write_dataset(tmp_path / "b", [(copy, "train")], part="2/2")
    main(CheckDatasetFlags(dataset=[tmp_path / "b", tmp_path / "a"]))
    assert capsys.readouterr().out.endswith("ok\n")
