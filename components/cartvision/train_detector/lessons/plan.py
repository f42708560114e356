"""What a run shows: for every item a picture, the side of its frame and its own lots."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.reader import Dataset
from cartvision.train_detector.lessons.orders import Closing, Curriculum, Order
from cartvision.train_detector.lessons.rarity import repeats
from cartvision.train_detector.lessons.stock import Stock
from cartvision.train_detector.settings import Balance
from cartvision.training.epochs import Epochs

ITEM, SIDE = 1, 2  # keep the lots of items and sides apart from those of an epoch's order


@dataclass(frozen=True)
class Course:
    """What a plan is made of."""

    steps: int
    batch: int  # pictures a step, of all processes together
    seed: int
    sides: tuple[int, ...]  # of frames, multiples of 32; each step has one of them
    balance: Balance = "none"
    curriculum: float = 0.0  # share of the run that goes from sparse to dense
    originals: float = 0.0  # share of the run, its end, that shows no copies


@dataclass(frozen=True)
class Lesson:
    """What item k shows, and where its other numbers are drawn from."""

    row: int  # of the train split
    side: int
    rng: np.random.Generator


@dataclass(frozen=True)
class Plan:
    """Item k depends on the seed and k alone."""

    course: Course
    order: Order

    def __len__(self) -> int:
        return self.course.steps * self.course.batch

    def lesson(self, item: int) -> Lesson:
        rng = np.random.default_rng((self.course.seed, ITEM, item))
        return Lesson(self.order.row(item, rng=rng), self._side(item // self.course.batch), rng)

    def another(self, item: int, *, rng: np.random.Generator) -> int:
        """The row of some picture that might be shown about then."""
        return self.order.another(item, rng=rng)

    def _side(self, step: int) -> int:
        sides = self.course.sides
        if len(sides) == 1:
            return sides[0]
        return int(np.random.default_rng((self.course.seed, SIDE, step)).choice(sides))


def plan_of(dataset: Dataset, *, course: Course, stock: Stock) -> Plan:
    """The plan of a run on the train split; reads labels only where it balances."""
    often = repeats(dataset, balance=course.balance, classes=stock.classes)
    order: Order = Epochs(often, seed=course.seed)
    items = round(course.curriculum * course.steps * course.batch)
    if items:
        order = Curriculum(stock.products, repeats=often, items=items, then=order)
    if course.originals:
        order = _closing(order, dataset=dataset, course=course, repeats=often)
    return Plan(course, order)


def _closing(
    order: Order, *, dataset: Dataset, course: Course, repeats: NDArray[np.float64]
) -> Order:
    """Copies are drawn and bent, and a served picture is neither: the last ones seen are real."""
    copies = np.fromiter(dataset.column("copy", split="train"), dtype=np.int64)
    rows = np.flatnonzero(copies == 0)
    if not len(rows):
        return order
    items = round((1 - course.originals) * course.steps) * course.batch
    then = Epochs(repeats[rows], seed=course.seed)
    return Closing(order, items=items, rows=rows, then=then)
