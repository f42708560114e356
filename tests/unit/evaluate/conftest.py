"""A small shelf on disk, and an exported model that always gives the same answer."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from cartvision.data.picture import Picture, Product
from cartvision.data.writer import DatasetWriter
from cartvision.vision.codec import encode_png

ATTRIBUTES = ["open", "red"]
BOXES = [(10, 10, 50, 60), (60, 10, 100, 60), (110, 10, 150, 60)]
LABELS = [(1, 0), (0, 1), (-1, -1)]
CARD = {
    "precision": "fp32",
    "classes": ["product"],
    "attributes": ATTRIBUTES,
    "thresholds": [0.5, 0.5],
    "min_score": 0.5,
    "most": 300,
    "datasets": [["0" * 64]],
    "licences": ["CC0-1.0"],
}


def picture(number, objects):
    pixels = np.full((120, 160, 3), 200, np.uint8)
    pixels[0, number] = 0  # no two pictures are alike
    return Picture(
        encoded=encode_png(pixels),
        path=f"{number}.png",
        width=160,
        height=120,
        group=f"store-{number}",
        objects=tuple(objects),
        licence="CC0-1.0",
    )


def shelf():
    return [
        Product(box, attributes=attributes) for box, attributes in zip(BOXES, LABELS, strict=True)
    ]


@pytest.fixture
def dataset(tmp_path):
    """Three test pictures of three products each, and no other split."""
    return write_dataset(tmp_path / "dataset", shelf(), pictures=3)


def write_shelves(folder, *, boxes, pictures):
    """The same boxes in all of them, in the split test."""
    return write_dataset(folder, [Product(box) for box in boxes], pictures=pictures)


def write_dataset(folder, products, *, pictures):
    with DatasetWriter(folder, attributes=ATTRIBUTES, taxonomy=[], made_by={}) as writer:
        for number in range(pictures):
            writer.add(picture(number, products), split="test")
    return folder


@pytest.fixture
def export(tmp_path):
    """Writes an export folder whose model gives one answer to every frame."""

    def write(name="export", boxes=BOXES, scores=(0.9, 0.8, 0.7), said=((0.9, 0.1),) * 3):
        folder = tmp_path / name
        folder.mkdir()
        model = constant_model(
            boxes=np.array([boxes], np.float32),
            scores=np.array([scores], np.float32),
            classes=np.zeros((1, len(boxes)), np.int32),
            attributes=np.array([said], np.float32),
            count=np.array([[len(boxes)]], np.int32),
        )
        onnx.save(model, folder / "model.onnx")
        return folder

    return write


def constant_model(**outputs):
    """A graph that looks at no pixel, with the metadata that export-onnx writes."""
    nodes = [helper.make_node("Shape", ["frame"], ["batch"], start=0, end=1)]
    for name, value in outputs.items():
        nodes.extend(for_every_frame(name, value))
    told = [
        helper.make_tensor_value_info(
            name, helper.np_dtype_to_tensor_dtype(value.dtype), ["b", *value.shape[1:]]
        )
        for name, value in outputs.items()
    ]
    frame = helper.make_tensor_value_info("frame", TensorProto.UINT8, ["b", "h", "w", 3])
    graph = helper.make_graph(nodes, "shelf", [frame], told)
    model = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 18)])
    helper.set_model_props(model, {"cartvision": json.dumps(CARD)})
    return model


def for_every_frame(name, value):
    """The nodes that repeat a value of one picture for each of the batch."""
    rest = np.array(value.shape[1:], np.int64)
    return [
        helper.make_node("Constant", [], [f"{name} of one"], value=numpy_helper.from_array(value)),
        helper.make_node("Constant", [], [f"{name} rest"], value=numpy_helper.from_array(rest)),
        helper.make_node("Concat", ["batch", f"{name} rest"], [f"{name} shape"], axis=0),
        helper.make_node("Expand", [f"{name} of one", f"{name} shape"], [name]),
    ]
