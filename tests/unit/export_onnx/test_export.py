import json
from pathlib import Path

import numpy as np
import onnx
import pytest

import cartvision
from cartvision.data.reader import open_dataset
from cartvision.errors import WorkError
from cartvision.export_onnx.__main__ import main
from cartvision.export_onnx.comparison import write_both
from cartvision.export_onnx.flags import ExportOnnxFlags
from cartvision.export_onnx.graph import finish
from cartvision.export_onnx.measure import WORTHWHILE, Measured, choose, kept_share
from cartvision.export_onnx.parity import parity
from cartvision.files import digest
from cartvision.inference.answer import Answer
from cartvision.inference.comparing import difference
from cartvision.inference.onnx import OnnxPredictor
from cartvision.inference.torch import TorchPredictor
from cartvision.vision.codec import decode
from shelves import picture, shelves_of_three_sizes

NOTHING = (0, 4), (0,), (0, 2)  # boxes, scores, attributes


@pytest.fixture(scope="module")
def predictor(trained) -> TorchPredictor:
    return TorchPredictor(detector=trained.detector, attributes=trained.attributes)


@pytest.fixture(scope="module")
def files(trained, predictor, tmp_path_factory) -> dict[str, Path]:
    pictures = open_dataset(trained.dataset).pictures("train")
    return write_both(predictor, tmp_path_factory.mktemp("onnx"), calibration=pictures)


def frames(*, height: int = 64, width: int = 96) -> list[np.ndarray]:
    """Shelves with floor below or at the right, enlarged or cut to the size asked for."""
    shown = []
    for seed in range(3):
        shelf = decode(picture(seed).encoded)
        times = max(1, min(height // shelf.shape[0], width // shelf.shape[1]))
        large = shelf.repeat(times, axis=0).repeat(times, axis=1)[:height, :width]
        below, right = height - large.shape[0], width - large.shape[1]
        shown.append(np.pad(large, ((0, below), (0, right), (0, 0)), constant_values=114))
    return shown


@pytest.mark.parametrize(
    ("height", "width"),
    [
        pytest.param(64, 96, id="as it was trained"),
        pytest.param(96, 64, id="upright"),
        pytest.param(200, 300, id="larger"),
        pytest.param(33, 41, id="odd and small"),
    ],
)
def test_the_exported_graph_answers_as_pytorch_does(files, predictor, height, width):
    exported = OnnxPredictor(files["fp32"])
    shown = frames(height=height, width=width)
    found = [predictor.predict([frame])[0] for frame in shown]
    assert any(len(answer.boxes) for answer in found)
    for frame, expected in zip(shown, found, strict=True):
        assert difference(exported.predict([frame])[0], expected=expected).tolerable


def test_batch_height_and_width_of_the_graph_are_free(files):
    axes = onnx.load(files["fp32"]).graph.input[0].type.tensor_type.shape.dim
    assert [bool(axis.dim_param) for axis in axes] == [True, True, True, False]


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_batch_of_mixed_sizes_is_answered_as_its_frames_one_by_one(files, precision):
    exported = OnnxPredictor(files[precision])
    shown = shelves_of_three_sizes()
    for frame, answer in zip(shown, exported.predict(shown), strict=True):
        alone = exported.predict([frame])[0]
        assert len(alone.boxes)
        assert difference(answer, expected=alone).tolerable


def test_int8_is_for_the_detectors_convolutions_only(files):
    nodes = onnx.load(files["int8"]).graph.node
    fed = {out: node.op_type for node in nodes for out in node.output}
    quantised = [fed.get(node.input[1]) for node in nodes if node.op_type == "Conv"]
    assert quantised.count("DequantizeLinear") > 50
    assert quantised.count(None) > 40


def test_both_files_need_nothing_that_an_older_runtime_lacks(files):
    for file in files.values():
        model = onnx.load(file)
        assert model.ir_version <= 10
        assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 18)]


