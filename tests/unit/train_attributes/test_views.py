import numpy as np
import pytest
import torch

from cartvision.train_attributes.subjects.variety import Views
from cartvision.train_attributes.subjects.views import altered, part, shown_boxes

BOXES = np.array([[10, 20, 50, 40], [60, 10, 90, 70]], dtype=np.float32)
WHOLE = np.array([[0, 0, 200, 100]], dtype=np.float32)
CROPS = torch.arange(2 * 3 * 16 * 16).reshape(2, 3, 16, 16) % 200 + 20.0


def boxes_shown(boxes: np.ndarray, views: Views, *, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return shown_boxes(boxes, width=200, height=100, views=views, rng=rng)


def test_a_product_is_cut_about_where_it_is_labelled():
    shown = np.stack([boxes_shown(BOXES, Views(jitter=0.04), seed=seed) for seed in range(200)])
    sides = np.tile(BOXES[:, 2:] - BOXES[:, :2], 2)
    off = (shown - BOXES) / sides
    assert off.std() == pytest.approx(0.04, abs=0.005)
    assert abs(off.mean()) < 0.01


def test_without_jitter_it_is_cut_as_labelled():
    assert (boxes_shown(BOXES, Views(jitter=0)) == BOXES).all()


def test_a_whole_picture_is_shown_whole_unless_parts_are_wanted():
    assert (boxes_shown(WHOLE, Views()) == WHOLE).all()


def test_a_part_lies_inside_and_has_its_share():
    shares = []
    for seed in range(300):
        ((left, top, right, bottom),) = part(
            width=200, height=100, views=Views(part=0.4), rng=np.random.default_rng(seed)
        )
        assert 0 <= left < right <= 200.001
        assert 0 <= top < bottom <= 100.001
        shares.append((right - left) * (bottom - top) / 20_000)
    assert 0.3 < min(shares) < 0.45
    assert max(shares) > 0.9


def turned(views: Views, *, seed: int = 0) -> torch.Tensor:
    return altered(CROPS, views=views, rng=np.random.default_rng(seed))


def test_nothing_is_altered_unless_it_is_told():
    assert torch.equal(turned(Views()), CROPS)


def test_half_of_the_crops_are_mirrored():
    shown = torch.cat([turned(Views(flips=True), seed=seed) for seed in range(200)])
    kept = [torch.equal(one, CROPS[number % 2]) for number, one in enumerate(shown)]
    assert 0.4 < np.mean(kept) < 0.6


def degrees(crop: torch.Tensor) -> float:
    """Of the one bright bar on dark ground, which lies across."""
    down, across = np.nonzero(crop[0].numpy() > 127)
    return float(np.degrees(np.arctan(np.polyfit(across, down, 1)[0])))


def test_crops_are_tilted_each_by_an_angle_of_its_own_to_either_side():
    bars = torch.zeros(100, 3, 65, 65)
    bars[:, :, 30:35, 10:55] = 255
    shown = altered(bars, views=Views(tilt=20), rng=np.random.default_rng(0))
    told = [degrees(one) for one in shown]
    assert -20.5 < min(told) < -15
    assert 15 < max(told) < 20.5
    assert abs(np.mean(told)) < 4


def test_corners_of_a_tilted_crop_are_of_the_crop():
    shown = altered(CROPS, views=Views(tilt=45), rng=np.random.default_rng(0))
    assert shown.min() >= CROPS.min() - 0.01
    assert shown.max() <= CROPS.max() + 0.01


def test_colours_turn_and_stay_in_range():
    shown = turned(Views(colour=0.4))
    assert not torch.equal(shown, CROPS)
    assert shown.min() >= 0
    assert shown.max() <= 255
    assert shown.mean(dim=(1, 2, 3)) == pytest.approx(CROPS.mean(dim=(1, 2, 3)), rel=0.5)


def test_a_covered_crop_is_otherwise_the_same():
    shown = turned(Views(cut_out=1.0))
    covered = (shown != CROPS.round()).any(dim=1)
    assert 0 < covered.float().mean() < 0.3


def test_the_same_lots_show_the_same():
    views = Views(flips=True, tilt=10, colour=0.3, cut_out=0.5)
    assert torch.equal(turned(views, seed=3), turned(views, seed=3))
    assert not torch.equal(turned(views, seed=3), turned(views, seed=4))
