"""The table at the end of a demo."""

import json
import os
from pathlib import Path

import pytest

from cartvision.demo.summary import Row, pipeline_rows, table


def task(root: Path, name: str, *, ended: float, page: str = "", **artifacts: dict) -> None:
    """What a task leaves: its executor output, and perhaps a page."""
    folder = root / "training-1" / name
    folder.mkdir(parents=True)
    described = {key: {"artifacts": [{"metadata": value}]} for key, value in artifacts.items()}
    output = folder / "executor_output.json"
    output.write_text(json.dumps({"artifacts": described}))
    os.utime(output, (ended, ended))
    if page:
        (folder / "page").write_text(page)


def rows(root: Path) -> list[Row]:
    return list(pipeline_rows(root, started=100.0, pages=root / "pages"))


def test_tasks_come_in_the_order_they_ended_each_with_the_time_since_the_one_before(tmp_path):
    task(tmp_path, "gate", ended=190)
    task(tmp_path, "ingest", ended=130)
    task(tmp_path, "for-loop-2-iteration-0/augment", ended=170.5)
    assert [(row.stage, row.seconds) for row in rows(tmp_path)] == [
        ("ingest", 30),
        ("augment", 40.5),
        ("gate", 19.5),
    ]


def test_each_shard_of_a_task_has_a_page_of_its_own(tmp_path):
    for number in (0, 1):
        loop = f"for-loop-2-iteration-{number}/augment"
        task(tmp_path, loop, ended=110 + number, page=f"shard {number}")
    first, second = (Path(row.report).read_text() for row in rows(tmp_path))
    assert (first, second) == ("shard 0", "shard 1")


def test_key_figures_are_gathered_from_every_artifact_and_the_others_left_out(tmp_path):
    metrics = {"map50": 0.96849, "map": 0.7, "recall": 0.9}
    task(tmp_path, "evaluate-2", ended=101, metrics=metrics, report={"attribute_macro_f1": 1.0})
    (row,) = rows(tmp_path)
    assert row.figures == "map50 0.968, map 0.7, attribute_macro_f1 1"


@pytest.mark.parametrize(
    ("name", "shown", "figures"),
    [
        pytest.param("ingest", {"train_pictures": 90}, "train_pictures 90", id="whole number"),
        pytest.param("ingest", {"train_pictures": 90.0}, "train_pictures 90", id="KFP's number"),
        pytest.param("gate", {"passed": 0.0}, "passed 0", id="nought"),
        pytest.param("export-onnx", {"kept": "int8"}, "kept int8", id="word"),
        pytest.param("refuse", {"anything": 1}, "", id="a stage without key figures"),
        pytest.param("ingest", {}, "", id="nothing shown"),
    ],
)
def test_a_figure_is_written_short(tmp_path, name, shown, figures):
    task(tmp_path, name, ended=101, metrics=shown)
    (row,) = rows(tmp_path)
    assert row.figures == figures


def test_a_page_is_copied_under_a_name_that_a_browser_opens(tmp_path):
    task(tmp_path, "gate-2", ended=101, page="<p>é</p>")
    task(tmp_path, "refuse", ended=102)
    first, second = rows(tmp_path)
    assert first.report == str(tmp_path / "pages" / "gate-2.html")
    assert Path(first.report).read_text() == "<p>é</p>"
    assert second.report == ""


def test_the_table_has_straight_columns_and_no_spaces_at_the_end():
    shown = table(
        [Row("ingest", 3.4, "objects 12", "a.html"), Row("train-detector", 123.6, "map50 0.9", "")]
    )
    assert shown.splitlines() == [
        "stage           time   key figures  report",
        "ingest          3 s    objects 12   a.html",
        "train-detector  124 s  map50 0.9",
    ]
