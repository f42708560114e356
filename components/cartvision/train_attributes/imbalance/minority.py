"""MLSMOTE: new points in feature space for very rare labels (Charte et al., 2015).

A new point lies on the line from a product with the rare label to one of its nearest neighbours
that shares it; its labels are what that product and its neighbours are known to agree on.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA

CELLS = 1 << 22  # distances held at a time

Points = NDArray[np.float32]  # (n, d)
Labels = NDArray[np.int8]  # (n, a)
PerLabel = NDArray[np.int64]  # (a,)


@dataclass(frozen=True)
class Synthetic:
    """New points, and of each label how many; a rare label of one product has no neighbour."""

    features: Points
    labels: Labels
    rare: NDArray[np.bool_]  # (a,)
    seeds: PerLabel
    made: PerLabel  # on behalf of a label; its positives may be more, by way of other labels


def synthetic(
    features: Points,
    labels: Labels,
    *,
    rng: np.random.Generator,
    neighbours: int = 5,
    most: int = 1,
) -> Synthetic:
    """Points for each rare label until it is no longer rare, at most `most` for each product."""
    wanted = _wanted(labels)
    points, told, made = [features[:0]], [labels[:0]], np.zeros_like(wanted)
    for label in np.flatnonzero(wanted):
        own = np.flatnonzero(labels[:, label] == 1)
        if len(own) == 1:
            continue
        made[label] = min(wanted[label], most * len(own))
        seeds = _drawn(len(own), number=made[label], rng=rng)
        sharing = features[own]
        near = _nearest(sharing, seeds, neighbours=min(neighbours, len(own) - 1))
        points.append(_between(sharing, seeds, near, rng=rng))
        told.append(_agreed(labels[own], np.column_stack([seeds, near])))
    return Synthetic(
        features=np.concatenate(points),
        labels=np.concatenate(told),
        rare=wanted > 0,
        seeds=(labels == 1).sum(axis=0),
        made=made,
    )


def _wanted(labels: Labels) -> PerLabel:
    """How many positives a label lacks to be as common as the mean imbalance has it.

    A label's imbalance is how many times as common the commonest one is, among known labels.
    """
    positives, known = (labels == 1).sum(axis=0), (labels != NA).sum(axis=0)
    some = positives > 0
    if not some.any():
        return np.zeros_like(positives)
    rate = positives[some] / known[some]
    imbalance = rate.max() / rate
    enough = np.ceil(known[some] * rate.max() / imbalance.mean()).astype(np.int64)
    wanted = np.zeros_like(positives)
    wanted[some] = np.where(
        imbalance > imbalance.mean(), np.maximum(enough - positives[some], 0), 0
    )
    return wanted


def _drawn(seeds: int, *, number: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Every one before any comes again."""
    rounds = -(-number // seeds)
    return np.concatenate([rng.permutation(seeds) for _ in range(rounds)])[:number]


def _nearest(points: Points, seeds: NDArray[np.int64], *, neighbours: int) -> NDArray[np.int64]:
    """The nearest others (seeds, neighbours), in memory that does not grow with their number."""
    centred = points - points.mean(axis=0)  # large coordinates would swallow small distances
    squares = np.einsum("nd,nd->n", centred, centred)
    rows = max(1, CELLS // len(points))
    near = []
    for some in np.split(seeds, range(rows, len(seeds), rows)):
        apart = squares - 2 * centred[some] @ centred.T
        apart[np.arange(len(some)), some] = np.inf
        order = np.argpartition(apart, neighbours - 1, axis=1)
        near.append(order[:, :neighbours].copy())  # a view would keep all of the order
    return np.concatenate(near)


def _between(
    points: Points,
    seeds: NDArray[np.int64],
    near: NDArray[np.int64],
    *,
    rng: np.random.Generator,
) -> Points:
    one = near[np.arange(len(seeds)), rng.integers(near.shape[1], size=len(seeds))]
    way = rng.random((len(seeds), 1), dtype=np.float32)
    return points[seeds] + way * (points[one] - points[seeds])


def _agreed(labels: Labels, voters: NDArray[np.int64]) -> Labels:
    """What most of those who know say; NA where they are even, or fewer than half know."""
    positives = np.zeros((len(voters), labels.shape[1]), dtype=np.int64)
    known = np.zeros_like(positives)
    for voter in voters.T:
        positives += labels[voter] == 1
        known += labels[voter] != NA
    told = np.where(2 * positives > known, 1, 0)
    silent = (2 * positives == known) | (2 * known < voters.shape[1])
    return np.where(silent, NA, told).astype(np.int8)
