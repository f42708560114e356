"""One model judged: its evidence, its figures, and what is suspicious about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset, open_dataset
from cartvision.evaluate.audit import audit
from cartvision.evaluate.doubts.alarms import Alarm, heed
from cartvision.evaluate.doubts.leaks import leaks
from cartvision.evaluate.doubts.vocabulary import vocabulary
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.evaluate.galleries.gallery import Gallery
from cartvision.evaluate.heads import judge_head
from cartvision.evaluate.judge import judge
from cartvision.evaluate.measuring import Measuring
from cartvision.evaluate.speed import artifact
from cartvision.evidence.tables import Evidence
from cartvision.inference.answer import Describer, Model, Predictor
from cartvision.inference.open import kind_of, open_describer, open_predictor
from cartvision.reports.metrics import Doubt, Report


@dataclass(frozen=True)
class Evaluation:
    """A report, what it rests on, and the pictures with the worst mistakes."""

    report: Report
    evidence: Evidence = field(repr=False)
    gallery: Gallery | None = field(repr=False)  # None: nothing was to be found


def evaluate(
    models: Sequence[Path], dataset: Dataset, *, flags: EvaluateFlags, name: str = ""
) -> Evaluation:
    """Judge one model; InputError where its figures would be worthless."""
    if kind_of(models) == "attributes":
        return _of_head(open_describer(models[0]), dataset, flags=flags)
    return _of_predictor(open_predictor(models), dataset, flags=flags, name=name)


def _of_predictor(
    predictor: Predictor, dataset: Dataset, *, flags: EvaluateFlags, name: str
) -> Evaluation:
    before = _beforehand(predictor, dataset, flags=flags)
    judged = judge(predictor, dataset, split=flags.split)
    heed(judged.alarms)
    report = _report(
        judged.evidence, predictor, dataset, flags=flags, alarms=[*before, *judged.alarms]
    )
    more = {
        "subject": f"{name}, {predictor.subject}" if name else predictor.subject,
        "audit": audit(judged.evidence, judged.audited),
        "artifact": artifact(predictor, dataset, split=flags.split, calls=flags.calls),
    }
    return Evaluation(report.model_copy(update=more), judged.evidence, judged.gallery)


def _of_head(describer: Describer, dataset: Dataset, *, flags: EvaluateFlags) -> Evaluation:
    before = _beforehand(describer, dataset, flags=flags)
    evidence = judge_head(describer, dataset, split=flags.split)
    report = _report(evidence, describer, dataset, flags=flags, alarms=before)
    return Evaluation(report, evidence, gallery=None)


def _beforehand(model: Model, dataset: Dataset, *, flags: EvaluateFlags) -> list[Alarm]:
    """What is suspicious before a picture is shown: some need not be."""
    known = [open_dataset(folder) for folder in flags.trained_on]
    leaked = leaks(dataset, split=flags.split, origin=model.origin, trained_on=known)
    found = [*leaked, *vocabulary(labelled=dataset.info.attributes, known=model.attributes)]
    heed(found)
    return found


def _report(
    evidence: Evidence,
    model: Model,
    dataset: Dataset,
    *,
    flags: EvaluateFlags,
    alarms: Iterable[Alarm],
) -> Report:
    measuring = Measuring(evidence, draws=flags.draws, seed=flags.seed)
    return Report(
        subject=model.subject,
        model=model.model,
        dataset=dataset.info.fingerprint,
        split=flags.split,
        test_set=_digest(dataset, split=flags.split),
        units=measuring.whole.units,
        overall=measuring.overall(),
        per_class=measuring.attributes(),
        per_slice=measuring.slices(),
        doubts=[Doubt(kind=one.kind, text=one.text, pictures=list(one.pictures)) for one in alarms],
        licences=list(model.origin.licences),
    )


def _digest(dataset: Dataset, *, split: Split) -> str:
    return dataset.info.splits[split].digest
