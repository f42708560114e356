"""Attributes of a model and of a dataset brought into one order."""

from collections.abc import Sequence

import numpy as np

from cartvision.metrics.labels import Probabilities

UNSAID = 1.0  # the threshold of an attribute that the model does not know


class Alignment:
    """What the dataset labels and the model does not know is never said; the rest is unjudged."""

    def __init__(self, *, labelled: Sequence[str], known: Sequence[str]) -> None:
        self.known = list(known)
        self.labelled = list(labelled)
        self._columns = [self.known.index(name) for name in labelled if name in known]
        self._places = [place for place, name in enumerate(labelled) if name in known]

    def thresholds(self, given: Sequence[float]) -> list[float]:
        told = dict(zip(self.known, given, strict=True))
        return [told.get(name, UNSAID) for name in self.labelled]

    def probabilities(self, given: Probabilities) -> Probabilities:
        """(n, labelled) from (n, known)."""
        out = np.zeros((len(given), len(self.labelled)), dtype=np.float32)
        out[:, self._places] = given[:, self._columns]
        return out
