"""A promised precision holds on fresh data, as often as was promised."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats
from scipy.special import betainc, expit

from cartvision.errors import InputError
from cartvision.train_attributes.decisions.by_guarantee import ByGuarantee

CALIBRATIONS = 200
CONFIDENCE = 0.9
SLACK = 0.001  # the chance that a rule which keeps its promise fails here for one seed
MOST = int(stats.binom.isf(SLACK, CALIBRATIONS, 1 - CONFIDENCE))

World = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray, np.ndarray]]


def bells(*, share: float, apart: float, noise: float = 0.0) -> World:
    """Two normal curves of log-odds; some labels are wrong."""

    def draw(rng, n):
        true = rng.random(n) < share
        score = expit(rng.normal(size=n) + apart * true)
        return score, true ^ (rng.random(n) < noise), np.arange(n)

    return draw


def told_apart(rng, n):
    """Probabilities in tenths that mean what they say."""
    score = np.round(rng.random(n), 1)
    return score, rng.random(n) < score, np.arange(n)


def pictures(*, share: float, apart: float) -> World:
    """Up to nine products a picture, all alike."""

    def draw(rng, n):
        group = np.repeat(np.arange(n), rng.integers(1, 10, size=n))[:n]
        score, true, _ = bells(share=share, apart=apart)(rng, n)
        return score[group], true[group], group

    return draw


def naive(score, right, *, precision):
    """The lowest of all thresholds whose own bound clears the target."""
    order = np.argsort(-score)
    said, hits = np.arange(1, len(score) + 1), np.cumsum(right[order])
    luck = betainc(np.maximum(hits, 1e-9), said - hits + 1, precision)
    shown = np.flatnonzero(luck <= 1 - CONFIDENCE)
    return score[order][shown[-1]] if len(shown) else None


def broken(world: World, *, n: int, precision: float, rule) -> int:
    """In how many calibrations what is said is less often right on fresh data than promised."""
    rng = np.random.default_rng(7)
    fresh, right, _ = world(rng, 50_000)
    thresholds = [rule(*world(rng, n)) for _ in range(CALIBRATIONS)]
    given = [threshold for threshold in thresholds if threshold is not None]
    return sum(bool(right[fresh >= threshold].mean() < precision) for threshold in given)


def guarantee(precision: float, *, groups: bool = True):
    rule = ByGuarantee(precision=precision, confidence=CONFIDENCE)

    def lowest(score, right, group):
        owner = group if groups else np.arange(len(score))
        return rule.lowest(score, right, end=0.0, groups=owner)

    return lowest


WORLDS = [
    pytest.param(bells(share=0.4, apart=3.0), 500, 0.95, id="well told"),
    pytest.param(bells(share=0.05, apart=3.5), 1500, 0.9, id="rare"),
    pytest.param(bells(share=0.3, apart=4.0, noise=0.02), 800, 0.95, id="some labels are wrong"),
    pytest.param(bells(share=0.945, apart=0.0), 2500, 0.95, id="not told at all, nearly enough"),
    pytest.param(told_apart, 800, 0.9, id="few different scores"),
    pytest.param(pictures(share=0.4, apart=3.0), 1200, 0.95, id="products of a picture are alike"),
    pytest.param(pictures(share=0.94, apart=0.0), 1200, 0.95, id="alike, and not told at all"),
]


@pytest.mark.parametrize(("world", "n", "precision"), WORLDS)
def test_the_precision_holds_on_fresh_data_as_often_as_promised(world, n, precision):
    assert broken(world, n=n, precision=precision, rule=guarantee(precision)) <= MOST


def test_the_bound_of_each_threshold_by_itself_would_not_hold():
    def rule(score, right, _):
        return naive(score, right, precision=0.95)

    world = bells(share=0.945, apart=0.0)
    assert broken(world, n=2500, precision=0.95, rule=rule) > MOST


def test_to_take_products_of_one_picture_for_independent_would_not_hold():
    world = pictures(share=0.94, apart=0.0)
    assert broken(world, n=1200, precision=0.95, rule=guarantee(0.95, groups=False)) > MOST


def test_a_well_told_attribute_is_said():
    rng = np.random.default_rng(0)
    score, right, group = bells(share=0.3, apart=4.0, noise=0.01)(rng, 2000)
    threshold = guarantee(0.95)(score, right, group)
    assert (score[right] >= threshold).mean() > 0.8


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param([0] * 44, None, id="44 right of 44 may be luck"),
        pytest.param([0] * 45, 45, id="45 of 45 are not"),
        pytest.param([0] * 44 + [1], None, id="nor is one wrong of 45"),
        pytest.param([1] + [0] * 170, None, id="the first is wrong, and too few follow"),
        pytest.param([1] + [0] * 299, 300, id="the first is wrong, and many follow"),
        pytest.param([0] * 300 + [1] * 300, 310, id="what is wrong begins below"),
    ],
)
def test_what_is_shown_is_what_the_exact_bound_shows(wrong, said):
    n = len(wrong)
    score = np.linspace(0.9, 0.1, n)
    right = ~np.array(wrong, bool)
    rule = ByGuarantee(precision=0.95, confidence=CONFIDENCE)
    threshold = rule.lowest(score, right, end=0.0, groups=np.arange(n))
    assert (None if threshold is None else (score >= threshold).sum()) == said
    if said is not None:
        bound = stats.binomtest(int(right[:said].sum()), said).proportion_ci(
            confidence_level=2 * CONFIDENCE - 1, method="exact"
        )
        assert bound.low >= 0.95


def test_products_that_are_one_and_the_same_count_once():
    rule = ByGuarantee(precision=0.95, confidence=CONFIDENCE)
    score, right, owner = np.full(88, 0.9), np.ones(88, bool), np.arange(88)
    assert rule.lowest(score, right, end=0.0, groups=owner) is not None
    assert rule.lowest(score, right, end=0.0, groups=owner // 2) is None


@pytest.mark.parametrize(("precision", "confidence"), [(1.0, 0.9), (0.95, 1.0), (0.0, 0.9)])
def test_what_no_number_of_labels_could_show_is_refused(precision, confidence):
    with pytest.raises(InputError, match="between 0 and 1"):
        ByGuarantee(precision=precision, confidence=confidence)
