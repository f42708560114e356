"""What the embedding learns from: a place of its own for each SKU of the training set."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

from cartvision.data.picture import NA

SCALE = 16.0  # of cosines, to logits
MARGIN = 0.1  # by which the cosine with the right place has to be the higher one


class Proxies(nn.Module):
    """Needed only while it is learnt: products that are looked up later bring their own places."""

    def __init__(self, skus: int, *, width: int) -> None:
        super().__init__()
        self.places = nn.Parameter(F.normalize(torch.randn(skus, width)))

    def forward(self, embedding: Tensor, sku: Tensor) -> Tensor:
        """The mean loss of unit vectors (n, e) whose `sku` (n,) is known; NA is not."""
        known = sku != NA
        truth = sku.clamp(min=0).long()
        cosines = embedding @ F.normalize(self.places).T
        margin = MARGIN * F.one_hot(truth, len(self.places)).to(cosines.dtype)
        each = F.cross_entropy(SCALE * (cosines - margin), truth, reduction="none")
        return torch.where(known, each, torch.zeros_like(each)).sum() / known.sum().clamp(min=1)
