"""The classes of a detector that are found worst."""

from cartvision.evaluate.confusions import class_outcomes
from cartvision.evaluate.plots.stacked import stacked
from cartvision.evidence.tables import Evidence

WORDS = ("found", "false alarm", "missed")


def plot(evidence: Evidence) -> bytes | None:
    """Of one class there is nothing to compare; a box of a wrong class is false, and one missed."""
    if not evidence.finds or len(evidence.classes) < 2:
        return None
    table = class_outcomes(evidence)[:, [0, 2, 1]].tolist()
    outcomes = {name: (a, b, c) for name, (a, b, c) in zip(evidence.classes, table, strict=True)}
    return stacked(outcomes, words=WORDS)
