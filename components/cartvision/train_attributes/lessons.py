"""The items of a phase: vectors that were kept, or crops of a picture's subjects."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.listing import by_picture
from cartvision.train_attributes.subjects.targets import Targets
from cartvision.training.epochs import Epochs

ITEM = 1  # keeps the lots of items apart from those of an epoch's order

Row = dict[str, Tensor]


@dataclass(frozen=True)
class VectorLessons(Dataset[Row]):
    """Item k: one vector and its targets."""

    vectors: Tensor  # (n, width)
    targets: Targets
    order: Epochs
    items: int

    def __len__(self) -> int:
        return self.items

    def __getitem__(self, item: int) -> Row:
        if item >= self.items:
            raise IndexError(f"the phase has {self.items} items, and no item {item}")
        return self.__getitems__([item])[0]

    def __getitems__(self, items: Sequence[int]) -> list[Row]:
        """As PyTorch's loader asks for a batch: rows of vectors are quicker cut together."""
        rng = np.random.default_rng(0)  # an epoch's order needs none
        rows = torch.tensor([self.order.row(item, rng=rng) for item in items])
        return [{"features": self.vectors[rows], **self.targets.of(rows)}]


class CropLessons(Dataset[Row]):
    """Item k: crops of some subjects of one picture; depends on the seed and k alone."""

    def __init__(
        self,
        cutter: Cutter,
        targets: Targets,
        *,
        repeats: NDArray[np.float64],
        epochs: float,
        batch: int,
        most: int,
        seed: int,
    ) -> None:
        _, self._rows = by_picture(cutter.some)
        often = np.array([repeats[rows].max() for rows in self._rows])
        self._order = Epochs(often, seed=seed)
        self._cutter, self._targets, self._repeats = cutter, targets, repeats
        self._most, self._seed = most, seed
        self.steps = max(1, round(epochs * len(self._order) / batch))
        self._items = self.steps * batch

    def __len__(self) -> int:
        return self._items

    def __getitem__(self, item: int) -> Row:
        if item >= self._items:
            raise IndexError(f"the phase has {self._items} items, and no item {item}")
        rng = np.random.default_rng((self._seed, ITEM, item))
        rows = self._rows[self._order.row(item, rng=rng)]
        if len(rows) > self._most:
            often = self._repeats[rows]
            rows = np.sort(rng.choice(rows, self._most, replace=False, p=often / often.sum()))
        crops = self._cutter.cut(rows, rng=rng)
        return {"crops": crops, **self._targets.of(torch.from_numpy(rows))}


def collate(rows: Sequence[Row]) -> Row:
    return {name: torch.cat([row[name] for row in rows]) for name in rows[0]}
