import json

import numpy as np
import pytest
import torch

from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from cartvision.files import alone_in
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


def tiny_run(folder, **told):
    write_dataset(folder / "d", [(picture(0), "train"), (picture(1), "val")])
    places = {"dataset": [folder / "d"], "model": folder / "m", "report": folder / "r"}
    return TrainDetectorFlags(**places | {"steps": 1, "size": 96} | told)


@pytest.mark.parametrize("flag", ["model", "report"])
def test_a_folder_of_something_else_is_left_as_it_is(tmp_path, flag):
    flags = tiny_run(tmp_path, **{flag: tmp_path / "d"})
    before = sorted((tmp_path / "d").iterdir())
    with pytest.raises(InputError, match=f"--{flag} .* holds something else"):
        main(flags)
    assert sorted((tmp_path / "d").iterdir()) == before


def test_two_runs_into_one_model_folder_do_not_meet(tmp_path):
    with (
        alone_in(tmp_path / ".m.checkpoints"),
        pytest.raises(InputError, match="another run is at work"),
    ):
        main(tiny_run(tmp_path))


def test_model_and_report_are_two_folders(tmp_path):
    with pytest.raises(ValueError, match="are one folder"):
        tiny_run(tmp_path, report=tmp_path / "m")


def test_products_too_small_to_be_learnt_are_told(tmp_path):
    flags = tiny_run(tmp_path, size=32, zoom=[0.1, 0.1])
    with pytest.raises(InputError, match="all 3 train products are narrower than 4 pixels"):
        main(flags)


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path):
    flags = tiny_run(tmp_path, report=tmp_path / "d" / "dataset.json" / "r")
    with pytest.raises(InputError, match=r"--report .* cannot be written: File exists"):
        main(flags)
    with pytest.raises(InputError, match=r"--model .* is a file"):
        main(tiny_run(tmp_path, model=tmp_path / "d" / "dataset.json"))


def test_a_refusal_leaves_nothing_behind(tmp_path):
    with pytest.raises(InputError, match="no backbone"):
        main(tiny_run(tmp_path, backbone="vgg"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["d"]
