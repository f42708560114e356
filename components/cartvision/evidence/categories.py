"""Figures of the taxonomy: how far down a told category is right, and how often it is told."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cartvision.data.picture import BETWEEN
from cartvision.evidence.finding import Figures, ratio
from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import sums
from cartvision.evidence.tables import Evidence


def of_categories(evidence: Evidence, part: Part) -> Figures:
    """Of the found objects whose category is known; nothing where the model tells none.

    Accuracy at a level is of the objects that are known so deep; `category_hf1` counts the steps
    that both paths share from the root (hierarchical F1). An abstention is wrong at every level,
    and costs recall alone. `selective` leaves the abstentions aside.
    """
    seen = part.objects & (evidence.objects.score >= evidence.min_score)
    chosen = seen & (evidence.objects.category != "")
    if not evidence.names_categories or not chosen.any():
        return
    true = [_steps(path) for path in evidence.objects.category[chosen]]
    told = [_steps(path) for path in evidence.objects.told[chosen]]
    unit = part.unit[evidence.objects.picture[chosen]]

    def yields(name: str, some: ArrayLike, of: ArrayLike) -> Figures:
        whole = np.asarray(of, dtype=float)
        if whole.any():
            tables = [sums(np.asarray(v, float), of=unit, units=part.units) for v in (some, whole)]
            support = int(np.count_nonzero(whole))
            yield name, ratio(*tables, support=support)

    shared = [_shared(one, other) for one, other in zip(true, told, strict=True)]
    deep, said = [len(path) for path in true], [len(path) for path in told]
    yield from yields("category_coverage", [float(n > 0) for n in said], [1.0] * len(said))
    yield from yields("category_hprecision", shared, said)
    yield from yields("category_hrecall", shared, deep)
    both = [a + b for a, b in zip(deep, said, strict=True)]
    yield from yields("category_hf1", [2 * n for n in shared], both)
    for level in range(1, max(deep) + 1):
        known = np.array(deep) >= level
        right = known & (np.array(shared) >= level)
        answered = known & (np.array(said) >= level)
        yield from yields(f"category_accuracy_level_{level}", right, known)
        yield from yields(f"category_selective_level_{level}", right & answered, answered)
        yield from yields(f"category_coverage_level_{level}", answered, known)


def _steps(path: str) -> list[str]:
    return path.split(BETWEEN) if path else []


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many steps from the root are the same."""
    same: NDArray[np.bool_] = np.array([a == b for a, b in zip(one, other, strict=False)], bool)
    return int(np.cumprod(same).sum())
