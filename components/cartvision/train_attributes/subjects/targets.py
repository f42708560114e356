"""What is to be learnt of each subject, as numbers that a model counts in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from cartvision.models.describer.paths import Paths
from cartvision.train_attributes.subjects.listing import UNKNOWN, Subjects


@dataclass(frozen=True)
class Targets:
    """One row a subject; NA where nothing is known."""

    labels: Tensor  # (n, a) int8 of 1, 0 and NA
    category: Tensor  # (n,) int64, a node of the tree
    sku: Tensor  # (n,) int64

    def of(self, rows: Tensor) -> dict[str, Tensor]:
        """As a describer takes them."""
        return {
            "labels": self.labels[rows],
            "category": self.category[rows],
            "sku": self.sku[rows],
        }

    def followed_by(self, labels: Tensor) -> "Targets":
        """And some more, of which nothing but attributes is known."""
        nothing = torch.full((len(labels),), UNKNOWN, dtype=torch.int64)
        return Targets(
            labels=torch.cat([self.labels, labels]),
            category=torch.cat([self.category, nothing]),
            sku=torch.cat([self.sku, nothing]),
        )


def targets(some: Subjects, *, paths: Paths, skus: Mapping[str, int]) -> Targets:
    """A category that the tree ends above counts as the node where it leaves the tree."""
    nodes = [paths.node_of(name) for name in some.categories]
    numbers = [skus.get(name, UNKNOWN) for name in some.skus]
    return Targets(
        labels=torch.from_numpy(some.labels),
        category=_numbered(some.category, nodes),
        sku=_numbered(some.sku, numbers),
    )


def _numbered(column: np.ndarray, numbers: list[int]) -> Tensor:
    return torch.from_numpy(np.array([*numbers, UNKNOWN], dtype=np.int64)[column])
