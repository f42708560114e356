"""From pictures and answers to tables."""

from dataclasses import replace

import pytest

from cartvision.data.picture import PictureLabels, Product
from cartvision.errors import InputError
from cartvision.evidence.figures import figures_of
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.parts import everything
from cartvision.evidence.resampling import once
from cartvision.evidence.tables import NEVER
from evidences import (
    Shot,
    Told,
    answered,
    box,
    found,
    gathered,
    labelled,
    passing,
    pixels_of,
    shelves,
)

A, B = Product(box(10)), Product(box(60))
SODA, CHIPS = "Drinks > Soda", "Food > Chips"


class Model:
    """One that knows two attributes, in an order of its own."""

    classes = ("product",)
    attributes = ("open", "red")
    thresholds = (0.2, 0.7)
    min_score = 0.5
    most = 7


def of_model(shots, *, labelled_as):
    gathering = Gathering(Model(), labelled=labelled_as, is_rare=lambda _: False)
    for number, shot in enumerate(shots):
        picture = labelled(shot, number=number)
        gathering.update(picture, pixels=pixels_of(shot), answer=answered(shot, width=2))
    return gathering.evidence()


def values(evidence):
    whole = everything(evidence)
    return {
        name: float(figure(once(whole.units))[0])
        for name, figure in figures_of(evidence, whole).items()
    }


def table(rows):
    return {name: column.tolist() for name, column in vars(rows).items()}


def test_a_picture_has_a_row():
    shot = Shot([A, B], boxes=[A.bbox], scores=[0.1], group="g", source="s", grey=255)
    row = {name: column[0] for name, column in table(gathered([shot]).pictures).items()}
    assert row.pop("image_id") == labelled(shot).image_id
    assert row == {
        "path": "0.jpg", "group": "g", "source": "s", "width": 400, "height": 300,
        "brightness": 1.0, "sharpness": 0.0, "objects": 2, "answers": 1,
        "empty": False, "labelled": 0, "reached": 0,
    }  # fmt: skip


def test_an_object_has_a_row_with_what_found_it():
    shot = Shot([A, B, Product(box(200), crowd=True)], boxes=[B.bbox], scores=[0.25])
    rows = gathered([Shot([A]), shot]).objects
    assert rows.picture.tolist() == [0, 1, 1]
    assert rows.score.tolist() == [NEVER, NEVER, 0.25]
    assert rows.area == pytest.approx([400 / 120_000] * 3)


def test_a_detection_has_a_row_best_score_first():
    boxes = [box(300), A.bbox, (60, 10, 80, 28), (205, 15, 215, 25)]
    crowd = Product(box(200), crowd=True)
    shot = Shot([A, B, crowd], boxes=boxes, scores=[0.125, 0.5, 0.75, 0.25])
    rows = gathered([Shot(), shot]).detections
    assert rows.picture.tolist() == [1] * 4
    assert rows.score.tolist() == [0.75, 0.5, 0.25, 0.125]
    assert rows.place.tolist() == [0, 1, 2, 3]
    assert [bin(hits).count("1") for hits in rows.hits.tolist()] == [9, 10, 0, 0]
    assert [bool(spared & 1) for spared in rows.spared.tolist()] == [False, False, True, False]
    assert rows.iou == pytest.approx([0.9, 1, 0, 0])


def test_the_order_of_an_answer_does_not_matter():
    shots = [
        Shot(
            [A, B],
            boxes=[boxes[n] for n in order],
            scores=[scores[n] for n in order],
            said=[said[n] for n in order],
            categories=[told[n] for n in order],
        )
        for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0])
        for boxes in [[A.bbox, B.bbox, box(300)]]
        for scores in [[0.9, 0.8, 0.7]]
        for said in [[[0.1], [0.2], [0.3]]]
        for told in [[SODA, CHIPS, ""]]
    ]
    first, *others = (gathered([shot], attributes=["red"]) for shot in shots)
    for other in others:
        for name in ("pictures", "objects", "detections", "labels"):
            assert table(getattr(first, name)) == table(getattr(other, name))
    assert first.objects.told.tolist() == [SODA, CHIPS]


