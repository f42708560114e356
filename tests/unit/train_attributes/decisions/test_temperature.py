"""The temperature that labels were drawn by is found, by known labels alone."""

import numpy as np
import pytest
from scipy.special import expit, log_softmax, softmax

from cartvision.data.picture import NA
from cartvision.train_attributes.decisions.temperature import (
    HIGHEST,
    LOWEST,
    softmax_temperature,
    temperature,
)


def sigmoid_head(*, hot, n=4000, seed=0):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(n, 3)) * 2 * hot
    return logits.astype(np.float32), (rng.random((n, 3)) < expit(logits / hot)).astype(np.int8)


def softmax_head(*, hot, n=6000, seed=0):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(n, 5)) * 2 * hot
    ends = softmax(logits / hot, axis=1).cumsum(axis=1)
    return logits.astype(np.float32), (rng.random((n, 1)) > ends[:, :-1]).sum(axis=1)


@pytest.mark.parametrize("hot", [0.4, 1.0, 3.0])
@pytest.mark.parametrize(
    ("fit", "head"),
    [
        pytest.param(temperature, sigmoid_head, id="sigmoids"),
        pytest.param(softmax_temperature, softmax_head, id="softmax"),
    ],
)
def test_the_temperature_that_labels_were_drawn_by_is_found(fit, head, hot):
    assert fit(*head(hot=hot)) == pytest.approx(hot, rel=0.06)


def test_log_probabilities_do_as_well_as_logits():
    logits, target = softmax_head(hot=2.0)
    told = log_softmax(logits.astype(np.float64), axis=1)
    assert softmax_temperature(told, target) == pytest.approx(
        softmax_temperature(logits, target), rel=1e-4
    )


def test_unknown_labels_change_nothing():
    logits, labels = sigmoid_head(hot=2.0, n=300)
    hidden = np.random.default_rng(1).random(labels.shape) < 0.4
    louder = np.where(hidden, 50.0, logits)
    masked = np.where(hidden, NA, labels).astype(np.int8)
    assert temperature(louder, masked) == temperature(logits, masked)
    several, target = softmax_head(hot=2.0, n=300)
    known = np.random.default_rng(1).random(300) < 0.5
    assert softmax_temperature(several, np.where(known, target, NA)) == softmax_temperature(
        several[known], target[known]
    )


def test_by_nothing_known_logits_stay_as_they_are():
    assert temperature(np.ones((5, 2)), np.full((5, 2), NA, np.int8)) == pytest.approx(1, abs=1e-4)
    nothing = softmax_temperature(np.ones((5, 2)), np.full(5, NA))
    assert nothing == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("logits", "labels", "between"),
    [
        pytest.param([-3, -2, 2, 3], [0, 0, 1, 1], (0.3, 1), id="few, and wholly told apart"),
        pytest.param([-3, -2, 2, 3] * 500, [1, 1, 0, 0] * 500, (1, HIGHEST), id="always wrong"),
        pytest.param(
            [-0.01, 0.01] * 9999, [0, 1] * 9999, (LOWEST, 0.2), id="many, and wholly told apart"
        ),
    ],
)
def test_it_stays_within_bounds(logits, labels, between):
    found = temperature(np.array(logits, float)[:, None], np.array(labels, np.int8)[:, None])
    assert between[0] <= found <= between[1]
