"""Figures of held-out subjects while tuning: they choose the weights and end the run."""

import numpy as np
import torch
from numpy.typing import NDArray

from cartvision.models.describer.model import Describer
from cartvision.train_attributes.answers import Answers, answers_of
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.listing import UNKNOWN
from cartvision.train_attributes.subjects.targets import Targets

FIGURE = "mean"  # of the others: what is better
SAME_FOR_ALL = 0  # seed of where held-out products are cut


def check(model: Describer, *, held_out: Cutter, answers: Targets, fewest: int) -> dict[str, float]:
    """No threshold is needed for any; `fewest` as for macro_ap, or 1 if nothing else is told."""
    said = answers_of(model, held_out, what="checking", seed=SAME_FOR_ALL)
    labels = answers.labels.numpy()
    figures = {
        "attribute_ap": macro_ap(said.attributes, labels, fewest=fewest),
        "category_accuracy": leaf_accuracy(model, said, node=answers.category.numpy()),
    }
    if set(figures.values()) == {None}:
        figures["attribute_ap"] = macro_ap(said.attributes, labels, fewest=1)
    told = {name: value for name, value in figures.items() if value is not None}
    return told | {FIGURE: float(np.mean(list(told.values()))) if told else 0.0}


def macro_ap(logits: NDArray[np.float32], labels: NDArray[np.int8], *, fewest: int) -> float | None:
    """The mean area under precision and recall of attributes with `fewest` labels of each kind."""
    support = np.minimum((labels == 1).sum(axis=0), (labels == 0).sum(axis=0))
    counts = support >= fewest
    columns = zip(logits.T[counts], labels.T[counts], strict=True)
    told = [average_precision(column, truth) for column, truth in columns]
    return float(np.mean(told)) if told else None


def average_precision(score: NDArray[np.float32], truth: NDArray[np.int8]) -> float:
    """Precision at each positive, averaged; equal scores are one step."""
    known = truth != UNKNOWN
    levels, place = np.unique(-score[known], return_inverse=True)
    said = np.bincount(place, minlength=len(levels)).cumsum()
    right = np.bincount(place, weights=truth[known] == 1, minlength=len(levels))
    precision = right.cumsum() / said
    return float((precision * right).sum() / right.sum())


def leaf_accuracy(model: Describer, said: Answers, *, node: NDArray[np.int64]) -> float | None:
    """Of the subjects whose category is known, the share whose likeliest leaf lies in it."""
    known = node != UNKNOWN
    if not known.any():
        return None
    likeliest = said.categories[known].argmax(axis=1)
    inside = model.tree.membership[torch.from_numpy(likeliest), torch.from_numpy(node[known])]
    return float(inside.float().mean())
