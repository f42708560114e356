import numpy as np
import pytest
import torch

from cartvision.models.attributes import AttributeModel, AttributesConfig
from cartvision.models.detector import Detector, DetectorConfig
from cartvision.models.finding import SCORE_FLOOR, find_products
from cartvision.models.reader import ShelfReader

NAMES = ["has_cap", "damaged"]


@pytest.fixture(scope="module")
def reader() -> ShelfReader:
    torch.manual_seed(0)
    detector = Detector(DetectorConfig(size=96, channels=16)).eval()
    detector.head.score.bias.data.fill_(0)
    attributes = AttributeModel(AttributesConfig(names=NAMES, thresholds=[0.5, 0.5], crop=32))
    return ShelfReader(detector, attributes.eval(), most=20).eval()


def frames(count: int, *, height: int = 60, width: int = 80) -> torch.Tensor:
    rng = np.random.default_rng(3)
    return torch.from_numpy(rng.integers(0, 255, (count, height, width, 3), dtype=np.uint8))


def test_a_batch_is_answered_as_its_pictures_one_by_one(reader):
    batch = frames(3)
    with torch.inference_mode():
        together = reader(batch)
        alone = [reader(batch[i : i + 1]) for i in range(3)]
    for part, single in zip(together, zip(*alone, strict=True), strict=True):
        assert torch.allclose(part, torch.cat(single), atol=1e-3)


def test_rows_past_the_count_are_zero_and_those_before_are_not(reader):
    with torch.inference_mode():
        boxes, scores, attributes, count = reader(frames(2))
    assert boxes.shape == (2, 20, 4)
    assert attributes.shape == (2, 20, len(NAMES))
    for row, found in enumerate(count[:, 0].tolist()):
        assert found > 0
        assert (scores[row, :found] > SCORE_FLOOR).all()
        for part in (boxes, scores, attributes):
            assert (part[row, found:] == 0).all()


def test_boxes_lie_inside_the_frame_and_scores_fall(reader):
    with torch.inference_mode():
        boxes, scores, _, count = reader(frames(1, height=50, width=90))
    found = boxes[0, : int(count)]
    assert found.min() >= 0
    assert (found[:, 2] <= 90).all()
    assert (found[:, 3] <= 50).all()
    assert (scores[0].diff() <= 0).all()


def test_a_frame_in_which_nothing_is_found_is_an_empty_answer(reader):
    detector = Detector(DetectorConfig(size=96, channels=16)).eval()
    detector.head.score.bias.data.fill_(-20)
    empty = ShelfReader(detector, reader.attributes, most=20).eval()
    with torch.inference_mode():
        boxes, _, _, count = empty(frames(1))
    assert count.tolist() == [[0]]
    assert (boxes == 0).all()


def test_fewer_places_than_candidates_are_no_error():
    detector = Detector(DetectorConfig(size=64, channels=16)).eval()
    with torch.inference_mode():
        boxes, scores, picture = find_products(detector, frames(1), most=5)
    assert len(boxes) == len(scores) == len(picture)


def test_a_saved_model_answers_as_it_did(reader, tmp_path):
    reader.detector.save_pretrained(tmp_path)
    again = Detector.from_pretrained(tmp_path).eval()
    with torch.inference_mode():
        before, after = reader.detector(frames(1)), again(frames(1))
    assert torch.equal(before["boxes"], after["boxes"])
    assert torch.equal(before["scores"], after["scores"])
