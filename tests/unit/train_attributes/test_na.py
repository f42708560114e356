"""An unknown label contributes nothing, anywhere: what a model says there may be anything."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from cartvision.data.picture import NA
from cartvision.models.losses import masked_focal
from cartvision.train_attributes.checking import macro_ap
from cartvision.train_attributes.decisions.by_f1 import ByF1
from cartvision.train_attributes.decisions.by_guarantee import ByGuarantee
from cartvision.train_attributes.decisions.choose import choose
from cartvision.train_attributes.decisions.decision import Support
from cartvision.train_attributes.decisions.temperature import temperature
from cartvision.train_attributes.imbalance.rarity import rarity
from cartvision.train_attributes.judging import attribute_figures

ROWS, NAMES = 400, 3
RNG = np.random.default_rng(0)
LOGITS = RNG.normal(0, 2, (ROWS, NAMES)).astype(np.float32)
TRUTH = (RNG.random((ROWS, NAMES)) < 1 / (1 + np.exp(-LOGITS))).astype(np.int8)
HIDDEN = RNG.random((ROWS, NAMES)) < 0.4

Labels = NDArray[np.int8]


def probability(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-logits.astype(np.float64)))


def loss(logits: NDArray[np.float32], labels: Labels) -> object:
    told = masked_focal(torch.tensor(logits), torch.tensor(labels), weights=torch.ones(NAMES))
    return told.item()


def gradients(logits: NDArray[np.float32], labels: Labels) -> object:
    asked = torch.tensor(logits, requires_grad=True)
    masked_focal(asked, torch.tensor(labels), weights=torch.ones(NAMES)).backward()
    assert asked.grad is not None
    return asked.grad.tolist()


def thresholds(rule: ByF1 | ByGuarantee) -> Callable[[NDArray[np.float32], Labels], object]:
    def told(logits: NDArray[np.float32], labels: Labels) -> object:
        columns = zip(probability(logits).T, labels.T, strict=True)
        return [choose(p, truth, rule=rule, support=Support()) for p, truth in columns]

    return told


def metrics(logits: NDArray[np.float32], labels: Labels) -> object:
    decisions = thresholds(ByF1(band=0.0))(logits, labels)
    columns = zip("abc", probability(logits).T, labels.T, decisions, strict=True)
    return [attribute_figures(*column, fewest=10) for column in columns]


FUNCTIONS = [
    pytest.param(loss, id="loss"),
    pytest.param(gradients, id="gradients"),
    pytest.param(temperature, id="temperature"),
    pytest.param(partial(macro_ap, fewest=10), id="average precision"),
    pytest.param(thresholds(ByF1(band=0.5)), id="thresholds by F1"),
    pytest.param(thresholds(ByGuarantee(0.8, 0.9)), id="thresholds by guarantee"),
    pytest.param(metrics, id="metrics"),
    pytest.param(lambda _, labels: rarity(labels).tolist(), id="weights"),
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_it_is_the_same_whatever_the_truth_behind_an_unknown_label(function):
    """Once the truth that nobody told is 0 everywhere, and once 1."""
    told = []
    for behind in (0, 1):
        truth = np.where(HIDDEN, behind, TRUTH)
        labels = np.where(HIDDEN, NA, truth).astype(np.int8)
        told.append(function(LOGITS, labels))
    assert told[0] == told[1]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_it_is_another_where_unknown_is_taken_for_no_or_for_yes(function):
    unknown = np.where(HIDDEN, NA, TRUTH).astype(np.int8)
    for taken in (0, 1):
        assert function(LOGITS, np.where(HIDDEN, taken, TRUTH).astype(np.int8)) != function(
            LOGITS, unknown
        )


@pytest.mark.parametrize("function", FUNCTIONS[:1] + FUNCTIONS[2:-2])
def test_what_a_model_says_where_nothing_is_known_does_not_matter(function):
    labels = np.where(HIDDEN, NA, TRUTH).astype(np.int8)
    other = np.where(HIDDEN, -LOGITS, LOGITS)
    assert function(LOGITS, labels) == function(other, labels)


def test_an_unknown_label_has_no_gradient_at_all():
    labels = np.where(HIDDEN, NA, TRUTH).astype(np.int8)
    told = np.array(gradients(LOGITS, labels))
    assert (told[HIDDEN] == 0).all()
    assert (told[~HIDDEN] != 0).all()
