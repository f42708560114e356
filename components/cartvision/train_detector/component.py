"""What the pipeline sees of train_detector."""

from typing import List

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Metrics, Model, Output

from cartvision.images import image


@dsl.container_component
def train_detector(
    dataset: Input[List[Dataset]],
    steps: int,
    batch: int,
    size: int,
    learning_rate: float,
    seed: int,
    model: Output[Model],
    report: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
) -> dsl.ContainerSpec:
    return dsl.ContainerSpec(
        image=image("train"),
        command=["python3", "-m", "cartvision.train_detector"],
        args=[
            "--model",
            model.path,
            "--report",
            report.path,
            "--page",
            page.path,
            "--steps",
            steps,
            "--batch",
            batch,
            "--size",
            size,
            "--learning-rate",
            learning_rate,
            "--seed",
            seed,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
