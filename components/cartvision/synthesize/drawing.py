"""Drawing many pictures with several processes, in order."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import cv2
from tqdm import tqdm

from cartvision.synthesize.scene import Shot, shoot

CHUNK = 4  # pictures that a worker draws before it answers


def shots(
    count: int, *, seed: int, size: int, workers: int, scenes: Sequence[str] = ()
) -> Iterator[Shot]:
    """Pictures 0 to count, in order and the same for any number of workers."""
    draw = partial(shoot, seed=seed, size=size, scenes=scenes)
    drawn = _drawn(count, draw=draw, workers=workers)
    yield from tqdm(drawn, total=count, desc="draw", unit="picture", disable=None)


def _drawn(count: int, *, draw: Callable[[int], Shot], workers: int) -> Iterator[Shot]:
    if workers == 1:
        yield from map(draw, range(count))
        return
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        yield from pool.map(draw, range(count), chunksize=CHUNK)
