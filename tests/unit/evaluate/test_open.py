"""Which predictor a path asks for."""

import json

import pytest

from cartvision.errors import InputError
from cartvision.inference.open import open_predictor


def model(folder, model_type):
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": model_type}))
    return folder


def test_one_export_is_asked_through_onnx_runtime(export):
    predictor = open_predictor([export()])
    assert (predictor.subject, predictor.attributes) == ("onnx fp32", ["open", "red"])


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        pytest.param(["cartvision-detector"], "one of two model folders", id="a detector alone"),
        pytest.param(["cartvision-detector"] * 2, "cannot judge", id="two detectors"),
        pytest.param(["cartvision-detector", "bert"], "bert", id="a stranger"),
    ],
)
def test_folders_that_are_no_pair_are_refused(tmp_path, kinds, said):
    folders = [model(tmp_path / str(number), kind) for number, kind in enumerate(kinds)]
    with pytest.raises(InputError, match=said):
        open_predictor(folders)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere: no such file or folder"):
        open_predictor([tmp_path / "nowhere"])


def test_a_folder_without_a_config_is_no_model(tmp_path, export):
    detector = model(tmp_path / "detector", "cartvision-detector")
    with pytest.raises(InputError, match=r"has no config\.json"):
        open_predictor([detector, export()])
