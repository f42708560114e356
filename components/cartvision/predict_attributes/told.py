"""What a model says of one product, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch

from cartvision.errors import InputError
from cartvision.models.describer.model import Describer
from cartvision.models.letterbox import channels_first
from cartvision.models.operators import crops
from cartvision.taxonomy.tree import Taxonomy
from cartvision.vision.codec import Pixels

Word = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Attribute:
    """`yes` and `no`: from and up to which probability it is said; None is never."""

    name: str
    probability: float
    yes: float | None
    no: float | None

    @property
    def word(self) -> Word:
        if self.yes is not None and self.probability >= self.yes:
            return "yes"
        if self.no is not None and self.probability <= self.no:
            return "no"
        return "unknown"


@dataclass(frozen=True)
class Asked:
    """By the taxonomy, of a product of that category."""

    required: tuple[str, ...]
    missing: tuple[str, ...]  # of these, what is still unknown


@dataclass(frozen=True)
class Told:
    """Of one picture."""

    attributes: tuple[Attribute, ...]
    category: str  # "" where it abstains
    probability: float  # of the category
    asked: Asked | None  # None: nobody can say


def told_of(model: Describer, pixels: Pixels, *, taxonomy: Taxonomy | None) -> Told:
    height, width = pixels.shape[:2]
    frame = channels_first(torch.from_numpy(np.array(pixels))[None])
    whole = torch.tensor([[0.0, 0.0, width, height]])
    with torch.inference_mode():
        crop = crops(frame, whole, torch.zeros(1, dtype=torch.int64), model.config.crop)
        probabilities, node, likely, _ = model.told(crop)
    attributes = tuple(
        Attribute(name, probability, decision["yes"], decision["no"])
        for name, probability, decision in zip(
            model.config.names, probabilities[0].tolist(), model.config.decisions, strict=True
        )
    )
    number = int(node[0])
    category = model.tree.paths.nodes[number] if number >= 0 else ""
    known = [one.name for one in attributes if one.word != "unknown"]
    asked = _asked(taxonomy, category=category, known=known) if taxonomy else None
    return Told(attributes, category, float(likely[0]), asked)


def require_known(taxonomy: Taxonomy, model: Describer, *, path: Path) -> None:
    """InputError where the model can tell what lies outside of the tree."""
    leaves = model.tree.paths.leaves
    outside = [name for name in leaves if taxonomy.nearest(name) is None]
    if outside:
        raise InputError(
            f"{path} has nothing of {outside[0]!r}, one of {len(outside)} categories of the model "
            "that lie outside of it: give the taxonomy that its dataset was labelled by"
        )


def _asked(taxonomy: Taxonomy, *, category: str, known: Sequence[str]) -> Asked | None:
    """Of the category, or of what the tree has above it."""
    found = taxonomy.nearest(category)
    if found is None:
        return None
    return Asked(
        required=tuple(one.id for one in taxonomy.required_of(found)),
        missing=tuple(one.id for one in taxonomy.still_unknown(found, known=known)),
    )
