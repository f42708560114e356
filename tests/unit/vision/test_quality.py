"""Light and sharpness of pictures, whatever their size."""

import cv2
import numpy as np
import pytest

from cartvision.vision import quality
from cartvision.vision.quality import SIDE, small_grey


def brightness(pixels):
    return quality.brightness(small_grey(pixels))


def sharpness(pixels):
    return quality.sharpness(small_grey(pixels))


def shelf(seed=0, *, side=512):
    """Boxes of all sizes and greys: edges and flat stretches, as on a shelf."""
    rng = np.random.default_rng(seed)
    pixels = np.full((side, side, 3), 128, np.uint8)
    for _ in range(150):
        left, top = rng.integers(0, side, 2)
        width, height = rng.integers(10, 80, 2)
        pixels[top : top + height, left : left + width] = rng.integers(40, 215, 3)
    return pixels


def blurred(pixels, *, by):
    return cv2.GaussianBlur(pixels, (0, 0), by)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ((0, 0, 0), 0.0),
        ((255, 255, 255), 1.0),
        ((255, 0, 0), 0.299),
        ((0, 255, 0), 0.587),
        ((0, 0, 255), 0.114),
    ],
)
def test_brightness_is_the_mean_grey(colour, expected):
    assert brightness(np.full((9, 9, 3), colour, np.uint8)) == pytest.approx(expected, abs=2e-3)


def test_a_picture_without_contrast_is_not_sharp():
    assert sharpness(np.full((64, 64, 3), 77, np.uint8)) == 0.0


@pytest.mark.parametrize("seed", range(5))
def test_the_more_blur_the_less_sharp(seed):
    sharp = shelf(seed)
    told = [sharpness(one) for one in (sharp, *(blurred(sharp, by=by) for by in (1, 2, 4, 8)))]
    assert told == sorted(told, reverse=True)
    assert told[-1] < 0.1 * told[0]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda pixels: pixels // 2, id="half the light"),
        pytest.param(lambda pixels: pixels // 2 + 100, id="less contrast"),
    ],
)
def test_light_and_contrast_are_not_sharpness(change):
    assert sharpness(change(shelf())) == pytest.approx(sharpness(shelf()), rel=0.02)


def test_size_is_not_sharpness():
    """A photograph and its enlargement tell the same of the scene."""
    once = blurred(shelf(), by=2)
    large = cv2.resize(once, (2048, 2048), interpolation=cv2.INTER_CUBIC)
    assert sharpness(large) == pytest.approx(sharpness(once), rel=0.05)
    assert brightness(large) == pytest.approx(brightness(once), abs=0.005)


@pytest.mark.parametrize("shape", [(1, 3000), (3000, 1), (2, 5000), (1, 1)])
def test_a_strip_of_a_picture_is_measured_too(shape):
    pixels = np.random.default_rng(0).integers(0, 255, (*shape, 3), dtype=np.uint8)
    assert np.isfinite(sharpness(pixels))
    assert 0 <= brightness(pixels) <= 1


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        pytest.param((2048, 1024), (SIDE, SIDE // 2), id="a large picture"),
        pytest.param((100, 60), (100, 60), id="a small one stays"),
    ],
)
def test_pictures_are_measured_at_one_size(shape, expected):
    assert small_grey(np.zeros((*shape, 3), np.uint8)).shape == expected
