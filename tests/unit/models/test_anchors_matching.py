"""Which anchors answer for which product, against the whole matrix of overlaps."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

from cartvision.models.detectors.anchors.config import STRIDES, AnchorsConfig
from cartvision.models.detectors.anchors.matching import match
from cartvision.models.detectors.anchors.shapes import anchor_shapes, decode, encode
from cartvision.models.detectors.assignment import locations
from cartvision.models.losses import paired_iou

CONFIG = AnchorsConfig()
SHAPES = anchor_shapes(CONFIG.sides, ratios=CONFIG.ratios, scales=CONFIG.scales)


def matched(boxes, *, picture=None, size=64, least=0.3, radius=1.5, shapes=SHAPES):
    picture = torch.zeros(len(boxes), dtype=torch.int64) if picture is None else picture
    return match(
        boxes,
        picture=picture,
        size=size,
        strides=STRIDES,
        shapes=shapes,
        least=least,
        radius=radius,
    )


def anchors(size, shapes=SHAPES):
    """Every anchor, box, centre and stride, level by level, row by row, shape by shape."""
    centres, steps = locations(size, strides=STRIDES, device=torch.device("cpu"))
    of = {float(stride): level for stride, level in zip(STRIDES, shapes, strict=True)}
    each = torch.stack([of[float(step)] for step in steps])
    corners = torch.cat([centres[:, None] - each / 2, centres[:, None] + each / 2], dim=2)
    count = shapes.shape[1]
    return (
        corners.reshape(-1, 4),
        centres.repeat_interleave(count, 0),
        steps.repeat_interleave(count),
    )


def naive(boxes, *, size, least, radius):
    """The same choice from the full matrix (anchors, boxes); returns the box of each anchor."""
    corners, centres, steps = anchors(size)
    iou = torch.stack([paired_iou(corners, box.expand_as(corners))[0] for box in boxes], dim=1)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    off = (centres[:, None] - middle).abs().amax(dim=2)
    iou = torch.where(off < radius * steps[:, None], iou, torch.zeros_like(iou))
    fits = (iou >= (iou.amax(dim=0) * 0.999).clamp(max=least)) & (iou > 0)
    iou = torch.where(fits, iou, torch.zeros_like(iou))
    top, owner = iou.max(dim=1)
    return torch.where(top > 0, owner, -1)


def random_boxes(count, *, size, seed):
    generator = torch.manual_seed(seed)
    middle = torch.rand(count, 2, generator=generator) * size
    sides = torch.exp(torch.rand(count, 2, generator=generator) * 4 + 1)
    boxes = torch.cat([middle - sides / 2, middle + sides / 2], dim=1).clamp(0, size)
    return boxes[(boxes[:, 2:] - boxes[:, :2]).amin(dim=1) > 1]


@pytest.mark.parametrize("radius", [0.5, 1.5, 2.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_choice_is_that_of_the_whole_matrix(seed, radius):
    boxes = random_boxes(40, size=128, seed=seed)
    found = matched(boxes, size=128, radius=radius)
    dense = torch.full((len(anchors(128)[0]),), -1)
    dense[found.anchor] = found.box
    assert len(found.anchor) == len(found.anchor.unique()) > len(boxes)
    assert torch.equal(dense, naive(boxes, size=128, least=0.3, radius=radius))


class Largest(TorchDispatchMode):
    """The most numbers in any tensor that is made."""

    numbers = 0

    def __torch_dispatch__(self, operator, types, args=(), kwargs=None):
        out = operator(*args, **(kwargs or {}))
        made = [part.numel() for part in tree_flatten(out)[0] if isinstance(part, torch.Tensor)]
        self.numbers = max([self.numbers, *made])
        return out


def test_memory_grows_with_the_products_and_not_with_products_times_anchors():
    largest = {}
    for size in (320, 1280):
        boxes = random_boxes(320, size=size, seed=0)[:300]
        assert len(boxes) == 300
        with Largest() as seen:
            matched(boxes, size=size)
        largest[size] = seen.numbers
    cells = 3 * 3 * len(STRIDES)
    assert max(largest.values()) <= 300 * cells * SHAPES.shape[1] < 300 * 170_000 / 200
    assert largest[1280] < 1.5 * largest[320]


def ious_of(found, boxes, *, size):
    corners, centres, steps = anchors(size)
    return (
        paired_iou(corners[found.anchor], boxes[found.box])[0],
        (centres[found.anchor] - (boxes[:, :2] + boxes[:, 2:])[found.box] / 2).abs().amax(dim=1),
        steps[found.anchor],
    )


def test_an_anchor_on_a_product_overlaps_it_by_a_third_and_lies_in_its_middle():
    boxes = torch.tensor([[20.0, 20, 60, 60], [70, 40, 100, 120]])
    iou, off, steps = ious_of(matched(boxes, size=128), boxes, size=128)
    assert 0.3 <= iou.min() < 0.33
    assert (off < 1.5 * steps).all()
    assert (off > 1.0 * steps).any()


@pytest.mark.parametrize(("least", "more"), [(0.2, True), (0.4, False)])
def test_the_limit_of_overlap_is_the_one_that_is_given(least, more):
    boxes = torch.tensor([[20.0, 20, 60, 60]])
    usual, other = matched(boxes), matched(boxes, least=least)
    assert (len(other.anchor) > len(usual.anchor)) is more


def test_a_product_that_no_anchor_fits_is_learnt_by_the_best_of_them():
    boxes = torch.tensor([[31.0, 31, 35, 35]])
    found = matched(boxes)
    iou = ious_of(found, boxes, size=64)[0]
    assert len(found.anchor) > 0
    assert iou.max() < 0.3
    assert torch.allclose(iou, iou.max(), rtol=1e-3)


def test_an_anchor_on_two_products_belongs_to_the_one_it_overlaps_more():
    boxes = torch.tensor([[10.0, 10, 42, 42], [14, 10, 46, 42]])
    found = matched(boxes)
    corners = anchors(64)[0][found.anchor]
    own = paired_iou(corners, boxes[found.box])[0]
    other = paired_iou(corners, boxes[1 - found.box])[0]
    assert set(found.box.tolist()) == {0, 1}
    assert (own >= other - 1e-6).all()


def test_products_of_different_pictures_do_not_meet():
    boxes = torch.tensor([[10.0, 10, 42, 42], [10.0, 10, 42, 42]])
    apart = matched(boxes, picture=torch.tensor([0, 2]))
    first, last = apart.picture == 0, apart.picture == 2
    assert first.sum() == last.sum() == len(apart.picture) / 2
    assert torch.equal(apart.anchor[first], apart.anchor[last])
    assert (apart.box[last] == 1).all()


def test_without_products_every_anchor_is_on_background():
    assert all(len(part) == 0 for part in matched(torch.zeros(0, 4)))


def test_shapes_keep_the_area_and_a_ratio_is_height_over_width():
    shapes = anchor_shapes([32.0, 64.0], ratios=[0.5, 2.0], scales=[0.5, 1.0])
    assert shapes.shape == (2, 4, 2)
    assert torch.allclose(shapes.prod(dim=2)[0], torch.tensor([256.0, 256, 1024, 1024]))
    assert torch.allclose(shapes[0, :, 1] / shapes[0, :, 0], torch.tensor([0.5, 2, 0.5, 2]))
    assert torch.allclose(shapes[1], shapes[0] * 2)


def test_a_box_is_found_again_from_its_differences():
    boxes = torch.tensor([[10.0, 20, 50, 44]])
    around = {"centres": torch.tensor([[22.0, 30]]), "shapes": torch.tensor([[32.0, 16]])}
    told = encode(boxes, **around, limit=4.0)
    assert told[0].tolist() == pytest.approx([0.25, 0.125, 0.2231, 0.4055], abs=1e-4)
    assert torch.allclose(decode(told, **around, limit=4.0), boxes)


def test_differences_are_clipped_both_ways():
    around = {"centres": torch.zeros(1, 2), "shapes": torch.ones(1, 2)}
    far = torch.tensor([[1000.0, 0, 3000, 1]])
    assert encode(far, **around, limit=4.0)[0, [0, 2]].tolist() == [4, 4]
    wild = torch.tensor([[9.0, -9, 9, 9]])
    clipped = torch.tensor([[4.0, -4, 4, 4]])
    assert torch.equal(decode(wild, **around, limit=4.0), decode(clipped, **around, limit=4.0))
