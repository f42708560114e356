"""Two model folders and pictures → one ONNX file, the better of two precisions → export folder."""

import json
import logging
import shutil
from itertools import islice
from typing import Any

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import InputError
from cartvision.export_onnx.comparison import Comparison, compare_both, meaning, write_both
from cartvision.export_onnx.flags import ExportOnnxFlags
from cartvision.export_onnx.report import export_page
from cartvision.files import replace_folder, write_text
from cartvision.flags import run
from cartvision.inference.onnx import FILE_NAME
from cartvision.inference.torch import TorchPredictor
from cartvision.models.card import read_card
from cartvision.outputs import write_executor_output

log = logging.getLogger(__name__)


def main(flags: ExportOnnxFlags) -> None:
    dataset = open_dataset(flags.dataset)
    trained = TorchPredictor(detector=flags.detector, attributes=flags.attributes)
    calibration = originals(dataset, "train", most=flags.calibration)
    pictures = originals(dataset, "val", most=flags.measured)
    aside = flags.model.with_name(f".{flags.model.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    files = write_both(trained, aside, calibration=calibration)
    compared = compare_both(
        files, trained=trained, pictures=pictures, keep=flags.keep, threads=flags.threads
    )
    files[compared.kept.precision].rename(aside / FILE_NAME)
    for file in files.values():
        file.unlink(missing_ok=True)
    card = meaning(trained, precision=compared.kept.precision) | origin(flags)
    card["compared"] = compared.as_record()
    write_text(aside / "card.json", json.dumps(card, indent=2) + "\n")
    replace_folder(aside, flags.model)
    report(flags, compared)


def originals(dataset: Dataset, split: Split, *, most: int) -> list[Picture]:
    """The first pictures of a split that are no copies."""
    if dataset.size(split) == 0:
        raise InputError(f"the dataset has no {split} pictures, and the export is measured on them")
    return list(islice((p for p in dataset.pictures(split) if p.copy == 0), most))


def origin(flags: ExportOnnxFlags) -> dict[str, Any]:
    """Where the two models come from, for every later card."""
    cards = {"detector": read_card(flags.detector), "attributes": read_card(flags.attributes)}
    return {
        "dataset": cards["detector"].dataset,
        "licences": sorted({name for card in cards.values() for name in card.licences}),
        "trained": {name: card.model_dump() for name, card in cards.items()},
    }


def report(flags: ExportOnnxFlags, compared: Comparison) -> None:
    written = export_page(compared, keep=flags.keep)
    write_text(flags.report / "report.html", written)
    if flags.page:
        write_text(flags.page, written)
    kept, share = compared.kept.precision, round(compared.share, 4)
    shown = {"kept": kept, "speedup": round(compared.speedup, 3), "kept_share": share}
    write_executor_output(flags.kfp, metadata={"metrics": shown, "model": shown})
    log.info("kept %s; INT8 runs %.2f times as fast", kept, compared.speedup)
    log.info("INT8 keeps %.1f %% of FP32's worst-kept figure", 100 * share)


if __name__ == "__main__":
    run(main, ExportOnnxFlags)
