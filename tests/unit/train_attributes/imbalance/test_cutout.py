"""One grey rectangle a crop."""

import numpy as np
import pytest

from cartvision.train_attributes.imbalance.cutout import GREY, LARGEST, SMALLEST, cut_out


def crops(n, *, height=60, width=40):
    rng = np.random.default_rng(0)
    return rng.integers(120, 256, (n, height, width, 3), dtype=np.uint8)


def covered(given, **how):
    return (cut_out(given, **how) != given).all(axis=3)


def test_the_cover_is_one_grey_rectangle_of_a_size_within_bounds():
    given = crops(300)
    hidden = covered(given, share=1.0, rng=np.random.default_rng(1))
    areas = hidden.mean(axis=(1, 2))
    for one in hidden:
        rows, columns = one.any(axis=1), one.any(axis=0)
        assert (one == np.outer(rows, columns)).all()
        assert (np.diff(np.flatnonzero(rows)) == 1).all()
        assert (np.diff(np.flatnonzero(columns)) == 1).all()
    assert areas.min() > 0.8 * SMALLEST  # sides are whole pixels
    assert areas.max() < 1.2 * LARGEST
    assert areas.mean() == pytest.approx((SMALLEST + LARGEST) / 2, rel=0.1)


def test_every_row_and_column_is_covered_now_and_then():
    hidden = covered(crops(300), share=1.0, rng=np.random.default_rng(1)).any(axis=0)
    assert hidden.any(axis=0).all()
    assert hidden.any(axis=1).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_of_the_crops_is_covered_and_what_was_given_stays(share):
    given = crops(1000, height=24, width=24)
    before = given.copy()
    told = cut_out(given, share=share, rng=np.random.default_rng(2))
    touched = (told != given).any(axis=(1, 2, 3))
    assert touched.mean() == pytest.approx(share, abs=0.05)
    assert (told[told != given] == GREY).all()
    assert np.array_equal(given, before)


def test_a_crop_is_covered_alike_whatever_follows_it():
    given = crops(8)
    alone = cut_out(given[:3], share=0.5, rng=np.random.default_rng(3))
    assert np.array_equal(alone, cut_out(given, share=0.5, rng=np.random.default_rng(3))[:3])


def test_no_crops_are_no_crops():
    assert cut_out(crops(0), share=1.0, rng=np.random.default_rng(0)).shape == (0, 60, 40, 3)
