"""The way a cart asks a served release: a JPEG in, an answer out, over gRPC."""

import json
from types import TracebackType
from typing import Any, NoReturn, Self

import numpy as np
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

from cartvision.errors import InputError, WorkError
from cartvision.inference.answer import Answer

OUTPUTS = ("BOXES", "SCORES", "ATTRIBUTES", "COUNT")
TIMEOUT = 30.0  # seconds


class CartClient:
    """Open connection to a server; `attributes`, `thresholds` and `min_score` are the model's."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client: Any = triton.InferenceServerClient(url)
        parameters = self._parameters()
        self.attributes: list[str] = json.loads(parameters["attributes"])
        self.thresholds: list[float] = json.loads(parameters["thresholds"])
        self.min_score: float = json.loads(parameters["min_score"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, jpeg: bytes) -> Answer:
        """What the model sees in one encoded picture; InputError if the picture is unreadable."""
        tensor = triton.InferInput("JPEG", [1, 1], "BYTES")
        tensor.set_data_from_numpy(np.array([[jpeg]], dtype=np.object_))
        wanted = [triton.InferRequestedOutput(name) for name in OUTPUTS]
        try:
            said = self._client.infer("cart", [tensor], outputs=wanted, client_timeout=TIMEOUT)
        except InferenceServerException as error:
            self._explain(error)
        boxes, scores, attributes, count = (said.as_numpy(name)[0] for name in OUTPUTS)
        found = int(count[0])
        return Answer(boxes=boxes[:found], scores=scores[:found], attributes=attributes[:found])

    def _parameters(self) -> dict[str, str]:
        try:
            told = self._client.get_model_config("shelf", as_json=True, client_timeout=TIMEOUT)
        except InferenceServerException as error:
            self._client.close()
            self._explain(error)
        return {key: value["string_value"] for key, value in told["config"]["parameters"].items()}

    def _explain(self, error: InferenceServerException) -> NoReturn:
        status, message = error.status(), error.message()
        if status == "StatusCode.UNAVAILABLE":
            raise WorkError(f"no Triton answers at {self.url}; start one with `cartvision serve`")
        if status == "StatusCode.INVALID_ARGUMENT":
            raise InputError(message.removeprefix("in ensemble 'cart', ")) from error
        raise WorkError(f"Triton at {self.url} failed: {message} ({status})") from error
