"""The page of an export: parity with PyTorch, and the two precisions side by side."""

from collections.abc import Mapping, Sequence

from cartvision.export_onnx.measure import Measured, kept_share
from cartvision.export_onnx.parity import Parity
from cartvision.reports.page import Section, page
from cartvision.reports.plots import bars


def export_page(
    parity: Parity,
    measured: Sequence[Measured],
    *,
    kept: Measured,
    sizes: Mapping[str, int],
    keep: float,
) -> str:
    """`measured` holds the plain precision first, then the quantised."""
    plain, quantised = measured
    share = kept_share(quantised, of=plain)
    speedup = plain.milliseconds / quantised.milliseconds
    names = list(plain.figures)
    return page(
        "ONNX export",
        lead=f"{kept.precision} is kept: INT8 runs {speedup:.2f} times as fast and keeps "
        f"{share:.1%} of FP32's worst-kept figure; {keep:.0%} is asked.",
        figures={
            "kept": kept.precision,
            "INT8 speed": f"{speedup:.2f}×",
            "INT8 keeps": f"{share:.1%}",
            "parity, boxes": f"{parity.boxes:.1e} px",
        },
        sections=[
            Section(
                "Precisions",
                text="Measured on the same validation pictures, frame by frame in turn.",
                columns=["precision", "ms a frame", "MB", *names],
                rows=[_row(part, names=names, size=sizes[part.precision]) for part in measured],
                pngs=[
                    bars({part.precision: part.milliseconds for part in measured}, x="ms a frame")
                ],
            ),
            Section(
                "Parity with PyTorch",
                text=f"Largest differences over {parity.products:,} products.",
                columns=["boxes, px", "scores", "attributes"],
                rows=[[f"{v:.1e}" for v in (parity.boxes, parity.scores, parity.attributes)]],
            ),
        ],
    )


def _row(part: Measured, *, names: Sequence[str], size: int) -> list[str]:
    figures = [f"{part.figures[name]:.4f}" for name in names]
    return [part.precision, f"{part.milliseconds:.1f}", f"{size / 1e6:.1f}", *figures]
