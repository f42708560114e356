"""Dataset folders → a trained attribute head → model folder and report."""

import logging
import shutil
from dataclasses import asdict

from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import InputError
from cartvision.files import whole_folder
from cartvision.flags import run
from cartvision.metrics.attributes import AttributeScores
from cartvision.models.attributes import AttributeModel
from cartvision.models.card import Card, write_card
from cartvision.outputs import write_executor_output
from cartvision.reports.page import write_page
from cartvision.train_attributes.features import compute_features
from cartvision.train_attributes.fit import choose_thresholds, fit, new_model
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_attributes.report import attributes_page
from cartvision.training.history import History, write_log

log = logging.getLogger(__name__)


def main(flags: TrainAttributesFlags) -> None:
    dataset = open_dataset(flags.dataset)
    work = flags.model.with_name(f".{flags.model.name}.checkpoints")
    model = new_model(dataset.info.attributes, crop=flags.crop, seed=flags.seed)
    limits = {"most": flags.crops, "size": flags.crop, "seed": flags.seed}
    known = compute_features(model.backbone, dataset, split="train", **limits)
    held_out = compute_features(model.backbone, dataset, split="val", **limits)
    if len(held_out) == 0:
        raise InputError("no product of the val split has a known attribute: no thresholds")
    data = dataset.info.fingerprint
    history = fit(model, known, recipe=flags.recipe(), folder=work, data=data)
    scores = choose_thresholds(model, held_out)
    metrics = {"macro_f1": scores.macro_f1 or 0.0, "micro_f1": scores.micro_f1 or 0.0}
    _write_model(flags, model, history, dataset=dataset, metrics=metrics)
    shutil.rmtree(work)
    _write_report(flags, scores, history, thresholds=model.config.thresholds)
    write_executor_output(flags.kfp, metadata={"metrics": metrics, "model": metrics})
    log.info("val macro F1 %.3f on known labels", metrics["macro_f1"])


def _write_model(
    flags: TrainAttributesFlags,
    model: AttributeModel,
    history: History,
    *,
    dataset: Dataset,
    metrics: dict[str, float],
) -> None:
    card = Card(
        kind="attributes",
        dataset=dataset.info.fingerprint,
        made_of=dataset.info.lineage[1:],
        licences=dataset.info.licences,
        seed=flags.seed,
        settings={"crop": flags.crop, "crops": flags.crops, **asdict(flags.recipe())},
        metrics=metrics,
    )
    with whole_folder(flags.model) as aside:
        model.save_pretrained(aside)
        write_log(history, aside)
        write_card(card, aside)


def _write_report(
    flags: TrainAttributesFlags,
    scores: AttributeScores,
    history: History,
    *,
    thresholds: list[float],
) -> None:
    written = attributes_page(scores, thresholds=thresholds, curve=history.picture())
    write_page(written, report=flags.report, page=flags.page)


if __name__ == "__main__":
    run(main, TrainAttributesFlags)
