"""Figures as people read them: so many digits, with their interval beside them."""

from cartvision.evidence.figures import lower_is_better
from cartvision.reports.metrics import Metric
from cartvision.reports.page import Cell

COUNTED = {"count_mae": 2, "count_rmse": 2, "known": 0}  # digits after the point; shares have 3
NONE = "–"


def number(name: str, value: float) -> str:
    return f"{value:,.{COUNTED.get(name, 3)}f}"


def interval(name: str, metric: Metric) -> str:
    """At 95 %, nothing where too few groups allow none."""
    if metric.low is None or metric.high is None:
        return ""
    return f"{number(name, metric.low)}–{number(name, metric.high)}"


def noted(name: str, metric: Metric | None, *, pale: bool = False) -> Cell:
    """The figure with its interval; a dash where there is none."""
    if metric is None:
        return Cell(NONE, kind="pale")
    text, note = number(name, metric.value), interval(name, metric)
    return Cell(text, note=note, kind="pale" if pale else "")


def difference(name: str, ours: Metric, theirs: Metric) -> Cell:
    """Of two models on the same pictures: green where ours is better."""
    change = ours.value - theirs.value
    text = f"{change:+.{COUNTED.get(name, 3)}f}"
    if not float(text):
        return Cell(number(name, 0))
    return Cell(text, kind="better" if (change < 0) == lower_is_better(name) else "worse")


def bounds(metric: Metric) -> Cell:
    """Milliseconds; a dash for the side that so few calls cannot bound."""
    low, high = (NONE if end is None else f"{end:,.1f}" for end in (metric.low, metric.high))
    return Cell(f"{metric.value:,.1f}", note=f"{low} to {high}")
