"""One look-up table does what the library's transforms do one after another."""

import numpy as np
import pytest

from cartvision.augment.chance import Lots, Step
from cartvision.augment.library import albumentations
from cartvision.augment.tones import shaded

PIXELS = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)


def drawn(*transforms, seed: int):
    lots = Lots(seed)
    return [one for kind in transforms for one in Step(1.0, (kind,)).draw(lots, like=PIXELS)]


def step_by_step(steps) -> np.ndarray:
    pixels = PIXELS
    for one in steps:
        pixels = one.transform.apply(pixels, **one.numbers)
    return pixels


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "curves",
    [
        pytest.param([albumentations.RandomGamma(p=1)], id="gamma"),
        pytest.param([albumentations.RandomBrightnessContrast(p=1)], id="brightness, contrast"),
        pytest.param(
            [albumentations.RandomBrightnessContrast(brightness_by_max=False, p=1)], id="by mean"
        ),
        pytest.param([albumentations.RandomToneCurve(p=1)], id="tone curve"),
        pytest.param([albumentations.RandomToneCurve(per_channel=True, p=1)], id="by channel"),
        pytest.param(
            [albumentations.RandomGamma(p=1), albumentations.RandomBrightnessContrast(p=1)],
            id="two curves",
        ),
        pytest.param(
            [
                albumentations.RandomGamma(p=1),
                albumentations.MedianBlur(p=1),
                albumentations.RandomToneCurve(p=1),
            ],
            id="a blur between curves",
        ),
    ],
)
def test_curves_are_the_librarys_to_the_bit(curves, seed) -> None:
    steps = drawn(*curves, seed=seed)
    assert np.array_equal(shaded(PIXELS, steps), step_by_step(steps))


@pytest.mark.parametrize("mode", ["blackbody", "cied"])
def test_a_white_balance_is_the_librarys_to_a_grey_level(mode) -> None:
    for seed in range(5):
        steps = drawn(albumentations.PlanckianJitter(mode=mode, p=1), seed=seed)
        apart = shaded(PIXELS, steps).astype(int) - step_by_step(steps)
        assert np.abs(apart).max() <= 1


def test_the_picture_itself_is_not_changed() -> None:
    before = PIXELS.copy()
    shaded(PIXELS, drawn(albumentations.RandomGamma(gamma_limit=(200, 200), p=1), seed=1))
    assert np.array_equal(PIXELS, before)
