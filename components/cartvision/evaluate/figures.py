"""From what was seen to metrics.json: a figure without cases is left out, never 0."""

from collections.abc import Mapping

from cartvision.data.info import DatasetInfo
from cartvision.data.picture import Split
from cartvision.evaluate.judge import Judgement
from cartvision.metrics.attributes import AttributeScore
from cartvision.metrics.detection import DetectionScores
from cartvision.reports.metrics import Metric, Report

Figures = dict[str, Metric]


def report_of(
    judgement: Judgement, *, subject: str, model: str, info: DatasetInfo, split: Split
) -> Report:
    attributes = judgement.attributes.per_attribute
    counts = {name: _count_slice(scores) for name, scores in judgement.counts.items()}
    sides = {
        name: _present({"recall": side.recall, "reach": side.reach}, support=side.objects)
        for name, side in judgement.sides.items()
    }
    return Report(
        subject=subject,
        model=model,
        dataset=info.fingerprint,
        split=split,
        overall=_detection(judgement.detection) | _attributes(judgement),
        per_class={name: _attribute(score) for name, score in attributes.items()},
        per_slice=counts | sides,
        licences=info.licences,
    )


def _detection(scores: DetectionScores) -> Figures:
    over_objects = {name: getattr(scores, name) for name in OVER_OBJECTS}
    return (
        _present(over_objects, support=scores.objects)
        | _present({"precision": scores.precision}, support=scores.shown)
        | _present({"count_mae": scores.count_mae}, support=scores.pictures)
    )


OVER_OBJECTS = ("map", "map50", "map75", "ar300", "recall", "f1")


def _attributes(judgement: Judgement) -> Figures:
    scores, labelled = judgement.attributes, judgement.labelled
    f1 = {"attribute_macro_f1": scores.macro_f1, "attribute_micro_f1": scores.micro_f1}
    share = judgement.reached / labelled if labelled else None
    return _present(f1, support=scores.known) | _present(
        {"attribute_matched_share": share}, support=labelled
    )


def _attribute(score: AttributeScore) -> Figures:
    told = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return _present(told | {"known": score.known}, support=score.known)


def _count_slice(scores: DetectionScores) -> Figures:
    figures = _detection(scores)
    return {name: figures[name] for name in SLICED if name in figures}


SLICED = ("map50", "recall", "precision", "count_mae")


def _present(values: Mapping[str, float | None], *, support: int) -> Figures:
    told = {name: value for name, value in values.items() if value is not None}
    return {name: Metric(value=value, support=support) for name, value in told.items()}
