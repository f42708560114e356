"""How alike two pictures look: a hash of 256 bits that survives copying, resizing and new light.

The bits are the signs of the low frequencies of the grey picture. Those that are odd across change
sign in the mirror, so that a mirrored copy is found by the same hash.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

BITS = 256
SIDE = 16  # frequencies each way
SMALL = 64  # pixels: what the frequencies are taken from
BLOCK = 4096  # hashes compared with as many others at a time

NEAR = 40  # of 256 bits: see docs/experiments.md

Hashes = NDArray[np.uint8]  # (n, 32), packed bits


def likeness_hash(grey: NDArray[np.uint8]) -> bytes:
    """32 bytes of a grey picture; few of their bits differ between copies of it."""
    small = cv2.resize(grey, (SMALL, SMALL), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[:SIDE, :SIDE].copy()
    waves[0, 0] = 0  # the brightness of the whole
    even, odd = waves[:, 0::2], waves[:, 1::2]
    return np.packbits(np.concatenate([even.ravel(), odd.ravel()]) > 0).tobytes()


def near_pairs(hashes: Hashes, *, most: int = NEAR) -> Iterator[tuple[int, int]]:
    """Every pair of which at most so many bits differ, as they are or mirrored; exact."""
    for first in range(0, len(hashes), BLOCK):
        rows = _signs(hashes[first : first + BLOCK])
        for second in range(first, len(hashes), BLOCK):
            near = _distances(rows, _signs(hashes[second : second + BLOCK])) <= most
            for i, j in np.argwhere(near).tolist():
                if first + i < second + j:
                    yield first + i, second + j


def _signs(hashes: Hashes) -> NDArray[np.float32]:
    return np.unpackbits(hashes, axis=1).astype(np.float32) * 2 - 1


def _distances(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """How many bits differ, the mirror allowed: sums of ±1, which float32 holds exactly."""
    half = BITS // 2
    even = first[:, :half] @ second[:, :half].T
    odd = first[:, half:] @ second[:, half:].T
    return np.asarray((BITS - even - np.abs(odd)) / 2, dtype=np.float32)
