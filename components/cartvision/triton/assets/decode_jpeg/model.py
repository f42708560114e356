"""Runs in Triton's own Python: an encoded picture becomes an RGB frame, as in vision/codec.py."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import triton_python_backend_utils as pb
from PIL import Image

BROKEN = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


class TritonPythonModel:
    """Named so by Triton."""

    def execute(self, requests: Sequence[Any]) -> list[Any]:
        """One response a request: a broken picture fails its own request and no other."""
        return [respond(request) for request in requests]


def respond(request: Any) -> Any:
    encoded = pb.get_input_tensor_by_name(request, "JPEG").as_numpy().reshape(-1)
    try:
        frames = np.stack([decode(picture) for picture in encoded])
    except BROKEN as error:
        said = f"not a readable picture: {error}"
        return pb.InferenceResponse(error=pb.TritonError(said, pb.TritonError.INVALID_ARG))
    return pb.InferenceResponse([pb.Tensor("FRAME", frames)])


def decode(encoded: bytes) -> Any:
    with Image.open(io.BytesIO(encoded)) as picture:
        return np.asarray(picture.convert("RGB"))
