"""An exported model, run by ONNX Runtime."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnxruntime as ort

from cartvision.errors import InputError
from cartvision.files import digest
from cartvision.inference.answer import Answer, Device
from cartvision.inference.batching import Frames, in_batches, unpadded
from cartvision.inference.machine import cores
from cartvision.inference.origin import Origin
from cartvision.vision.codec import Pixels

FILE_NAME = "model.onnx"
ALWAYS = ("boxes", "scores", "classes", "attributes", "count")
OF_CATEGORIES = ("categories", "certainty")  # an export of before they were told lacks them
OUTPUTS = (*ALWAYS, *OF_CATEGORIES)
METADATA = "cartvision"  # the entry that says what the outputs mean
ORIGIN = ("datasets", "licences")
TOLD = ("precision", "attributes", "thresholds", "min_score", "classes", "most", *ORIGIN)


class OnnxPredictor:
    """One graph from uint8 frames to what is found in them; its metadata names it."""

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        file = path / FILE_NAME if path.is_dir() else path
        if not file.is_file():
            raise InputError(f"{file}: no such ONNX file. Was it written by export-onnx?")
        self.threads = threads or cores()  # the runtime's own default counts forbidden cores too
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3  # errors only: its warnings are about graph rewrites
        self.session = ort.InferenceSession(str(file), options, providers=PROVIDERS)
        card = _card(self.session, file=file)
        self.model = digest(file)
        self.artifact_bytes = file.stat().st_size
        self.subject: str = f"onnx {card['precision']}"
        self.attributes: list[str] = card["attributes"]
        self.thresholds: list[float] = card["thresholds"]
        self.min_score: float = card["min_score"]
        self.classes: list[str] = card["classes"]
        self.categories: list[str] = card.get("categories", [])
        self._outputs = OUTPUTS if "categories" in card else ALWAYS
        self.most: int = card["most"]
        self.origin = Origin(
            datasets=tuple(map(tuple, card["datasets"])), licences=tuple(card["licences"])
        )

    @property
    def device(self) -> Device:
        return "cuda" if CUDA in self.session.get_providers() else "cpu"

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        return in_batches(frames, ask=self._ask)

    def _ask(self, frames: Frames) -> list[Answer]:
        said = self.session.run(self._outputs, {"frame": frames})
        return unpadded(*said, names=self.categories)


def _card(session: Any, *, file: Path) -> dict[str, Any]:
    told = session.get_modelmeta().custom_metadata_map
    if METADATA not in told:
        raise InputError(f"{file} was not written by export-onnx: it lacks its metadata")
    card: dict[str, Any] = json.loads(told[METADATA])
    given = {output.name for output in session.get_outputs()}
    missing = [name for name in TOLD if name not in card]
    wanted = OUTPUTS if "categories" in card else ALWAYS
    missing += [f"{name} of products" for name in wanted if name not in given]
    if missing:
        raise InputError(
            f"{file} does not tell {', '.join(missing)}: an earlier export-onnx wrote it; "
            "export its models again"
        )
    return card


CUDA = "CUDAExecutionProvider"
PROVIDERS = [
    name for name in (CUDA, "CPUExecutionProvider") if name in ort.get_available_providers()
]
