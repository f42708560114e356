"""How far two answers to the same picture are apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.inference.answer import Answer

BOX_TOLERANCE = 0.1  # pixels
SCORE_TOLERANCE = 1e-4
ATTRIBUTE_TOLERANCE = 5e-3  # a crop is cut where the box is: thousandths of a pixel make .0015
EDGE = 0.02  # share of products of which one tells a category, just sure enough, and one not


@dataclass(frozen=True)
class Difference:
    """The largest differences; `products` is how many were there to differ."""

    boxes: float = 0.0  # pixels
    scores: float = 0.0
    attributes: float = 0.0
    certainty: float = 0.0  # of products of which both tell the same category
    classes: int = 0  # products that are of another class
    categories: int = 0  # products of which another category is told, or none
    products: int = 0
    missing: int = 0  # by how many products the answers differ in number

    @property
    def tolerable(self) -> bool:
        return (
            self.missing == 0
            and self.classes == 0
            and self.boxes <= BOX_TOLERANCE
            and self.scores <= SCORE_TOLERANCE
            and self.attributes <= ATTRIBUTE_TOLERANCE
            and self.certainty <= ATTRIBUTE_TOLERANCE
            and not self._strange
        )

    def __str__(self) -> str:
        if self.missing:
            return f"{self.missing} products more or fewer"
        if self.classes:
            return f"{self.classes} of {self.products} products are of another class"
        if self._strange:
            return f"{self.categories} of {self.products} products are of another category"
        return (
            f"boxes differ by up to {self.boxes:.3g} px (at most {BOX_TOLERANCE}), "
            f"scores by {self.scores:.3g} (at most {SCORE_TOLERANCE}), "
            f"attributes by {self.attributes:.3g} and categories by {self.certainty:.3g} "
            f"(at most {ATTRIBUTE_TOLERANCE})"
        )

    @property
    def _strange(self) -> bool:
        """More categories differ than those of which it is just sure enough, or just not."""
        return self.categories > max(1, EDGE * self.products)

    def worse(self, other: "Difference") -> "Difference":
        """The larger of each, over the products of both; what is not a number stays so."""
        return Difference(
            boxes=float(np.maximum(self.boxes, other.boxes)),
            scores=float(np.maximum(self.scores, other.scores)),
            attributes=float(np.maximum(self.attributes, other.attributes)),
            certainty=float(np.maximum(self.certainty, other.certainty)),
            classes=self.classes + other.classes,
            categories=self.categories + other.categories,
            products=self.products + other.products,
            missing=max(self.missing, other.missing),
        )


def difference(answer: Answer, *, expected: Answer) -> Difference:
    """Compared box by nearest box: products of near-equal score change places between machines."""
    if len(answer.boxes) != len(expected.boxes):
        return Difference(missing=abs(len(answer.boxes) - len(expected.boxes)))
    if len(answer.boxes) == 0:
        return Difference()
    apart = np.abs(expected.boxes[:, None] - answer.boxes[None]).max(axis=2)
    strange = expected.kinds[:, None] != answer.kinds[None]
    nearest = (apart + BOX_TOLERANCE * strange).argmin(axis=1)  # one box may hold two classes
    alike = _named(answer)[nearest] == _named(expected)
    return Difference(
        boxes=_gap(answer.boxes[nearest], expected.boxes),
        scores=_gap(answer.scores[nearest], expected.scores),
        attributes=_gap(answer.attributes[nearest], expected.attributes),
        certainty=_gap(answer.sureness[nearest][alike], expected.sureness[alike]),
        classes=int((answer.kinds[nearest] != expected.kinds).sum()),
        categories=int((~alike).sum()),
        products=len(expected.boxes),
    )


def _named(answer: Answer) -> NDArray[np.object_]:
    """(n,) what category each product is told to be of, if any."""
    return np.array(answer.categories or [""] * len(answer.boxes), dtype=np.object_)


def _gap(found: NDArray[np.float32], expected: NDArray[np.float32]) -> float:
    return float(np.abs(found - expected).max(initial=0))