@pytest.mark.parametrize(
    ("shot", "counts"),
    [
        pytest.param(Shot(), (1, 0, 0), id="neither"),
        pytest.param(Shot(objects=[A]), (1, 1, 0), id="no answer"),
        pytest.param(Shot(boxes=[A.bbox], scores=[0.9], said=[[0.9]]), (1, 0, 1), id="no object"),
    ],
)
def test_an_empty_side_is_an_empty_table(shot, counts):
    evidence = gathered([shot], attributes=["red"])
    lengths = [len(one.picture) for one in (evidence.objects, evidence.detections)]
    assert (len(evidence.pictures.path), *lengths) == counts
    assert len(evidence.labels.true) == 0


def test_a_model_of_one_class_finds_products_of_every_category():
    objects = [Product(A.bbox, category=SODA), Product(B.bbox)]
    evidence = gathered([found(*objects)])
    assert evidence.objects.kind.tolist() == [0, 0]
    assert evidence.objects.category.tolist() == [SODA, ""]
    assert values(evidence)["map"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        pytest.param(SODA, 1, id="a class"),
        pytest.param("Drinks > Soda > Cola", 1, id="below a class: the deepest it lies in"),
        pytest.param("Drinks > Tea", 0, id="beside it: the class above"),
        pytest.param("Drinks", 0, id="a class above"),
        pytest.param("Drinks > Sodas", 0, id="a name that begins alike"),
    ],
)
def test_a_model_of_many_classes_is_asked_for_the_deepest(category, kind):
    one = Shot([Product(A.bbox, category=category)])
    assert gathered([one], classes=["Drinks", SODA]).objects.kind.tolist() == [kind]


@pytest.mark.parametrize(
    "unknown",
    [
        pytest.param(Product(B.bbox), id="without a category"),
        pytest.param(Product(B.bbox, category=CHIPS), id="of a category that it does not know"),
        pytest.param(Product(B.bbox, crowd=True), id="a crowd without a category"),
    ],
)
def test_what_a_model_of_many_classes_does_not_know_counts_for_nothing(unknown):
    """Found as this class or that, or missed."""
    known = Product(A.bbox, category=SODA)
    shots = [
        Shot([known, unknown], boxes=[A.bbox, B.bbox], scores=[0.9, 0.95], classes=[1, told])
        for told in (0, 1)
    ]
    shots.append(Shot([known, unknown], boxes=[A.bbox], scores=[0.9], classes=[1]))
    alone = Shot([known], boxes=[A.bbox], scores=[0.9], classes=[1])
    expected = values(gathered([alone], classes=["Drinks", SODA]))
    assert expected["precision"] == expected["recall"] == expected["map"] == 1
    for shot in shots:
        evidence = gathered([shot], classes=["Drinks", SODA])
        assert values(evidence) == pytest.approx(expected, abs=1e-2)  # ece knows one score more
        assert evidence.pictures.objects.tolist() == [1]
        assert len(evidence.objects.kind) == 1


def test_a_class_told_wrong_is_a_miss_and_a_false_alarm():
    shot = Shot([Product(A.bbox, category=SODA)], boxes=[A.bbox], scores=[0.9], classes=[0])
    told = values(gathered([shot], classes=["Drinks", SODA]))
    assert (told["precision"], told["recall"], told["map"]) == (0, 0, 0)


def test_the_cap_is_counted_within_a_class():
    boxes = [box(10), box(60), box(110)]
    shot = Shot([], boxes=boxes, scores=[0.9, 0.8, 0.7], classes=[1, 0, 1])
    rows = gathered([shot], classes=["Drinks", SODA]).detections
    assert (rows.kind.tolist(), rows.place.tolist()) == ([1, 0, 1], [0, 0, 1])


def test_only_known_labels_of_shown_objects_are_kept():
    shot = Shot(
        [Product(A.bbox, attributes=(1, -1)), Product(B.bbox, attributes=(0, 1))],
        boxes=[A.bbox, B.bbox],
        scores=[0.9, 0.3],
        said=[(0.75, 0.25), (0.5, 0.5)],
    )
    evidence = gathered([shot], attributes=["red", "open"])
    assert table(evidence.labels) == {
        "picture": [0], "attribute": [0], "true": [True], "probability": [0.75],
    }  # fmt: skip
    assert (evidence.pictures.labelled.tolist(), evidence.pictures.reached.tolist()) == ([2], [1])


