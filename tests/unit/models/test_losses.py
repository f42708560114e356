import numpy as np
import pytest
import torch

from cartvision.data.picture import NA
from cartvision.models.losses import masked_focal, paired_iou, quality_focal
from cartvision.vision.boxes import iou

LABELS = torch.tensor([[1, 0, NA], [NA, 1, 0], [0, NA, NA]], dtype=torch.int8)


def focal(labels: torch.Tensor, *, logits: torch.Tensor) -> torch.Tensor:
    return masked_focal(logits, labels, weights=torch.tensor([1.0, 3.0, 2.0]))


def test_an_unknown_label_contributes_exactly_nothing():
    logits = torch.randn(3, 3, generator=torch.manual_seed(0)).requires_grad_()
    focal(LABELS, logits=logits).backward()
    assert (logits.grad[LABELS == NA] == 0).all()
    assert (logits.grad[LABELS != NA] != 0).all()


def test_logits_of_unknown_labels_do_not_change_the_loss():
    logits = torch.randn(3, 3, generator=torch.manual_seed(0))
    moved = torch.where(LABELS == NA, logits + 7, logits)
    assert focal(LABELS, logits=moved) == focal(LABELS, logits=logits)


def test_labels_that_are_all_unknown_cost_nothing():
    assert focal(torch.full((2, 3), NA), logits=torch.randn(2, 3)) == 0


def test_a_sure_right_answer_costs_less_than_an_unsure_one():
    truth = torch.tensor([[1, 0, 0]], dtype=torch.int8)
    sure, unsure = torch.tensor([[4.0, -4, -4]]), torch.tensor([[0.5, -0.5, -0.5]])
    assert focal(truth, logits=sure) < focal(truth, logits=unsure) / 100


def test_a_positive_counts_by_its_weight():
    truth = torch.tensor([[1, 1, 1]], dtype=torch.int8)
    logits = torch.zeros(1, 3, requires_grad=True)
    focal(truth, logits=logits).backward()
    assert (logits.grad / logits.grad[0, 0]).tolist() == [pytest.approx([1, 3, 2])]


def test_paired_overlap_is_the_one_that_evaluation_measures():
    rng = np.random.default_rng(0)
    corners = rng.uniform(0, 20, (2, 50, 2)).astype(np.float32)
    first, second = np.concatenate([corners, corners + rng.uniform(1, 20, (2, 50, 2))], axis=2)
    first, second = first.astype(np.float32), second.astype(np.float32)
    ours, generalised = paired_iou(torch.from_numpy(first), torch.from_numpy(second))
    assert ours.numpy() == pytest.approx(iou(first, second).diagonal(), abs=1e-5)
    assert (generalised <= ours + 1e-6).all()


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param([0, 0, 10, 10], 1.0, id="the same box"),
        pytest.param([10, 0, 20, 10], 0.0, id="side by side"),
        pytest.param([20, 0, 30, 10], -1 / 3, id="a box apart"),
    ],
)
def test_generalised_overlap_tells_how_far_boxes_are_apart(second, expected):
    first = torch.tensor([[0.0, 0, 10, 10]])
    assert float(paired_iou(first, torch.tensor([second]).float())[1]) == pytest.approx(expected)


def test_a_score_equal_to_the_quality_costs_least():
    quality = torch.tensor([0.7])
    costs = [float(quality_focal(torch.logit(torch.tensor([s])), quality)) for s in (0.5, 0.7, 0.9)]
    assert costs[1] == pytest.approx(0)
    assert min(costs[0], costs[2]) > 0
