"""Average precision and recall from the tables are pycocotools' own, and a draw follows them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import CLASSES, authority, hard_pictures, of, random_pictures
from cartvision.data.picture import Product
from cartvision.evidence.average_precision import (
    BINS,
    HEAD,
    average_precision,
    bins_of,
    exact_average_precision,
)
from cartvision.evidence.average_recall import average_recall
from cartvision.evidence.figures import AVERAGES
from cartvision.evidence.parts import everything
from cartvision.evidence.resampling import draw, once
from cartvision.evidence.tables import Pictures
from cartvision.metrics.values import ANY, Found, Truth
from evidences import Shot, gathered, shelves

FIXTURE = Path(__file__).parents[1] / "metrics" / "dense_shelf.json"
CAPS = [300, 1000]


def shots(pictures, *, classes=CLASSES):
    """The same pictures as a model and a dataset tell them: a class is a category."""
    return [
        Shot(
            objects=[
                Product(tuple(box), category="" if kind == ANY else classes[kind], crowd=crowd)
                for box, kind, crowd in zip(
                    truth.boxes.tolist(), of(truth).tolist(), truth.crowds.tolist(), strict=True
                )
            ],
            boxes=found.boxes.tolist(),
            scores=found.scores.tolist(),
            classes=of(found).tolist(),
            width=64,
            height=64,
        )
        for found, truth in pictures
    ]


def told(evidence, *, most):
    """By the names that the authority uses."""
    whole = everything(evidence)
    recall = average_recall(evidence, whole, most=most)
    return {
        name: exact_average_precision(evidence, whole, most=most, ious=tuple(ious))
        for name, ious in AVERAGES.items()
    } | {f"ar{most}": recall and float(recall(once(whole.units))[0])}


def apart(pictures, *, most, classes=CLASSES):
    ours = told(gathered(shots(pictures, classes=classes), classes=classes), most=most)
    theirs = authority(pictures, classes=classes, most=most)
    assert ours.keys() == theirs.keys()
    assert [ours[name] is None for name in ours] == [theirs[name] is None for name in ours]
    return max(abs(ours[name] - theirs[name]) for name in ours) if ours["map"] is not None else 0


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(CAPS))
def test_the_tables_tell_what_the_authority_tells(seed, most):
    assert apart(hard_pictures(seed), most=most) < 1e-4


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_and_so_of_objects_anywhere(seed):
    assert apart(random_pictures(seed), most=300) < 1e-4


@pytest.mark.parametrize("most", CAPS)
def test_and_so_of_a_stored_dense_shelf(most):
    pictures = [
        (
            Found(np.array(one["found"], np.float32), np.array(one["scores"], np.float32)),
            Truth(np.array(one["truth"], np.float32)),
        )
        for one in json.loads(FIXTURE.read_text())["pictures"]
    ]
    assert apart(pictures, most=most, classes=["product"]) < 1e-4


def test_the_hard_pictures_hold_what_is_hard():
    """They must, or the parity above is of easy ones."""
    pictures = [one for seed in range(100) for one in hard_pictures(seed)]
    assert any(len(found) > 1000 for found, _ in pictures)
    assert any(len(truth) == 0 < len(found) for found, truth in pictures)
    assert any(len(found) == 0 < len(truth) for found, truth in pictures)
    assert any(truth.crowds.any() for _, truth in pictures)
    assert any((of(truth) == ANY).any() for _, truth in pictures)
    assert any(len(np.unique(found.scores)) < len(found) for found, _ in pictures)


def test_a_cap_leaves_out_the_lower_scores():
    right = [(10.0 * n, 0.0, 10.0 * n + 8, 8.0) for n in range(40)]
    alarms = [(10.0 * n, 50.0, 10.0 * n + 8, 58.0) for n in range(20)]
    one = Shot(
        objects=[Product(box) for box in right],
        boxes=[*alarms, *right],
        scores=np.linspace(0.9, 0.1, 60).tolist(),
    )
    evidence = gathered([one])
    assert told(evidence, most=300)["ar300"] == pytest.approx(1)
    recall = average_recall(evidence, everything(evidence), most=30)
    assert recall(once(1)) == pytest.approx(10 / 40)
    capped = exact_average_precision(evidence, everything(evidence), most=20)
    assert capped == 0


def test_a_crowd_counts_for_nothing_in_average_recall():
    crowd = Shot(objects=[Product((0, 0, 90, 90), crowd=True)], boxes=[(1, 1, 9, 9)], scores=[0.9])
    evidence = gathered([crowd])
    assert average_recall(evidence, everything(evidence), most=300) is None
    assert average_precision(evidence, everything(evidence), most=300) is None


@pytest.fixture(scope="module")
def wide():
    """40 groups with so many detections that a bin holds ten."""
    some = shelves(40, seed=3, per_picture=(90, 150))
    return gathered([replace(one, group=f"{number:02}") for number, one in enumerate(some)])


def repeated(evidence, weights):
    """The test set in which each picture truly is so often."""
    pictures = np.repeat(np.arange(len(weights)), weights.astype(int))

    def taken(table, column):
        rows = [np.flatnonzero(column == number) for number in pictures]
        numbers = np.repeat(np.arange(len(pictures)), [len(some) for some in rows])
        columns = {name: value[np.concatenate(rows)] for name, value in vars(table).items()}
        return type(table)(**columns | {"picture": numbers.astype(np.int32)})

    return replace(
        evidence,
        pictures=Pictures(**{n: column[pictures] for n, column in vars(evidence.pictures).items()}),
        objects=taken(evidence.objects, evidence.objects.picture),
        detections=taken(evidence.detections, evidence.detections.picture),
    )


@pytest.mark.parametrize("ious", [pytest.param(tuple(some), id=n) for n, some in AVERAGES.items()])
def test_a_draw_follows_the_exact_figure_of_that_draw(wide, ious):
    """A little lower, by the same for all: the spread and what is large in it are kept."""
    whole = everything(wide)
    assert len(wide.detections.score) > 10 * BINS
    weights = draw(whole.units, times=60, seed=0)
    figure = average_precision(wide, whole, most=300, ious=ious)
    drawn = figure(weights)
    exact = []
    for row in weights:
        such = repeated(wide, row)
        exact.append(exact_average_precision(such, everything(such), most=300, ious=ious))
    difference = drawn - exact
    assert np.abs(difference).max() < 0.005
    assert difference.std() < 0.05 * np.std(exact)
    assert drawn.std() == pytest.approx(np.std(exact), rel=0.03)
    known = exact_average_precision(wide, whole, most=300, ious=ious)
    off = figure(once(whole.units))[0] - known
    assert off == pytest.approx(difference.mean(), abs=0.1 * np.std(exact))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_draw_of_few_detections_is_exact(seed):
    evidence = gathered(shots(random_pictures(seed)), classes=CLASSES)
    whole = everything(evidence)
    figure = average_precision(evidence, whole, most=300)
    exact = exact_average_precision(evidence, whole, most=300)
    assert (figure is None) == (exact is None)
    if figure is not None:
        assert figure(once(whole.units)) == pytest.approx([exact], abs=1e-6)


def test_a_draw_without_an_object_says_nothing_of_its_class():
    there = Product((0, 0, 9, 9), category="product")
    other = Product((20, 0, 29, 9), category="label")
    first = Shot(objects=[there], boxes=[there.bbox], scores=[0.9], classes=[0])
    second = Shot(objects=[other])
    evidence = gathered([first, second], classes=CLASSES)
    figure = average_precision(evidence, everything(evidence), most=300)
    weights = np.array([[1, 1], [2, 0], [0, 2], [0, 0]], np.float32)
    assert figure(weights) == pytest.approx([0.5, 1.0, 0.0, np.nan], nan_ok=True)


@pytest.mark.parametrize("count", [0, 1, HEAD, HEAD + 1, BINS - 1, BINS, BINS + 1, 10_000])
def test_the_bins_take_the_detections_in_order_and_the_best_one_by_one(count):
    bins = bins_of(count)
    assert (np.diff(bins) >= 0).all()
    assert bins[:HEAD].tolist() == list(range(min(count, HEAD)))
    assert bins.max(initial=0) < BINS
    held = np.bincount(bins[HEAD:])[HEAD:]
    assert held.size == 0 or held.max() <= -(-max(count - HEAD, 0) // (BINS - HEAD))
