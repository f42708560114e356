"""Boxes go where the pixels go, and what cannot be seen any more is dropped."""

import numpy as np
import pytest

from cartvision.augment.copies import instances
from cartvision.augment.policy import Policy, read_policy
from cartvision.augment.quads import inside
from cartvision.augment.transforms import Transforms
from cartvision.data.picture import Product
from cartvision.errors import InputError, WorkError
from cartvision.vision.codec import decode
from shelves import BOXES, HEIGHT, WIDTH, picture

NEAR = 1.5  # pixels


def policy(*geometry: dict, min_visibility: float = 0.35, max_lost: float = 0.9) -> Policy:
    return Policy(
        jpeg_quality=(95, 95),
        min_visibility=min_visibility,
        max_lost=max_lost,
        geometry=list(geometry),
        appearance=[],
    )


def draw(*geometry: dict, boxes=BOXES, pixels=None):
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8) if pixels is None else pixels
    given = np.array(boxes, dtype=np.float32).reshape(-1, 4)
    return Transforms(policy(*geometry)).draw(pixels, given, seed=1)


def shift(x: int, y: int = 0) -> dict:
    moved = {"x": [x, x], "y": [y, y]}
    return {"Affine": {"translate_px": moved, "scale": [1.0, 1.0], "rotate": [0, 0], "p": 1}}


def test_a_shift_of_nothing_leaves_boxes_where_they_are() -> None:
    drawn = draw(shift(0))
    assert drawn.boxes.tolist() == [list(box) for box in BOXES]
    assert drawn.visible.tolist() == [1, 1, 1]


def test_a_shift_moves_boxes_by_as_much() -> None:
    drawn = draw(shift(3, 2))
    expected = np.array(BOXES) + np.array([3, 2, 3, 2])
    assert drawn.boxes == pytest.approx(expected, abs=1e-3)


def test_what_leaves_the_picture_is_clipped_and_its_share_is_known() -> None:
    drawn = draw(shift(-14), boxes=[(4, 6, 24, 30)])
    assert drawn.boxes[0] == pytest.approx([0, 6, 10, 30], abs=1e-3)
    assert drawn.visible[0] == pytest.approx(0.5, abs=0.05)


def test_a_hole_counts_as_unseen() -> None:
    hole = {
        "CoarseDropout": {
            "num_holes_range": [1, 1],
            "hole_height_range": [0.999, 0.999],
            "hole_width_range": [0.999, 0.999],
            "fill_mask": 0,
            "p": 1,
        }
    }
    assert draw(hole, boxes=[(40, 20, 50, 40)]).visible[0] < 0.05


@pytest.mark.parametrize(
    "strong",
    [
        {"Affine": {"rotate": [20, 20], "p": 1}},
        {"Affine": {"shear": [8, 8], "scale": [0.8, 0.8], "p": 1}},
        {"Perspective": {"scale": [0.1, 0.1], "p": 1}},
        {"RandomCropFromBorders": {"crop_left": 0.3, "crop_top": 0.3, "p": 1}},
    ],
)
def test_a_box_ends_where_its_pixels_end(strong) -> None:
    """A white block on black, moved: its box is the one around what is white."""
    box = (34, 20, 62, 46)
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[box[1] : box[3], box[0] : box[2]] = 255
    for seed in range(10):
        given = np.array([box], dtype=np.float32)
        drawn = Transforms(policy(strong)).draw(pixels, given, seed=seed)
        assert drawn.boxes[0] == pytest.approx(around_white(drawn.pixels), abs=NEAR)


def around_white(pixels: np.ndarray) -> list[float]:
    rows, columns = np.nonzero(pixels[..., 0] > 127)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_a_leaning_object_is_bounded_where_the_border_cuts_it() -> None:
    leaning = np.array([[[10, 0], [30, 0], [70, 80], [50, 80]]], dtype=np.float32)
    boxes, shares = inside(leaning, width=100, height=40)
    assert boxes[0] == pytest.approx([10, 0, 50, 40])
    assert shares[0] == pytest.approx(0.5)


def test_an_object_outside_has_no_share() -> None:
    away = np.array([[[200, 0], [230, 0], [230, 20], [200, 20]]], dtype=np.float32)
    boxes, shares = inside(away, width=100, height=40)
    assert shares.tolist() == [0]
    assert boxes[0][2] <= 100


@pytest.mark.parametrize(("moved", "stays"), [(-11, True), (-20, False)])
def test_an_object_is_dropped_below_the_least_visibility(moved, stays) -> None:
    products = (Product((4, 6, 24, 30), sku="edge"), Product((60, 34, 90, 60), sku="middle"))
    _, copy = instances(
        picture(1, products=products), policy=policy(shift(moved)), copies=2, seed=1
    )
    assert [item.sku for item in copy.objects] == ["edge", "middle"][0 if stays else 1 :]


def test_a_copy_that_loses_too_many_objects_is_drawn_again() -> None:
    """Half of the draws throw everything out; no copy that is kept does."""
    gamble = policy({"Affine": {"translate_px": {"x": [200, 200], "y": [0, 0]}, "p": 0.5}})
    copies = instances(picture(1), policy=gamble, copies=12, seed=1)
    assert [len(copy.objects) for copy in copies] == [len(BOXES)] * 12


def test_a_policy_that_always_loses_too_many_is_blamed() -> None:
    with pytest.raises(WorkError, match=r"100 draws .* gentler"):
        instances(picture(1), policy=policy(shift(500)), copies=2, seed=1)


def test_a_picture_without_objects_has_copies_too() -> None:
    empty = picture(1, products=())
    copies = instances(empty, policy=read_policy("shelf"), copies=10, seed=1)
    assert [len(copy.objects) for copy in copies] == [0] * 10


def test_the_transforms_of_a_draw_decide_apart() -> None:
    """Three coins of one half: all eight outcomes are drawn, not only all or none."""
    coins = [shift(x, y) for x, y in ((32, 0), (16, 0), (8, 0))]
    for coin in coins:
        coin["Affine"]["p"] = 0.5
    transforms = Transforms(policy(*coins))
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    box = np.array([[0, 0, 8, 8]], dtype=np.float32)
    lefts = {round(float(transforms.draw(pixels, box, seed=s).boxes[0, 0])) for s in range(80)}
    assert lefts == {0, 8, 16, 24, 32, 40, 48, 56}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param({"Mirrorball": {}}, "names Mirrorball", id="no such transform"),
        pytest.param({"Affine": {"rotation": 3}}, "policy's Affine", id="no such argument"),
        pytest.param({"Affine": {"rotate": "much"}}, "policy's Affine", id="no such value"),
    ],
)
def test_a_fault_in_a_policy_is_named(entry, said) -> None:
    with pytest.raises(InputError, match=said):
        Transforms(policy(entry))


def test_an_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no policy 'glossy'; there are: shelf"):
        read_policy("glossy")


def test_a_copy_is_decoded_at_the_size_it_claims() -> None:
    for copy in instances(picture(1), policy=read_policy("shelf"), copies=10, seed=1):
        assert decode(copy.encoded).shape == (copy.height, copy.width, 3)
