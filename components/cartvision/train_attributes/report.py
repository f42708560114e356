"""The page of an attribute training."""

from collections.abc import Sequence

from cartvision.metrics.attributes import AttributeScore, AttributeScores
from cartvision.reports.page import Section, page
from cartvision.reports.plots import bars


def attributes_page(scores: AttributeScores, *, thresholds: Sequence[float], curve: bytes) -> str:
    """Validation figures of every attribute with its support, its threshold, and the loss."""
    told = scores.per_attribute
    f1 = {name: score.f1 for name, score in told.items() if score.f1 is not None}
    rows = [
        _row(name, score, threshold)
        for (name, score), threshold in zip(told.items(), thresholds, strict=True)
    ]
    return page(
        "Attribute training",
        lead="Validation figures, on known labels only. A threshold is where F1 is best.",
        figures={
            "macro F1": _shown(scores.macro_f1),
            "micro F1": _shown(scores.micro_f1),
            "known labels": f"{scores.known:,}",
        },
        sections=[
            Section(
                "Attributes",
                columns=[
                    "attribute",
                    "F1",
                    "precision",
                    "recall",
                    "threshold",
                    "known",
                    "positive",
                ],
                rows=rows,
                pictures=[bars(f1, x="F1 on known labels")],
            ),
            Section("Training loss", pictures=[curve]),
        ],
    )


def _row(name: str, score: AttributeScore, threshold: float) -> list[str]:
    figures = [_shown(score.f1), _shown(score.precision), _shown(score.recall)]
    return [name, *figures, f"{threshold:.2f}", f"{score.known:,}", f"{score.positives:,}"]


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
