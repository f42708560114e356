"""The page of an export: parity with PyTorch, and the two precisions side by side."""

from collections.abc import Sequence

from cartvision.export_onnx.comparison import Comparison
from cartvision.export_onnx.measure import Measured
from cartvision.reports.page import Section, page
from cartvision.reports.plots import bars


def export_page(compared: Comparison, *, keep: float) -> str:
    measured, parity = (compared.plain, compared.quantised), compared.parity
    names = list(compared.plain.figures)
    times = {part.precision: part.milliseconds for part in measured}
    return page(
        "ONNX export",
        lead=f"{compared.kept.precision} is kept: INT8 runs {compared.speedup:.2f} times as fast "
        f"and keeps {compared.share:.1%} of FP32's worst-kept figure; {keep:.0%} is asked.",
        figures={
            "kept": compared.kept.precision,
            "INT8 speed": f"{compared.speedup:.2f}×",
            "INT8 keeps": f"{compared.share:.1%}",
            "parity, boxes": f"{parity.boxes:.1e} px",
        },
        sections=[
            Section(
                "Precisions",
                text="Measured on the same validation pictures, frame by frame in turn.",
                columns=["precision", "ms a frame", "MB", *names],
                rows=[_row(part, names=names) for part in measured],
                pictures=[bars(times, x="ms a frame")],
            ),
            Section(
                "Parity with PyTorch",
                text=f"Largest differences over {parity.products:,} products.",
                columns=["boxes, px", "scores", "attributes"],
                rows=[[f"{v:.1e}" for v in (parity.boxes, parity.scores, parity.attributes)]],
            ),
        ],
    )


def _row(part: Measured, *, names: Sequence[str]) -> list[str]:
    figures = [f"{part.figures[name]:.4f}" if name in part.figures else "–" for name in names]
    return [part.precision, f"{part.milliseconds:.1f}", f"{part.megabytes:.1f}", *figures]
