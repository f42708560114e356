"""An exported model, run by ONNX Runtime."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort

from cartvision.errors import InputError
from cartvision.files import digest
from cartvision.inference.answer import Answer
from cartvision.vision.codec import Pixels

FILE_NAME = "model.onnx"
OUTPUTS = ("boxes", "scores", "attributes", "count")
METADATA = "cartvision"  # the entry that says what the outputs mean


class OnnxPredictor:
    """One graph from a uint8 frame to boxes, scores and attributes; its metadata names them."""

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        file = path / FILE_NAME if path.is_dir() else path
        if not file.is_file():
            raise InputError(f"{file}: no such ONNX file. Was it written by export-onnx?")
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3  # errors only: its warnings are about graph rewrites
        self.session = ort.InferenceSession(str(file), options, providers=PROVIDERS)
        told = self.session.get_modelmeta().custom_metadata_map
        if METADATA not in told:
            raise InputError(f"{file} was not written by export-onnx: it lacks its metadata")
        card = json.loads(told[METADATA])
        self.model = digest(file)
        self.subject: str = f"onnx {card['precision']}"
        self.attributes: list[str] = card["attributes"]
        self.thresholds: list[float] = card["thresholds"]
        self.min_score: float = card["min_score"]

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        return [self._one(frame) for frame in frames]

    def _one(self, frame: Pixels) -> Answer:
        boxes, scores, attributes, count = self.session.run(OUTPUTS, {"frame": frame[None]})
        found = int(count[0, 0])
        return Answer(
            boxes=np.asarray(boxes[0, :found]),
            scores=np.asarray(scores[0, :found]),
            attributes=np.asarray(attributes[0, :found]),
        )


PROVIDERS = [
    name
    for name in ("CUDAExecutionProvider", "CPUExecutionProvider")
    if name in ort.get_available_providers()
]
