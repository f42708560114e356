"""Evidence on disk: as it was, the same bytes twice, and broken files are told."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cartvision.errors import InputError
from cartvision.evidence.storing import FILE_NAME, TABLES, read_evidence, write_evidence
from evidences import Shot, gathered, shelves

NAMES = ["red", "open"]


def some():
    categories = ["Drinks > Soda", "Food"]
    return gathered(
        shelves(4, seed=5, attributes=2, categories=categories),
        attributes=NAMES,
        thresholds=[0.1 + 0.2, 1 / 3],
        min_score=0.1,
    )


def same(one, other):
    for name in TABLES:
        mine, theirs = vars(getattr(one, name)), vars(getattr(other, name))
        assert list(mine) == list(theirs)
        for column in mine:
            assert mine[column].dtype == theirs[column].dtype, column
            assert mine[column].tolist() == theirs[column].tolist(), column
    rest = [{k: v for k, v in vars(side).items() if k not in TABLES} for side in (one, other)]
    return rest[0] == rest[1]


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param(some(), id="shelves"),
        pytest.param(gathered([Shot()]), id="a picture of nothing"),
        pytest.param(gathered([]), id="no picture"),
    ],
)
def test_what_is_written_is_read(tmp_path, evidence):
    write_evidence(evidence, tmp_path / "new" / "folder")
    assert same(evidence, read_evidence(tmp_path / "new" / "folder"))


def test_the_same_bytes_twice(tmp_path):
    for name in ("one", "other"):
        write_evidence(some(), tmp_path / name)
    first, second = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "other")
    )
    assert first == second
    assert len(first) == len(TABLES) + 1


def without_a_column(file):
    table = pq.read_table(file)
    pq.write_table(table.drop_columns(["score"]), file)


def of_words(file):
    table = pq.read_table(file)
    words = pa.array(["much"] * len(table))
    pq.write_table(table.set_column(table.column_names.index("score"), "score", words), file)


@pytest.mark.parametrize(
    ("name", "harm", "told"),
    [
        pytest.param(FILE_NAME, lambda file: file.unlink(), f"no {FILE_NAME}", id="no about"),
        pytest.param(FILE_NAME, lambda file: file.write_text("{"), "EOF", id="half an about"),
        pytest.param(
            FILE_NAME,
            lambda file: file.write_text('{"classes": []}'),
            "min_score",
            id="a short about",
        ),
        pytest.param(
            "objects.parquet", lambda file: file.unlink(), "objects.parquet", id="no table"
        ),
        pytest.param(
            "objects.parquet",
            lambda file: file.write_bytes(file.read_bytes()[:100]),
            "objects.parquet",
            id="half a table",
        ),
        pytest.param(
            "labels.parquet", lambda file: file.write_bytes(b""), "labels", id="empty file"
        ),
        pytest.param("detections.parquet", without_a_column, "columns", id="a missing column"),
        pytest.param("detections.parquet", of_words, "detections.parquet", id="words for numbers"),
    ],
)
def test_broken_evidence_is_told_with_the_next_step(tmp_path, name, harm, told):
    write_evidence(some(), tmp_path)
    harm(tmp_path / name)
    with pytest.raises(InputError, match=told) as error:
        read_evidence(tmp_path)
    assert str(tmp_path) in str(error.value)
    assert "Run evaluate" in str(error.value)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="Run evaluate"):
        read_evidence(tmp_path / "nowhere")
