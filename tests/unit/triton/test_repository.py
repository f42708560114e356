import json

from cartvision.inference.onnx import OUTPUTS
from cartvision.triton.repository import cart_config, repository, shelf_config

SHELF = """backend: "onnxruntime"
max_batch_size: 8
input [ { name: "frame" data_type: TYPE_UINT8 dims: [ -1, -1, 3 ] } ]
output [
  { name: "boxes" data_type: TYPE_FP32 dims: [ 300, 4 ] },
  { name: "scores" data_type: TYPE_FP32 dims: [ 300 ] },
  { name: "classes" data_type: TYPE_INT32 dims: [ 300 ] },
  { name: "attributes" data_type: TYPE_FP32 dims: [ 300, 2 ] },
  { name: "categories" data_type: TYPE_INT32 dims: [ 300 ] },
  { name: "certainty" data_type: TYPE_FP32 dims: [ 300 ] },
  { name: "count" data_type: TYPE_INT32 dims: [ 1 ] }
]
dynamic_batching { max_queue_delay_microseconds: 500 }
parameters { key: "attributes" value { string_value: "[\\"a \\\\\\"b\\\\\\"\\", \\"ü\\"]" } }
parameters { key: "min_score" value { string_value: "0.4" } }
version_policy { specific { versions: [ 1 ] } }
"""


def test_the_shelf_configuration_is_as_expected():
    told = {"min_score": "0.4", "attributes": json.dumps(['a "b"', "ü"], ensure_ascii=False)}
    assert shelf_config(attributes=2, told=told) == SHELF


def test_a_cart_sees_one_input_and_seven_outputs():
    config = cart_config(attributes=2)
    assert 'input [ { name: "JPEG" data_type: TYPE_STRING dims: [ 1 ] } ]' in config
    assert '{ name: "CLASSES" data_type: TYPE_INT32 dims: [ 300 ] }' in config
    assert '{ name: "ATTRIBUTES" data_type: TYPE_FP32 dims: [ 300, 2 ] }' in config
    for name in OUTPUTS:
        assert f'output_map {{ key: "{name}" value: "{name.upper()}" }}' in config


def test_every_file_of_the_repository_is_listed():
    files = repository(b"onnx", attributes=["a"], told={})
    assert sorted(files) == [
        "models/cart/1/.keep",
        "models/cart/config.pbtxt",
        "models/decode_jpeg/1/model.py",
        "models/decode_jpeg/config.pbtxt",
        "models/shelf/1/model.onnx",
        "models/shelf/config.pbtxt",
    ]
    assert files["models/shelf/1/model.onnx"] == b"onnx"
