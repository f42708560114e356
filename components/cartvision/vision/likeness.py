"""How alike two pictures look: a hash of 256 bits that survives copying, resizing and new light.

The bits are the signs of the low frequencies of the grey picture. Those that are odd across change
sign in the mirror, so that a mirrored copy is found by the same hash.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

BITS = 256
SIDE = 16  # frequencies each way
SMALL = 64  # pixels: what the frequencies are taken from
ROWS, BLOCK = 256, 8192  # hashes that are compared at a time, with how many others

NEAR = 40  # of 256 bits: see docs/experiments.md

Hashes = NDArray[np.uint8]  # (n, 32), packed bits
Numbers = NDArray[np.int64]
NOBODY: Numbers = np.zeros(0, dtype=np.int64)


def likeness_hash(grey: NDArray[np.uint8]) -> bytes:
    """32 bytes of a grey picture; few of their bits differ between copies of it."""
    small = cv2.resize(grey, (SMALL, SMALL), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[:SIDE, :SIDE].copy()
    waves[0, 0] = 0  # the brightness of the whole
    even, odd = waves[:, 0::2], waves[:, 1::2]
    return np.packbits(np.concatenate([even.ravel(), odd.ravel()]) > 0).tobytes()


@dataclass(frozen=True)
class Likenesses:
    """The hashes of many pictures; each look at the neighbours compares all anew, and exactly."""

    hashes: Hashes
    most: int = NEAR  # bits that may differ, as they are or mirrored

    def __iter__(self) -> Iterator[tuple[int, Numbers]]:
        """Each picture that has near ones after it, with their numbers."""
        for first in range(0, len(self.hashes), ROWS):
            rows = _signs(self.hashes[first : first + ROWS])
            found: list[list[Numbers]] = [[] for _ in rows]
            for second in range(first, len(self.hashes), BLOCK):
                near = _distances(rows, _signs(self.hashes[second : second + BLOCK])) <= self.most
                for row in np.flatnonzero(near.any(axis=1)).tolist():
                    found[row].append(np.flatnonzero(near[row]) + second)
            for row, parts in enumerate(found):
                after = np.concatenate([*parts, NOBODY])
                after = after[after > first + row]
                if len(after):
                    yield first + row, after


def nearest(hashes: Hashes, *, among: Hashes) -> tuple[Numbers, NDArray[np.float32]]:
    """For each hash the number of the first of the nearest others, and the bits that differ.

    The mirror is allowed. Where there are no others, the number is -1 and all bits differ.
    """
    numbers = np.full(len(hashes), -1, dtype=np.int64)
    least = np.full(len(hashes), BITS, dtype=np.float32)
    for first in range(0, len(hashes), ROWS):
        here = slice(first, first + ROWS)
        rows = _signs(hashes[here])
        for second in range(0, len(among), BLOCK):
            bits = _distances(rows, _signs(among[second : second + BLOCK]))
            best = bits.argmin(axis=1)
            found = bits[np.arange(len(rows)), best]
            nearer = found < least[here]
            numbers[here][nearer] = best[nearer] + second
            least[here][nearer] = found[nearer]
    return numbers, least


def _signs(hashes: Hashes) -> NDArray[np.float32]:
    return np.unpackbits(hashes, axis=1).astype(np.float32) * 2 - 1


def _distances(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """How many bits differ, the mirror allowed: sums of ±1, which float32 holds exactly."""
    half = BITS // 2
    even = first[:, :half] @ second[:, :half].T
    odd = first[:, half:] @ second[:, half:].T
    return np.asarray((BITS - even - np.abs(odd)) / 2, dtype=np.float32)
