"""The slices of a test set, each cut by one small function from the evidence alone."""

from collections.abc import Callable, Iterator

import numpy as np

from cartvision.evidence.parts import Part, everything, of_objects, of_one_group, of_pictures
from cartvision.evidence.tables import Evidence, Flags

SUFFICIENT = 100  # positives: with fewer a figure says little, and nothing is decided by it
MOST_GROUPS = 24  # slices of their own: the ones with the most objects
QUARTER = 0.25

Cut = Iterator[tuple[str, Flags]]  # what the slice is called, and its rows


def objects_in_the_picture(evidence: Evidence) -> Cut:
    count = evidence.pictures.objects
    yield "none", count == 0
    yield "1–50", (count > 0) & (count <= 50)
    yield "51–150", (count > 50) & (count <= 150)
    yield "151–300", (count > 150) & (count <= 300)
    yield "more than 300", count > 300


def light(evidence: Evidence) -> Cut:
    darkest, brightest = np.quantile(evidence.pictures.brightness, [QUARTER, 1 - QUARTER])
    yield "the darkest quarter", evidence.pictures.brightness <= darkest
    yield "the brightest quarter", evidence.pictures.brightness >= brightest


def blur(evidence: Evidence) -> Cut:
    limit = np.quantile(evidence.pictures.sharpness, QUARTER)
    yield "the most blurred quarter", evidence.pictures.sharpness <= limit


def source(evidence: Evidence) -> Cut:
    names = np.unique(evidence.pictures.source)
    for name in names if len(names) > 1 else ():
        yield str(name) or "(unnamed)", evidence.pictures.source == name


def group(evidence: Evidence) -> Cut:
    names, rows = np.unique(evidence.pictures.group, return_inverse=True)
    objects = np.bincount(rows.ravel(), weights=evidence.pictures.objects, minlength=len(names))
    for number in np.argsort(-objects, kind="stable")[:MOST_GROUPS] if len(names) > 1 else ():
        yield str(names[number]), rows.ravel() == number


def size(evidence: Evidence) -> Cut:
    area = evidence.objects.area
    yield "below .1 % of the picture", area < 0.001
    yield ".1 to .3 % of the picture", (area >= 0.001) & (area <= 0.003)
    yield "above .3 % of the picture", area > 0.003


def crowding(evidence: Evidence) -> Cut:
    neighbour = evidence.objects.neighbour
    yield "free of neighbours", neighbour == 0
    yield "touched (IoU up to .1)", (neighbour > 0) & (neighbour <= 0.1)
    yield "overlapped (IoU above .1)", neighbour > 0.1


def border(evidence: Evidence) -> Cut:
    yield "cut by the edge", evidence.objects.border


def rare(evidence: Evidence) -> Cut:
    yield "the rarer half of the SKUs", evidence.objects.rare


BY_PICTURE: tuple[Callable[[Evidence], Cut], ...] = (objects_in_the_picture, light, blur, source)
BY_GROUP = (group,)
BY_OBJECT = (size, crowding, border, rare)


def slices_of(evidence: Evidence) -> list[Part]:
    """Every slice that holds something, the empty pictures among them."""
    whole = everything(evidence)
    makers = [(BY_PICTURE, of_pictures), (BY_GROUP, of_one_group)]
    if evidence.finds:
        makers.append((BY_OBJECT, of_objects))
    return [
        make(whole, name=f"{_title(cut)}: {name}", chosen=chosen, evidence=evidence)
        for cuts, make in makers
        for cut in cuts
        for name, chosen in cut(evidence)
        if chosen.any()
    ]


def positives(evidence: Evidence, part: Part) -> int:
    """What a slice is large or small by: objects; of a head, which finds none, known positives.

    Of a head that is judged by categories alone, the products whose category is known.
    """
    if evidence.finds or not len(evidence.labels.true):
        return part.positives
    return int((evidence.labels.true & part.pictures[evidence.labels.picture]).sum())


def _title(cut: Callable[[Evidence], Cut]) -> str:
    return cut.__name__.replace("_", " ")
