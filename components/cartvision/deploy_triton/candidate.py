"""What wants to be released, and the proof that it may be."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cartvision.errors import InputError
from cartvision.inference.onnx import FILE_NAME, OnnxPredictor
from cartvision.reports.metrics import Report
from cartvision.reports.verdict import Verdict

CARD = "card.json"
PROMISED = ("precision", "licences")


@dataclass(frozen=True)
class Export:
    """A folder written by export-onnx."""

    onnx: bytes
    card: dict[str, Any]
    predictor: OnnxPredictor


def read_export(folder: Path) -> Export:
    predictor = OnnxPredictor(folder)
    card = json.loads((folder / CARD).read_text())
    missing = [name for name in PROMISED if name not in card]
    if missing:
        raise InputError(f"{folder / CARD} lacks {missing}. Was it written by export-onnx?")
    return Export(onnx=(folder / FILE_NAME).read_bytes(), card=card, predictor=predictor)


def check_may_be_released(
    export: Export, *, report: Report, verdict: Verdict, fingerprint: str
) -> None:
    """The gate passed this very model on this very dataset, or it is an InputError."""
    if not verdict.passed:
        raise InputError(f"the gate refused this model: {'; '.join(verdict.reasons)}")
    for paper, judged in (("report", report), ("verdict", verdict)):
        if judged.model != export.predictor.model:
            raise InputError(
                f"the {paper} is on {judged.subject!r} {judged.model[:12]}, and what would ship is "
                f"{export.predictor.subject!r} {export.predictor.model[:12]}: judge the export"
            )
    if report.dataset != fingerprint:
        raise InputError(
            f"the report was measured on the dataset {report.dataset[:12]}, "
            f"and this one is {fingerprint[:12]}; give the one that evaluate read"
        )
