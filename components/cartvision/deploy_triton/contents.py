"""The files of a release: the model repository and the golden frames."""

import json
from collections.abc import Sequence

from cartvision.data.reader import Dataset
from cartvision.data.sampling import sample
from cartvision.deploy_triton.candidate import Export
from cartvision.inference.onnx import OnnxPredictor
from cartvision.triton.golden import FOLDER, golden_answer
from cartvision.triton.repository import repository
from cartvision.vision.codec import decode, encode_jpeg

GOLDEN_FRAMES = 4
JPEG_MAGIC = b"\xff\xd8"


def release_contents(export: Export, *, frames: Sequence[bytes]) -> dict[str, bytes]:
    """Every file of the release by its path; the same export and frames give the same bytes."""
    model = export.predictor
    told = {
        "classes": json.dumps(list(model.classes), ensure_ascii=False),
        "categories": json.dumps(list(model.categories), ensure_ascii=False),
        "attributes": json.dumps(list(model.attributes), ensure_ascii=False),
        "thresholds": json.dumps(list(model.thresholds)),
        "min_score": json.dumps(model.min_score),
    }
    files = repository(export.onnx, attributes=model.attributes, told=told)
    for number, jpeg in enumerate(frames):
        files[f"{FOLDER}/{number}.jpg"] = jpeg
        files[f"{FOLDER}/{number}.json"] = _golden(jpeg, predictor=model)
    return files


def _golden(jpeg: bytes, *, predictor: OnnxPredictor) -> bytes:
    answer = predictor.predict([decode(jpeg)])[0]
    return golden_answer(answer).model_dump_json().encode() + b"\n"


def golden_frames(dataset: Dataset) -> list[bytes]:
    """A few test pictures, for servers to prove themselves with."""
    return [_jpeg(picture.encoded) for picture in sample(dataset, "test", most=GOLDEN_FRAMES)]


def _jpeg(encoded: bytes) -> bytes:
    return encoded if encoded.startswith(JPEG_MAGIC) else encode_jpeg(decode(encoded))
