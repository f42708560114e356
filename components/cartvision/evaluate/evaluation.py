"""One model judged: its evidence, its figures, and what is suspicious about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset
from cartvision.evaluate.audit import audit
from cartvision.evaluate.doubts.alarms import Alarm, heed
from cartvision.evaluate.doubts.leaks import leaks
from cartvision.evaluate.doubts.vocabulary import vocabulary
from cartvision.evaluate.galleries.gallery import Gallery
from cartvision.evaluate.heads import judge_head
from cartvision.evaluate.judge import judge
from cartvision.evaluate.speed import artifact
from cartvision.evidence.tables import Evidence
from cartvision.findings.measuring import Measuring
from cartvision.inference.answer import Describer, Model, Predictor
from cartvision.inference.open import kind_of, open_describer, open_predictor
from cartvision.reports.metrics import Doubt, Report


@dataclass(frozen=True)
class Examination:
    """What every model is judged on, and how thoroughly."""

    dataset: Dataset
    split: Split
    trained_on: Sequence[Dataset]  # what the models learned from, if not the dataset's train split
    draws: int
    calls: int  # timed
    seed: int


@dataclass(frozen=True)
class Evaluation:
    """A report, what it rests on, and the pictures with the worst mistakes."""

    report: Report
    evidence: Evidence = field(repr=False)
    gallery: Gallery | None = field(repr=False)  # None: nothing was to be found


def evaluate(models: Sequence[Path], *, on: Examination, name: str = "") -> Evaluation:
    """Judge one model; InputError where its figures would be worthless."""
    if kind_of(models) == "attributes":
        return _of_head(open_describer(models[0]), on=on)
    return _of_predictor(open_predictor(models), on=on, name=name)


def _of_predictor(predictor: Predictor, *, on: Examination, name: str) -> Evaluation:
    before = _beforehand(predictor, on=on)
    judged = judge(predictor, on.dataset, split=on.split)
    heed(judged.alarms)
    report = _report(judged.evidence, predictor, on=on, alarms=[*before, *judged.alarms])
    more = {
        "subject": f"{name}, {predictor.subject}" if name else predictor.subject,
        "audit": audit(judged.evidence, judged.audited),
        "artifact": artifact(predictor, on.dataset, split=on.split, calls=on.calls),
    }
    return Evaluation(report.model_copy(update=more), judged.evidence, judged.gallery)


def _of_head(describer: Describer, *, on: Examination) -> Evaluation:
    before = _beforehand(describer, on=on)
    evidence = judge_head(describer, on.dataset, split=on.split)
    report = _report(evidence, describer, on=on, alarms=before)
    return Evaluation(report, evidence, gallery=None)


def _beforehand(model: Model, *, on: Examination) -> list[Alarm]:
    """What is suspicious before a picture is shown: some need not be."""
    leaked = leaks(on.dataset, split=on.split, origin=model.origin, trained_on=on.trained_on)
    found = [*leaked, *vocabulary(labelled=on.dataset.info.attributes, known=model.attributes)]
    heed(found)
    return found


def _report(
    evidence: Evidence, model: Model, *, on: Examination, alarms: Iterable[Alarm]
) -> Report:
    measuring = Measuring(evidence, draws=on.draws, seed=on.seed)
    return Report(
        subject=model.subject,
        model=model.model,
        dataset=on.dataset.info.fingerprint,
        split=on.split,
        test_set=on.dataset.info.splits[on.split].digest,
        units=measuring.whole.units,
        overall=measuring.overall(),
        per_class=measuring.attributes(),
        per_slice=measuring.slices(),
        doubts=[Doubt(kind=one.kind, text=one.text, pictures=list(one.pictures)) for one in alarms],
        licences=list(model.origin.licences),
    )
