"""Every plot shows what the evidence holds, and is left out where it holds nothing."""

import io

import numpy as np
import pytest
from PIL import Image

from cartvision.data.picture import Product
from cartvision.evaluate.confusions import class_outcomes, confused_categories, found_classes
from cartvision.evaluate.plots import attributes, slices
from cartvision.evaluate.plots.all import plots_of
from cartvision.evaluate.plots.stacked import stacked
from cartvision.evidence.average_precision import exact_average_precision, exact_curve
from cartvision.evidence.parts import everything
from cartvision.findings.measuring import Measuring
from cartvision.findings.plots import reliability
from cartvision.reports.metrics import Metric, Report, Slice
from evidences import Shot, box, found, gathered, shelves

COLA, BEER, SOUP = "Drinks > Soda > Cola", "Drinks > Beer", "Food > Soup"
BLUE, ORANGE, PALE = (9, 112, 222), (225, 112, 85), (184, 191, 201)
OF_FINDING = {"precision_recall", "scores", "overlaps", "counts", "reliability", "slices"}
OF_ATTRIBUTES = {"attributes", "attribute_outcomes"}


def report_of(evidence):
    measuring = Measuring(evidence, draws=20, seed=0)
    return report(
        overall=measuring.overall(),
        per_class=measuring.attributes(),
        per_slice=measuring.slices(),
    )


def report(**parts):
    told = {"subject": "torch", "model": "m", "dataset": "d", "split": "test", "test_set": "t"}
    return Report(**{**told, "units": 8, "overall": {}, **parts})


def metric(value, support=100, low=None, high=None):
    return Metric(value=value, support=support, low=low, high=high)


def pixels(png):
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture.convert("RGB"))


def drawn(png, colour):
    return int((pixels(png) == colour).all(axis=-1).sum())


@pytest.mark.parametrize(
    ("evidence", "names"),
    [
        pytest.param(gathered(shelves(4, seed=1)), OF_FINDING, id="one class"),
        pytest.param(
            gathered(shelves(4, seed=1, attributes=2), attributes=["open", "red"]),
            OF_FINDING | OF_ATTRIBUTES,
            id="attributes",
        ),
        pytest.param(
            gathered(shelves(4, seed=1, kinds=2), classes=["kind 0", "kind 1"]),
            OF_FINDING | {"class_outcomes"},
            id="classes",
        ),
        pytest.param(
            gathered(shelves(4, seed=1, categories=[COLA, SOUP])),
            OF_FINDING | {"confusion"},
            id="categories",
        ),
        pytest.param(
            gathered([found(Product(box(5)), score=0.2)]),
            {"precision_recall", "scores", "counts", "slices"},
            id="nothing is shown",
        ),
        pytest.param(gathered([Shot(), Shot()]), set(), id="empty pictures"),
    ],
)
def test_there_is_a_plot_of_all_there_is_and_of_nothing_else(evidence, names):
    assert set(plots_of(evidence, report=report_of(evidence))) == names


def test_plots_are_the_same_bytes_twice():
    evidence = gathered(shelves(3, seed=2, attributes=2), attributes=["open", "red"])
    told = report_of(evidence)
    assert plots_of(evidence, report=told) == plots_of(evidence, report=told)


@pytest.mark.parametrize("iou", [0, 5])
def test_the_mean_of_the_drawn_curve_is_the_average_precision(iou):
    evidence = gathered(shelves(6, seed=3, kinds=2), classes=["kind 0", "kind 1"])
    whole = everything(evidence)
    curve = exact_curve(evidence, whole, most=300, iou=iou)
    exact = exact_average_precision(evidence, whole, most=300, ious=(iou,))
    assert curve.shape == (101,)
    assert curve.mean() == pytest.approx(exact, abs=1e-12)


def test_without_an_object_there_is_no_curve():
    evidence = gathered([Shot(boxes=[box(5)], scores=[0.9])])
    assert exact_curve(evidence, everything(evidence), most=300, iou=0) is None


def test_the_error_on_the_reliability_plot_is_the_reports():
    evidence = gathered(shelves(6, seed=4))
    assert reliability._detections(evidence).error == pytest.approx(
        report_of(evidence).overall["ece"].value, abs=1e-6
    )


def of_slices(**parts):
    overall = {"recall": metric(0.8), "map50": metric(0.7)}
    return report(overall=overall, per_slice=parts)


def a_slice(positives=400, **figures):
    told = {
        name: metric(value, low=value - 0.1, high=value + 0.1) for name, value in figures.items()
    }
    return Slice(pictures=3, positives=positives, sufficient=positives >= 100, figures=told)