def test_an_operator_of_one_runtime_alone_is_refused(tmp_path):
    node = onnx.helper.make_node("FusedConv", ["x"], ["y"], domain="com.microsoft")
    graph = onnx.helper.make_graph([node], "g", [], [])
    onnx.save(onnx.helper.make_model(graph, ir_version=10), tmp_path / "g.onnx")
    with pytest.raises(WorkError, match=r"not portable.*FusedConv"):
        finish(tmp_path / "g.onnx", meaning={})


def test_the_file_says_nothing_of_the_machine_that_it_was_made_on(files):
    here = str(Path(cartvision.__file__).parent).encode()
    assert all(here not in file.read_bytes() for file in files.values())


def test_the_same_model_is_exported_to_the_same_bytes(trained, predictor, files, tmp_path):
    pictures = open_dataset(trained.dataset).pictures("train")
    again = write_both(predictor, tmp_path, calibration=pictures)
    assert {n: digest(f) for n, f in again.items()} == {n: digest(f) for n, f in files.items()}


def test_what_the_answers_mean_is_in_the_file(files, predictor):
    read = OnnxPredictor(files["int8"])
    assert read.subject == "onnx int8"
    assert read.attributes == predictor.attributes
    assert read.thresholds == pytest.approx(predictor.thresholds)
    assert read.min_score == predictor.min_score
    assert read.classes == list(predictor.classes)
    assert read.categories == list(predictor.categories) != []
    assert (read.most, read.origin) == (predictor.most, predictor.origin)


def test_another_model_is_not_taken_for_the_same(files, predictor):
    with pytest.raises(WorkError, match="not the trained model"):
        parity(OnnxPredictor(files["int8"]), trained=predictor, frames=frames())


class Blind:
    """Finds nothing in any frame."""

    def predict(self, frames):
        return [Answer(*(np.zeros(shape, np.float32) for shape in NOTHING)) for _ in frames]


def test_frames_in_which_nothing_is_found_prove_nothing():
    with pytest.raises(WorkError, match="nothing was compared"):
        parity(Blind(), trained=Blind(), frames=frames())


def measured(milliseconds: float, **figures: float) -> Measured:
    return Measured("p", figures, milliseconds=milliseconds, megabytes=1)


PLAIN = measured(100, map=0.8, f1=0.9)


@pytest.mark.parametrize(
    ("quantised", "kept"),
    [
        pytest.param(measured(50, map=0.8, f1=0.9), True, id="twice as fast and as good"),
        pytest.param(measured(50, map=0.793, f1=0.9), True, id="just good enough"),
        pytest.param(measured(50, map=0.78, f1=0.95), False, id="one figure lost too much"),
        pytest.param(measured(101, map=0.8, f1=0.9), False, id="slower"),
        pytest.param(measured(100 / WORTHWHILE + 1, map=0.8, f1=0.9), False, id="hardly faster"),
        pytest.param(measured(50, map=0.8), False, id="a figure is missing"),
    ],
)
def test_int8_is_kept_only_if_it_is_faster_and_as_good(quantised, kept):
    assert (choose(PLAIN, quantised, keep=0.99) is quantised) is kept


def test_the_worst_kept_figure_counts():
    assert kept_share(measured(1, map=0.4, f1=0.9), of=PLAIN) == pytest.approx(0.5)


def test_the_stage_leaves_one_model_with_its_card_and_report(trained, tmp_path):
    main(
        ExportOnnxFlags(
            detector=trained.detector,
            attributes=trained.attributes,
            dataset=trained.dataset,
            model=tmp_path / "export",
            report=tmp_path / "report",
        )
    )
    card = json.loads((tmp_path / "export" / "card.json").read_text())
    assert {file.name for file in (tmp_path / "export").iterdir()} == {"card.json", "model.onnx"}
    assert card["precision"] in ("fp32", "int8")
    assert (card["licences"], card["licence_class"]) == (["CC0-1.0"], "commercial")
    assert card["datasets"] == [[open_dataset(trained.dataset).info.fingerprint]]
    assert card["compared"]["parity"]["products"] > 0
    assert "kept" in (tmp_path / "report" / "report.html").read_text()
