"""Boxes that were misread: another meaning of the same four numbers explains the labels better."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cartvision.evaluate.doubts.alarms import Alarm, named
from cartvision.metrics.values import Found, Truth
from cartvision.vision.boxes import Boxes, iou

SAMPLE = 64  # pictures with objects that are looked at
FIRST_LOOK = 4  # boxes of each, on which every reading is tried
FINALISTS = 8  # readings that are tried on all boxes
MIN_IOU = 0.5
LEAST_SHARE = 0.5  # of the boxes, that lie on an object
TIMES = 3  # as many as lie on one as they are
PEAK = 2  # as many as lie on one a little further on
LEAST_BOXES = 8  # that lie on one: fewer are luck
LEAST_PLACES, CERTAIN = 3, 8  # where in a picture objects are met: in few it may be luck
LEAST_PICTURES = 3  # to be certain: in one alone, a shelf may repeat itself
FARTHEST = 1e9  # pixels: an untrained model may answer anything

DOUBLED = 0.95  # of the labels
LEAST_LABELS = 20
LEAST_OBJECTS = 3  # in a picture: fewer have no neighbours to speak of
HEAPED = 0.25  # median IoU of neighbours; drawn heaps stay below .2
UNHEAPED = 1 / 3  # of that, once the labels are read rightly

Layout = Callable[[Boxes], Boxes]
Place = tuple[float, float, float, float]  # factors of x and y, and what is added to them then
Unit = Callable[[float, float], Place]  # of the picture's width and height


def corners(boxes: Boxes) -> Boxes:
    return boxes


def corner_and_size(boxes: Boxes) -> Boxes:
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)


def centre_and_size(boxes: Boxes) -> Boxes:
    half = boxes[:, 2:] / 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)


def exchanged(layout: Layout) -> Layout:
    """x and y in each other's place."""
    return lambda boxes: layout(boxes[:, [1, 0, 3, 2]])


def stretched(side: int) -> Unit:
    return lambda width, height: (width / side, height / side, 0, 0)


def shrunk(side: int, *, by: Callable[[float, float], float]) -> Unit:
    return lambda width, height: (by(width, height) / side, by(width, height) / side, 0, 0)


def letterboxed(side: int) -> Unit:
    """Shrunk to a square, with borders alike on both sides."""

    def unit(width: float, height: float) -> Place:
        longer = max(width, height)
        return longer / side, longer / side, (width - longer) / 2, (height - longer) / 2

    return unit


def times(factor: float) -> Unit:
    return lambda _width, _height: (factor, factor, 0, 0)


AS_GIVEN = ("x1, y1, x2, y2", "pixels")
LAYOUTS: dict[str, Layout] = {
    "x1, y1, x2, y2": corners,
    "x, y, width, height": corner_and_size,
    "centre x, centre y, width, height": centre_and_size,
    "y1, x1, y2, x2": exchanged(corners),
    "y, x, height, width": exchanged(corner_and_size),
    "centre y, centre x, height, width": exchanged(centre_and_size),
}
FACTORS = (2, 4, 8, 16, 32)
INPUTS = (*range(128, 1601, 32), 299, 300, 500, 600, 1333)  # pixels, a side of what models take
UNITS: dict[str, Unit] = {
    "pixels": times(1),
    "shares of the picture (0 to 1)": lambda width, height: (width, height, 0, 0),
    "thousandths of the picture": stretched(1000),
    "shares of the picture, normalised twice": lambda w, h: (w * w, h * h, 0, 0),
    "pixels, multiplied by the picture's size": lambda w, h: (1 / w, 1 / h, 0, 0),
    "pixels, width and height exchanged": lambda w, h: (w / h, h / w, 0, 0),
    **{f"cells of {n} pixels": times(n) for n in FACTORS},
    **{f"pixels of a picture {n} times as large": times(1 / n) for n in FACTORS},
    **{f"pixels of an input of {n}×{n}": stretched(n) for n in INPUTS},
    **{f"pixels of an input with a longer side of {n}": shrunk(n, by=max) for n in INPUTS},
    **{f"pixels of an input with a shorter side of {n}": shrunk(n, by=min) for n in INPUTS},
    **{f"pixels of an input of {n}×{n} with borders": letterboxed(n) for n in INPUTS},
}
READINGS = list(product(LAYOUTS, UNITS))  # simple ones before the far-fetched
Reading = tuple[str, str]  # a layout and a unit


