"""Every figure of a part of the evidence, by name: the one list that report and gate share."""

from collections.abc import Iterator

from cartvision.evidence.attributes import macro_and_micro
from cartvision.evidence.average_precision import EVERY_IOU, average_precision
from cartvision.evidence.average_recall import average_recall
from cartvision.evidence.categories import of_categories
from cartvision.evidence.finding import Figures, counted, found, shown
from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Figure
from cartvision.evidence.tables import Evidence

CAP = 300  # detections a picture, as SKU-110K is scored
HIGH_CAP = 1000

LOWER_IS_BETTER = frozenset({"count_mae", "count_rmse", "ece"})
AVERAGES = {"map": EVERY_IOU, "map50": (0,), "map75": (5,)}  # IoUs that each is a mean over


def figures_of(evidence: Evidence, part: Part) -> dict[str, Figure]:
    """What can be told of this part; a figure without cases is left out, never 0."""
    return dict(_figures(evidence, part))


def _figures(evidence: Evidence, part: Part) -> Iterator[tuple[str, Figure]]:
    if evidence.finds:
        yield from _of_finding(evidence, part)
    if part.by_object:
        return
    yield from macro_and_micro(evidence, part)
    yield from of_categories(evidence, part)


def _of_finding(evidence: Evidence, part: Part) -> Figures:
    if not part.by_object:
        for name, ious in AVERAGES.items():
            drawn = average_precision(evidence, part, most=CAP, ious=ious)
            if drawn is not None:
                yield name, drawn
        recall = average_recall(evidence, part, most=CAP)
        if recall is not None:
            yield "ar300", recall
        yield from shown(evidence, part)
        yield from counted(evidence, part)
    yield from found(evidence, part)
