"""Dataset folders → a trained detector → model folder and report."""

import logging
import shutil
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from transformers.utils import SAFE_WEIGHTS_NAME

from cartvision.data.reader import Dataset, open_dataset
from cartvision.files import (
    alone_in,
    digest,
    refuse_foreign,
    require_place,
    whole_folder,
    write_text,
)
from cartvision.flags import run
from cartvision.models.card import FILE_NAME as CARD
from cartvision.models.card import Card, write_card
from cartvision.models.detectors.detector import Detector
from cartvision.models.ranks import is_first
from cartvision.outputs import write_executor_output
from cartvision.reports.metrics import FILE_NAME as METRICS
from cartvision.train_detector.fit import fit_detector
from cartvision.train_detector.flags import TrainDetectorFlags
from cartvision.train_detector.report import Run, write_report
from cartvision.train_detector.settings import Settings
from cartvision.train_detector.validation import Validation, validate
from cartvision.training.history import History, write_log

log = logging.getLogger(__name__)

RUN = "run"  # in the folder of checkpoints, which also holds the lock of the one who trains


def main(flags: TrainDetectorFlags) -> None:
    for flag, folder, holds in (
        ("--model", flags.model, CARD),
        ("--report", flags.report, METRICS),
    ):
        require_place(folder.resolve(), flag=flag)
        refuse_foreign(folder, holds=holds, flag=flag)
    model = flags.model.resolve()
    work = model.with_name(f".{model.name}.checkpoints")
    with alone_in(work) if is_first() else nullcontext():
        learn(flags, model=model, work=work)
        if is_first():
            shutil.rmtree(work)


def learn(flags: TrainDetectorFlags, *, model: Path, work: Path) -> None:
    """Of several processes the first judges and writes."""
    settings = flags.settings()
    dataset = open_dataset(flags.dataset)
    detector, history = fit_detector(dataset, settings=settings, folder=work / RUN)
    if not is_first():
        return
    validation = validate(detector, dataset)
    card = card_of(dataset, settings, validation)
    write_model(model, detector, history=history, card=card)
    page = write_report(
        flags.report,
        validation,
        run=run_of(model, dataset=dataset, settings=settings, history=history),
    )
    if flags.page is not None:
        write_text(flags.page, page)
    told = validation.metrics
    write_executor_output(flags.kfp, metadata={"metrics": told, "model": told})
    for name, value in told.items():
        log.info("val %s %.3f", name, value)


def card_of(dataset: Dataset, settings: Settings, validation: Validation) -> Card:
    return Card(
        kind="detector",
        dataset=dataset.info.fingerprint,
        made_of=dataset.info.lineage[1:],
        licences=dataset.info.licences,
        seed=settings.seed,
        settings=asdict(settings) | validation.chosen,
        metrics=validation.metrics,
    )


def write_model(folder: Path, detector: Detector, *, history: History, card: Card) -> None:
    with whole_folder(folder) as aside:
        detector.save_pretrained(aside)
        write_log(history, aside)
        write_card(card, aside)


def run_of(model: Path, *, dataset: Dataset, settings: Settings, history: History) -> Run:
    """What the report tells of the training itself."""
    how = settings.architecture + (f" on {settings.backbone}" if settings.backbone else "")
    pictures = settings.batch * settings.accumulate
    return Run(
        told=f"{how}, {settings.steps:,} steps of {pictures} pictures at {settings.size} px; "
        f"{history.waiting:.1%} of the time went by waiting for pictures",
        model=digest(model / SAFE_WEIGHTS_NAME),
        dataset=dataset.info,
        curves=history.picture(),
        checks=history.checks,
        seed=settings.seed,
    )


if __name__ == "__main__":
    run(main, TrainDetectorFlags)
