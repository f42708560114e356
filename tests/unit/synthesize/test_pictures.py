"""One picture: the same from the same seed, with boxes that hold what they name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cartvision.data.picture import NA
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.drawing import shots
from cartvision.synthesize.scene import Shot, shoot
from cartvision.synthesize.sight import LEAST_SIDE, extents
from cartvision.vision.codec import decode

SIZE = 640  # what attributes are readable at
RARE = {"damaged", "fallen"}  # below one in thirty


@pytest.fixture(scope="module")
def many() -> list[Shot]:
    return [shoot(number, seed=7, size=SIZE) for number in range(60)]


@pytest.fixture(scope="module")
def values(many: list[Shot]) -> NDArray[np.int64]:
    """One row a product, one column an attribute."""
    return np.array([seen.attributes for shot in many for seen in shot.objects])


def test_workers_do_not_change_a_byte():
    alone = list(shots(6, seed=3, size=160, workers=1))
    assert list(shots(6, seed=3, size=160, workers=2)) == alone


def test_a_picture_does_not_depend_on_the_others():
    assert list(shots(5, seed=3, size=160, workers=1))[4] == shoot(4, seed=3, size=160)


def test_another_seed_draws_another_picture():
    assert shoot(0, seed=1, size=160).encoded != shoot(0, seed=2, size=160).encoded


@settings(max_examples=12, deadline=None)
@given(number=st.integers(0, 10_000), seed=st.integers(0, 1000))
def test_boxes_lie_inside_the_picture_and_have_area(number: int, seed: int):
    shot = shoot(number, seed=seed, size=320)
    for x1, y1, x2, y2 in (seen.box for seen in shot.objects):
        assert 0 <= x1 < x1 + LEAST_SIDE <= x2 <= shot.width
        assert 0 <= y1 < y1 + LEAST_SIDE <= y2 <= shot.height


def test_the_encoded_picture_has_the_size_it_claims(many: list[Shot]):
    shapes = {decode(shot.encoded).shape for shot in many}
    assert shapes == {(shot.height, shot.width, 3) for shot in many}
    short, low = SIZE * 3 // 4, SIZE * 9 // 16
    assert shapes == {(SIZE, SIZE, 3), (short, SIZE, 3), (SIZE, short, 3), (low, SIZE, 3)}


def test_a_few_pictures_are_empty_and_a_few_are_very_full(many: list[Shot]):
    counts = np.array([len(shot.objects) for shot in many])
    assert 0 < (counts == 0).sum() < len(many) / 5
    assert np.median(counts) >= 30
    assert counts.max() >= 150


def test_products_are_small_large_and_all_between(many: list[Shot]):
    sizes = np.array(
        [
            max(x2 - x1, y2 - y1) / max(shot.width, shot.height)
            for shot in many
            for x1, y1, x2, y2 in (seen.box for seen in shot.objects)
        ]
    )
    assert sizes.min() < 0.04
    assert sizes.max() > 0.4
    assert ((sizes > 0.02) & (sizes < 0.4)).mean() > 0.98
    assert 0.06 < np.median(sizes) < 0.16


def test_many_articles_of_many_kinds_from_many_stores(many: list[Shot]):
    assert len({seen.sku for shot in many for seen in shot.objects}) > 200
    assert len({seen.category for shot in many for seen in shot.objects}) > 35
    assert len({shot.group for shot in many}) > 12


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_is_known_of_most_products_and_true_of_some(
    name: str, values: NDArray[np.int64]
):
    column = values[:, ATTRIBUTES.index(name)]
    assert 0.08 < (column == NA).mean() < 0.33
    often = (column[column != NA] == 1).mean()
    assert 0.005 < often < (0.033 if name in RARE else 0.45)


def test_a_tenth_to_a_third_of_all_values_is_unknown(values: NDArray[np.int64]):
    assert 0.1 < (values == NA).mean() < 0.3


def test_an_extent_is_what_is_seen_of_its_owner():
    owners = np.zeros((20, 30), dtype=np.uint16)
    owners[4:12, 3:9] = 1
    owners[6:18, 7:20] = 2
    boxes, pixels = extents(owners, count=3)
    assert boxes[:2].tolist() == [[3, 4, 9, 12], [7, 6, 20, 18]]
    assert pixels.tolist() == [8 * 6 - 6 * 2, 12 * 13, 0]


def test_a_sliver_beside_a_neighbour_does_not_widen_the_box():
    owners = np.zeros((60, 60), dtype=np.uint16)
    owners[10:50, 5:25] = 1
    owners[10, 25:55] = 1
    assert extents(owners, count=1)[0].tolist() == [[5, 10, 25, 50]]
