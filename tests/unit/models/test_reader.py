import numpy as np
import pytest
import torch

from cartvision.models.describer.config import DescriberConfig
from cartvision.models.detectors.dense import SCORE_FLOOR, DenseConfig, DenseDetector
from cartvision.models.detectors.open import load_detector
from cartvision.models.letterbox import channels_first
from cartvision.models.operators import crops
from cartvision.models.reader import ShelfReader
from unit.models.describer.describers import CATEGORIES, awake

NAMES = ["has_cap", "damaged"]
CLASSES = ["Drinks", "Food"]


def detector(*, bias: float = 0, size: int = 96) -> DenseDetector:
    """With random weights; the higher the bias, the more it finds."""
    made = DenseDetector(DenseConfig(size=size, channels=16, classes=CLASSES)).eval()
    edge = torch.tensor([-1.0, 0, 1]).expand(16, 3, 3)
    made.head.score.weight.data = torch.stack([edge, -edge])  # it rises or falls: two classes
    made.head.score.bias.data.fill_(bias)
    return made


@pytest.fixture(scope="module")
def reader() -> ShelfReader:
    torch.manual_seed(0)
    describer = awake(DescriberConfig(names=NAMES, categories=CATEGORIES, crop=32))
    return ShelfReader(detector(), describer, most=20).eval()


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
        boxes, scores, classes, attributes, count, categories, certainty = reader(frames(2))
    assert boxes.shape == (2, 20, 4)
    assert classes.shape == scores.shape == categories.shape == certainty.shape == (2, 20)
    assert attributes.shape == (2, 20, len(NAMES))
    for row, found in enumerate(count[:, 0].tolist()):
        assert found > 0
        assert (scores[row, :found] > SCORE_FLOOR).all()
        for part in (boxes, scores, classes, attributes, categories, certainty):
            assert (part[row, found:] == 0).all()


def test_boxes_lie_inside_the_frame_and_scores_fall(reader):
    with torch.inference_mode():
        boxes, scores, _, _, count, *_ = reader(frames(1, height=50, width=90))
    found = boxes[0, : int(count)]
    assert found.min() >= 0
    assert (found[:, 2] <= 90).all()
    assert (found[:, 3] <= 50).all()
    assert (scores[0].diff() <= 0).all()


def test_every_product_has_the_class_that_the_detector_gave_it(reader):
    batch = frames(3)
    with torch.inference_mode():
        _, _, classes, _, count, *_ = reader(batch)
        found = reader.detector.find(batch, most=20)
    assert classes.dtype == torch.int32
    assert set(found.kinds.tolist()) == {0, 1}
    for row, many in enumerate(count[:, 0].tolist()):
        assert classes[row, :many].tolist() == found.kinds[found.picture == row].tolist()


def test_every_product_has_the_category_that_the_describer_gives_its_crop(reader):
    frame = frames(1)
    with torch.inference_mode():
        boxes, _, _, _, count, categories, certainty = reader(frame)
        found = boxes[0, : int(count)]
        owner = torch.zeros(len(found), dtype=torch.int64)
        _, nodes, likely, _ = reader.attributes.told(
            crops(channels_first(frame), found, owner, reader.attributes.config.crop)
        )
    assert categories.dtype == torch.int32
    assert len(set(nodes.tolist())) > 1
    assert categories[0, : int(count)].tolist() == nodes.tolist()
    assert torch.allclose(certainty[0, : int(count)], likely, atol=1e-5)


def test_a_frame_in_which_nothing_is_found_is_an_empty_answer(reader):
    empty = ShelfReader(detector(bias=-20), reader.attributes, most=20).eval()
    with torch.inference_mode():
        boxes, _, _, _, count, *_ = empty(frames(1))
    assert count.tolist() == [[0]]
    assert (boxes == 0).all()


def test_fewer_places_than_candidates_are_no_error():
    with torch.inference_mode():
        found = detector(size=64).find(frames(1), most=5)
    assert 0 < len(found.boxes) <= 5
    assert len({len(part) for part in found}) == 1


def test_a_saved_model_answers_as_it_did(reader, tmp_path):
    reader.detector.save_pretrained(tmp_path)
    again = load_detector(tmp_path)
    with torch.inference_mode():
        before, after = (one.find(frames(1), most=20) for one in (reader.detector, again))
    assert all(torch.equal(*parts) for parts in zip(before, after, strict=True))
    assert again.config.classes == CLASSES
