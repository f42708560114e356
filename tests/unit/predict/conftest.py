"""An export that gives one answer to every picture, and pictures on disk."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from cartvision.vision.codec import encode_png

BOXES = [(10, 20, 60, 90), (80, 20, 130, 90), (140.25, 30, 180, 60.5)]
SCORES = [0.9, 0.6, 0.3]
KINDS = [1, 0, 1]
NODES, SURE = [2, -1, 0], [0.875, 0, 0.75]
SAID = [(0.9, 0.1), (0.2, 0.95), (0.8, 0.8)]
CARD = {
    "precision": "fp32",
    "classes": ["Drinks > Soda", "Food"],
    "categories": [],
    "attributes": ["damaged", "tilted"],
    "thresholds": [0.5, 0.9],
    "min_score": 0.5,
    "most": 300,
    "datasets": [["0" * 64]],
    "licences": ["CC0-1.0"],
}


@pytest.fixture(scope="session")
def export(tmp_path_factory):
    return write_export(tmp_path_factory.mktemp("two"), card=CARD)


@pytest.fixture(scope="session")
def categorised(tmp_path_factory):
    """Of one class, with a category where it is sure."""
    card = CARD | {"classes": ["product"], "categories": ["Drinks", "Food", "Food > Chips"]}
    return write_export(tmp_path_factory.mktemp("categorised"), card=card)


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    """Of one class, and without attributes."""
    card = CARD | {"classes": ["product"], "attributes": [], "thresholds": []}
    return write_export(tmp_path_factory.mktemp("plain"), card=card)


def write_export(folder, *, card):
    outputs = {
        "boxes": np.array([BOXES], np.float32),
        "scores": np.array([SCORES], np.float32),
        "classes": np.array([KINDS], np.int32) * (len(card["classes"]) > 1),
        "attributes": np.array([SAID], np.float32)[:, :, : len(card["attributes"])],
        "categories": np.array([NODES], np.int32) * bool(card["categories"]),
        "certainty": np.array([SURE], np.float32) * bool(card["categories"]),
        "count": np.array([[len(BOXES)]], np.int32),
    }
    nodes = [
        helper.make_node("Constant", [], [name], value=numpy_helper.from_array(np.asarray(value)))
        for name, value in outputs.items()
    ]
    told = [
        helper.make_tensor_value_info(
            name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape
        )
        for name, value in outputs.items()
    ]
    frame = helper.make_tensor_value_info("frame", TensorProto.UINT8, [1, "h", "w", 3])
    graph = helper.make_graph(nodes, "always the same", [frame], told)
    model = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 18)])
    helper.set_model_props(model, {"cartvision": json.dumps(card)})
    onnx.save(model, folder / "model.onnx")
    return folder


@pytest.fixture
def images(tmp_path):
    """Two pictures and a file that is none."""
    for number, name in enumerate(("a.png", "b.png")):
        pixels = np.full((120, 200, 3), 100 + number, np.uint8)
        (tmp_path / name).write_bytes(encode_png(pixels))
    (tmp_path / "broken.png").write_bytes(b"nothing")
    return tmp_path
