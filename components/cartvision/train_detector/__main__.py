"""Dataset folders → a trained detector → model folder and report."""

import logging
import shutil
from dataclasses import asdict

from cartvision.data.reader import Dataset, open_dataset
from cartvision.files import whole_folder
from cartvision.flags import run
from cartvision.models.card import Card, write_card
from cartvision.outputs import write_executor_output
from cartvision.reports.page import Section, page, write_page
from cartvision.train_detector.fit import fit_detector
from cartvision.train_detector.flags import TrainDetectorFlags
from cartvision.train_detector.validation import Validation, validate
from cartvision.training.log import loss_curve, write_log

log = logging.getLogger(__name__)


def main(flags: TrainDetectorFlags) -> None:
    dataset = open_dataset(flags.dataset)
    work = flags.model.with_name(f".{flags.model.name}.checkpoints")
    detector, losses = fit_detector(dataset, recipe=flags.recipe(), size=flags.size, folder=work)
    validation = validate(detector, dataset)
    detector.config.min_score = validation.min_score
    with whole_folder(flags.model) as aside:
        detector.save_pretrained(aside)
        write_log(losses, aside)
        write_card(_card(flags, dataset, validation), aside)
    shutil.rmtree(work)
    _write_report(flags, validation, loss_png=loss_curve(losses))
    for name, value in validation.metrics.items():
        log.info("val %s %.3f", name, value)


def _card(flags: TrainDetectorFlags, dataset: Dataset, validation: Validation) -> Card:
    return Card(
        kind="detector",
        dataset=dataset.info.fingerprint,
        made_of=dataset.info.lineage[1:],
        licences=dataset.info.licences,
        seed=flags.seed,
        settings={"size": flags.size, **asdict(flags.recipe())},
        metrics=validation.metrics,
    )


def _write_report(flags: TrainDetectorFlags, validation: Validation, *, loss_png: bytes) -> None:
    figures = {name: f"{value:.3f}" for name, value in validation.metrics.items()}
    written = page(
        "Detector training",
        lead=f"Validation figures after {flags.steps} steps of {flags.batch} pictures.",
        figures=figures | {"shown from score": f"{validation.min_score:.2f}"},
        sections=[Section("Training loss", pictures=[loss_png])],
    )
    write_page(written, report=flags.report, page=flags.page)
    write_executor_output(
        flags.kfp, metadata={"metrics": validation.metrics, "model": validation.metrics}
    )


if __name__ == "__main__":
    run(main, TrainDetectorFlags)
