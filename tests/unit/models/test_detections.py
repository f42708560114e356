import pytest
import torch

from cartvision.models.detectors.detections import Detections, best_of

FIRST, NEAR, FAR = [10.0, 10, 30, 30], [12.0, 10, 32, 30], [60.0, 60, 80, 90]


def found(boxes, scores, **told) -> Detections:
    """Of pictures; scores are (b, l) of one class or (b, l, c)."""
    given = torch.tensor(scores)
    settings = {"candidates": 100, "most": 300, "overlap": 0.5, "floor": 0.1} | told
    return best_of(torch.tensor(boxes), given if given.ndim == 3 else given[..., None], **settings)


def test_of_two_boxes_on_one_product_the_likelier_stays():
    told = found([[NEAR, FIRST, FAR]], [[0.8, 0.9, 0.7]])
    assert told.boxes.tolist() == [FIRST, FAR]
    assert told.scores.tolist() == pytest.approx([0.9, 0.7])


def test_a_place_holds_one_class_the_likeliest():
    told = found([[FIRST, NEAR]], [[[0.2, 0.9], [0.8, 0.3]]])
    assert (told.boxes.tolist(), told.kinds.tolist()) == ([FIRST], [1])


def test_pictures_of_a_batch_are_told_apart_and_stand_together():
    told = found([[FIRST, FAR], [FAR, FIRST]], [[0.5, 0.9], [0.9, 0.4]])
    assert told.picture.tolist() == [0, 0, 1, 1]
    assert told.boxes.tolist() == [FAR, FIRST, FAR, FIRST]


@pytest.mark.parametrize(
    ("told", "count"),
    [
        pytest.param({"most": 1}, 1, id="never more than the most"),
        pytest.param({"candidates": 1}, 1, id="never more than is looked at"),
        pytest.param({"floor": 0.8}, 1, id="none below the floor"),
        pytest.param({"overlap": 0.9}, 3, id="repeats that may overlap so far"),
    ],
)
def test_what_is_left_out(told, count):
    assert len(found([[FIRST, NEAR, FAR]], [[0.9, 0.8, 0.7]], **told).boxes) == count


def test_boxes_that_nearly_agree_are_averaged_by_score_and_overlap():
    agreed = found([[FIRST, NEAR, FAR]], [[0.9, 0.6, 0.7]], agree=0.6).boxes
    iou = (18 * 20) / (22 * 20)
    weights = 0.9 * (1 - 0.6), 0.6 * (iou - 0.6)
    shift = 2 * weights[1] / sum(weights)
    assert agreed[0].tolist() == pytest.approx([10 + shift, 10, 30 + shift, 30])
    assert agreed[1].tolist() == pytest.approx(FAR)


def test_a_box_that_just_does_not_agree_has_no_say():
    iou = (18 * 20) / (22 * 20)
    alone, both = (
        found([[FIRST, NEAR]], [[0.9, 0.6]], agree=iou + far).boxes for far in (1e-4, -1e-4)
    )
    assert torch.allclose(alone, torch.tensor([FIRST]))
    assert torch.allclose(alone, both, atol=1e-2)
