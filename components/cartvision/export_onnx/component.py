"""What the pipeline sees of export_onnx."""

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Metrics, Model, Output

from cartvision.images import image


@dsl.container_component
def export_onnx(
    detector: Input[Model],
    attributes: Input[Model],
    dataset: Input[Dataset],
    calibration: int,
    measured: int,
    keep: float,
    model: Output[Model],
    report: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
) -> dsl.ContainerSpec:
    """Export one ONNX graph from frame to answer, quantise it, and keep the better."""
    return dsl.ContainerSpec(
        image=image("export"),
        command=["python3", "-m", "cartvision.export_onnx"],
        args=[
            "--detector",
            detector.path,
            "--attributes",
            attributes.path,
            "--dataset",
            dataset.path,
            "--calibration",
            calibration,
            "--measured",
            measured,
            "--keep",
            keep,
            "--model",
            model.path,
            "--report",
            report.path,
            "--page",
            page.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
