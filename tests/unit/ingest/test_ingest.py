"""The stage as a whole: sources in, a dataset folder and a report out."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from cartvision.data.checks import faults
from cartvision.errors import InputError, WorkError
from cartvision.flags import parse
from cartvision.ingest.flags import IngestFlags
from cartvision.vision.codec import encode_png
from shelves import (
    ATTRIBUTES,
    HEIGHT,
    PRODUCTS,
    TAXONOMY,
    WIDTH,
    add_line,
    jpeg,
    shelf,
    write_lines,
    write_source,
)
from unit.ingest.stage import COUNT, Ingest, everything, quarantine, told


def test_a_sound_source_comes_in_whole(source: Path, ingest: Ingest) -> None:
    dataset = ingest(source)
    assert len(everything(dataset)) == COUNT
    assert list(faults(dataset)) == []
    assert (dataset.info.attributes, dataset.info.taxonomy) == (ATTRIBUTES, TAXONOMY)


def test_a_picture_comes_in_with_all_that_is_known_of_it(source: Path, ingest: Ingest) -> None:
    picture = next(one for one in everything(ingest(source)) if one.path.endswith("shelf-3.jpg"))
    assert picture.encoded == jpeg(3)
    assert (picture.path, picture.width, picture.height) == ("images/shelf-3.jpg", WIDTH, HEIGHT)
    assert picture.objects == PRODUCTS
    assert (picture.group, picture.licence, picture.source) == ("store-3", "CC0-1.0", str(source))
    assert picture.captured_at == datetime(2025, 4, 21, 19, 29, tzinfo=UTC)


def test_annotations_alone_are_enough(tmp_path: Path, ingest: Ingest) -> None:
    write_source(tmp_path / "plain", count=COUNT, attributes=False)
    dataset = ingest(tmp_path / "plain", licence=["CC-BY-NC-4.0"])
    picture = everything(dataset)[0]
    assert picture.group == picture.image_id[:12]
    assert {item.category for item in picture.objects} == {""}
    assert dataset.info.attributes == []
    assert dataset.info.licences == ["CC-BY-NC-4.0"]


def test_a_listed_picture_without_boxes_is_a_negative(source: Path, ingest: Ingest) -> None:
    (source / "images" / "empty.jpg").write_bytes(jpeg(500))
    add_line(source / "pictures.csv", "empty.jpg,store-3,,CC0-1.0")
    negatives = [one for one in everything(ingest(source)) if not one.objects]
    assert [(one.path, one.captured_at) for one in negatives] == [("images/empty.jpg", None)]


def test_png_comes_in_too(source: Path, ingest: Ingest) -> None:
    (source / "images" / "a.png").write_bytes(encode_png(shelf(501)))
    add_line(source / "pictures.csv", "a.png,store-3,,")
    assert "images/a.png" in {one.path for one in everything(ingest(source))}


@pytest.mark.parametrize("workers", [2, 7])
def test_the_number_of_workers_changes_nothing(source: Path, ingest: Ingest, workers: int) -> None:
    alone = ingest(source, workers=1).info.fingerprint
    assert ingest(source, name="many", workers=workers).info.fingerprint == alone


def test_the_order_of_lines_changes_nothing(source: Path, ingest: Ingest) -> None:
    before = ingest(source).info.fingerprint
    path = source / "annotations.csv"
    write_lines(path, reversed(path.read_text().splitlines()))
    assert ingest(source, name="again").info.fingerprint == before


def test_sources_are_merged_and_the_first_of_equal_pictures_is_kept(
    source: Path, tmp_path: Path, ingest: Ingest
) -> None:
    write_source(tmp_path / "more", count=COUNT + 4, attributes=False)
    dataset = ingest(source, tmp_path / "more", licence=["", "MIT"])
    assert len(everything(dataset)) == COUNT + 4
    assert {one.source for one in everything(dataset)} == {str(source), str(tmp_path / "more")}
    assert dataset.info.licences == ["CC0-1.0", "MIT"]
    assert {line["reason"] for line in quarantine(tmp_path)} == {
        "the same bytes as another picture"
    }
    classes = [source["licences"] for source in told(tmp_path)["sources"]]
    assert classes == [{"CC0-1.0": "commercial"}, {"MIT": "commercial"}]


def test_the_workplace_goes_when_the_dataset_stands(
    source: Path, tmp_path: Path, ingest: Ingest
) -> None:
    ingest(source)
    left = {path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")}
    assert left == {"source", "d", "report", "d.splits.parquet"}


def damage_size(source: Path) -> None:
    replace_in(source / "annotations.csv", "shelf-0.jpg", f"{WIDTH},{HEIGHT}", "640,480")


def damage_every_box(source: Path) -> None:
    replace_in(source / "annotations.csv", "shelf-0.jpg", "shelf-0.jpg,", "shelf-0.jpg,x")


def replace_in(path: Path, name: str, old: str, new: str) -> None:
    lines = path.read_text().splitlines()
    write_lines(path, [line.replace(old, new) if name in line else line for line in lines])


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        pytest.param(damage_size, "declared size", id="wrong size"),
        pytest.param(damage_every_box, "every row", id="every box broken"),
    ],
)
def test_a_broken_picture_is_lost_alone(source, tmp_path, ingest, damage, reason) -> None:
    damage(source)
    kept = {one.path for one in everything(ingest(source))}
    assert kept == {f"images/shelf-{number}.jpg" for number in range(1, COUNT)}
    named = [line for line in quarantine(tmp_path) if not line["row"]]
    assert [line["picture"] for line in named] == ["images/shelf-0.jpg"]
    assert reason in named[0]["reason"]


def test_attributes_of_an_unlisted_picture_are_quarantined(source, tmp_path, ingest) -> None:
    add_line(source / "attributes.csv", "ghost.jpg,1,1,9,9,Drinks > Soda,x,1,0")
    ingest(source)
    assert [line["picture"] for line in quarantine(tmp_path)] == ["ghost.jpg"]


def test_past_the_share_the_run_fails_with_the_top_reason(source, tmp_path, ingest) -> None:
    for number in (0, 4, 8):
        (source / "images" / f"shelf-{number}.jpg").write_bytes(b"")
    with pytest.raises(WorkError, match=r"3 of 24 pictures .* 5\.0%: 3 × the file has 0 bytes"):
        ingest(source)
    assert len(quarantine(tmp_path)) == 3
    assert not (tmp_path / "d").exists()
    assert not (tmp_path / "d.splits.parquet").exists()


def test_the_share_is_the_users_to_choose(source: Path, ingest: Ingest) -> None:
    for number in (0, 4, 8):
        (source / "images" / f"shelf-{number}.jpg").write_bytes(b"")
    assert len(everything(ingest(source, max_broken=0.2))) == COUNT - 3


def test_copies_are_no_broken_pictures(source: Path, ingest: Ingest) -> None:
    for number in range(8):
        shutil.copy(source / "images" / "shelf-20.jpg", source / "images" / f"again-{number}.jpg")
        add_line(source / "pictures.csv", f"again-{number}.jpg,store-20,,")
    assert len(everything(ingest(source, max_broken=0))) == COUNT


def test_the_report_counts_what_came_in(source: Path, tmp_path: Path, ingest: Ingest) -> None:
    ingest(source, page=tmp_path / "page" / "index.html")
    figures = told(tmp_path)
    assert figures["rows"]["labels"] == {"read": COUNT * 3, "broken": 0, "kept": COUNT * 3}
    assert sum(split["pictures"] for split in figures["splits"].values()) == COUNT
    assert figures["all"]["categories"] == {"Drinks > Soda": COUNT * 2, "Food > Chips": COUNT}
    assert figures["all"]["attributes"]["has_cap"] == {"yes": COUNT, "no": COUNT * 2, "na": 0}
    assert figures["all"]["attributes"]["damaged"] == {"yes": 0, "no": 0, "na": COUNT * 3}
    page = (tmp_path / "report" / "report.html").read_text()
    assert page == (tmp_path / "page" / "index.html").read_text()
    assert "has_cap" in page


def test_kubeflow_is_told_the_figures(source: Path, tmp_path: Path, ingest: Ingest) -> None:
    artifact = {"name": "m", "uri": str(tmp_path / "m"), "type": {"schemaTitle": "system.Metrics"}}
    output = tmp_path / "executor" / "out.json"
    artifacts = {"metrics": {"artifacts": [artifact]}}
    executor_input = {"outputs": {"artifacts": artifacts, "outputFile": str(output)}}
    dataset = ingest(source, executor_input=json.dumps(executor_input))
    shown = json.loads(output.read_text())["artifacts"]["metrics"]["artifacts"][0]["metadata"]
    assert shown["objects"] == COUNT * 3
    assert shown["fingerprint"] == dataset.info.fingerprint


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        pytest.param("attributes.csv", "image,x1,y1\n", "must begin", id="attributes' header"),
        pytest.param("pictures.csv", "name,group\n", "must begin", id="pictures' header"),
        pytest.param(
            "attributes.csv",
            "image,x1,y1,x2,y2,category,sku,a,a\n",
            "no column twice",
            id="name twice",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(source, ingest, file, content, said) -> None:
    (source / file).write_text(content, encoding="latin-1")
    with pytest.raises(InputError, match=said):
        ingest(source)


def test_a_folder_without_annotations_is_refused(source: Path, ingest: Ingest) -> None:
    (source / "annotations.csv").unlink()
    with pytest.raises(InputError, match=r"has no annotations\.csv: the sku110k format is"):
        ingest(source)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, ingest: Ingest) -> None:
    with pytest.raises(InputError, match="nowhere"):
        ingest(tmp_path / "nowhere")


def test_too_few_groups_are_refused(tmp_path: Path, ingest: Ingest) -> None:
    write_source(tmp_path / "small", count=2)
    with pytest.raises(InputError, match="2 groups cannot fill train, test, val"):
        ingest(tmp_path / "small")


GIVEN = ["--source", "a", "--format", "sku110k", "--dataset", "d", "--report", "r"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param(["--format", "excel"], "no format excel; there are", id="an unknown format"),
        pytest.param(["--licence", "a", "--licence", "b"], "--licence is given 2 times for 1",
                     id="licences for sources that are not there"),
        pytest.param(["--columns", "sender"], "theirs=ours", id="a column without a name"),
        pytest.param(["--val-share", "0.6", "--test-share", "0.4"], "below 1", id="no train"),
    ],
)  # fmt: skip
def test_wrong_flags_are_refused_with_the_fact(more, said) -> None:
    with pytest.raises(InputError, match=said):
        parse(IngestFlags, [*GIVEN, *more], program="ingest")


def test_of_equal_pictures_the_labelled_one_is_kept(source, tmp_path, ingest) -> None:
    """The first source has the same pictures as negatives."""
    write_source(tmp_path / "a", count=COUNT)
    (tmp_path / "a" / "annotations.csv").write_text("")
    (tmp_path / "a" / "attributes.csv").unlink()
    dataset = ingest(tmp_path / "a", source, max_broken=0)
    assert {len(one.objects) for one in everything(dataset)} == {len(PRODUCTS)}


def test_a_table_of_values_that_nobody_knows_fails(source: Path, ingest: Ingest) -> None:
    path = source / "attributes.csv"
    write_lines(path, [line.replace(",NA", ",maybe") for line in path.read_text().splitlines()])
    with pytest.raises(WorkError, match=r"72 of 72 values are broken.*72 × an attribute is not"):
        ingest(source)


def test_a_picture_as_thin_as_a_line_does_not_stop_the_report(source, ingest) -> None:
    line = np.random.default_rng(0).integers(0, 256, (5000, 1, 3), dtype=np.uint8)
    (source / "images" / "line.png").write_bytes(encode_png(line))
    add_line(source / "pictures.csv", "line.png,store-3,,")
    assert "images/line.png" in {one.path for one in everything(ingest(source))}
