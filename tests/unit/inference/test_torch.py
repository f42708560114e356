"""Trained models asked through PyTorch: both, the detector alone, the head alone."""

import numpy as np
import pytest

from cartvision.data.reader import open_dataset
from cartvision.inference.comparing import ATTRIBUTE_TOLERANCE, difference
from cartvision.inference.head import CHUNK
from cartvision.inference.open import open_describer, open_predictor
from cartvision.inference.origin import Origin
from shelves import ATTRIBUTES, shelves_of_three_sizes


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    """As a decoder gives them: not to be written to."""
    shown = shelves_of_three_sizes()
    for frame in shown:
        frame.setflags(write=False)
    return shown


@pytest.fixture(scope="module")
def both(trained):
    return open_predictor([trained.attributes, trained.detector])


@pytest.fixture(scope="module")
def detector(trained):
    return open_predictor([trained.detector])


@pytest.fixture(scope="module")
def describer(trained):
    return open_describer(trained.attributes)


@pytest.mark.parametrize("kind", ["both", "detector"])
def test_a_batch_of_mixed_sizes_is_answered_as_its_frames_one_by_one(request, frames, kind):
    predictor = request.getfixturevalue(kind)
    for frame, answer in zip(frames, predictor.predict(frames), strict=True):
        alone = predictor.predict([frame])[0]
        assert len(alone.boxes)
        assert difference(answer, expected=alone).tolerable


def test_a_detector_alone_finds_the_same_products_and_tells_no_attribute(both, detector, frames):
    for answer, whole in zip(detector.predict(frames), both.predict(frames), strict=True):
        assert answer.attributes.shape == (len(answer.boxes), 0)
        assert answer.boxes.shape == whole.boxes.shape
        assert np.allclose(answer.boxes, whole.boxes, atol=1e-3)
    assert (detector.attributes, detector.thresholds) == ((), ())


def test_a_head_alone_describes_what_the_detector_found_as_both_do(both, describer, frames):
    for frame, answer in zip(frames, both.predict(frames), strict=True):
        boxes = np.tile(answer.boxes, (CHUNK, 1))  # several chunks, the last of them smaller
        told = describer.describe(frame, boxes[1:])
        expected = np.tile(answer.attributes, (CHUNK, 1))[1:]
        assert np.abs(told.attributes - expected).max() <= ATTRIBUTE_TOLERANCE
        assert told.categories == (answer.categories * CHUNK)[1:]
        assert np.allclose(told.certainty, np.tile(answer.certainty, CHUNK)[1:], atol=1e-3)


def test_no_box_is_no_description(describer, frames):
    told = describer.describe(frames[0], np.zeros((0, 4), dtype=np.float32))
    assert told.attributes.shape == (0, len(ATTRIBUTES))
    assert (told.categories, told.certainty.shape) == ((), (0,))


def test_the_cards_tell_what_all_were_trained_on(trained, both, detector, describer):
    fingerprint = open_dataset(trained.dataset).info.fingerprint
    origin = Origin(datasets=((fingerprint,),), licences=("CC0-1.0",))
    assert [model.origin for model in (both, detector, describer)] == [origin] * 3


@pytest.mark.parametrize("kind", ["both", "detector"])
def test_every_answer_is_of_the_one_class(request, frames, kind):
    predictor = request.getfixturevalue(kind)
    answer = predictor.predict(frames[:1])[0]
    assert predictor.classes == ["product"]
    assert answer.classes.tolist() == [0] * len(answer.boxes)


def test_a_detector_with_its_head_tells_categories_and_alone_none(both, detector, frames):
    assert list(both.categories) == ["Drinks", "Drinks > Soda"]
    answer = both.predict(frames[:1])[0]
    assert set(answer.categories) == {"Drinks > Soda"}
    assert (answer.certainty == 1).all()  # train has no other
    assert detector.categories == detector.predict(frames[:1])[0].categories == ()


def test_the_pair_is_as_large_as_its_parts(both, detector, describer):
    assert both.artifact_bytes == detector.artifact_bytes + describer.artifact_bytes
    assert len({both.model, detector.model, describer.model}) == 3
