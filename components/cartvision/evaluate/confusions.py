"""What was taken for what: counts of true against told, as tables that plots and KFP show."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import BETWEEN
from cartvision.evidence.tables import Evidence

MOST = 12  # classes in a table: more are not read

OTHER, ABSTAINED, MISSED = "other", "not told", "not found"
BACKGROUND = "nothing"


@dataclass(frozen=True)
class Confusions:
    """A row for what is there, a column for what was told."""

    names: list[str]  # of rows and columns alike
    counts: NDArray[np.int64]  # (n, n)


def confused_categories(evidence: Evidence, *, most: int = MOST) -> Confusions | None:
    """The categories that are confused most, of objects whose category is known.

    The others are one row and one column, in which right and wrong lie together. A model that
    tells less of the path than is known has abstained, one that tells more is right.
    """
    objects = evidence.objects
    known = objects.category != ""
    if not evidence.names_categories or not known.any():
        return None
    shown = objects.score[known] >= evidence.min_score
    true = objects.category[known].tolist()
    pairs = Counter(
        (one, _said(one, told) if seen else MISSED)
        for one, told, seen in zip(true, objects.told[known].tolist(), shown, strict=True)
    )
    chosen = _most_confused(pairs, most=most)
    names = [*chosen, OTHER, ABSTAINED, MISSED]
    number = {name: place for place, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)), dtype=np.int64)
    for (one, told), count in pairs.items():
        counts[number.get(one, len(chosen)), number.get(told, len(chosen))] += count
    return _without_empty(Confusions(names, counts), always=chosen)


def found_classes(evidence: Evidence, *, most: int = MOST) -> Confusions | None:
    """The classes of a detector, and nothing: a box of a wrong class is a miss and a false alarm.

    Of many classes those that err most.
    """
    if not evidence.finds:
        return None
    rights, missed, false = class_outcomes(evidence).T
    worst = np.sort(np.argsort(-(missed + false), kind="stable")[:most])
    size = len(worst) + 1
    counts = np.zeros((size, size), dtype=np.int64)
    counts[np.arange(size - 1), np.arange(size - 1)] = rights[worst]
    counts[:-1, -1], counts[-1, :-1] = missed[worst], false[worst]
    return Confusions([*(evidence.classes[number] for number in worst), BACKGROUND], counts)


def class_outcomes(evidence: Evidence) -> NDArray[np.int64]:
    """(c, 3) objects found and missed, and false alarms, of each class at the operating score."""
    objects, rows = evidence.objects, evidence.detections
    known = objects.kind >= 0
    hit = known & (objects.score >= evidence.min_score)
    false = evidence.shown & ((rows.hits | rows.spared) & 1 == 0)
    sides = (objects.kind[hit], objects.kind[known & ~hit], rows.kind[false])
    size = len(evidence.classes)
    return np.stack([np.bincount(kinds, minlength=size) for kinds in sides], axis=1)


def _said(true: str, told: str) -> str:
    """The true category where what was told agrees with it as deep as it is known."""
    if not told or true.startswith(told + BETWEEN):
        return ABSTAINED
    return true if told.startswith(true + BETWEEN) else told


def _most_confused(pairs: Counter[tuple[str, str]], *, most: int) -> list[str]:
    """Those with the most errors on either side, by name."""
    errors = Counter({true: 0 for true, _ in pairs})
    for (true, told), count in pairs.items():
        if told not in (true, ABSTAINED, MISSED):
            errors[true] += count
            errors[told] += count
    return sorted(sorted(errors, key=lambda name: (-errors[name], name))[:most])


def _without_empty(table: Confusions, *, always: list[str]) -> Confusions:
    """Special rows and columns are shown where something is in them."""
    used = (table.counts.sum(axis=0) + table.counts.sum(axis=1)) > 0
    used[: len(always)] = True
    names = [name for name, kept in zip(table.names, used, strict=True) if kept]
    return Confusions(names, table.counts[np.ix_(used, used)])
