"""What the pipeline sees of ingest."""

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Metrics, Output

from cartvision.images import image


@dsl.container_component
def ingest(
    source: str,
    format: str,
    val_share: float,
    test_share: float,
    seed: int,
    max_broken: float,
    dataset: Output[Dataset],
    report: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
) -> dsl.ContainerSpec:
    """Read pictures and labels from a folder or bucket into a dataset folder."""
    return dsl.ContainerSpec(
        image=image("data"),
        command=["python3", "-m", "cartvision.ingest"],
        args=[
            "--source",
            source,
            "--format",
            format,
            "--val-share",
            val_share,
            "--test-share",
            test_share,
            "--seed",
            seed,
            "--max-broken",
            max_broken,
            "--dataset",
            dataset.path,
            "--report",
            report.path,
            "--page",
            page.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
