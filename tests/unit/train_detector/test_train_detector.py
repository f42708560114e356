import json

import numpy as np
import pytest
import torch

from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from cartvision.models.card import read_card
from cartvision.models.detectors.open import load_detector
from cartvision.train_detector.__main__ import main
from cartvision.train_detector.flags import TrainDetectorFlags
from cartvision.vision.boxes import iou
from cartvision.vision.codec import decode
from shelves import BOXES, picture, write_dataset


def test_the_products_it_learnt_are_found(trained):
    detector = load_detector(trained.detector)
    frame = torch.from_numpy(decode(picture(0).encoded).copy())[None]
    with torch.inference_mode():
        boxes, *_ = detector.find(frame, most=3)
    overlaps = iou(boxes.numpy(), np.array(BOXES, dtype=np.float32))
    assert (overlaps.max(axis=0) > 0.5).all()


def test_the_model_folder_holds_all_that_a_model_folder_holds(trained):
    names = {"config.json", "model.safetensors", "card.json", "log.jsonl", "curves.png"}
    assert names <= {file.name for file in trained.detector.iterdir()}
    rows = map(json.loads, (trained.detector / "log.jsonl").read_text().splitlines())
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < losses[0] / 2


def test_the_card_tells_data_licence_and_figures(trained):
    card = read_card(trained.detector)
    assert card.dataset == open_dataset(trained.dataset).info.fingerprint
    assert card.licences == ["CC0-1.0"]
    assert card.metrics["map50"] > 0.9


def test_the_score_to_show_from_is_written_with_the_model(trained):
    assert 0.1 < load_detector(trained.detector).config.min_score < 1


def test_nothing_half_written_is_left_beside_the_model(trained):
    assert [file.name for file in trained.detector.parent.glob(".*")] == []


@pytest.mark.parametrize("missing", ["train", "val"])
def test_an_empty_split_is_told_before_anything_is_learnt(tmp_path, missing):
    present = "val" if missing == "train" else "train"
    write_dataset(tmp_path / "d", [(picture(0), present)])
    flags = TrainDetectorFlags(
        dataset=[tmp_path / "d"], model=tmp_path / "m", report=tmp_path / "r", steps=1, size=96
    )
    with pytest.raises(InputError, match=f"no {missing} picture"):
        main(flags)
    assert not (tmp_path / "m").exists()