def test_attributes_are_aligned_by_name():
    """`red` both know, `sealed` the model does not know, `open` the dataset does not label."""
    item = Product(A.bbox, attributes=(1, 1))
    shot = Shot([item], boxes=[A.bbox], scores=[0.9], said=[(0.25, 0.75)])
    evidence = of_model([shot], labelled_as=["sealed", "red"])
    assert evidence.attributes == ["sealed", "red"]
    assert evidence.thresholds == [1.0, 0.7]
    assert evidence.labels.attribute.tolist() == [0, 1]
    assert evidence.labels.probability.tolist() == [0.0, 0.75]
    told = values(evidence)
    assert told["attribute_macro_recall"] == 0.5


def test_categories_are_kept_where_an_object_was_found():
    objects = [Product(A.bbox, category=SODA), Product(B.bbox, category=CHIPS)]
    shot = Shot(objects, boxes=[B.bbox], scores=[0.9], categories=[SODA])
    evidence = gathered([shot])
    assert evidence.objects.told.tolist() == ["", SODA]
    assert evidence.names_categories
    assert not gathered([found(A)]).names_categories


def test_the_model_tells_what_it_is():
    evidence = of_model([Shot()], labelled_as=[])
    assert (evidence.classes, evidence.most, evidence.min_score) == (["product"], 7, 0.5)
    assert evidence.finds


def test_what_was_seen_is_handed_back():
    crowd = Product(box(200), crowd=True)
    shot = Shot([A, crowd], boxes=[box(300), A.bbox], scores=[0.3, 0.9])
    ((_, _, seen),) = passing([shot])
    assert seen.found.scores == pytest.approx([0.9, 0.3])
    assert (seen.truth.count, seen.truth.crowds.tolist()) == (1, [False, True])
    assert seen.matches.right.tolist() == [True, False]
    assert seen.shown.tolist() == [True, False]


def test_an_object_costs_a_few_bytes():
    evidence = gathered(shelves(5, seed=0))
    for rows, most in ((evidence.detections, 24), (evidence.objects, 40)):
        held = sum(column.nbytes for column in vars(rows).values())
        assert held <= most * len(rows.picture)


@pytest.mark.parametrize(
    ("objects", "labels", "empty"),
    [
        pytest.param([], PictureLabels(), True, id="nothing in it"),
        pytest.param([A], PictureLabels(), False, id="an object"),
        pytest.param([replace(A, crowd=True)], PictureLabels(), False, id="a crowd alone"),
        pytest.param([], PictureLabels(attributes=(1,)), False, id="a label of the whole"),
    ],
)
def test_only_a_picture_of_nothing_is_empty(objects, labels, empty):
    """Specificity is of these: what nobody drew a box around may still be a product."""
    gathering = Gathering(Told(), labelled=[], is_rare=lambda _: False)
    shot = Shot(objects)
    picture = replace(labelled(shot), labels=labels)
    gathering.update(picture, pixels=pixels_of(shot), answer=answered(shot))
    assert gathering.evidence().pictures.empty.tolist() == [empty]


@pytest.mark.parametrize(
    ("shot", "said"),
    [
        pytest.param(
            Shot(boxes=[(0, 0, float("nan"), 9)], scores=[0.5]), "a box that is no number", id="box"
        ),
        pytest.param(Shot(boxes=[(0, 0, 9, 9)], scores=[float("nan")]), "a score of nan", id="nan"),
        pytest.param(Shot(boxes=[(0, 0, 9, 9)], scores=[1.5]), "a score of 1.5", id="above one"),
        pytest.param(
            Shot(boxes=[(0, 0, 9, 9)], scores=[0.5], said=[[-0.5]]),
            "a probability",
            id="below none",
        ),
    ],
)
def test_an_answer_that_is_no_number_is_an_error_that_names_the_picture(shot, said):
    with pytest.raises(InputError, match=rf"0\.jpg: the model answers with {said}"):
        gathered([shot], attributes=["red"])
