"""Every figure of a part of the evidence, by name: the one list that report and gate share."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial

from cartvision.evidence.attributes import macro_and_micro
from cartvision.evidence.average_precision import (
    EVERY_IOU,
    average_precision,
    exact_average_precision,
)
from cartvision.evidence.average_recall import average_recall
from cartvision.evidence.categories import of_categories
from cartvision.evidence.finding import COUNTED, FOUND, SHOWN, Figures, counted, found, shown
from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Figure, once
from cartvision.evidence.tables import Evidence

CAP = 300  # detections a picture, as SKU-110K is scored
HIGH_CAP = 1000

AVERAGES = {"map": EVERY_IOU, "map50": (0,), "map75": (5,)}  # IoUs that each is a mean over

LOWER_IS_BETTER = re.compile(r"count_mae|count_rmse|ece|latency_\w+|megabytes")
COMPARED = re.compile(  # figures that can be drawn, so that two models can be compared in them
    "|".join(
        [
            *AVERAGES,
            "ar300",
            *FOUND,
            *SHOWN,
            *COUNTED,
            r"attribute_(macro|micro)_\w+",
            r"category_\w+",
        ]
    )
)


def figures_of(
    evidence: Evidence, part: Part, *, only: Collection[str] | None = None
) -> dict[str, Figure]:
    """What can be told of this part; a figure without cases is left out, never 0."""
    found = {
        name: figure
        for wanted, make in _makers(evidence, part)
        if only is None or any(map(wanted, only))
        for name, figure in make(evidence, part)
    }
    return found if only is None else {name: found[name] for name in only if name in found}


def lower_is_better(name: str) -> bool:
    return LOWER_IS_BETTER.fullmatch(name) is not None


def value_of(name: str, figure: Figure, *, evidence: Evidence, part: Part) -> float:
    """The figure itself; average precision exactly, which its draws read a little coarsely."""
    if name in AVERAGES:
        exact = exact_average_precision(evidence, part, most=CAP, ious=AVERAGES[name])
        assert exact is not None
        return exact
    return float(figure(once(part.units))[0])


Wanted = Callable[[str], object]  # whether a figure of this name comes from the maker beside it
Maker = Callable[[Evidence, Part], Figures]


def _makers(evidence: Evidence, part: Part) -> Iterator[tuple[Wanted, Maker]]:
    """False alarms belong to no object: of objects alone, nothing is told but what is found."""
    if evidence.finds and not part.by_object:
        for name, ious in AVERAGES.items():
            yield name.__eq__, partial(_averaged, name=name, ious=ious)
        yield "ar300".__eq__, _recalled
        yield SHOWN.__contains__, shown
        yield COUNTED.__contains__, counted
    if evidence.finds:
        yield FOUND.__contains__, found
    if not part.by_object:
        yield re.compile("attribute_").match, macro_and_micro
        yield re.compile("category_").match, of_categories


def _averaged(evidence: Evidence, part: Part, *, name: str, ious: tuple[int, ...]) -> Figures:
    drawn = average_precision(evidence, part, most=CAP, ious=ious)
    if drawn is not None:
        yield name, drawn


def _recalled(evidence: Evidence, part: Part) -> Figures:
    drawn = average_recall(evidence, part, most=CAP)
    if drawn is not None:
        yield "ar300", drawn
