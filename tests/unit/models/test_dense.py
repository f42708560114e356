import pytest
import torch

from cartvision.data.categories import UNKNOWN
from cartvision.models.detectors.dense import (
    FIRST_REACH,
    LEVEL_SIDES,
    STRIDES,
    DenseConfig,
    DenseDetector,
)

SIZE = 96
BOX = [20.0, 20, 44, 50]


@pytest.fixture(scope="module")
def detector() -> DenseDetector:
    torch.manual_seed(0)
    return DenseDetector(DenseConfig(size=SIZE, channels=16, classes=["Drinks", "Food"]))


def frames(count: int = 1) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, 256, (count, SIZE, SIZE, 3), generator=generator).to(torch.uint8)


def losses(detector, boxes, kinds, *, count=1):
    detector.zero_grad()
    told = detector(
        frames(count),
        [torch.tensor(one, dtype=torch.float32).reshape(-1, 4) for one in boxes],
        [torch.tensor(one, dtype=torch.int64) for one in kinds],
    )
    told["loss"].backward()
    return told


def test_there_are_levels_for_products_of_8_to_400_pixels():
    assert STRIDES == (4, 8, 16, 32, 64)
    assert LEVEL_SIDES == (28, 64, 128, 256)


def test_a_first_box_reaches_two_strides_to_every_side(detector):
    detector.eval()
    _, found = detector._look(torch.zeros(1, 3, SIZE, SIZE))
    detector.train()
    sides = ((found[0, :, 2:] - found[0, :, :2]) / 2).detach()
    assert sides[0] == pytest.approx(torch.full((2,), 4 * FIRST_REACH), rel=0.1)
    assert sides[-1] == pytest.approx(torch.full((2,), 64 * FIRST_REACH), rel=0.1)


def test_pictures_without_products_teach_that_nothing_is_there(detector):
    told = losses(detector, [[], []], [[], []], count=2)
    assert float(told["box_loss"]) == 0
    assert float(told["score_loss"]) > 0
    assert torch.isfinite(told["loss"])


def test_a_product_of_unknown_class_teaches_its_box_and_no_score(detector):
    known = losses(detector, [[BOX]], [[1]])
    unknown = losses(detector, [[BOX]], [[UNKNOWN]])
    assert float(unknown["box_loss"]) == pytest.approx(float(known["box_loss"]), rel=1e-5)
    assert float(unknown["score_loss"]) < float(known["score_loss"])
    assert detector.head.box.weight.grad.abs().sum() > 0


def test_the_class_of_a_product_is_the_one_that_learns_from_it(detector):
    scores = {}
    for kind in (0, 1):
        losses(detector, [[BOX]], [[kind]])
        scores[kind] = detector.head.score.bias.grad.clone()
    assert scores[0][0] < scores[1][0]
    assert scores[1][1] < scores[0][1]


def test_calibration_changes_scores_and_neither_order_nor_boxes(detector):
    detector.eval()
    detector.head.score.bias.data.fill_(0)
    raw = detector.find(frames(), most=20)
    detector.config.slope, detector.config.offset = 2.0, 0.5
    told = detector.find(frames(), most=20)
    detector.config.slope, detector.config.offset = 1.0, 0.0
    assert torch.equal(told.boxes, raw.boxes)
    assert torch.allclose(told.scores.logit(), raw.scores.logit() * 2 + 0.5, atol=1e-4)
    detector.train()
