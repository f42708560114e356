"""The fingerprint names the content: nothing else moves it, and every change does."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cartvision.data.checks import faults
from cartvision.data.picture import (
    SPLITS,
    Contents,
    Picture,
    PictureLabels,
    Product,
    Split,
    row_digest,
)
from cartvision.data.reader import open_dataset
from cartvision.data.schema import from_row, to_table
from cartvision.data.writer import DatasetWriter
from shelves import ATTRIBUTES, HEIGHT, TAXONOMY, WIDTH, jpeg, picture

Pair = tuple[Picture, Split]

words = st.text("abcÅß漢 >'\"", max_size=6)
values = st.lists(st.sampled_from([1, 0, -1]), min_size=2, max_size=2).map(tuple)
categories = st.sampled_from(["", "Drinks", *TAXONOMY])
times = st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC)).map(
    lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000)
)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, ...]:
    """Corners inside the picture, as exact as 64 bits: a shard keeps 32 of them."""
    across = draw(st.lists(st.floats(0, WIDTH), min_size=2, max_size=2))
    down = draw(st.lists(st.floats(0, HEIGHT), min_size=2, max_size=2))
    corners = (min(across), min(down), max(across), max(down))
    assume(corners[2] - corners[0] > 0.01 and corners[3] - corners[1] > 0.01)
    return corners


products = st.builds(
    Product, boxes(), category=categories, sku=words, attributes=values, crowd=st.booleans()
)
labels = st.builds(
    PictureLabels,
    category=categories,
    attributes=st.one_of(values, st.just(())),
    contents=st.lists(
        st.builds(Contents, sku=words, name=words, quantity=st.integers(1, 99)), max_size=3
    ).map(tuple),
)
pictures = st.builds(
    Picture,
    encoded=st.integers(0, 30).map(jpeg),
    path=words,
    width=st.just(WIDTH),
    height=st.just(HEIGHT),
    group=words,
    objects=st.lists(products, max_size=4).map(tuple),
    labels=labels,
    source=words,
    captured_at=st.one_of(st.none(), times),
    licence=words,
)
contents = st.lists(st.tuples(pictures, st.sampled_from(SPLITS)), min_size=1, max_size=12)


def fingerprint_of(pairs: list[Pair], *, pictures_per_shard: int = 1000) -> str:
    with TemporaryDirectory() as folder:
        return written(Path(folder), pairs, pictures_per_shard=pictures_per_shard)


def written(
    folder: Path, pairs: list[Pair], *, pictures_per_shard: int = 1000, part: str = "1/1"
) -> str:
    with DatasetWriter(
        folder / "d",
        attributes=ATTRIBUTES,
        taxonomy=TAXONOMY,
        made_by={},
        pictures_per_shard=pictures_per_shard,
        part=part,
    ) as writer:
        for one, split in pairs:
            writer.add(one, split=split)
    return open_dataset(folder / "d").info.fingerprint


def shuffled(pairs: list[Pair], *, data: st.DataObject) -> list[Pair]:
    return [pairs[place] for place in data.draw(st.permutations(range(len(pairs))))]


@given(data=st.data(), pairs=contents, pictures_per_shard=st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_neither_order_nor_sharding_moves_it(data, pairs, pictures_per_shard) -> None:
    order = shuffled(pairs, data=data)
    moved = fingerprint_of(order, pictures_per_shard=pictures_per_shard)
    assert moved == fingerprint_of(pairs)


@given(data=st.data(), pairs=contents, workers=st.integers(2, 4))
@settings(max_examples=20, deadline=None)
def test_the_number_of_workers_does_not_move_it(data, pairs, workers) -> None:
    """Each worker writes a part, in the order in which it happens to come to its rows."""
    order = shuffled(pairs, data=data)
    home = st.integers(0, workers - 1)
    homes = data.draw(st.lists(home, min_size=len(pairs), max_size=len(pairs)))
    with TemporaryDirectory() as root:
        folders = []
        for worker in range(workers):
            here = [pair for pair, home in zip(order, homes, strict=True) if home == worker]
            written(Path(root) / str(worker), here, part=f"{worker + 1}/{workers}")
            folders.append(Path(root) / str(worker) / "d")
        assert open_dataset(folders).info.fingerprint == fingerprint_of(pairs)


@given(pairs=contents)
@settings(max_examples=20, deadline=None)
def test_the_rows_read_back_have_the_fingerprint_of_those_written(pairs) -> None:
    with TemporaryDirectory() as folder:
        written(Path(folder), pairs)
        found = list(faults(open_dataset(Path(folder) / "d")))
    assert [fault for fault in found if "fingerprint" in fault or "digest" in fault] == []


@given(data=st.data(), pairs=contents)
@settings(max_examples=30, deadline=None)
def test_another_row_moves_it(data, pairs) -> None:
    place = data.draw(st.integers(0, len(pairs) - 1))
    after = (data.draw(pictures), pairs[place][1])
    assume(essence(pairs[place]) != essence(after))
    assert fingerprint_of([*pairs[:place], after, *pairs[place + 1 :]]) != fingerprint_of(pairs)


def essence(pair: Pair) -> tuple[Any, ...]:
    """The row as a shard keeps it, the order of its boxes and where it came from left out."""
    one, split = pair
    row = stored(replace(one, path="", source=""))
    objects = sorted(map(str, row.pop("objects")))
    return split, str(row), objects


def stored(one: Picture) -> dict[str, Any]:
    """What Parquet keeps of it."""
    return to_table([one], image_ids=["id"]).to_pylist()[0]


@given(data=st.data(), pairs=contents)
@settings(max_examples=20, deadline=None)
def test_a_row_twice_or_in_another_split_moves_it(data, pairs) -> None:
    place = data.draw(st.integers(0, len(pairs) - 1))
    one, split = pairs[place]
    elsewhere = data.draw(st.sampled_from([other for other in SPLITS if other != split]))
    whole = fingerprint_of(pairs)
    assert fingerprint_of([*pairs, pairs[place]]) != whole
    assert fingerprint_of([*pairs[:place], (one, elsewhere), *pairs[place + 1 :]]) != whole


PRODUCT = Product((1, 2, 30, 40), category=TAXONOMY[0], sku="s", attributes=(1, -1))
LABELS = PictureLabels(TAXONOMY[1], attributes=(0, -1), contents=(Contents("s", "Soda", 4),))
WHOLE = replace(picture(1, products=(PRODUCT,)), labels=LABELS)

OTHER_PICTURE: dict[str, Any] = {
    "encoded": jpeg(99),
    "width": WIDTH + 1,
    "height": HEIGHT + 1,
    "group": "elsewhere",
    "objects": (),
    "labels": PictureLabels(),
    "parent": "0" * 64,
    "copy": 1,
    "captured_at": datetime(2025, 1, 1, tzinfo=UTC),
    "licence": "other",
}
OTHER_PRODUCT: dict[str, Any] = {
    "bbox": (1, 2, 30, 40.01),
    "category": "",
    "sku": "t",
    "attributes": (1, 0),
    "crowd": True,
}
OTHER_LABELS: dict[str, Any] = {"category": "", "attributes": (0, 0), "contents": ()}
OTHER_CONTENTS: dict[str, Any] = {"sku": "t", "name": "Cola", "quantity": 5}


def with_product(**changed: Any) -> Picture:
    return replace(WHOLE, objects=(replace(PRODUCT, **changed),))


def with_labels(**changed: Any) -> Picture:
    return replace(WHOLE, labels=replace(LABELS, **changed))


def with_contents(**changed: Any) -> Picture:
    return with_labels(contents=(replace(LABELS.contents[0], **changed),))


def cases(kind: Any, changes: Mapping[str, Any], make: Any) -> list[Any]:
    """One case a field, so that a field that is new cannot be forgotten."""
    names = {field.name for field in fields(kind)} - {"path", "source"}
    assert names == changes.keys()
    return [
        pytest.param(make(**{name: other}), id=f"{kind.__name__}.{name}")
        for name, other in changes.items()
    ]


@pytest.mark.parametrize(
    "changed",
    [
        *cases(Picture, OTHER_PICTURE, lambda **changed: replace(WHOLE, **changed)),
        *cases(Product, OTHER_PRODUCT, with_product),
        *cases(PictureLabels, OTHER_LABELS, with_labels),
        *cases(Contents, OTHER_CONTENTS, with_contents),
    ],
)
def test_one_value_of_one_row_moves_it(changed) -> None:
    rest: list[Pair] = [(picture(seed), SPLITS[seed % 3]) for seed in range(2, 6)]
    assert fingerprint_of([(changed, "train"), *rest]) != fingerprint_of([(WHOLE, "train"), *rest])


@pytest.mark.parametrize("name", ["path", "source"])
def test_where_it_came_from_does_not_move_it(name: str) -> None:
    moved = replace(WHOLE, **{name: "s3://elsewhere"})
    assert fingerprint_of([(moved, "train")]) == fingerprint_of([(WHOLE, "train")])


@given(one=pictures)
def test_a_row_read_back_adds_what_it_added_when_written(one) -> None:
    assert row_digest(from_row(stored(one)), image_id="id") == row_digest(one, image_id="id")
