"""Long loops: work done ahead in a pool, and progress that a person can follow."""

import logging
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")
R = TypeVar("R")

LINE_EVERY = 500  # steps between plain lines, where nobody sees a bar

log = logging.getLogger(__name__)


def in_order(
    work: Callable[[T], R], items: Iterable[T], *, pool: Executor, ahead: int
) -> Iterator[R]:
    """`work` of every item, in the items' order, with at most `ahead` of them in memory."""
    waiting: deque[Future[R]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def progress(
    items: Iterable[T], *, what: str, total: int | None = None, every: int = LINE_EVERY
) -> Iterator[T]:
    """The items, with a bar on a terminal and a plain line now and then elsewhere."""
    for number, item in enumerate(tqdm(items, desc=what, total=total, disable=None), start=1):
        yield item
        if number % every == 0 and not sys.stderr.isatty():
            log.info("%s: %d%s", what, number, f" of {total}" if total else "")
