"""Dataset folders → what tells attributes and categories of products → model folder and report."""

import logging
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from transformers import set_seed
from transformers.utils import SAFE_WEIGHTS_NAME

from cartvision.data.reader import Dataset, open_dataset
from cartvision.files import alone_in, digest, refuse_foreign, require_place, whole_folder
from cartvision.flags import run
from cartvision.models.card import FILE_NAME as CARD
from cartvision.models.card import Card, write_card
from cartvision.models.describer.model import Describer
from cartvision.models.describer.starting import new_describer
from cartvision.models.describer.unfreezing import require_layers
from cartvision.outputs import write_executor_output
from cartvision.reports.page import write_page
from cartvision.train_attributes.answers import answers_of
from cartvision.train_attributes.checking import SAME_FOR_ALL
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_attributes.judging import Judged, calibrate, judge
from cartvision.train_attributes.material import Material, material
from cartvision.train_attributes.phases import Pupil, learn
from cartvision.train_attributes.report import attributes_page
from cartvision.train_attributes.settings import Settings
from cartvision.training.history import History, write_log

log = logging.getLogger(__name__)

RUN = "run"


def main(flags: TrainAttributesFlags) -> None:
    for flag, folder, holds in (
        ("--model", flags.model, CARD),
        ("--report", flags.report, "report.html"),
    ):
        require_place(folder.resolve(), flag=flag)
        refuse_foreign(folder, holds=holds, flag=flag)
    place = flags.model.resolve()
    work = place.with_name(f".{place.name}.checkpoints")
    with alone_in(work):
        make(flags, place=place, work=work / RUN)
        shutil.rmtree(work)


def make(flags: TrainAttributesFlags, *, place: Path, work: Path) -> None:
    settings, dataset = flags.settings(), open_dataset(flags.dataset)
    known = material(dataset, settings=settings)
    pupil = pupil_of(known, dataset=dataset, settings=settings)
    history = learn(pupil, settings=settings, folder=work)
    pupil.model.forget_skus()
    judged = judged_of(pupil, known, settings=settings)
    write_model(place, pupil.model, history, judged, dataset=dataset, settings=settings)
    told = attributes_page(
        judged,
        config=pupil.model.config,
        curve=history.picture(),
        settings=settings,
        model=digest(place / SAFE_WEIGHTS_NAME),
        dataset=dataset.info.fingerprint,
    )
    write_page(told, report=flags.report, page=flags.page)
    write_executor_output(flags.kfp, metadata={"metrics": judged.metrics, "model": judged.metrics})
    for name, value in judged.metrics.items():
        log.info("val %s %.3f", name, value)


def pupil_of(known: Material, *, dataset: Dataset, settings: Settings) -> Pupil:
    set_seed(settings.seed)
    with TemporaryDirectory() as fetched:
        model = new_describer(
            settings.backbone,
            weights=settings.weights,
            to=Path(fetched),
            names=dataset.info.attributes,
            categories=known.categories,
            crop=settings.crop,
            hidden=settings.hidden,
            embedding=settings.embedding,
            smoothing=settings.smoothing,
            mirrored=settings.mirrored,
        )
    if settings.tune_epochs:
        require_layers(model.backbone, layers=settings.last_layers)
    model.learn_skus(max(len(known.skus), 1))
    return Pupil(
        model,
        known.train,
        known.targets_of(known.train, model),
        known.val,
        known.targets_of(known.val, model),
        dataset.info.fingerprint,
    )


def judged_of(pupil: Pupil, known: Material, *, settings: Settings) -> Judged:
    """On val, which also chose: a little flattered."""
    model, some = pupil.model.eval(), pupil.held_out.some
    said = answers_of(model, pupil.held_out, what="judging", seed=SAME_FOR_ALL)
    decisions = calibrate(
        model,
        said,
        pupil.answers,
        some=some,
        learnt=pupil.targets.labels.numpy(),
        settings=settings,
    )
    new = np.array([*(name not in known.skus for name in some.skus), False])
    return judge(
        model,
        said,
        pupil.answers,
        some=some,
        decisions=decisions,
        strangers=new[some.sku],
        fewest=settings.fewest,
    )


def write_model(
    folder: Path,
    model: Describer,
    history: History,
    judged: Judged,
    *,
    dataset: Dataset,
    settings: Settings,
) -> None:
    card = Card(
        kind="attributes",
        dataset=dataset.info.fingerprint,
        made_of=dataset.info.lineage[1:],
        licences=dataset.info.licences,
        seed=settings.seed,
        settings=asdict(settings),
        metrics=judged.metrics,
    )
    with whole_folder(folder) as aside:
        model.save_pretrained(aside)
        write_log(history, aside)
        write_card(card, aside)


if __name__ == "__main__":
    run(main, TrainAttributesFlags)
