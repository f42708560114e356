"""What a model says of one picture, and what can be asked so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from cartvision.inference.origin import Origin
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

MAX_OBJECTS = 300  # a shelf picture holds 150 products, a dense one more


Device = Literal["cpu", "cuda"]


@dataclass(frozen=True)
class Answer:
    """The products found in one picture, best score first."""

    boxes: Boxes  # (n, 4) xyxy, pixels of the picture that was shown
    scores: NDArray[np.float32]  # (n,)
    attributes: NDArray[np.float32]  # (n, a) probabilities, in the order of `Predictor.attributes`
    # (n,) places in `Predictor.classes`; () where all are of its one class
    classes: NDArray[np.int64] = field(default_factory=lambda: np.zeros((), dtype=np.int64))
    # a path a box, "" where the model abstains; () where it tells no categories at all
    categories: tuple[str, ...] = ()
    # (n,) the probability of each category, 0 where it abstains; () where it tells none
    certainty: NDArray[np.float32] = field(default_factory=lambda: np.zeros((), dtype=np.float32))

    @property
    def kinds(self) -> NDArray[np.int64]:
        """(n,) places in `Predictor.classes`, be they one or many."""
        return np.broadcast_to(self.classes, len(self.boxes))

    @property
    def sureness(self) -> NDArray[np.float32]:
        """(n,) how sure its categories are, told or not."""
        return np.broadcast_to(self.certainty, len(self.boxes))

    def of(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Answer":
        """Some of its products, by a mask or in the order of their places."""
        return Answer(
            boxes=self.boxes[rows],
            scores=self.scores[rows],
            attributes=self.attributes[rows],
            classes=self.kinds[rows],
            categories=tuple(np.array(self.categories, dtype=np.object_)[rows].tolist())
            if self.categories
            else (),
            certainty=self.sureness[rows],
        )


class Model(Protocol):
    """What every model tells of itself, whatever it can be asked."""

    @property
    def subject(self) -> str:
        """What it is, for reports: "torch", "onnx int8"."""
        ...

    @property
    def model(self) -> str:
        """The sha256 of its file or files: reports and verdicts are on this very model."""
        ...

    @property
    def artifact_bytes(self) -> int:
        """The size of the same file or files."""
        ...

    @property
    def origin(self) -> Origin: ...

    @property
    def attributes(self) -> Sequence[str]: ...

    @property
    def thresholds(self) -> Sequence[float]:
        """One an attribute: at or above it, the attribute is said to be so."""
        ...

    @property
    def device(self) -> Device: ...

    @property
    def threads(self) -> int:
        """On how many it computes, where `device` is the CPU."""
        ...


class Predictor(Model, Protocol):
    """Finds and describes products. Answers hold everything above a low score floor."""

    @property
    def classes(self) -> Sequence[str]:
        """What `Answer.classes` counts: category paths, or one name for every product."""
        ...

    @property
    def categories(self) -> Sequence[str]:
        """Every path that `Answer.categories` may name; () where it tells none."""
        ...

    @property
    def most(self) -> int:
        """It never answers with more products than this, however many there are."""
        ...

    @property
    def min_score(self) -> float:
        """The operating threshold: a product below it is not shown to people."""
        ...

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        """One answer a frame; frames may differ in size, and those of one size run together."""
        ...


class Describer(Model, Protocol):
    """An attribute head alone: it must be told where the products are."""

    @property
    def categories(self) -> Sequence[str]:
        """Every path that `Answer.categories` may name; () where it tells none."""
        ...

    def describe(self, frame: Pixels, boxes: Boxes) -> Answer:
        """The products in these boxes (n, 4) xyxy, in pixels; each has the score 1."""
        ...
