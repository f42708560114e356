"""The PyTorch reader as one ONNX graph."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxscript import opset18 as op

from cartvision.errors import WorkError
from cartvision.export_onnx.quiet import quiet
from cartvision.inference.onnx import METADATA, OUTPUTS
from cartvision.models.operators import SAMPLES
from cartvision.models.reader import ShelfReader

OPSET = 18
EXAMPLE = (2, 480, 640, 3)  # any frame will do: batch, height and width stay symbols
NEWEST_IR = 10  # what the ONNX Runtime in the production Triton reads


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
    free = torch.export.Dim.DYNAMIC
    with quiet():
        program = torch.onnx.export(
            reader,
            (torch.zeros(EXAMPLE, dtype=torch.uint8),),
            dynamo=True,
            verbose=False,
            opset_version=OPSET,
            input_names=["frame"],
            output_names=list(OUTPUTS),
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


def finish(path: Path, *, meaning: Mapping[str, Any]) -> None:
    """Put into the file what its answers mean; take out what is refused or differs elsewhere."""
    model = onnx.load(path)
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        del part.metadata_props[:]  # the exporter's stack traces, with this machine's paths
    foreign = {node.op_type for node in model.graph.node if node.domain}
    if foreign or model.ir_version > NEWEST_IR:
        raise WorkError(f"not portable: IR {model.ir_version}, operators {sorted(foreign)}")
    unused = [entry for entry in model.opset_import if entry.domain]
    for entry in unused:
        model.opset_import.remove(entry)
    entry = model.metadata_props.add()
    entry.key, entry.value = METADATA, json.dumps(meaning)
    onnx.save(model, path)
