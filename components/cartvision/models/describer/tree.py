"""From the logits of leaves to probabilities of nodes that agree with each other."""

import torch
from torch import Tensor, nn

from cartvision.data.picture import NA
from cartvision.models.describer.config import HALF
from cartvision.models.describer.paths import Paths


class Tree(nn.Module):
    """A node is as likely as its leaves together: a softmax over the leaves, summed."""

    membership: Tensor  # (leaves, nodes) bool
    above: Tensor  # (nodes,) the parent's number, of a root its own
    depth: Tensor  # (nodes,) from 1

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self.paths = paths
        self.levels = int(paths.depth.max(initial=0))
        self.register_buffer("membership", torch.from_numpy(paths.membership))
        self.register_buffer("above", torch.from_numpy(paths.above))
        self.register_buffer("depth", torch.from_numpy(paths.depth))

    def probabilities(self, logits: Tensor, *, temperature: float) -> Tensor:
        """Logits (n, leaves) to probabilities (n, nodes), none higher than its parent's."""
        leaves = (logits / temperature).softmax(dim=1)
        return self.coherent(leaves @ self.membership.to(leaves.dtype))

    def coherent(self, nodes: Tensor) -> Tensor:
        """No sum (n, nodes) above its parent's or 1, as rounding may leave it.

        PyTorch's sums on the CPU pass 1; no runtime promises to add every node's in one order.
        """
        nodes = nodes.clamp(max=1)
        for _ in range(self.levels - 1):
            nodes = torch.minimum(nodes, nodes[:, self.above])
        return nodes

    def deepest(self, probabilities: Tensor, *, sure: float) -> tuple[Tensor, Tensor]:
        """The deepest node (n,) with at least the probability `sure`, and its probability (n,).

        NA and 0 where none has. Only more than a half counts, and of nodes that lie apart no more
        than one has more than a half: those that pass are one line down from a root.
        """
        if not self.paths.nodes:
            nothing = probabilities.sum(dim=1)
            return torch.full_like(nothing, NA, dtype=torch.int64), nothing
        passes = (probabilities >= sure) & (probabilities > HALF)
        level, node = torch.where(passes, self.depth, 0).max(dim=1)
        likely = probabilities.gather(1, node[:, None])[:, 0]
        found = level > 0
        return torch.where(found, node, NA), torch.where(found, likely, 0.0)

    def loss(
        self, logits: Tensor, node: Tensor, *, ancestor_weight: float, smoothing: float = 0.0
    ) -> Tensor:
        """-log of the true node's probability, and the mean of its ancestors'; of known ones alone.

        `node` (n,) may be any node: a product known to be a drink teaches nothing about which. One
        below the first level costs what its level, given its parent, and all levels above cost, and
        these are in its ancestors' costs again: a wrong aisle costs more than a wrong flavour. Of
        the node's own cost, the share `smoothing` is the mean cost of all leaves instead.
        """
        if not self.paths.nodes:
            return logits.sum()
        known = node != NA
        here = node.clamp(min=0).long()
        shares = logits.log_softmax(dim=1)
        each = torch.lerp(self._surprise(shares, here), -shares.mean(dim=1), smoothing)
        higher = self.depth[here] - 1
        for step in range(1, self.levels):
            here = self.above[here]
            share = ancestor_weight * (step <= higher) / higher.clamp(min=1)
            each = each + share * self._surprise(shares, here)
        return torch.where(known, each, torch.zeros_like(each)).sum() / known.sum().clamp(min=1)

    def _surprise(self, shares: Tensor, node: Tensor) -> Tensor:
        """-log of the probability of `node` (n,), from log-probabilities (n, leaves)."""
        inside = self.membership[:, node].T
        return -shares.masked_fill(~inside, float("-inf")).logsumexp(dim=1)
