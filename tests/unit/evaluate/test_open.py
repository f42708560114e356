"""Which predictor a path asks for."""

import json

import numpy as np
import onnx
import pytest

from cartvision.errors import InputError
from cartvision.inference.open import ROLES, kind_of, open_describer, open_predictor
from cartvision.inference.origin import Origin
from cartvision.models.detectors.open import FAMILIES


def model(folder, model_type):
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": model_type}))
    return folder


def models(folder, kinds):
    return [model(folder / str(number), kind) for number, kind in enumerate(kinds)]


def test_one_export_is_asked_through_onnx_runtime(export):
    predictor = open_predictor([export()])
    assert (predictor.subject, predictor.attributes) == ("onnx fp32", ["open", "red"])


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        pytest.param(["cartvision-dense"] * 2, "cannot judge", id="two detectors"),
        pytest.param(
            ["cartvision-dense", "cartvision-anchors"], "cannot judge", id="two of two families"
        ),
        pytest.param(["cartvision-describer"] * 2, "cannot judge", id="two heads"),
        pytest.param(["cartvision-describer"], "finds no product", id="a head alone"),
        pytest.param(["cartvision-dense", "bert"], "bert", id="a stranger with a detector"),
        pytest.param(["bert"], "bert", id="a stranger alone"),
        pytest.param(["detector"], "cannot judge", id="a stranger that is named as a role"),
        pytest.param(
            ["cartvision-dense", "cartvision-describer", "bert"], "bert", id="three folders"
        ),
    ],
)
def test_folders_that_find_and_describe_nothing_are_refused(tmp_path, kinds, said):
    with pytest.raises(InputError, match=said):
        open_predictor(models(tmp_path, kinds))


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        pytest.param(["cartvision-dense"], "detector", id="a dense detector"),
        pytest.param(["cartvision-anchors"], "detector", id="one with anchors"),
        pytest.param(["cartvision-queries"], "detector", id="one with queries"),
        pytest.param(["cartvision-describer"], "attributes", id="a head"),
        pytest.param(["cartvision-dense", "cartvision-describer"], "both", id="both"),
        pytest.param(["cartvision-describer", "cartvision-anchors"], "both", id="turned round"),
        pytest.param(["cartvision-queries", "cartvision-describer"], "both", id="of any family"),
    ],
)
def test_the_kind_of_model_folders_is_told(tmp_path, kinds, told):
    assert kind_of(models(tmp_path, kinds)) == told


def test_every_family_of_detectors_is_a_detector():
    assert {family.config_class.model_type for family in FAMILIES.values()} <= {
        told for told, role in ROLES.items() if role == "detector"
    }


def test_an_export_is_one_as_a_folder_and_as_its_file(export):
    folder = export()
    assert (kind_of([folder]), kind_of([folder / "model.onnx"])) == ("onnx", "onnx")


def test_a_detector_describes_nothing(tmp_path):
    with pytest.raises(InputError, match="no attribute head's model folder"):
        open_describer(model(tmp_path / "detector", "cartvision-dense"))


def test_a_model_folder_without_a_card_is_no_model(tmp_path):
    with pytest.raises(InputError, match=r"has no card\.json"):
        open_predictor([model(tmp_path / "detector", "cartvision-dense")])


def test_an_export_tells_what_it_was_trained_on(export):
    predictor = open_predictor([export()])
    assert predictor.origin == Origin(datasets=(("0" * 64,),), licences=("CC0-1.0",))
    assert (predictor.classes, predictor.most) == (["product"], 300)


def test_an_export_that_does_not_tell_its_origin_is_exported_again(export):
    file = export() / "model.onnx"
    file.write_bytes(file.read_bytes().replace(b'"datasets"', b'"database"'))
    with pytest.raises(InputError, match=r"does not tell datasets.*export its models again"):
        open_predictor([file])


def test_an_export_without_classes_is_exported_again(export):
    file = export() / "model.onnx"
    model = onnx.load(file)
    model.graph.output.remove(next(out for out in model.graph.output if out.name == "classes"))
    onnx.save(model, file)
    with pytest.raises(InputError, match=r"does not tell classes of products.*export its models"):
        open_predictor([file])


def test_an_export_of_before_categories_were_told_answers_without(export):
    predictor = open_predictor([export()])
    (answer,) = predictor.predict([np.zeros((8, 8, 3), np.uint8)])
    assert predictor.categories == []
    assert answer.categories == ()
    assert answer.sureness.tolist() == [0, 0, 0]


def test_an_export_that_says_it_tells_categories_and_does_not_is_exported_again(export):
    file = export() / "model.onnx"
    model = onnx.load(file)
    card = model.metadata_props[0]
    card.value = card.value.replace('"classes"', '"categories": ["Drinks"], "classes"')
    onnx.save(model, file)
    with pytest.raises(InputError, match=r"does not tell categories of products, certainty of"):
        open_predictor([file])


def test_a_frame_of_another_size_is_answered_in_its_place(export):
    frames = [np.zeros((height, 8, 3), np.uint8) for height in (8, 6, 8)]
    assert [len(answer.boxes) for answer in open_predictor([export()]).predict(frames)] == [3] * 3


def test_no_frame_is_no_answer(export):
    assert open_predictor([export()]).predict([]) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere: no such file or folder"):
        open_predictor([tmp_path / "nowhere"])


def test_a_folder_without_a_config_is_no_model(tmp_path, export):
    detector = model(tmp_path / "detector", "cartvision-dense")
    with pytest.raises(InputError, match=r"has no config\.json"):
        open_predictor([detector, export()])
