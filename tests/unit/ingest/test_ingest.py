"""The stage as a whole: a source in, a dataset folder and a report out."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from buckets import new_bucket, s3_server
from cartvision.data.checks import faults
from cartvision.data.picture import SPLITS, Picture
from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import InputError, WorkError
from cartvision.ingest.__main__ import main
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

COUNT = 24


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_source(tmp_path / "source", count=COUNT)
    return tmp_path / "source"


def ingest(source: Path | str, *, name: str = "d", **flags: object) -> Dataset:
    """Run the stage; what it writes is beside the test's source."""
    root = ingest.root
    main(IngestFlags(source=str(source), dataset=root / name, report=root / "report", **flags))
    return open_dataset(root / name)


@pytest.fixture(autouse=True)
def _root(tmp_path: Path) -> None:
    ingest.root = tmp_path


def everything(dataset: Dataset) -> list[Picture]:
    return [picture for split in SPLITS for picture in dataset.pictures(split)]


def quarantine(tmp_path: Path) -> list[dict[str, str | None]]:
    lines = (tmp_path / "report" / "quarantine.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_a_sound_source_comes_in_whole(source: Path) -> None:
    dataset = ingest(source)
    assert len(everything(dataset)) == COUNT
    assert list(faults(dataset)) == []
    assert (dataset.info.attributes, dataset.info.taxonomy) == (ATTRIBUTES, TAXONOMY)


def test_a_picture_comes_in_with_all_that_is_known_of_it(source: Path) -> None:
    picture = next(one for one in everything(ingest(source)) if one.path == "shelf-3.jpg")
    assert picture.encoded == jpeg(3)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert picture.objects == PRODUCTS
    assert (picture.group, picture.licence, picture.source) == ("store-3", "CC0-1.0", str(source))
    assert picture.captured_at == datetime(2025, 4, 21, 19, 29, tzinfo=UTC)


def test_annotations_alone_are_enough(tmp_path: Path) -> None:
    write_source(tmp_path / "plain", count=COUNT, attributes=False)
    dataset = ingest(tmp_path / "plain")
    picture = everything(dataset)[0]
    assert picture.group == picture.path
    assert {item.category for item in picture.objects} == {""}
    assert dataset.info.attributes == []


def test_a_listed_picture_without_boxes_is_a_negative(source: Path) -> None:
    (source / "images" / "empty.jpg").write_bytes(jpeg(500))
    add_line(source / "pictures.csv", "empty.jpg,store-3,,CC0-1.0")
    negatives = [one for one in everything(ingest(source)) if not one.objects]
    assert [(one.path, one.captured_at) for one in negatives] == [("empty.jpg", None)]


def test_png_comes_in_too(source: Path) -> None:
    (source / "images" / "a.png").write_bytes(encode_png(shelf(501)))
    add_line(source / "pictures.csv", "a.png,store-3,,")
    assert "a.png" in {one.path for one in everything(ingest(source))}


@pytest.mark.parametrize("workers", [2, 7])
def test_the_number_of_workers_changes_nothing(source: Path, workers: int) -> None:
    alone = ingest(source, workers=1).info.fingerprint
    assert ingest(source, name="many", workers=workers).info.fingerprint == alone


def test_the_order_of_lines_changes_nothing(source: Path) -> None:
    before = ingest(source).info.fingerprint
    path = source / "annotations.csv"
    write_lines(path, reversed(path.read_text().splitlines()))
    assert ingest(source, name="again").info.fingerprint == before


def test_more_pictures_move_no_group(source: Path, tmp_path: Path) -> None:
    write_source(tmp_path / "larger", count=COUNT + 10)
    before, after = homes(ingest(source)), homes(ingest(tmp_path / "larger", name="larger"))
    assert before.items() <= after.items()


def homes(dataset: Dataset) -> dict[str, str]:
    return {one.group: split for split in SPLITS for one in dataset.pictures(split)}


def test_a_bucket_gives_what_a_folder_gives(source: Path) -> None:
    with s3_server():
        import boto3

        address = new_bucket("shelves")
        for path in source.rglob("*.*"):
            key = f"spring/{path.relative_to(source).as_posix()}"
            boto3.client("s3").upload_file(str(path), "shelves", key)
        from_bucket = ingest(f"{address}/spring", name="s3", workers=4).info.fingerprint
    assert from_bucket == ingest(source).info.fingerprint


def damage_truncated(source: Path) -> None:
    path = source / "images" / "shelf-0.jpg"
    path.write_bytes(path.read_bytes()[:-300])


def damage_noise(source: Path) -> None:
    (source / "images" / "shelf-0.jpg").write_bytes(b"\xff\xd8\xff" + b"noise" * 50)


def damage_empty(source: Path) -> None:
    (source / "images" / "shelf-0.jpg").write_bytes(b"")


def damage_missing(source: Path) -> None:
    (source / "images" / "shelf-0.jpg").unlink()


def damage_text(source: Path) -> None:
    (source / "images" / "shelf-0.jpg").write_bytes(b"<html>404</html>")


def damage_duplicate(source: Path) -> None:
    (source / "images" / "shelf-0.jpg").rename(source / "images" / "shelf-9.jpg")
    (source / "images" / "shelf-0.jpg").write_bytes((source / "images/shelf-9.jpg").read_bytes())


def damage_size(source: Path) -> None:
    replace_in(source / "annotations.csv", "shelf-0.jpg", f"{WIDTH},{HEIGHT}", "640,480")


def damage_time(source: Path) -> None:
    replace_in(source / "pictures.csv", "shelf-0.jpg", "2025-04-21T21:29:00+02:00", "spring")


def damage_every_box(source: Path) -> None:
    replace_in(source / "annotations.csv", "shelf-0.jpg", "shelf-0.jpg,", "shelf-0.jpg,-")


def replace_in(path: Path, name: str, old: str, new: str) -> None:
    lines = path.read_text().splitlines()
    write_lines(path, [line.replace(old, new) if name in line else line for line in lines])


@pytest.mark.parametrize(
    ("damage", "lost", "reason"),
    [
        pytest.param(damage_truncated, "shelf-0.jpg", "cannot be decoded", id="truncated"),
        pytest.param(damage_noise, "shelf-0.jpg", "cannot be decoded", id="noise"),
        pytest.param(damage_empty, "shelf-0.jpg", "0 bytes", id="empty"),
        pytest.param(damage_missing, "shelf-0.jpg", "no such file", id="missing"),
        pytest.param(damage_text, "shelf-0.jpg", "neither JPEG nor PNG", id="a web page"),
        pytest.param(damage_duplicate, "shelf-9.jpg", "same bytes", id="duplicate"),
        pytest.param(damage_size, "shelf-0.jpg", "declared size", id="wrong size"),
        pytest.param(damage_time, "shelf-0.jpg", "not a time", id="wrong time"),
        pytest.param(damage_every_box, "shelf-0.jpg", "every box", id="every box broken"),
    ],
)
def test_a_broken_picture_is_lost_alone(source, tmp_path, damage, lost, reason) -> None:
    damage(source)
    kept = {one.path for one in everything(ingest(source))}
    assert kept == {f"shelf-{number}.jpg" for number in range(COUNT)} - {lost}
    named = [line for line in quarantine(tmp_path) if line["row"] is None]
    assert [line["picture"] for line in named] == [lost]
    assert reason in named[0]["reason"]


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/hostname", "a/../../secret.jpg", "..\\x"])
def test_a_name_that_leaves_the_folder_is_never_read(source, tmp_path, name) -> None:
    (source / "secret.jpg").write_bytes(jpeg(600))
    add_line(source / "pictures.csv", f"{name},store-3,,")
    assert len(everything(ingest(source))) == COUNT
    assert quarantine(tmp_path) == [
        {"picture": name, "reason": "the name leaves the folder", "row": None}
    ]


def test_a_broken_box_is_lost_alone(source: Path, tmp_path: Path) -> None:
    line = f"shelf-5.jpg,0,0,{WIDTH + 9},10,object,{WIDTH},{HEIGHT}"
    add_line(source / "annotations.csv", line)
    dataset = ingest(source)
    assert {len(one.objects) for one in everything(dataset)} == {len(PRODUCTS)}
    assert quarantine(tmp_path) == [
        {"picture": "shelf-5.jpg", "reason": "the box leaves the picture", "row": line}
    ]


def test_attributes_of_an_unlisted_picture_are_quarantined(source: Path, tmp_path: Path) -> None:
    add_line(source / "attributes.csv", "ghost.jpg,1,1,9,9,Drinks > Soda,x,1,0")
    ingest(source)
    assert [line["picture"] for line in quarantine(tmp_path)] == ["ghost.jpg"]


def test_past_the_share_the_run_fails_with_the_top_reason(source: Path, tmp_path: Path) -> None:
    for number in (0, 4, 8):
        (source / "images" / f"shelf-{number}.jpg").write_bytes(b"")
    with pytest.raises(WorkError, match=r"3 of 24 pictures .* 5\.0%: 3 × the file has 0 bytes"):
        ingest(source)
    assert len(quarantine(tmp_path)) == 3
    assert not (tmp_path / "d").exists()


def test_the_share_is_the_users_to_choose(source: Path) -> None:
    for number in (0, 4, 8):
        (source / "images" / f"shelf-{number}.jpg").write_bytes(b"")
    assert len(everything(ingest(source, max_broken=0.2))) == COUNT - 3


def test_the_report_counts_what_came_in(source: Path, tmp_path: Path) -> None:
    ingest(source, page=tmp_path / "page" / "index.html")
    told = json.loads((tmp_path / "report" / "metrics.json").read_text())
    assert told["rows"]["boxes"] == {"read": COUNT * 3, "kept": COUNT * 3}
    assert sum(split["pictures"] for split in told["splits"].values()) == COUNT
    assert told["categories"] == {"Drinks > Soda": COUNT * 2, "Food > Chips": COUNT}
    assert told["attributes"]["has_cap"] == {"yes": COUNT, "no": COUNT * 2, "na": 0}
    assert told["attributes"]["damaged"] == {"yes": 0, "no": 0, "na": COUNT * 3}
    page = (tmp_path / "report" / "report.html").read_text()
    assert page == (tmp_path / "page" / "index.html").read_text()
    assert "has_cap" in page


def test_kubeflow_is_told_the_figures(source: Path, tmp_path: Path) -> None:
    artifact = {"name": "m", "uri": str(tmp_path / "m"), "type": {"schemaTitle": "system.Metrics"}}
    told = {"metrics": {"artifacts": [artifact]}}
    output = tmp_path / "executor" / "out.json"
    executor_input = json.dumps({"outputs": {"artifacts": told, "outputFile": str(output)}})
    dataset = ingest(source, executor_input=executor_input)
    shown = json.loads(output.read_text())["artifacts"]["metrics"]["artifacts"][0]["metadata"]
    assert shown["objects"] == COUNT * 3
    assert shown["fingerprint"] == dataset.info.fingerprint


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        pytest.param("attributes.csv", "image,x1,y1\n", "must begin", id="attributes' header"),
        pytest.param("pictures.csv", "name,group\n", "must begin", id="pictures' header"),
        pytest.param(
            "attributes.csv", "image,x1,y1,x2,y2,category,sku,a,a\n", "a twice", id="name twice"
        ),
        pytest.param("annotations.csv", "\xff", "UTF-8", id="not text"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(source, file, content, said) -> None:
    (source / file).write_text(content, encoding="latin-1")
    with pytest.raises(InputError, match=said):
        ingest(source)


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no annotations\.csv"):
        ingest(tmp_path / "nowhere")


def test_too_few_groups_are_refused_before_a_picture_is_read(tmp_path: Path) -> None:
    write_source(tmp_path / "small", count=2)
    (tmp_path / "small" / "images" / "shelf-0.jpg").unlink()
    with pytest.raises(InputError, match="no group falls into"):
        ingest(tmp_path / "small")
