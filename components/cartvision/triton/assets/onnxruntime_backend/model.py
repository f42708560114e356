"""Runs in Triton's own Python: stands in for Triton's ONNX Runtime backend on a laptop.

A release names `onnxruntime` as its backend and is the same, byte for byte, on a laptop and on a
GPU node, where Triton's own backend of that name serves it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnxruntime as ort
import triton_python_backend_utils as pb


class TritonPythonModel:
    """Named so by Triton."""

    @staticmethod
    def auto_complete_config(config: Any) -> Any:
        return config  # a release's configuration is complete

    def initialize(self, args: dict[str, str]) -> None:
        config = json.loads(args["model_config"])
        self.inputs = [item["name"] for item in config["input"]]
        self.outputs = [item["name"] for item in config["output"]]
        file = Path(args["model_repository"]) / args["model_version"] / "model.onnx"
        self.session = ort.InferenceSession(str(file), providers=["CPUExecutionProvider"])

    def execute(self, requests: Sequence[Any]) -> list[Any]:
        """One response a request."""
        return [self._respond(request) for request in requests]

    def _respond(self, request: Any) -> Any:
        feeds = {
            name: pb.get_input_tensor_by_name(request, name).as_numpy() for name in self.inputs
        }
        values = self.session.run(self.outputs, feeds)
        tensors = [pb.Tensor(name, value) for name, value in zip(self.outputs, values, strict=True)]
        return pb.InferenceResponse(tensors)
