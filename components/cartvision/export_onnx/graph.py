"""The PyTorch reader as one ONNX graph."""

import json
import logging
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxscript import opset18 as op

from cartvision.errors import WorkError
from cartvision.models.operators import SAMPLES
from cartvision.models.reader import ShelfReader

OPSET = 18
EXAMPLE = (2, 480, 640, 3)  # any frame will do: batch, height and width stay symbols
OUTPUTS = ["boxes", "scores", "attributes", "count"]
METADATA = "cartvision"


def onnx_nms(boxes: Any, scores: Any, most: int, overlap: float, floor: float) -> Any:
    limit: Any = op.Constant(value_ints=[most])
    least: Any = op.Constant(value_floats=[overlap])
    lowest: Any = op.Constant(value_floats=[floor])
    return op.NonMaxSuppression(boxes, scores, limit, least, lowest)


def onnx_crops(pixels: Any, boxes: Any, picture: Any, size: int) -> Any:
    return op.RoiAlign(
        pixels,
        boxes,
        picture,
        coordinate_transformation_mode="half_pixel",
        mode="avg",
        output_height=size,
        output_width=size,
        sampling_ratio=SAMPLES,
        spatial_scale=1.0,
    )


def export_graph(reader: ShelfReader, path: Path) -> None:
    """Write the FP32 graph; its batch, height and width are free."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    free = torch.export.Dim.DYNAMIC
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own deprecated calls
        program = torch.onnx.export(
            reader,
            (torch.zeros(EXAMPLE, dtype=torch.uint8),),
            dynamo=True,
            verbose=False,
            opset_version=OPSET,
            input_names=["frame"],
            output_names=OUTPUTS,
            dynamic_shapes=({0: free, 1: free, 2: free},),
            custom_translation_table={
                torch.ops.cartvision.nms.default: onnx_nms,
                torch.ops.cartvision.crops.default: onnx_crops,
            },
        )
    assert program is not None
    program.save(str(path))
    _require_free_axes(path)


def _require_free_axes(path: Path) -> None:
    """An exporter that quietly fixes the batch would only be noticed by the first busy cart."""
    axes = onnx.load(path).graph.input[0].type.tensor_type.shape.dim
    fixed = [place for place, axis in enumerate(axes[:3]) if not axis.dim_param]
    if fixed:
        raise WorkError(f"the exported graph has fixed axes {fixed} of batch, height and width")


def write_metadata(path: Path, card: Mapping[str, Any]) -> None:
    """What the graph's answers mean goes with it, inside the file."""
    model = onnx.load(path)
    entry = model.metadata_props.add()
    entry.key, entry.value = METADATA, json.dumps(card)
    onnx.save(model, path)