@dataclass(frozen=True)
class Seen:
    """One picture: as many answers, the best, as it has objects."""

    path: str
    told: Boxes
    objects: Boxes
    width: int
    height: int

    def read(self, reading: Reading) -> Boxes:
        layout, unit = reading
        return placed(LAYOUTS[layout](self.told), UNITS[unit](self.width, self.height))


def placed(boxes: Boxes, places: Place | NDArray[np.float64]) -> Boxes:
    """Boxes in another unit; of an (u, 1, 4) array of places, in u units."""
    told = np.asarray(places)
    moved = boxes * told[..., [0, 1, 0, 1]] + told[..., [2, 3, 2, 3]]
    return np.asarray(np.clip(moved, -FARTHEST, FARTHEST), dtype=np.float32)


class Readings:
    """Streaming: `update` with each picture, of which the first ones are kept; then `alarms`."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []

    def update(self, found: Found, *, truth: Truth, width: int, height: int, path: str) -> None:
        objects = truth.boxes[~truth.crowds]
        if len(self._seen) == SAMPLE or not len(objects):
            return
        finite = np.isfinite(found.boxes).all(axis=1)
        best = np.argsort(-found.scores[finite], kind="stable")[: len(objects)]
        told = np.clip(found.boxes[finite][best], -FARTHEST, FARTHEST)
        self._seen.append(Seen(path, told, objects, width, height))

    def alarms(self) -> list[Alarm]:
        """Of the labels first: where they are wrong, answers are compared with nothing."""
        return label_alarms(self._seen) or answer_alarms(self._seen)


def answer_alarms(pictures: Sequence[Seen]) -> list[Alarm]:
    if not _answers(pictures):
        return []
    given = _share(pictures, AS_GIVEN)
    if given * TIMES > 1:
        return []
    best = max(_finalists(pictures), key=lambda reading: _share(pictures, reading))
    share = _share(pictures, best)
    needed = max(LEAST_SHARE, TIMES * given, PEAK * _share_beside(pictures, best))
    places = _places(pictures, best)
    if share < needed or places < LEAST_PLACES or share * _answers(pictures) < LEAST_BOXES:
        return []
    layout, unit = best
    meaning = layout if unit == "pixels" else f"{layout} in {unit}"
    text = (
        f"the answers' boxes are misread: {100 * share:.0f} % of {_answers(pictures):,} lie on a "
        f"product if read as {meaning}, and {100 * given:.0f} % as x1, y1, x2, y2 in pixels of the "
        "picture: convert them to that"
    )
    paths = named(one.path for one in pictures)
    certain = places >= CERTAIN and len(pictures) >= LEAST_PICTURES
    return [Alarm("misread-answers", text, fatal=certain, pictures=paths)]


def _answers(pictures: Iterable[Seen]) -> int:
    return sum(len(one.told) for one in pictures)


def _finalists(pictures: Sequence[Seen]) -> list[Reading]:
    """The readings under which most of a few boxes of each picture lie on an object."""
    scores = np.zeros((len(LAYOUTS), len(UNITS)), dtype=np.int64)
    for one in pictures:
        units = np.array([unit(one.width, one.height) for unit in UNITS.values()])[:, None]
        for row, layout in enumerate(LAYOUTS.values()):
            read = placed(layout(one.told[:FIRST_LOOK]), units)
            met = _overlap(read.reshape(-1, 4), one).max(axis=1) >= MIN_IOU
            scores[row] += met.reshape(read.shape[:2]).sum(axis=1)
    best = np.argsort(-scores.ravel(), kind="stable")[:FINALISTS]
    return [READINGS[number] for number in best.tolist()]


def _overlap(boxes: Boxes, seen: Seen) -> NDArray[np.float32]:
    """IoU with every object; only boxes with area and their centre in the picture have any."""
    twice = boxes[:, :2] + boxes[:, 2:]
    inside = (twice > 0) & (twice < [2 * seen.width, 2 * seen.height])
    likely = (inside & (boxes[:, 2:] > boxes[:, :2])).all(axis=1)
    out = np.zeros((len(boxes), len(seen.objects)), dtype=np.float32)
    out[likely] = iou(boxes[likely], seen.objects)
    return out


def _met(boxes: Boxes, seen: Seen) -> NDArray[np.bool_]:
    """The objects that some box overlaps enough, and more than any other object."""
    pairs = _overlap(boxes, seen)
    met = np.zeros(len(seen.objects), dtype=bool)
    met[pairs.argmax(axis=1)[pairs.max(axis=1) >= MIN_IOU]] = True
    return met


def _share(pictures: Sequence[Seen], reading: Reading) -> float:
    """Of the boxes, how many lie on an object of their own."""
    met = sum(int(_met(one.read(reading), one).sum()) for one in pictures)
    return met / _answers(pictures)


SHIFT, GROWTH = 0.25, 1.5  # either leaves a box less than .5 of IoU with what it was
BESIDE = [(x, y, 1.0) for x in (-SHIFT, SHIFT) for y in (-SHIFT, SHIFT)]
BESIDE += [(0.0, 0.0, GROWTH), (0.0, 0.0, 1 / GROWTH)]


def _share_beside(pictures: Sequence[Seen], reading: Reading) -> float:
    """The same with all boxes a little beside or of another size, where luck is as good."""
    met = [
        sum(int(_met(_moved(one.read(reading), change), one).sum()) for one in pictures)
        for change in BESIDE
    ]
    return max(met) / _answers(pictures)


def _moved(boxes: Boxes, change: tuple[float, float, float]) -> Boxes:
    x, y, growth = change
    sizes = boxes[:, 2:] - boxes[:, :2]
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 + sizes * np.array([x, y], dtype=np.float32)
    return centre_and_size(np.concatenate([centres, sizes * np.float32(growth)], axis=1))


def _places(pictures: Sequence[Seen], reading: Reading) -> int:
    """In how many places objects are met, CERTAIN at most.

    One place in many pictures is one: a model that always says the same box proves nothing.
    """
    places = np.zeros((0, 4), dtype=np.float32)
    for one in pictures:
        size = np.array([one.width, one.height] * 2, dtype=np.float32)
        for box in one.objects[_met(one.read(reading), one)] / size:
            if not (iou(box[None], places) >= MIN_IOU).any():
                places = np.concatenate([places, box[None]])
            if len(places) == CERTAIN:
                return CERTAIN
    return len(places)


UNDONE: dict[str, Layout] = {
    "corner and size": lambda b: np.hstack([b[:, :2], b[:, 2:] - b[:, :2]]),
    "centre and size": lambda b: np.hstack([(b[:, :2] + b[:, 2:]) / 2, b[:, 2:] - b[:, :2]]),
}


def label_alarms(pictures: Sequence[Seen]) -> list[Alarm]:
    """Corners that were taken for a place and a size make boxes that no picture shows.

    Their size is their far corner then, so that each reaches at least twice as far as it starts,
    or out of the picture, and all overlap.
    """
    crowded = [one for one in pictures if len(one.objects) >= LEAST_OBJECTS]
    labels = sum(len(one.objects) for one in crowded)
    if labels < LEAST_LABELS or sum(map(_doubled, crowded)) < DOUBLED * labels:
        return []
    given = _heaped([one.objects for one in crowded])
    whole = [_whole(one) for one in crowded]
    undone, misreading = min((_heaped(list(map(UNDONE[name], whole))), name) for name in UNDONE)
    if given < HEAPED or undone > UNHEAPED * given:
        return []
    text = (
        f"the labels are misread: {labels:,} boxes of {len(crowded):,} pictures reach twice as far "
        f"as they start, or out of the picture, and overlap their neighbours by {given:.2f} IoU "
        f"(median), but by {undone:.2f} if their corners x1, y1, x2, y2 were taken for "
        f"{misreading}: ingest them again as corners"
    )
    return [Alarm("misread-labels", text, fatal=True, pictures=named(one.path for one in crowded))]


def _doubled(seen: Seen) -> int:
    far = np.minimum(2 * seen.objects[:, :2], np.array([seen.width, seen.height]) - 1)
    return int((seen.objects[:, 2:] >= far - 1).all(axis=1).sum())


def _whole(seen: Seen) -> Boxes:
    """Boxes that no border cut, which alone can be undone."""
    inside = (seen.objects[:, :2] > 0) & (seen.objects[:, 2:] < [seen.width - 1, seen.height - 1])
    return seen.objects[inside.all(axis=1)]


def _heaped(pictures: Sequence[Boxes]) -> float:
    """Median IoU with the nearest neighbour; 1 where few boxes are left, or some without area."""
    every = np.concatenate(pictures)
    if (every[:, 2:] > every[:, :2]).all(axis=1).sum() < max(DOUBLED * len(every), LEAST_LABELS):
        return 1.0
    pairs = [iou(boxes, boxes) * (1 - np.eye(len(boxes))) for boxes in pictures]
    return float(np.median(np.concatenate([one.max(axis=1, initial=0) for one in pairs])))
