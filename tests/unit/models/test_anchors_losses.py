"""What the anchors of a picture cost: which of them, and how much."""

import math

import pytest
import torch

from cartvision.models.detectors.anchors.config import AnchorsConfig
from cartvision.models.detectors.anchors.losses import Taken, box_loss, hardest, score_loss


def taken(*places, kinds=None, boxes=None):
    """Anchors of 10 × 10 pixels around (5, 5), on products that are those anchors unless told."""
    count = len(places)
    own = torch.tensor([[0.0, 0, 10, 10]]).expand(count, 4)
    return Taken(
        place=torch.tensor(places, dtype=torch.int64),
        centres=torch.full((count, 2), 5.0),
        shapes=torch.full((count, 2), 10.0),
        boxes=own if boxes is None else torch.tensor(boxes),
        kinds=torch.tensor(kinds or [0] * count, dtype=torch.int64),
    )


@pytest.mark.parametrize(
    ("products", "change", "expected"),
    [
        pytest.param(100, {}, 300, id="three for each anchor on a product"),
        pytest.param(100, {"negatives": 1.0}, 100, id="or another balance"),
        pytest.param(2, {}, 64, id="at least so many"),
        pytest.param(0, {}, 64, id="also in a picture without products"),
        pytest.param(0, {"least_negatives": 5}, 5, id="or another least"),
        pytest.param(900, {}, 100, id="no more than there are"),
    ],
)
def test_background_is_learnt_in_balance_with_products(products, change, expected):
    logits = torch.randn(1000, 1, generator=torch.manual_seed(0))
    places = torch.arange(products)
    chosen = hardest(logits, places, config=AnchorsConfig(**change))
    assert len(chosen.unique()) == len(chosen) == expected
    assert (chosen >= products).all()
    left = [place for place in range(products, 1000) if place not in set(chosen.tolist())]
    assert not left or logits[chosen].min() >= logits[left].max()


def test_one_sure_class_makes_a_background_anchor_a_hard_one():
    logits = torch.full((100, 3), -5.0)
    logits[7, 2] = 1
    config = AnchorsConfig(least_negatives=1)
    assert hardest(logits, torch.zeros(0, dtype=torch.int64), config=config).tolist() == [7]


def test_easy_background_is_not_learnt_from():
    logits = torch.linspace(-1, 0, 200)[:, None].requires_grad_()
    score_loss(logits, taken(0, 1), config=AnchorsConfig()).backward()
    learnt = logits.grad[:, 0].nonzero().flatten().tolist()
    assert learnt == [0, 1, *range(136, 200)]
    assert (logits.grad[:2] < 0).all()
    assert (logits.grad[136:] > 0).all()


def test_the_score_costs_its_cross_entropy():
    logits = torch.tensor([[0.5, -1.0], [2.0, 0.0]])
    config = AnchorsConfig(least_negatives=1, negatives=1)
    on, off = (lambda x: math.log(1 + math.exp(-x))), (lambda x: math.log(1 + math.exp(x)))
    expected = (off(0.5) + on(-1.0) + off(2.0) + off(0.0)) / 2
    loss = score_loss(logits, taken(0, kinds=[1]), config=config)
    assert float(loss) == pytest.approx(expected)


def test_the_temperature_divides_the_logits_of_the_loss():
    logits = torch.randn(100, 1, generator=torch.manual_seed(0))
    soft = score_loss(logits, taken(3), config=AnchorsConfig(logit_temperature=2.0))
    assert soft == score_loss(logits / 2, taken(3), config=AnchorsConfig())
    assert soft != score_loss(logits, taken(3), config=AnchorsConfig())


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param([0.0, 0, 10, 10], 0.0, id="the anchor itself"),
        pytest.param([0.1, 0, 10.1, 10], 0.1**2 * 9 / 2, id="within beta the square"),
        pytest.param([2.0, 0, 12, 10], 2 - 1 / 18, id="beyond it the distance, in deviations"),
        pytest.param([-5.0, 0, 15, 10], math.log(2) / 0.2 - 1 / 18, id="size in powers of e"),
        pytest.param([90.0, 0, 100, 10], 40 - 1 / 18, id="clipped at four sides"),
        pytest.param([4.9995, 0, 5.0005, 10], 4 / 0.2 - 1 / 18, id="and at e to the four"),
    ],
)
def test_a_box_costs_how_far_it_is_from_its_anchor_in_normalised_differences(box, expected):
    loss = box_loss(torch.zeros(3, 4), taken(1, boxes=[box]), config=AnchorsConfig())
    assert float(loss) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "change",
    [
        {"smooth_l1_beta": 1.0},
        {"deviations": [0.2, 0.1, 0.2, 0.2]},
        {"delta_limit": 0.1},
        {"box_weight": 2.0},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_number_of_the_box_loss_counts(change):
    ours = taken(1, boxes=[[2.0, 0, 12, 10]])
    usual = box_loss(torch.zeros(3, 4), ours, config=AnchorsConfig())
    assert box_loss(torch.zeros(3, 4), ours, config=AnchorsConfig(**change)) != usual


def test_boxes_cost_their_mean_and_none_cost_nothing():
    one, two = [2.0, 0, 12, 10], [0.0, 0, 10, 10]
    config = AnchorsConfig()
    both = box_loss(torch.zeros(3, 4), taken(0, 1, boxes=[one, two]), config=config)
    alone = box_loss(torch.zeros(3, 4), taken(0, boxes=[one]), config=config)
    assert float(both) == pytest.approx(float(alone) / 2)
    none = taken()._replace(boxes=torch.zeros(0, 4))
    assert box_loss(torch.zeros(3, 4), none, config=config) == 0