def test_an_insufficient_slice_is_grey():
    sure = slices.plot(of_slices(near=a_slice(recall=0.5, map50=0.5)))
    unsure = slices.plot(of_slices(near=a_slice(positives=99, recall=0.5, map50=0.5)))
    assert drawn(sure, BLUE) > drawn(unsure, BLUE)
    assert drawn(sure, PALE) < drawn(unsure, PALE)


def test_a_slice_of_objects_has_recall_alone():
    both = slices.plot(of_slices(near=a_slice(recall=0.5, map50=0.5)))
    alone = slices.plot(of_slices(near=a_slice(recall=0.5)))
    assert drawn(both, ORANGE) > drawn(alone, ORANGE)
    assert drawn(both, BLUE) == drawn(alone, BLUE)


def test_thirty_slices_with_long_names_leave_room_for_what_is_drawn():
    parts = {f"group {number} {'long ' * 30}": a_slice(recall=0.5) for number in range(30)}
    picture = pixels(slices.plot(of_slices(**parts)))
    columns = np.flatnonzero((picture == BLUE).all(axis=-1).any(axis=0))
    assert picture.shape[0] > 30 * 30
    assert columns.max() - columns.min() > 60


@pytest.mark.parametrize(
    ("count", "rows"),
    [pytest.param(12, 12, id="all"), pytest.param(80, 30, id="the worst thirty")],
)
def test_no_more_attributes_are_drawn_than_are_read(count, rows):
    told = {f"attribute {n}": {"f1": metric(n / 100)} for n in range(count)}
    picture = pixels(attributes.plot(report(per_class=told)))
    runs = np.diff((picture == BLUE).all(axis=-1).any(axis=1).astype(int))
    assert (runs == 1).sum() == rows


def test_an_attribute_without_a_positive_has_no_row():
    assert attributes.plot(report(per_class={"open": {"known": metric(5)}})) is None


def test_the_worst_row_of_outcomes_is_on_top():
    picture = pixels(
        stacked({"good": (9, 1, 0), "bad": (1, 9, 0), "none": (0, 0, 0)}, words=("a", "b", "c"))
    )
    wrong = (picture == ORANGE).all(axis=-1)[60:].sum(axis=1)
    top, bottom = np.array_split(wrong, 2)
    assert top.sum() > 5 * bottom.sum()


def named(*pairs):
    """One object a pair, (what it is, what it was told to be); None: it is not found."""
    objects = [Product(box(30 * n), category=true) for n, (true, _) in enumerate(pairs)]
    seen = [(item.bbox, told) for item, (_, told) in zip(objects, pairs, strict=True) if told != -1]
    return Shot(
        objects,
        boxes=[bbox for bbox, _ in seen],
        scores=[0.9] * len(seen),
        categories=[told for _, told in seen],
        width=2000,
    )


@pytest.mark.parametrize(
    ("true", "told", "column"),
    [
        pytest.param(COLA, COLA, COLA, id="right"),
        pytest.param(COLA, BEER, BEER, id="confused"),
        pytest.param(COLA, "", "not told", id="abstains"),
        pytest.param(COLA, "Drinks > Soda", "not told", id="tells less than is known"),
        pytest.param("Drinks > Soda", COLA, "Drinks > Soda", id="tells more than is known"),
        pytest.param(COLA, -1, "not found", id="not found"),
    ],
)
def test_an_object_counts_in_one_cell(true, told, column):
    table = confused_categories(gathered([named((true, told), (BEER, COLA))]))
    assert table.counts[table.names.index(true)].sum() == 1 + (true == BEER)
    assert table.counts[table.names.index(true), table.names.index(column)] == 1


def test_the_most_confused_have_rows_of_their_own_and_the_rest_is_one():
    pairs = [(COLA, BEER), (COLA, BEER), (BEER, COLA), (SOUP, SOUP), ("Food > Rice", "Food > Rice")]
    table = confused_categories(gathered([named(*pairs)]), most=2)
    assert table.names == [BEER, COLA, "other"]
    assert table.counts.tolist() == [[0, 1, 0], [2, 0, 0], [0, 0, 2]]


def test_an_object_of_unknown_category_is_not_confused():
    assert confused_categories(gathered([named(("", COLA))])) is None


def test_a_box_of_a_wrong_class_is_a_miss_and_a_false_alarm():
    objects = [Product(box(10), category="can"), Product(box(100), category="box")]
    shot = Shot(objects, boxes=[box(10), box(100)], scores=[0.9, 0.9], classes=[0, 0])
    evidence = gathered([shot], classes=["can", "box"])
    assert class_outcomes(evidence).tolist() == [[1, 0, 1], [0, 1, 0]]
    table = found_classes(evidence)
    assert table.names == ["can", "box", "nothing"]
    assert table.counts.tolist() == [[1, 0, 0], [0, 0, 1], [1, 0, 0]]
