"""Two model folders and pictures → one ONNX file, the better of two precisions → export folder."""

import json
import logging
from collections.abc import Iterable
from typing import Any

from cartvision.data.licences import class_of_all
from cartvision.data.reader import open_dataset
from cartvision.data.sampling import sample
from cartvision.errors import InputError
from cartvision.export_onnx.comparison import (
    Comparison,
    compare_both,
    keep_one,
    meaning,
    write_both,
)
from cartvision.export_onnx.flags import ExportOnnxFlags
from cartvision.export_onnx.report import export_page
from cartvision.files import whole_folder, write_text
from cartvision.flags import run
from cartvision.inference.torch import TorchPredictor
from cartvision.models.card import read_card
from cartvision.models.detectors.detector import Detector
from cartvision.models.detectors.open import family_of
from cartvision.outputs import write_executor_output
from cartvision.reports.page import write_page

log = logging.getLogger(__name__)

EXPORTED = ("dense", "anchors")


def main(flags: ExportOnnxFlags) -> None:
    dataset = open_dataset(flags.dataset)
    trained = TorchPredictor(detector=flags.detector, attributes=flags.attributes)
    require_exportable(trained.reader.detector)
    pictures = sample(dataset, "val", most=flags.measured)
    with whole_folder(flags.model) as folder:
        calibration = sample(dataset, "train", most=flags.calibration)
        files = write_both(trained, folder, calibration=calibration)
        compared = compare_both(
            files, trained=trained, pictures=pictures, keep=flags.keep, threads=flags.threads
        )
        keep_one(files, kept=compared.kept.precision)
        card = meaning(trained, precision=compared.kept.precision)
        card |= origin(flags, licences=trained.origin.licences)
        card["compared"] = compared.as_record()
        write_text(folder / "card.json", json.dumps(card, indent=2) + "\n")
    report(flags, compared)


def require_exportable(detector: Detector) -> None:
    """InputError for families whose graph no runtime of ours has been shown to run."""
    family = family_of(detector)
    if family not in EXPORTED:
        raise InputError(
            f"export-onnx takes detectors of {' and '.join(EXPORTED)} so far, and this is one of "
            f"{family}: train one of those to release it"
        )


def origin(flags: ExportOnnxFlags, *, licences: Iterable[str]) -> dict[str, Any]:
    """Where the two models come from, for every later card."""
    cards = {"detector": read_card(flags.detector), "attributes": read_card(flags.attributes)}
    return {
        "licence_class": class_of_all(licences),
        "trained": {name: card.model_dump() for name, card in cards.items()},
    }


def report(flags: ExportOnnxFlags, compared: Comparison) -> None:
    written = export_page(compared, keep=flags.keep)
    write_page(written, report=flags.report, page=flags.page)
    kept, share = compared.kept.precision, round(compared.share, 4)
    shown = {"kept": kept, "speedup": round(compared.speedup, 3), "kept_share": share}
    write_executor_output(flags.kfp, metadata={"metrics": shown, "model": shown})
    log.info("kept %s; INT8 runs %.2f times as fast", kept, compared.speedup)
    log.info("INT8 keeps %.1f %% of FP32's worst-kept figure", 100 * share)


if __name__ == "__main__":
    run(main, ExportOnnxFlags)
