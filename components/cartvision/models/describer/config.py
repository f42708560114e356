"""Every number of a describer."""

from collections.abc import Mapping, Sequence
from typing import Any

from transformers import PretrainedConfig

from cartvision.errors import InputError

HALF = 0.5  # of two nodes that lie apart, no more than one is likelier
NEVER = 2.0  # the threshold of an attribute that is never said: no probability reaches it


class DescriberConfig(PretrainedConfig):
    """`inner` is what a backbone from elsewhere is made from, so that a folder reloads alone."""

    model_type = "cartvision-describer"

    def __init__(
        self,
        names: Sequence[str] = (),
        categories: Sequence[str] = (),  # those that a product can be of, as paths
        decisions: Sequence[Mapping[str, float | None]] = (),  # "yes" and "no" of each attribute
        attribute_temperature: float = 1.0,
        category_temperature: float = 1.0,
        sure: float = HALF,  # the probability from which a node of the taxonomy is told
        crop: int = 64,
        backbone: str = "efficientnet-lite0",
        inner: dict[str, Any] | None = None,
        embedding: int = 128,
        dropout: float = 0.3,
        hidden: int = 256,
        ancestor_weight: float = 1.0,  # of the mean over a node's ancestors, beside the node itself
        smoothing: float = 0.0,  # of a category's certainty, shared by all leaves in learning
        mirrored: bool = False,  # answers for the mean vector of a crop and its mirror image
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        if not HALF <= sure <= 1:
            raise InputError(
                f"sure is {sure}, and must be from {HALF} to 1: below, two categories that lie "
                "apart could both be sure"
            )
        self.names = list(names)
        self.categories = list(categories)
        self.decisions = [dict(decision) for decision in decisions]
        self.attribute_temperature = attribute_temperature
        self.category_temperature = category_temperature
        self.sure = sure
        self.crop = crop
        self.backbone = backbone
        self.inner = inner
        self.embedding = embedding
        self.dropout = dropout
        self.hidden = hidden
        self.ancestor_weight = ancestor_weight
        self.smoothing = smoothing
        self.mirrored = mirrored

    @property
    def thresholds(self) -> list[float]:
        """From which probability each attribute is said; NEVER where it cannot be."""
        said = [decision["yes"] for decision in self.decisions]
        return [NEVER if yes is None else yes for yes in said]
