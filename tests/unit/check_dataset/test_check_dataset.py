from dataclasses import replace

import pytest

from cartvision.check_dataset import __main__ as check_dataset
from cartvision.check_dataset.__main__ import main
from cartvision.check_dataset.flags import CheckDatasetFlags
from cartvision.data.picture import Contents, PictureLabels
from cartvision.errors import InputError, WorkError
from shelves import picture, write_dataset

TABLE = """\
split  rows  objects  categories  no products  groups
train     2        6           2            0       2
test      1        0           0            1       1
all       3        6           2            1       3

attributes of products  train yes  no      NA  test yes  no  NA
has_cap                         2   4    0.0%         0   0   –
damaged                         0   0  100.0%         0   0   –

taxonomy     2 categories, 2 levels deep
licences     CC0-1.0 (commercial)
fingerprint  {fingerprint}

ok
"""


def test_a_sound_dataset_is_a_table_and_ok(tmp_path, capsys):
    pairs = [(picture(0), "train"), (picture(1), "train"), (picture(2, products=()), "test")]
    dataset = write_dataset(tmp_path / "d", pairs)
    main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    assert capsys.readouterr().out == TABLE.format(fingerprint=dataset.info.fingerprint)


def test_labels_of_whole_pictures_have_their_columns_and_table(tmp_path, capsys):
    labels = PictureLabels("Drinks", attributes=(1, 0), contents=(Contents("s", "Soda", 4),))
    write_dataset(tmp_path / "d", [(replace(picture(0, products=()), labels=labels), "train")])
    main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    head = "split rows objects categories of pictures items no products groups"
    assert said[0] == head.split()
    assert said[1] == ["train", "1", "0", "0", "1", "4", "0", "1"]
    assert ["attributes", "of", "pictures", "train", "yes", "no", "NA"] in said
    assert ["damaged", "0", "1", "0.0%"] in said


def test_a_broken_promise_is_named_with_its_row_below_the_table(tmp_path, capsys):
    shared = [(picture(0, group="one"), "train"), (picture(1, group="one"), "test")]
    write_dataset(tmp_path / "d", shared)
    with pytest.raises(WorkError, match="promises broken: 1;"):
        main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("split")
    assert said[-1] == "test row 0 (shelf-1.jpg): group 'one' is in train too"


def test_of_very_many_faults_the_first_are_named_and_all_counted(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(check_dataset, "MOST_NAMED", 2)
    broken = [(replace(picture(seed), width=7, objects=()), "train") for seed in range(5)]
    write_dataset(tmp_path / "d", broken)
    with pytest.raises(WorkError, match="promises broken: 5; 2 of them"):
        main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    assert capsys.readouterr().out.count("its file is") == 2


def test_a_truncated_shard_is_named_and_the_rest_is_counted(tmp_path, capsys):
    write_dataset(tmp_path / "d", [(picture(0), "train"), (picture(1), "test")])
    shard = tmp_path / "d" / "train-00000-of-00001.parquet"
    shard.write_bytes(shard.read_bytes()[:-20])
    with pytest.raises(WorkError, match="promises broken: 1;"):
        main(CheckDatasetFlags(dataset=[tmp_path / "d"]))
    said = capsys.readouterr().out.splitlines()
    assert said[1].split() == ["test", "1", "3", "2", "0", "1"]
    assert said[-1].startswith(f"{shard} cannot be read, copy it again")


def test_parts_are_checked_as_one(tmp_path, capsys):
    original = picture(0)
    copy = replace(picture(7), group=original.group, parent=original.image_id, copy=1)
    write_dataset(tmp_path / "a", [(original, "train")], part="1/2")
    write_dataset(tmp_path / "b", [(copy, "train")], part="2/2")
    main(CheckDatasetFlags(dataset=[tmp_path / "b", tmp_path / "a"]))
    said = capsys.readouterr().out
    assert said.endswith("ok\n")
    assert said.splitlines()[1].split()[:4] == ["train", "2", "1", "6"]


def test_a_folder_that_is_no_dataset_is_refused(tmp_path):
    with pytest.raises(InputError, match="is not a dataset folder"):
        main(CheckDatasetFlags(dataset=[tmp_path]))
