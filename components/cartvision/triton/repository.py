"""The Triton model repository of a release: JPEG → decode_jpeg → shelf → answer, as `cart`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from cartvision.inference.answer import MAX_OBJECTS
from cartvision.triton.release import MODELS, ONNX_PATH

ASSETS = Path(__file__).with_name("assets")
MAX_BATCH = 8

DECODE_JPEG = f"""backend: "python"
max_batch_size: {MAX_BATCH}
input [ {{ name: "JPEG" data_type: TYPE_STRING dims: [ 1 ] }} ]
output [ {{ name: "FRAME" data_type: TYPE_UINT8 dims: [ -1, -1, 3 ] }} ]
instance_group [ {{ kind: KIND_CPU count: 1 }} ]
version_policy {{ specific {{ versions: [ 1 ] }} }}
"""


def repository(
    onnx: bytes, *, attributes: Sequence[str], told: Mapping[str, str]
) -> dict[str, bytes]:
    """Every file of the repository by its path in the release.

    `told` becomes the parameters of `shelf`, which a cart asks for as the model's configuration.
    """
    texts = {
        "cart/config.pbtxt": cart_config(attributes=len(attributes)),
        "cart/1/.keep": "",  # an ensemble needs a version folder, and S3 has no empty ones
        "decode_jpeg/config.pbtxt": DECODE_JPEG,
        "decode_jpeg/1/model.py": (ASSETS / "decode_jpeg" / "model.py").read_text(),
        "shelf/config.pbtxt": shelf_config(attributes=len(attributes), told=told),
    }
    files = {f"{MODELS}/{path}": text.encode() for path, text in texts.items()}
    return files | {ONNX_PATH: onnx}


def cart_config(*, attributes: int) -> str:
    """What a cart calls: one JPEG in, one answer out."""
    return f"""platform: "ensemble"
max_batch_size: {MAX_BATCH}
input [ {{ name: "JPEG" data_type: TYPE_STRING dims: [ 1 ] }} ]
{_outputs(attributes, upper=True)}
ensemble_scheduling {{
  step [
    {{
      model_name: "decode_jpeg"
      model_version: -1
      input_map {{ key: "JPEG" value: "JPEG" }}
      output_map {{ key: "FRAME" value: "FRAME" }}
    }},
    {{
      model_name: "shelf"
      model_version: -1
      input_map {{ key: "frame" value: "FRAME" }}
      output_map {{ key: "boxes" value: "BOXES" }}
      output_map {{ key: "scores" value: "SCORES" }}
      output_map {{ key: "classes" value: "CLASSES" }}
      output_map {{ key: "attributes" value: "ATTRIBUTES" }}
      output_map {{ key: "categories" value: "CATEGORIES" }}
      output_map {{ key: "certainty" value: "CERTAINTY" }}
      output_map {{ key: "count" value: "COUNT" }}
    }}
  ]
}}
version_policy {{ specific {{ versions: [ 1 ] }} }}
"""


def shelf_config(*, attributes: int, told: Mapping[str, str]) -> str:
    """The exported graph; Triton picks the GPU where there is one."""
    parameters = "\n".join(
        f"parameters {{ key: {_quoted(key)} value {{ string_value: {_quoted(value)} }} }}"
        for key, value in sorted(told.items())
    )
    return f"""backend: "onnxruntime"
max_batch_size: {MAX_BATCH}
input [ {{ name: "frame" data_type: TYPE_UINT8 dims: [ -1, -1, 3 ] }} ]
{_outputs(attributes, upper=False)}
dynamic_batching {{ max_queue_delay_microseconds: 500 }}
{parameters}
version_policy {{ specific {{ versions: [ 1 ] }} }}
"""


def _outputs(attributes: int, *, upper: bool) -> str:
    dims = {
        "boxes": ("TYPE_FP32", f"{MAX_OBJECTS}, 4"),
        "scores": ("TYPE_FP32", f"{MAX_OBJECTS}"),
        "classes": ("TYPE_INT32", f"{MAX_OBJECTS}"),
        "attributes": ("TYPE_FP32", f"{MAX_OBJECTS}, {attributes}"),
        "categories": ("TYPE_INT32", f"{MAX_OBJECTS}"),
        "certainty": ("TYPE_FP32", f"{MAX_OBJECTS}"),
        "count": ("TYPE_INT32", "1"),
    }
    rows = [
        f'  {{ name: "{name.upper() if upper else name}" data_type: {kind} dims: [ {shape} ] }}'
        for name, (kind, shape) in dims.items()
    ]
    return "output [\n" + ",\n".join(rows) + "\n]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
