"""A small real model of the exported contract, and what stands around it in tests."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import onnx.parser
from PIL import Image

from cartvision.data.picture import Picture
from cartvision.data.writer import DatasetWriter
from cartvision.deploy_triton.flags import DeployTritonFlags
from cartvision.files import digest
from cartvision.reports.metrics import Metric, Report, write_report
from cartvision.reports.verdict import Verdict, write_verdict
from cartvision.vision.codec import Pixels, encode_jpeg

CLASSES = ["Getränke > Wasser", "Snacks"]
CATEGORIES = ["Getränke", "Getränke > Wasser", "Snacks"]
ATTRIBUTES = ["on promotion", '"Bio" – grün']
THRESHOLDS = [0.5, 0.25]
MIN_SCORE = 0.4
WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)

# The brighter the picture, the more and the bigger boxes, of two classes in turns and of no or one
# of three categories; two attributes by red and by blue.
GRAPH = """
<ir_version: 10, opset_import: ["" : 18]>
shelf (uint8[b, h, w, 3] frame)
  => (float[b, 300, 4] boxes, float[b, 300] scores, int32[b, 300] classes,
      float[b, 300, 2] attributes, int32[b, 300] categories, float[b, 300] certainty,
      int32[b, 1] count)
<int64[4] whwh = {2, 1, 2, 1}, int64[2] space = {1, 2}, int64[1] middle = {1},
 int64[1] last = {2}, int64[2] red_and_blue = {0, 2}, float white = {255.0}, float most = {40.0},
 float one = {1.0}>
{
  pixels = Cast <to = 1> (frame)
  bright = Div (pixels, white)
  colours = ReduceMean <keepdims = 0> (bright, space)
  light = ReduceMean <keepdims = 1> (colours, middle)
  shape = Shape (frame)
  sides = Gather (shape, whwh)
  size = Cast <to = 1> (sides)
  corners = Mul (places, size)
  root = Sqrt (light)
  grown = Unsqueeze (root, last)
  grid = Mul (corners, grown)
  found = Mul (light, most)
  whole = Floor (found)
  count = Cast <to = 6> (whole)
  listed = Less (ranks, whole)
  there = Cast <to = 1> (listed)
  deep = Unsqueeze (there, last)
  boxes = Mul (grid, deep)
  share = Div (ranks, most)
  falling = Sub (one, share)
  scores = Mul (falling, there)
  kinds = Mul (there, turns)
  classes = Cast <to = 6> (kinds)
  two = Gather <axis = 1> (colours, red_and_blue)
  wide = Unsqueeze (two, middle)
  faded = Mul (wide, fade)
  attributes = Mul (faded, deep)
  told = Mul (there, nodes)
  categories = Cast <to = 6> (told)
  certainty = Mul (there, sure)
}
"""


def model_bytes() -> bytes:
    model = onnx.parser.parse_model(GRAPH)
    for name, value in constants().items():
        model.graph.initializer.append(onnx.numpy_helper.from_array(value, name))
    card = {
        "precision": "fp32",
        "classes": CLASSES,
        "categories": CATEGORIES,
        "attributes": ATTRIBUTES,
        "thresholds": THRESHOLDS,
        "most": 300,
        "datasets": [["0" * 64]],
        "licences": ["CC0-1.0"],
    }
    told = model.metadata_props.add()
    told.key, told.value = "cartvision", json.dumps(card | {"min_score": MIN_SCORE})
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def constants() -> dict[str, np.ndarray]:
    rank = np.arange(300, dtype=np.float32)
    left, top = rank % 8 / 8, rank // 8 % 5 / 5
    places = np.stack([left, top, left + 0.1, top + 0.15], axis=1)[None]
    fade = 2 - rank % 7 / 4
    return {
        "places": places.astype(np.float32),
        "ranks": rank[None],
        "turns": rank[None] % 2,
        "nodes": rank[None] % 4 - 1,
        "sure": rank[None] % 4 / 4,
        "fade": fade.astype(np.float32)[None, :, None],
    }


def write_export(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(model_bytes())
    card = {"precision": "fp32", "licences": ["CC0-1.0"], "attributes": ATTRIBUTES}
    (folder / "card.json").write_text(json.dumps(card))
    return folder


def frame(*, seed: int, width: int, height: int) -> Pixels:
    """A smooth random picture, brighter for a higher seed."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 100 + 15 * (seed % 10), (6, 8, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def jpeg(*, seed: int = 5, width: int = 320, height: int = 240) -> bytes:
    return encode_jpeg(frame(seed=seed, width=width, height=height))


def write_dataset(folder: Path, *, pictures: int = 6, split: str = "test") -> str:
    """Write the dataset and return its fingerprint."""
    writer = DatasetWriter(folder, attributes=ATTRIBUTES, taxonomy=[], made_by={})
    with writer:
        for number in range(pictures):
            width, height = 200 + 40 * number, 160 + 24 * number
            encoded = jpeg(seed=number, width=width, height=height)
            path = f"{number}.jpg"
            writer.add(Picture(encoded, path, width, height, group=path), split=split)
    return json.loads((folder / "dataset.json").read_text())["fingerprint"]


def write_judgement(folder: Path, *, dataset: str, passed: bool = True) -> None:
    """The report and the verdict on the export below `folder`, as it is now."""
    on = {"subject": "onnx fp32", "model": digest(folder / "export" / "model.onnx")}
    measured = {"map50": Metric(value=0.93, support=6)}
    told = {"dataset": dataset, "split": "test", "test_set": "0", "units": 1}
    write_report(Report(**on, **told, overall=measured), folder / "report")
    reasons = [] if passed else ["map50 is .93, the floor is .99"]
    verdict = Verdict(**on, passed=passed, reasons=reasons, checks=[])
    write_verdict(verdict, folder / "verdict.json")


def deploy_flags(
    folder: Path, *, releases: str, passed: bool = True, **changed: object
) -> DeployTritonFlags:
    """Everything that deploy-triton reads, written below `folder`."""
    export = write_export(folder / "export")
    fingerprint = write_dataset(folder / "dataset")
    write_judgement(folder, dataset=fingerprint, passed=passed)
    given = {
        "model": export,
        "report": folder / "report",
        "verdict": folder / "verdict.json",
        "dataset": folder / "dataset",
        "releases": releases,
        "created_at": WHEN,
        "run": "run-1",
        "release": folder / "release",
    }
    return DeployTritonFlags(**(given | changed))
