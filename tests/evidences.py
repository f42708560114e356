"""Evidence for tests: labelled pictures and a model's answers to them, said as values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cartvision.data.picture import Box, Picture, Product
from cartvision.evidence.gathering import Gathering, Seen
from cartvision.evidence.tables import Evidence
from cartvision.inference.answer import Answer
from cartvision.vision.codec import Pixels


@dataclass(frozen=True)
class Shot:
    """A picture and what a model answered to it."""

    objects: Sequence[Product] = ()
    boxes: Sequence[Box] = ()
    scores: Sequence[float] = ()
    said: Sequence[Sequence[float]] = ()  # probabilities, a row a box
    classes: Sequence[int] = ()  # empty: all of the first class
    categories: Sequence[str] = ()
    group: str = ""  # empty: of its own
    source: str = ""
    width: int = 400
    height: int = 300
    grey: int = 128  # of every pixel


@dataclass(frozen=True)
class Told:
    """What gathering wants to know of a model."""

    classes: Sequence[str] = ("product",)
    attributes: Sequence[str] = ()
    thresholds: Sequence[float] = ()
    min_score: float = 0.5
    most: int = 300


def box(left: float, top: float = 10, *, side: float = 20) -> Box:
    return left, top, left + side, top + side


def found(*objects: Product, score: float = 0.9, **more: object) -> Shot:
    """Every object, exactly, with one score."""
    shot = Shot(
        objects, boxes=[item.bbox for item in objects], scores=[score] * len(objects), classes=()
    )
    return replace(shot, **more)


def gathered(
    shots: Sequence[Shot],
    *,
    classes: Sequence[str] = ("product",),
    attributes: Sequence[str] = (),
    thresholds: Sequence[float] | None = None,
    min_score: float = 0.5,
    most: int = 300,
    is_rare: Callable[[Product], bool] = lambda _: False,
) -> Evidence:
    told = Told(classes, attributes, thresholds or [0.5] * len(attributes), min_score, most)
    gathering = Gathering(told, labelled=attributes, is_rare=is_rare)
    for number, shot in enumerate(shots):
        picture, pixels = labelled(shot, number=number), pixels_of(shot)
        gathering.update(picture, pixels=pixels, answer=answered(shot, width=len(attributes)))
    return gathering.evidence()


def passing(
    shots: Sequence[Shot],
    *,
    classes: Sequence[str] = ("product",),
    attributes: Sequence[str] = (),
    min_score: float = 0.5,
) -> Iterator[tuple[Picture, Pixels, Seen]]:
    """What those see who look at each picture beside its answer."""
    told = Told(classes, attributes, [0.5] * len(attributes), min_score)
    gathering = Gathering(told, labelled=attributes, is_rare=lambda _: False)
    for number, shot in enumerate(shots):
        picture, pixels = labelled(shot, number=number), pixels_of(shot)
        answer = answered(shot, width=len(attributes))
        yield picture, pixels, gathering.update(picture, pixels=pixels, answer=answer)


def labelled(shot: Shot, *, number: int = 0) -> Picture:
    return Picture(
        encoded=b"%d" % number,
        path=f"{number}.jpg",
        width=shot.width,
        height=shot.height,
        group=shot.group or f"group-{number}",
        source=shot.source,
        objects=tuple(shot.objects),
    )


def pixels_of(shot: Shot) -> Pixels:
    return np.full((shot.height, shot.width, 3), shot.grey, dtype=np.uint8)


def answered(shot: Shot, *, width: int = 0) -> Answer:
    """`width` is the number of attributes."""
    count = len(shot.boxes)
    said = (width and shot.said) or np.zeros((count, width))
    return Answer(
        boxes=np.array(shot.boxes, dtype=np.float32).reshape(-1, 4),
        scores=np.array(shot.scores, dtype=np.float32),
        attributes=np.array(said, dtype=np.float32).reshape(count, width),
        classes=np.array(shot.classes or [0] * count, dtype=np.int64),
        categories=tuple(shot.categories),
    )


def shelves(
    pictures: int,
    *,
    seed: int,
    attributes: int = 0,
    kinds: int = 1,
    categories: Sequence[str] = (),
    per_picture: tuple[int, int] = (10, 60),
) -> list[Shot]:
    """Rows of objects, of which a model finds most, some beside their place, and some of nothing.

    The kind of an object is told by its category; `categories` are also what the model tells, and
    it errs in a tenth of them.
    """
    rng = np.random.default_rng(seed)
    return [
        _shelf(rng, attributes=attributes, kinds=kinds, categories=categories, counts=per_picture)
        for _ in range(pictures)
    ]


def _shelf(
    rng: np.random.Generator,
    *,
    attributes: int,
    kinds: int,
    categories: Sequence[str],
    counts: tuple[int, int],
) -> Shot:
    count = int(rng.integers(counts[0], counts[1] + 1))
    place = np.arange(count)
    corner = np.stack([place % 20 * 20 + 2, place // 20 * 36 + 4], axis=1)
    size = np.stack([rng.integers(10, 18, count), rng.integers(16, 32, count)], axis=1)
    there = np.concatenate([corner, corner + size], axis=1).astype(float)
    labels = rng.choice([-1, 0, 1], size=(count, attributes), p=[0.3, 0.4, 0.3])
    kind = rng.integers(0, kinds, count)
    true = rng.integers(0, len(categories), count) if categories else kind
    names = [*categories] or ([f"kind {number}" for number in range(kinds)] if kinds > 1 else [""])
    objects = [
        Product(tuple(b), category=names[t] if names != [""] else "", attributes=tuple(a))
        for b, t, a in zip(there.tolist(), true, labels.tolist(), strict=True)
    ]
    hit = rng.random(count) < 0.95
    alarms = np.c_[rng.uniform(0, 360, (3, 2)), np.zeros((3, 2))]
    alarms[:, 2:] = alarms[:, :2] + 15
    boxes = np.concatenate([there[hit] + rng.normal(0, 0.8, (hit.sum(), 4)), alarms])
    scores = np.r_[rng.beta(6, 2, hit.sum()), rng.beta(2, 5, 3)]
    said = np.clip((labels[hit] + 1) / 2 * 0.5 + rng.uniform(0, 0.5, (hit.sum(), attributes)), 0, 1)
    wrong = rng.random(count) < 0.1
    told = np.where(wrong, rng.integers(0, len(names), count), true)[hit]
    return Shot(
        objects,
        boxes=[tuple(b) for b in boxes.tolist()],
        scores=scores.tolist(),
        said=np.r_[said, np.zeros((3, attributes))].tolist(),
        classes=[*kind[hit].tolist(), 0, 0, 0] if kinds > 1 else (),
        categories=[*(names[n] for n in told), *([names[0]] * 3)] if categories else (),
        group=f"store-{int(rng.integers(0, 8))}",
        source=str(rng.choice(["tidy", "crowded"])),
        grey=int(rng.integers(60, 200)),
    )
