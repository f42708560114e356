"""What the pipeline sees of ingest."""

from typing import List

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Metrics, Output

from cartvision.images import image


@dsl.container_component
def ingest(
    source: List[str],
    format: List[str],
    licence: List[str],
    memory: str,
    columns: List[str],
    attributes: List[str],
    unknown: List[str],
    val_share: float,
    test_share: float,
    seed: int,
    near: int,
    max_broken: float,
    workers: int,
    dataset: Output[Dataset],
    report: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
) -> dsl.ContainerSpec:
    """Read pictures and labels from folders or buckets into a dataset folder."""
    return dsl.ContainerSpec(
        image=image("data"),
        command=["python3", "-m", "cartvision.ingest"],
        args=[
            "--source",
            source,
            "--format",
            format,
            "--licence",
            licence,
            "--memory",
            memory,
            "--columns",
            columns,
            "--attributes",
            attributes,
            "--unknown",
            unknown,
            "--val-share",
            val_share,
            "--test-share",
            test_share,
            "--seed",
            seed,
            "--near",
            near,
            "--max-broken",
            max_broken,
            "--workers",
            workers,
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
