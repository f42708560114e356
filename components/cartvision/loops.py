"""Long loops: work done ahead in a pool, and progress that a person can follow."""

import logging
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from tqdm import tqdm

from cartvision.errors import WorkError

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


@contextmanager
def processes(workers: int, *, preload: str) -> Iterator[ProcessPoolExecutor]:
    """Clean processes with one module loaded, which end when this one does, however it ends.

    A plain fork would copy the locks of this one's threads.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_the_parent) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise WorkError(
                "one of the processes was killed, perhaps for want of memory: "
                "run the same again with fewer --workers"
            ) from None


def _follow_the_parent() -> None:
    """A pool's process waits for work for ever where its parent was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_leave_with, args=[parent], daemon=True).start()


def _leave_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
