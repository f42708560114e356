"""A share of the weights from before tuning: what train's pictures do not show is not forgotten.

Tuned weights fit train's stores; weights on the line back to those that came with the backbone
answer better for other ones (Wortsman et al., Robust fine-tuning of zero-shot models, 2022).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from cartvision.training.average import weights_of


@dataclass(frozen=True)
class Kept:
    """Weights as they were, and the share of them that is kept."""

    weights: dict[str, Tensor]
    share: float

    @classmethod
    def of(cls, model: nn.Module, *, share: float) -> "Kept":
        return cls(weights_of(model), share)

    def mixed_into(self, model: nn.Module) -> None:
        """In place, statistics of norms too; what counts or numbers stays."""
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.is_floating_point():
                    value.lerp_(self.weights[name].to(value.device), self.share)

    @contextmanager
    def while_mixed_into(self, model: nn.Module) -> Iterator[None]:
        """Afterwards it has its own weights again."""
        own = weights_of(model)
        self.mixed_into(model)
        try:
            yield
        finally:
            model.load_state_dict(own)
