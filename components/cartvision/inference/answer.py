"""What a model says of one picture, and what can be asked so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

MAX_OBJECTS = 300  # a shelf picture holds 150 products, a dense one more


@dataclass(frozen=True)
class Answer:
    """The products found in one picture, best score first."""

    boxes: Boxes  # (n, 4) xyxy, pixels of the picture that was shown
    scores: NDArray[np.float32]  # (n,)
    attributes: NDArray[np.float32]  # (n, a) probabilities, in the order of `Predictor.attributes`


class Predictor(Protocol):
    """A model that can be asked. Answers hold everything above a low score floor."""

    @property
    def subject(self) -> str:
        """What it is, for reports: "torch", "onnx int8"."""
        ...

    @property
    def model(self) -> str:
        """The sha256 of its file or files: reports and verdicts are on this very model."""
        ...

    @property
    def attributes(self) -> Sequence[str]: ...

    @property
    def thresholds(self) -> Sequence[float]:
        """One an attribute: at or above it, the attribute is said to be so."""
        ...

    @property
    def min_score(self) -> float:
        """The operating threshold: a product below it is not shown to people."""
        ...

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        """One answer a frame; frames may differ in size."""
        ...
