"""What export_onnx is told."""

from pathlib import Path

from pydantic import Field, NonNegativeInt, PositiveInt

from cartvision.flags import Flags


class ExportOnnxFlags(Flags):
    """Export detector and attribute head as one ONNX graph; INT8 is kept if faster and as good."""

    detector: Path = Field(description="the detector's model folder")
    attributes: Path = Field(description="the attribute head's model folder")
    dataset: Path = Field(description="dataset folder: train calibrates, val measures")
    model: Path = Field(description="export folder to write")
    report: Path = Field(description="report folder to write")
    page: Path | None = Field(None, description="where to write the report's page once more")
    calibration: PositiveInt = Field(32, description="train pictures that set the INT8 ranges")
    measured: PositiveInt = Field(40, description="val pictures that the precisions are judged on")
    keep: float = Field(0.99, gt=0, le=1, description="share of FP32's figures that INT8 must keep")
    threads: NonNegativeInt = Field(0, description="threads of the timing runs; 0 is all cores")
