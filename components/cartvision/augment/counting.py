"""Counting what is made, picture by picture."""

from collections import Counter
from collections.abc import Sequence

from cartvision.augment.classes import classes_of
from cartvision.augment.copies import Copy
from cartvision.augment.tally import Frequencies, Tally
from cartvision.data.picture import Picture


class Counting:
    """The figures of the train pictures that went by."""

    def __init__(self) -> None:
        self._parents = self._pictures = self._expected = 0
        self._dropped = self._unreadable = self._redrawn = 0
        self._before = {"category": Counter[str](), "sku": Counter[str]()}
        self._after = {"category": Counter[str](), "sku": Counter[str]()}
        self._applied: Counter[str] = Counter()
        self._instances: Counter[int] = Counter()

    def add(self, parent: Picture, copies: Sequence[Copy]) -> None:
        instances = 1 + len(copies)
        self._parents += 1
        self._pictures += instances
        self._expected += instances * len(parent.objects)
        self._dropped += sum(copy.dropped for copy in copies)
        self._unreadable += sum(copy.unreadable for copy in copies)
        self._redrawn += sum(copy.redrawn for copy in copies)
        self._applied.update(name for copy in copies for name in set(copy.met))
        self._instances[instances] += 1
        self._add_classes(parent, [copy.picture for copy in copies])

    def _add_classes(self, parent: Picture, copies: Sequence[Picture]) -> None:
        for kind in ("category", "sku"):
            self._before[kind].update(classes_of(parent, kind=kind))
            for picture in (parent, *copies):
                self._after[kind].update(classes_of(picture, kind=kind))

    def tally(self) -> Tally:
        return Tally(
            parents=self._parents,
            pictures=self._pictures,
            products_expected=self._expected,
            dropped=self._dropped,
            unreadable=self._unreadable,
            redrawn=self._redrawn,
            categories=self._frequencies("category"),
            skus=self._frequencies("sku"),
            applied=dict(sorted(self._applied.items())),
            instances=dict(sorted(self._instances.items())),
        )

    def _frequencies(self, kind: str) -> Frequencies:
        before, after = self._before[kind], self._after[kind]
        return Frequencies(before=dict(sorted(before.items())), after=dict(sorted(after.items())))
