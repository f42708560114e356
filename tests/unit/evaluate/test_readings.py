"""Boxes that mean something else than x1, y1, x2, y2 in pixels are found; poor models are not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.errors import InputError
from cartvision.evaluate.doubts.alarms import Alarm, heed
from cartvision.evaluate.doubts.readings import SAMPLE, Readings
from cartvision.metrics.values import Found, Truth

SIZES = [(640, 480), (480, 640), (1024, 768), (600, 600)]


def shelf(rng, *, size, columns=10, rows=5):
    """Products side by side, no two alike in size."""
    cell = np.array(size) / (columns, rows)
    places = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2)
    low = (places + rng.uniform(0.02, 0.2, places.shape)) * cell
    high = (places + rng.uniform(0.8, 0.98, places.shape)) * cell
    return np.hstack([low, high]).astype(np.float32)


def shelves(pictures=8, seed=0):
    rng = np.random.default_rng(seed)
    sizes = [SIZES[number % len(SIZES)] for number in range(pictures)]
    return [(shelf(rng, size=size), *size) for size in sizes]


def found(boxes, seed=0):
    scores = np.random.default_rng(seed).random(len(boxes))
    return Found(np.asarray(boxes, dtype=np.float32), scores.astype(np.float32))


def alarms(pictures, answer, *, truth=lambda boxes, _width, _height: boxes):
    """Of a model that says `answer` where `truth` is labelled."""
    readings = Readings()
    for number, (boxes, width, height) in enumerate(pictures):
        labels = Truth(np.asarray(truth(boxes, width, height), dtype=np.float32))
        said = found(answer(boxes, width, height), seed=number)
        readings.update(said, truth=labels, width=width, height=height, path=f"{number}.jpg")
    return readings.alarms()


def good(boxes, _width, _height):
    """Nine of ten products, each within a twentieth of its size."""
    rng = np.random.default_rng(len(boxes))
    sizes = np.tile(boxes[:, 2:] - boxes[:, :2], 2)
    return (boxes + rng.uniform(-0.05, 0.05, boxes.shape) * sizes)[: int(0.9 * len(boxes))]


def with_size(boxes, _width=0, _height=0):
    return np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]])


def with_centre(boxes, _width=0, _height=0):
    return np.hstack([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]])


def shares(boxes, width, height):
    return boxes / [width, height, width, height]


def letterboxed(boxes, width, height):
    longer = max(width, height)
    return (boxes + [(longer - width) / 2, (longer - height) / 2] * 2) * 416 / longer


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param(with_size, "x, y, width, height", id="xywh"),
        pytest.param(with_centre, "centre x, centre y, width, height", id="cxcywh"),
        pytest.param(lambda b, _w, _h: b[:, [1, 0, 3, 2]], "y1, x1, y2, x2", id="x and y"),
        pytest.param(
            shares, "x1, y1, x2, y2 in shares of the picture (0 to 1)", id="normalised to 0..1"
        ),
        pytest.param(
            lambda b, w, h: shares(shares(b, w, h), w, h),
            "x1, y1, x2, y2 in shares of the picture, normalised twice",
            id="normalised twice",
        ),
        pytest.param(
            lambda b, w, h: b * [w, h, w, h],
            "x1, y1, x2, y2 in pixels, multiplied by the picture's size",
            id="scaled twice",
        ),
        pytest.param(
            lambda b, w, h: shares(b, w, h) * 320,
            "x1, y1, x2, y2 in pixels of an input of 320×320",
            id="pixels of a stretched input",
        ),
        pytest.param(
            letterboxed,
            "x1, y1, x2, y2 in pixels of an input of 416×416 with borders",
            id="pixels of a letterboxed input",
        ),
        pytest.param(
            lambda b, _w, _h: b / 2, "x1, y1, x2, y2 in cells of 2 pixels", id="half the size"
        ),
        pytest.param(
            lambda b, w, h: with_centre(shares(b, w, h)),
            "centre x, centre y, width, height in shares of the picture (0 to 1)",
            id="as YOLO writes them",
        ),
    ],
)
def test_misread_answers_are_fatal_and_the_message_names_the_reading(wrong, said):
    pictures = shelves()
    (alarm,) = alarms(pictures, lambda *one: wrong(good(*one), *one[1:]))
    assert (alarm.kind, alarm.fatal) == ("misread-answers", True)
    start, end = alarm.text.split(", and ")
    assert start == (
        f"the answers' boxes are misread: 100 % of 360 lie on a product if read as {said}"
    )
    assert end.endswith("% as x1, y1, x2, y2 in pixels of the picture: convert them to that")
    assert int(end.split(" %")[0]) < 10
    assert alarm.pictures == tuple(f"{number}.jpg" for number in range(8))


def test_right_boxes_raise_nothing():
    assert alarms(shelves(), good) == []


def test_a_misread_model_is_found_among_its_many_false_answers():
    """Only as many answers count as there are objects, the best ones; here half are right."""

    def answer(boxes, width, height):
        noise = np.random.default_rng(1).uniform(0, width, (len(boxes) // 3, 4))
        return np.vstack([with_size(good(boxes, width, height)), noise])

    (alarm,) = alarms(shelves(), answer)
    assert "if read as x, y, width, height, and" in alarm.text


def test_few_places_are_a_warning_only():
    """The same three products in every picture: luck is not far."""
    three = np.array([(10, 10, 50, 60), (60, 10, 100, 60), (110, 10, 150, 60)], np.float32)
    (alarm,) = alarms([(three, 160, 120)] * 3, with_size)
    assert (alarm.kind, alarm.fatal) == ("misread-answers", False)


def test_a_crowd_and_boxes_that_are_no_numbers_count_for_nothing():
    readings = Readings()
    for number, (boxes, width, height) in enumerate(shelves()):
        truth = Truth(
            np.vstack([boxes, [[0, 0, width, height]]]).astype(np.float32),
            crowd=np.arange(len(boxes) + 1) == len(boxes),
        )
        said = found(np.vstack([with_size(boxes), [[np.nan] * 4], [[np.inf] * 4]]), seed=number)
        readings.update(said, truth=truth, width=width, height=height, path="")
    assert "100 % of 400 lie on a product if read as x, y, width" in readings.alarms()[0].text


def test_only_the_first_pictures_with_objects_are_looked_at():
    empty = [(np.zeros((0, 4), np.float32), 640, 480)] * 5
    first = [(boxes[:5], width, height) for boxes, width, height in shelves(SAMPLE)]
    later = [(shelf(np.random.default_rng(0), size=(640, 480)), 640, 480)] * 5
    (alarm,) = alarms([*empty, *first, *later], with_size)
    assert f"100 % of {SAMPLE * 5} lie on a product" in alarm.text


MODELS = {
    "answers nothing": lambda _rng, boxes, _size: boxes[:0],
    "random boxes": lambda rng, _, size: random(rng, size, sides=(0.01, 0.6)),
    "tiny boxes": lambda rng, _, size: random(rng, size, sides=(0.001, 0.02)),
    "large boxes": lambda rng, _, size: random(rng, size, sides=(0.5, 1.5)),
    "boxes of the right size, anywhere": lambda rng, boxes, size: anywhere(rng, boxes, size),
    "half-trained": lambda rng, boxes, _: rough(rng, boxes, places=0.35, sizes=0.4)[::2],
    "too small": lambda _rng, boxes, _: grown(boxes, 0.6),
    "too large": lambda _rng, boxes, _: grown(boxes, 1.6),
    "always the same box": lambda _rng, _, size: (
        np.array([[1, 1, 2.8, 2.8]]) * np.tile(size / 4, 2)
    ),
}


def random(rng, size, *, sides):
    many = int(rng.integers(1, 200))
    return around(rng.uniform(0, 1, (many, 2)) * size, rng.uniform(*sides, (many, 2)) * size)


def anywhere(rng, boxes, size):
    return around(rng.uniform(0, 1, (len(boxes), 2)) * size, boxes[:, 2:] - boxes[:, :2])


def rough(rng, boxes, *, places, sizes):
    old = boxes[:, 2:] - boxes[:, :2]
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 + rng.normal(0, places, old.shape) * old
    return around(centres, old * np.exp(rng.normal(0, sizes, old.shape)))


def grown(boxes, factor):
    return around((boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) * factor)


def around(centres, sizes):
    return np.hstack([centres - sizes / 2, centres + sizes / 2])


def scattered(rng, size, *, count, sides):
    """Boxes inside the picture, which may overlap."""
    sizes = rng.uniform(*sides, (count, 2)) * size
    low = rng.uniform(0, 1, (count, 2)) * (size - sizes)
    return np.hstack([low, low + sizes]).astype(np.float32)


SCENES = {
    "shelf": lambda rng, size: shelf(rng, size=size, columns=12, rows=4),
    "heap": lambda rng, size: scattered(rng, size, count=20, sides=(0.15, 0.4)),
    "one that fills the picture": lambda rng, size: scattered(
        rng, size, count=1, sides=(0.6, 0.95)
    ),
    "few": lambda rng, size: scattered(rng, size, count=3, sides=(0.05, 0.3)),
    "tiny": lambda rng, size: scattered(rng, size, count=40, sides=(0.01, 0.04)),
}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    scene=st.sampled_from(sorted(SCENES)),
    model=st.sampled_from(sorted(MODELS)),
    pictures=st.integers(1, 10),
    seed=st.integers(0, 10**6),
)
def test_a_poor_model_is_never_called_misread(scene, model, pictures, seed):
    rng = np.random.default_rng(seed)
    sizes = [np.array(SIZES[number % len(SIZES)]) for number in range(pictures)]
    drawn = [(SCENES[scene](rng, size), *map(int, size)) for size in sizes]
    said = alarms(drawn, lambda boxes, *size: MODELS[model](rng, boxes, np.array(size)))
    assert said == []


def doubled(boxes, width, height):
    """Corners taken for corner and size, and clipped as ingest does."""
    far = np.minimum(boxes[:, :2] + boxes[:, 2:], [width, height])
    return np.hstack([boxes[:, :2], far])


def centred(boxes, width, height):
    """Corners taken for centre and size."""
    half = boxes[:, 2:] / 2
    low = np.maximum(boxes[:, :2] - half, 0)
    return np.hstack([low, np.minimum(boxes[:, :2] + half, [width, height])])


@pytest.mark.parametrize(
    ("misread", "given_iou", "said"),
    [
        pytest.param(doubled, "0.62", "corner and size", id="corners read as corner and size"),
        pytest.param(centred, "0.82", "centre and size", id="corners read as centre and size"),
    ],
)
def test_labels_and_answers_misread_alike_are_found_from_the_labels(misread, given_iou, said):
    (alarm,) = alarms(shelves(), misread, truth=misread)
    assert (alarm.kind, alarm.fatal) == ("misread-labels", True)
    assert alarm.text == (
        "the labels are misread: 400 boxes of 8 pictures reach twice as far as they start, or out "
        f"of the picture, and overlap their neighbours by {given_iou} IoU (median), but by 0.00 if "
        f"their corners x1, y1, x2, y2 were taken for {said}: ingest them again as corners"
    )


def test_misread_labels_that_run_out_of_the_picture_are_found_too():
    def unclipped(boxes, _width, _height):
        return np.hstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])

    (alarm,) = alarms(shelves(), unclipped, truth=unclipped)
    assert alarm.kind == "misread-labels"


def test_right_answers_to_misread_labels_are_not_blamed():
    assert [one.kind for one in alarms(shelves(), good, truth=doubled)] == ["misread-labels"]


NESTED = np.array([(5 + n, 5 + n, 90 - n, 90 - n) for n in range(0, 20, 4)], np.float32)
QUARTERS = np.array([(0, 0, 50, 50), (50, 0, 100, 50), (0, 50, 50, 100), (50, 50, 100, 100)])


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param(NESTED, id="parts within one product that fills the picture"),
        pytest.param(QUARTERS, id="four that fill the picture"),
        pytest.param(NESTED[:1], id="one that fills the picture"),
    ],
)
def test_right_labels_are_not_called_misread(boxes):
    assert alarms([(boxes.astype(np.float32), 100, 100)] * 20, lambda told, _w, _h: told) == []


def test_fatal_alarms_are_one_error_and_every_alarm_is_logged(caplog):
    told = [Alarm("cap", "too few", fatal=False), Alarm("a", "one", fatal=True)]
    heed(told[:1])
    with pytest.raises(InputError, match=r"^one; two$"):
        heed([*told, Alarm("b", "two", fatal=True)])
    assert [one.getMessage() for one in caplog.records] == [
        "ALARM cap: too few", "ALARM cap: too few", "ALARM a: one", "ALARM b: two",
    ]  # fmt: skip
