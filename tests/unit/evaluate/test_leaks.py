"""Judged pictures that training has seen: the same, their copies, their group, their likeness."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from cartvision.evaluate.doubts.leaks import leaks, quick_likeness
from cartvision.inference.origin import Origin
from cartvision.vision.codec import decode, encode_jpeg
from cartvision.vision.likeness import NEAR, likeness_hash
from shelves import picture, write_dataset

NOBODY = Origin(datasets=(), licences=())


def photo(seed, **changed):
    """As `picture`, with blocks of many sizes: likeness tells such pictures apart."""
    rng = np.random.default_rng(seed)
    pixels = np.full((240, 320, 3), 128, dtype=np.uint8)
    for _ in range(60):
        x, y, wide, tall = *rng.integers(0, 300, 2), *rng.integers(8, 80, 2)
        pixels[y : y + tall, x : x + wide] = rng.integers(0, 256, 3)
    row = replace(picture(seed), encoded=encode_jpeg(pixels), width=320, height=240, objects=())
    return replace(row, **changed)


def changed(one, change, **more):
    pixels = np.ascontiguousarray(change(decode(one.encoded)))
    return replace(one, encoded=encode_jpeg(pixels, quality=70), **more)


@pytest.fixture
def sound(tmp_path):
    rows = [(photo(seed), "train" if seed < 8 else "test") for seed in range(12)]
    return write_dataset(tmp_path / "sound", rows)


def trained(dataset):
    return Origin(datasets=((dataset.info.fingerprint,),), licences=())


def told(dataset, *, split="test", origin=NOBODY, **more):
    return {one.kind: one for one in leaks(dataset, split=split, origin=origin, **more)}


def test_a_sound_split_raises_nothing(sound):
    assert told(sound, origin=trained(sound), trained_on=[sound]) == {}
    assert told(sound, split="test") == {}


@pytest.mark.parametrize(
    ("known", "fact"),
    [
        pytest.param(True, "the model was trained on these very pictures", id="by fingerprint"),
        pytest.param(False, "models are trained on it", id="of another model"),
    ],
)
def test_the_training_split_is_judged_with_a_warning(sound, known, fact):
    alarms = told(sound, split="train", origin=trained(sound) if known else NOBODY)
    assert [*alarms] == ["train-split"]
    assert not alarms["train-split"].fatal
    assert alarms["train-split"].text == (
        f"the judged split is train of dataset {sound.info.fingerprint[:12]}, and {fact}: its "
        "figures say nothing of new pictures; judge on --split test"
    )


def test_the_same_picture_in_train_is_fatal(tmp_path):
    twice = photo(0)
    rows = [(twice, "train"), (replace(twice, group="other"), "test"), (photo(1), "test")]
    alarms = told(write_dataset(tmp_path / "d", rows))
    assert [*alarms] == ["seen-pictures"]
    assert alarms["seen-pictures"].fatal
    assert alarms["seen-pictures"].pictures == (twice.image_id,)
    assert alarms["seen-pictures"].text == (
        "1 of 2 pictures in test, or the originals that they are copies of, are in train of the "
        f"same dataset, image_id {twice.image_id[:12]}: figures on them are no evidence; ingest "
        "the pictures again, all at once, so that each has one split"
    )


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(lambda one, copy: [(copy, "train"), (one, "test")], id="a copy in train"),
        pytest.param(lambda one, copy: [(one, "train"), (copy, "test")], id="a copy is judged"),
    ],
)
def test_a_picture_is_known_by_its_parent(tmp_path, rows):
    one = photo(0)
    copy = changed(one, np.flipud, parent=one.image_id, copy=1, group="other")
    assert told(write_dataset(tmp_path / "d", rows(one, copy)))["seen-pictures"].fatal


def test_copies_of_one_original_that_is_in_neither_split_are_known(tmp_path):
    one = photo(0)
    first, second = (
        changed(one, turn, parent=one.image_id, copy=1, group=turn.__name__)
        for turn in (np.flipud, np.fliplr)
    )
    dataset = write_dataset(tmp_path / "d", [(first, "train"), (second, "test")])
    assert told(dataset)["seen-pictures"].fatal


def test_judged_copies_are_warned_of(tmp_path):
    one = photo(0)
    copy = changed(one, np.flipud, parent=one.image_id, copy=1)
    dataset = write_dataset(tmp_path / "d", [(photo(1), "train"), (one, "test"), (copy, "test")])
    alarms = told(dataset)
    assert [*alarms] == ["judged-copies"]
    assert not alarms["judged-copies"].fatal
    assert alarms["judged-copies"].text == (
        "1 of 2 pictures in test are augmented copies, which no camera took: judge on originals, "
        "only train has copies"
    )


def test_a_group_in_both_is_warned_of(tmp_path):
    rows = [(photo(0, group="a"), "train"), (photo(1, group="a"), "test"), (photo(2), "test")]
    alarms = told(write_dataset(tmp_path / "d", rows))
    assert [*alarms] == ["shared-groups"]
    assert not alarms["shared-groups"].fatal
    assert alarms["shared-groups"].text == (
        "1 groups are in test and in train of the same dataset (a), with 1 of 2 judged pictures: a "
        "store or session that the model knows flatters the figures; ingest again with these "
        "groups whole"
    )


def test_what_another_dataset_taught_is_compared_too(tmp_path, sound):
    judged = next(sound.pictures("test"))
    other = write_dataset(tmp_path / "other", [(replace(judged, group="there"), "train")])
    alarm = told(sound, origin=trained(other), trained_on=[other])["seen-pictures"]
    assert alarm.text.startswith(
        "1 of 4 pictures in test, or the originals that they are copies of, are in train of "
        f"dataset {other.info.fingerprint[:12]}, image_id {judged.image_id[:12]}:"
    )


def test_training_on_a_dataset_that_was_not_given_is_said(sound):
    alarms = told(sound, origin=Origin(datasets=(("ab" * 32,),), licences=()))
    assert [*alarms] == ["unknown-training"]
    assert not alarms["unknown-training"].fatal
    assert alarms["unknown-training"].text == (
        "the model was trained on abababababab, which was not given: whether it has seen the "
        "judged pictures is not known; name that dataset (--trained-on), to compare"
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda pixels: pixels, id="encoded anew"),
        pytest.param(np.fliplr, id="mirror"),
        pytest.param(lambda pixels: cv2.resize(pixels, (160, 120)), id="half the size"),
        pytest.param(lambda pixels: cv2.convertScaleAbs(pixels, alpha=0.8, beta=15), id="light"),
    ],
)
def test_a_nearly_equal_picture_in_train_is_warned_of(tmp_path, change):
    rows = [(photo(seed), "train") for seed in range(5)]
    again = changed(photo(3), change, path="again.jpg", group="other")
    alarms = told(write_dataset(tmp_path / "d", [*rows, (again, "test"), (photo(9), "test")]))
    assert [*alarms] == ["near-duplicates"]
    alarm = alarms["near-duplicates"]
    assert (alarm.fatal, alarm.pictures) == (False, ("again.jpg",))
    start, end = alarm.text.split("again.jpg and shelf-3.jpg (")
    assert start == (
        "1 of 2 pictures in test nearly equal one in train (at most 40 of 256 bits of likeness "
        "differ): "
    )
    assert end.endswith(
        "): look at them, and ingest again so that they share a split if they show the same"
    )
    assert int(end.split(")")[0]) <= NEAR


def test_a_picture_of_one_tone_is_like_nothing(tmp_path):
    flat = [encode_jpeg(np.full((64, 96, 3), tone, dtype=np.uint8)) for tone in (200, 201)]
    rows = [
        (replace(picture(n), encoded=encoded), split)
        for n, (encoded, split) in enumerate(zip(flat, ("train", "test"), strict=True))
    ]
    assert told(write_dataset(tmp_path / "d", rows)) == {}


def test_a_quick_look_differs_little_from_a_whole_one():
    for seed in range(10):
        pixels = cv2.resize(decode(photo(seed).encoded), (2560, 1920))
        whole = likeness_hash(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
        quick = quick_likeness(encode_jpeg(pixels))
        both = (np.frombuffer(one, np.uint8) for one in (whole, quick))
        assert np.bitwise_count(np.bitwise_xor(*both)).sum() <= 8


def test_a_model_trained_on_copies_has_learned_from_their_originals(sound):
    """The graph judges on the dataset whose copies were trained on."""
    origin = Origin(datasets=(("ab" * 32, sound.info.fingerprint),), licences=())
    assert not told(sound, origin=origin)
