"""The operators against ONNX Runtime's, which they are exported to."""

import numpy as np
import onnx.parser
import onnxruntime as ort
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.models.operators import SAMPLES, crops, nms

NMS = """
<ir_version: 10, opset_import: ["" : 18]>
g (float[b, k, 4] boxes, float[b, 1, k] scores, int64[1] most, float[1] overlap, float[1] floor)
  => (int64[n, 3] chosen)
{ chosen = NonMaxSuppression (boxes, scores, most, overlap, floor) }
"""
CROPS = f"""
<ir_version: 10, opset_import: ["" : 18]>
g (float[b, c, h, w] pixels, float[n, 4] boxes, int64[n] picture) => (float[n, c, s, t] cut)
{{ cut = RoiAlign <coordinate_transformation_mode = "half_pixel", mode = "avg", output_height = 8,
   output_width = 8, sampling_ratio = {SAMPLES}, spatial_scale = 1.0> (pixels, boxes, picture) }}
"""


def session(text: str) -> ort.InferenceSession:
    model = onnx.parser.parse_model(text)
    return ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def onnx_nms() -> ort.InferenceSession:
    return session(NMS)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), most=st.integers(1, 12), overlap=st.floats(0.1, 0.9))
def test_suppression_chooses_what_onnx_runtime_chooses(onnx_nms, seed, most, overlap):
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 40, (2, 20, 2)).astype(np.float32)
    sides = rng.uniform(1, 30, (2, 20, 2)).astype(np.float32)
    boxes = np.concatenate([corners, corners + sides], axis=2)
    scores = rng.permutation(40).reshape(2, 1, 20).astype(np.float32) / 40
    feeds = {
        "boxes": boxes,
        "scores": scores,
        "most": np.array([most], dtype=np.int64),
        "overlap": np.array([overlap], dtype=np.float32),
        "floor": np.array([0.2], dtype=np.float32),
    }
    theirs = onnx_nms.run(None, feeds)[0]
    ours = nms(torch.from_numpy(boxes), torch.from_numpy(scores), most, float(overlap), 0.2)
    assert ours.tolist() == theirs.tolist()


def test_nothing_above_the_floor_is_an_empty_choice():
    boxes = torch.tensor([[[0.0, 0.0, 5.0, 5.0]]])
    assert nms(boxes, torch.tensor([[[0.1]]]), 10, 0.5, 0.2).shape == (0, 3)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param([3, 4, 19, 28], id="inside"),
        pytest.param([0, 0, 40, 30], id="the whole picture"),
        pytest.param([30.5, 20.25, 40, 30], id="at the far corner"),
        pytest.param([10, 10, 11, 10.5], id="smaller than a pixel"),
        pytest.param([5, 5, 5, 5], id="without area"),
    ],
)
def test_crops_are_cut_as_onnx_runtime_cuts_them(box):
    rng = np.random.default_rng(1)
    pixels = rng.uniform(0, 255, (2, 3, 30, 40)).astype(np.float32)
    boxes = np.array([box, [1, 2, 30, 20]], dtype=np.float32)
    owner = np.array([1, 0], dtype=np.int64)
    feeds = {"pixels": pixels, "boxes": boxes, "picture": owner}
    theirs = session(CROPS).run(None, feeds)[0]
    ours = crops(*(torch.from_numpy(part) for part in (pixels, boxes, owner)), 8)
    assert np.abs(ours.numpy() - theirs).max() < 0.01  # of 255
