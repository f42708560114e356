"""Two precisions of one model: written, compared with PyTorch and with each other."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cartvision.data.picture import Picture
from cartvision.export_onnx.graph import export_graph, finish
from cartvision.export_onnx.measure import Measured, choose, kept_share, measure
from cartvision.export_onnx.parity import parity
from cartvision.export_onnx.quantise import quantise
from cartvision.inference.comparing import Difference
from cartvision.inference.onnx import FILE_NAME, OnnxPredictor
from cartvision.inference.torch import TorchPredictor
from cartvision.vision.codec import decode


@dataclass(frozen=True)
class Comparison:
    """FP32 and INT8 side by side, and the one to keep."""

    parity: Difference  # of FP32 with PyTorch
    plain: Measured
    quantised: Measured
    kept: Measured

    @property
    def speedup(self) -> float:
        return self.plain.milliseconds / self.quantised.milliseconds

    @property
    def share(self) -> float:
        """What INT8 keeps of FP32, by its worst figure."""
        return kept_share(self.quantised, of=self.plain)

    def as_record(self) -> dict[str, Any]:
        return {
            "parity": asdict(self.parity),
            "precisions": [asdict(self.plain), asdict(self.quantised)],
            "speedup": self.speedup,
            "kept_share": self.share,
        }


def write_both(
    trained: TorchPredictor, folder: Path, *, calibration: Iterable[Picture]
) -> dict[str, Path]:
    """fp32.onnx and int8.onnx in the folder; what their answers mean is written into each."""
    files = {precision: folder / f"{precision}.onnx" for precision in ("fp32", "int8")}
    export_graph(trained.reader, files["fp32"])
    frames = (decode(picture.encoded) for picture in calibration)
    quantise(files["fp32"], files["int8"], frames=frames)
    for precision, file in files.items():
        finish(file, meaning=meaning(trained, precision=precision))
    return files


def meaning(trained: TorchPredictor, *, precision: str) -> dict[str, Any]:
    """What a reader of the answers must know, and what the model was trained on."""
    return {
        "precision": precision,
        "classes": list(trained.classes),
        "categories": list(trained.categories),
        "attributes": list(trained.attributes),
        "thresholds": list(trained.thresholds),
        "min_score": trained.min_score,
        "most": trained.most,
        "datasets": [list(lineage) for lineage in trained.origin.datasets],
        "licences": list(trained.origin.licences),
    }


def compare_both(
    files: dict[str, Path],
    *,
    trained: TorchPredictor,
    pictures: Sequence[Picture],
    keep: float,
    threads: int,
) -> Comparison:
    exported = {name: OnnxPredictor(file, threads=threads) for name, file in files.items()}
    frames = (decode(picture.encoded) for picture in pictures)
    apart = parity(exported["fp32"], trained=trained, frames=frames)
    plain, quantised = measure(exported, pictures=pictures, sizes=sizes(files))
    kept = choose(plain, quantised, keep=keep)
    return Comparison(parity=apart, plain=plain, quantised=quantised, kept=kept)


def keep_one(files: dict[str, Path], *, kept: str) -> None:
    """The kept precision under the name that an export folder has for it; the other goes."""
    for precision, file in files.items():
        if precision == kept:
            file.rename(file.with_name(FILE_NAME))
        else:
            file.unlink()


def sizes(files: dict[str, Path]) -> dict[str, float]:
    return {name: file.stat().st_size / 1e6 for name, file in files.items()}
