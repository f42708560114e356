"""Class numbers that are off by one: a background class counted on one side only."""

from collections import Counter

import numpy as np

from cartvision.evaluate.doubts.alarms import Alarm
from cartvision.metrics.matching import match
from cartvision.metrics.values import Found, Truth

SHIFTS = (1, -1)
LEAST_OBJECTS = 20  # of all classes that count
LEAST_OF_CLASS = 10  # for it to count: rarer ones agree by luck
LEAST_SHARE = 0.6  # two classes of which a model always says the same one reach .5
TIMES = 3  # as good as the numbers as they are


class ClassNumbers:
    """Streaming: `update` with each picture, whose classes are left aside to match its boxes."""

    def __init__(self) -> None:
        self._pairs: Counter[tuple[int, int]] = Counter()  # class of the object, of the answer

    def update(self, found: Found, *, truth: Truth) -> None:
        matches = match(Found(found.boxes, found.scores), truth=Truth(truth.boxes, truth.crowd))
        told = np.broadcast_to(found.classes, len(found))[matches.right]
        true = np.broadcast_to(truth.classes, len(truth))[matches.objects[matches.right]]
        self._pairs.update(zip(true.tolist(), told.tolist(), strict=True))

    def alarms(self) -> list[Alarm]:
        objects, given = sum(self._objects().values()), self._agreement(0)
        best = max(SHIFTS, key=self._agreement)
        shifted = self._agreement(best)
        if objects < LEAST_OBJECTS or shifted < max(LEAST_SHARE, TIMES * given):
            return []
        text = (
            f"the answers' class numbers are off by one: {100 * shifted:.0f} % of the "
            f"{objects:,} products whose boxes match have the answer's number if it is taken "
            f"{-best:+d}, and {100 * given:.0f} % as it is (mean of the classes); give both sides "
            "the same list of classes, with or without a background class"
        )
        return [Alarm("class-numbers", text, fatal=True)]

    def _agreement(self, shift: int) -> float:
        """The mean over the classes of the objects: a model that always says the same gains none.

        A single class has no mean to speak of.
        """
        objects = self._objects()
        if len(objects) < 2:
            return 0.0
        agreed = (self._pairs[true, true + shift] / count for true, count in objects.items())
        return sum(agreed) / len(objects)

    def _objects(self) -> dict[int, int]:
        """How many matched objects each class has that has enough."""
        objects: Counter[int] = Counter()
        for (true, _), count in self._pairs.items():
            objects[true] += count
        return {true: count for true, count in objects.items() if count >= LEAST_OF_CLASS}
