from pathlib import Path

import pytest

from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from shelves import picture, write_dataset


@pytest.fixture
def parts(tmp_path) -> list[Path]:
    folders = [tmp_path / str(number) for number in range(3)]
    for number, folder in enumerate(folders):
        write_dataset(folder, [(picture(number), "train")], part=f"{number + 1}/3")
    return folders


def test_all_parts_together_are_the_whole(parts):
    whole = open_dataset(parts[::-1])
    assert whole.size("train") == 3
    assert whole.info.part == "1/1"


def test_a_part_by_itself_can_be_looked_at(parts):
    assert open_dataset(parts[1]).size("train") == 1


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param([0, 1], id="one is missing"),
        pytest.param([0, 1, 1], id="one is given twice"),
        pytest.param([0, 1, 2, 2], id="one too many"),
        pytest.param([1], id="one for all"),
        pytest.param([], id="none"),
    ],
)
def test_a_part_too_few_or_too_many_is_refused(parts, chosen):
    with pytest.raises(InputError, match="every part of one dataset, each once"):
        open_dataset([parts[number] for number in chosen])
