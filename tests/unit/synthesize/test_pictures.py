"""One picture: the same from the same seed, with boxes that hold what they name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import NA
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.drawing import shots
from cartvision.synthesize.scene import Shot, shoot
from cartvision.synthesize.sight import LEAST_SIDE, extents
from cartvision.vision.codec import decode

SIZE = 320


@pytest.fixture(scope="module")
def many() -> list[Shot]:
    return [shoot(number, seed=7, size=SIZE) for number in range(60)]


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
    shot = shoot(number, seed=seed, size=SIZE)
    for x1, y1, x2, y2 in (seen.box for seen in shot.objects):
        assert 0 <= x1 < x1 + LEAST_SIDE <= x2 <= shot.width
        assert 0 <= y1 < y1 + LEAST_SIDE <= y2 <= shot.height


def test_the_encoded_picture_has_the_size_it_claims(many: list[Shot]):
    shapes = {decode(shot.encoded).shape for shot in many}
    assert shapes == {(shot.height, shot.width, 3) for shot in many}
    assert shapes == {(SIZE, SIZE, 3), (SIZE * 3 // 4, SIZE, 3), (SIZE, SIZE * 3 // 4, 3)}


def test_shelves_are_full_and_a_few_are_empty(many: list[Shot]):
    stocked = [len(shot.objects) for shot in many if shot.objects]
    assert 0 < len(many) - len(stocked) < len(many) / 5
    assert np.median(stocked) >= 15  # four times as many at twice the size


def test_every_attribute_is_present_absent_and_unknown_somewhere(many: list[Shot]):
    values = np.array([seen.attributes for shot in many for seen in shot.objects])
    for place, name in enumerate(ATTRIBUTES):
        assert set(values[:, place].tolist()) == {NA, 0, 1}, name


def test_at_least_four_attributes_are_unknown_for_a_tenth_to_a_third(many: list[Shot]):
    values = np.array([seen.attributes for shot in many for seen in shot.objects])
    unknown = (values == NA).mean(axis=0)
    assert ((unknown >= 0.1) & (unknown <= 0.33)).sum() >= 4


def test_damage_is_rare(many: list[Shot]):
    place = ATTRIBUTES.index("damaged")
    values = np.array([seen.attributes[place] for shot in many for seen in shot.objects])
    assert 0.01 < (values[values != NA] == 1).mean() < 0.06


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
