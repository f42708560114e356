"""Two model folders and pictures → one ONNX file, the better of two precisions → export folder."""

import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import InputError
from cartvision.export_onnx.flags import ExportOnnxFlags
from cartvision.export_onnx.graph import export_graph, write_metadata
from cartvision.export_onnx.measure import Measured, choose, kept_share, measure
from cartvision.export_onnx.parity import Parity, compare, require
from cartvision.export_onnx.quantise import quantise
from cartvision.export_onnx.report import export_page
from cartvision.files import replace_folder, write_text
from cartvision.flags import run
from cartvision.inference.onnx import FILE_NAME, OnnxPredictor
from cartvision.inference.torch import TorchPredictor
from cartvision.models.card import read_card
from cartvision.outputs import write_executor_output
from cartvision.vision.codec import Pixels, decode


def main(flags: ExportOnnxFlags) -> None:
    dataset = open_dataset(flags.dataset)
    trained = TorchPredictor(detector=flags.detector, attributes=flags.attributes)
    aside = flags.model.with_name(f".{flags.model.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    files = {precision: aside / f"{precision}.onnx" for precision in ("fp32", "int8")}
    export_graph(trained.reader, files["fp32"])
    quantise(files["fp32"], files["int8"], frames=frames(dataset, "train", flags.calibration))
    for precision, file in files.items():
        write_metadata(file, _meaning(trained, precision))
    exported = {name: OnnxPredictor(file, threads=flags.threads) for name, file in files.items()}

    parity = compare(trained, exported["fp32"], frames=frames(dataset, "val", flags.measured))
    require(parity)
    plain, quantised = measure(exported, pictures=some(dataset, "val", flags.measured))
    kept = choose(plain, quantised, keep=flags.keep)
    sizes = {name: file.stat().st_size for name, file in files.items()}
    files[kept.precision].rename(aside / FILE_NAME)
    for file in files.values():
        file.unlink(missing_ok=True)
    compared = _compared(parity, plain, quantised)
    card = _meaning(trained, kept.precision) | _origin(flags) | {"compared": compared}
    write_text(aside / "card.json", json.dumps(card, indent=2) + "\n")
    replace_folder(aside, flags.model)
    _report(flags, parity, [plain, quantised], kept=kept, sizes=sizes)
    shown = {"kept": kept.precision, "speedup": compared["speedup"], "kept_share": compared["kept"]}
    write_executor_output(flags.kfp, metadata={"metrics": shown, "model": shown})


def some(dataset: Dataset, split: Split, count: int) -> Iterator[Picture]:
    """The first originals of a split."""
    if dataset.size(split) == 0:
        raise InputError(f"the dataset has no {split} pictures, which the export is measured with")
    return islice((picture for picture in dataset.pictures(split) if picture.copy == 0), count)


def frames(dataset: Dataset, split: Split, count: int) -> Iterator[Pixels]:
    return (decode(picture.encoded) for picture in some(dataset, split, count))


def _meaning(trained: TorchPredictor, precision: str) -> dict[str, Any]:
    return {
        "precision": precision,
        "attributes": list(trained.attributes),
        "thresholds": list(trained.thresholds),
        "min_score": trained.min_score,
    }


def _origin(flags: ExportOnnxFlags) -> dict[str, Any]:
    cards = {"detector": read_card(flags.detector), "attributes": read_card(flags.attributes)}
    return {
        "dataset": cards["detector"].dataset,
        "licences": sorted({name for card in cards.values() for name in card.licences}),
        "trained": {name: card.model_dump() for name, card in cards.items()},
    }


def _compared(parity: Parity, plain: Measured, quantised: Measured) -> dict[str, Any]:
    return {
        "parity": asdict(parity),
        "precisions": [asdict(plain), asdict(quantised)],
        "speedup": plain.milliseconds / quantised.milliseconds,
        "kept": kept_share(quantised, of=plain),
    }


def _report(
    flags: ExportOnnxFlags,
    parity: Parity,
    measured: list[Measured],
    *,
    kept: Measured,
    sizes: dict[str, int],
) -> None:
    written = export_page(parity, measured, kept=kept, sizes=sizes, keep=flags.keep)
    write_text(flags.report / "report.html", written)
    if flags.page:
        write_text(flags.page, written)
    share = kept_share(measured[1], of=measured[0])
    logging.info("kept %s; INT8 keeps %.1f %% of FP32", kept.precision, 100 * share)


if __name__ == "__main__":
    run(main, ExportOnnxFlags)
