"""Figures of a dataset, counted while its pictures stream by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

from cartvision.data.picture import NA, SPLITS, Box, Picture, PictureLabels, Split

SIDE_STEP = 0.005  # the width of a bin of `SplitFigures.sides`
NO_LABELS = PictureLabels()

T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """One attribute over many products or pictures."""

    yes: int
    no: int
    na: int

    @property
    def total(self) -> int:
        return self.yes + self.no + self.na

    @property
    def na_rate(self) -> float:
        return self.na / self.total if self.total else 0.0


@dataclass(frozen=True)
class SplitFigures:
    """What one split holds, or several together."""

    pictures: int
    copies: int  # of the pictures
    objects: int
    groups: int
    negatives: int  # pictures without a product and without a label of their own
    categories: Mapping[str, int]  # of the products, the most frequent first; "" is unknown
    picture_categories: Mapping[str, int]  # of the pictures that have one
    contents: Mapping[str, int]  # item name → how many the pictures hold where nobody drew boxes
    attributes: Mapping[str, Known]  # of the products; one without labels is NA in all
    picture_attributes: Mapping[str, Known]  # of the pictures that carry attributes
    densities: Mapping[int, int]  # products in a picture → pictures
    sides: Mapping[int, int]  # bin of a box's side as a share of the picture's → boxes

    @property
    def labelled_pictures(self) -> int:
        """Pictures that carry attributes of their own."""
        return max((known.total for known in self.picture_attributes.values()), default=0)


class Figures:
    """Counts by split. It holds no picture: its size grows with groups and categories alone."""

    def __init__(self, attributes: Sequence[str]) -> None:
        self._attributes = list(attributes)
        self._counts = {split: _Counts(len(attributes)) for split in SPLITS}

    def add(self, picture: Picture, *, split: Split) -> None:
        self._counts[split].add(picture)

    def of(self, *splits: Split) -> SplitFigures:
        """The figures of these splits together."""
        counts = [self._counts[split] for split in splits]
        return SplitFigures(
            pictures=sum(one.pictures for one in counts),
            copies=sum(one.copies for one in counts),
            objects=sum(one.objects for one in counts),
            groups=len(set[str]().union(*(one.groups for one in counts))),
            negatives=sum(one.negatives for one in counts),
            categories=_most_first(one.categories for one in counts),
            picture_categories=_most_first(one.picture_categories for one in counts),
            contents=_most_first(one.contents for one in counts),
            attributes=self._known([one.values for one in counts]),
            picture_attributes=self._known([one.picture_values for one in counts]),
            densities=_in_order(one.densities for one in counts),
            sides=_in_order(one.sides for one in counts),
        )

    def _known(self, counted: list[list[Counter[int]]]) -> dict[str, Known]:
        known = {}
        for name, *counters in zip(self._attributes, *counted, strict=True):
            counts = _sum(counters)
            known[name] = Known(yes=counts[1], no=counts[0], na=counts[NA])
        return known


class _Counts:
    """Of one split."""

    def __init__(self, attributes: int) -> None:
        self.pictures = self.copies = self.objects = self.negatives = 0
        self.groups: set[str] = set()
        self.categories: Counter[str] = Counter()
        self.picture_categories: Counter[str] = Counter()
        self.contents: Counter[str] = Counter()
        self.values: list[Counter[int]] = [Counter() for _ in range(attributes)]
        self.picture_values: list[Counter[int]] = [Counter() for _ in range(attributes)]
        self.densities: Counter[int] = Counter()
        self.sides: Counter[int] = Counter()
        self._unlabelled = (NA,) * attributes

    def add(self, picture: Picture) -> None:
        self.pictures += 1
        self.copies += picture.copy > 0
        self.objects += len(picture.objects)
        self.groups.add(picture.group)
        self.negatives += not picture.objects and picture.labels == NO_LABELS
        self.densities[len(picture.objects)] += 1
        self._add_products(picture)
        self._add_labels(picture.labels)

    def _add_products(self, picture: Picture) -> None:
        self.categories.update(item.category for item in picture.objects)
        self.sides.update(_sides(picture))
        for item in picture.objects:
            for counter, value in zip(
                self.values, item.attributes or self._unlabelled, strict=False
            ):
                counter[value] += 1

    def _add_labels(self, labels: PictureLabels) -> None:
        if labels.category:
            self.picture_categories[labels.category] += 1
        for item in labels.contents:
            self.contents[item.name or item.sku] += item.quantity
        for counter, value in zip(self.picture_values, labels.attributes, strict=False):
            counter[value] += 1


def lies_inside(box: Box, *, width: int, height: int) -> bool:
    """Whether the box has area and no side past the picture's; never where one is not a number."""
    left, top, right, bottom = box
    return 0 <= left < right <= width and 0 <= top < bottom <= height


def _sides(picture: Picture) -> Iterator[int]:
    """The bin of each box: the side of a square as large, where the picture's is 1."""
    whole = picture.width * picture.height
    for item in picture.objects:
        left, top, right, bottom = item.bbox
        if lies_inside(item.bbox, width=picture.width, height=picture.height):
            yield int(sqrt((right - left) * (bottom - top) / whole) / SIDE_STEP)


def _most_first(counters: Iterable[Counter[str]]) -> dict[str, int]:
    counts = _sum(counters)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _in_order(counters: Iterable[Counter[int]]) -> dict[int, int]:
    return dict(sorted(_sum(counters).items()))


def _sum(counters: Iterable[Counter[T]]) -> Counter[T]:
    total: Counter[T] = Counter()
    for counter in counters:
        total.update(counter)
    return total
