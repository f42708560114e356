"""The way a cart asks a served release: a JPEG in, an answer out, over gRPC."""

import json
from types import TracebackType
from typing import Any, NoReturn, Self

import numpy as np
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

from cartvision.errors import InputError, WorkError
from cartvision.inference.answer import Answer
from cartvision.inference.batching import unpadded

ALWAYS = ("BOXES", "SCORES", "CLASSES", "ATTRIBUTES", "COUNT")
OUTPUTS = (*ALWAYS, "CATEGORIES", "CERTAINTY")  # of a release that tells categories
TOLD = ("classes", "attributes", "thresholds", "min_score")  # parameters of the served model
CATEGORIES = "categories"  # and this, of a release that tells them
TIMEOUT = 30.0  # seconds


class CartClient:
    """Open connection to a server; what stands in `TOLD` is the model's, under these names."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client: Any = triton.InferenceServerClient(url)
        told = self._told()
        self.classes: list[str] = told["classes"]
        self.categories: list[str] = told.get(CATEGORIES, [])
        self._outputs = OUTPUTS if CATEGORIES in told else ALWAYS
        self.attributes: list[str] = told["attributes"]
        self.thresholds: list[float] = told["thresholds"]
        self.min_score: float = told["min_score"]

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
        wanted = [triton.InferRequestedOutput(name) for name in self._outputs]
        try:
            said = self._client.infer("cart", [tensor], outputs=wanted, client_timeout=TIMEOUT)
        except InferenceServerException as error:
            self._explain(error)
        parts = (said.as_numpy(name) for name in self._outputs)
        return unpadded(*parts, names=self.categories)[0]

    def _told(self) -> dict[str, Any]:
        try:
            told = self._client.get_model_config("shelf", as_json=True, client_timeout=TIMEOUT)
        except InferenceServerException as error:
            self._client.close()
            self._explain(error)
        parameters = told["config"]["parameters"]
        missing = [name for name in TOLD if name not in parameters]
        if missing:
            self._client.close()
            raise WorkError(
                f"Triton at {self.url} does not tell {', '.join(missing)}: an earlier "
                "deploy-triton released its model; export and deploy the model again"
            )
        there = [name for name in (*TOLD, CATEGORIES) if name in parameters]
        return {name: json.loads(parameters[name]["string_value"]) for name in there}

    def _explain(self, error: InferenceServerException) -> NoReturn:
        status, message = error.status(), error.message()
        if status == "StatusCode.UNAVAILABLE":
            raise WorkError(f"no Triton answers at {self.url}; start one with `cartvision serve`")
        if status == "StatusCode.INVALID_ARGUMENT":
            raise InputError(message.removeprefix("in ensemble 'cart', ")) from error
        raise WorkError(f"Triton at {self.url} failed: {message} ({status})") from error
