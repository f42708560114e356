"""What the pipeline sees of train_attributes."""

from typing import List

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Metrics, Model, Output

from cartvision.images import image


@dsl.container_component
def train_attributes(
    dataset: Input[List[Dataset]],
    crops: int,
    steps: int,
    batch: int,
    crop: int,
    learning_rate: float,
    seed: int,
    model: Output[Model],
    report: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
) -> dsl.ContainerSpec:
    return dsl.ContainerSpec(
        image=image("train"),
        command=["python3", "-m", "cartvision.train_attributes"],
        args=[
            "--model",
            model.path,
            "--report",
            report.path,
            "--page",
            page.path,
            "--crops",
            crops,
            "--steps",
            steps,
            "--batch",
            batch,
            "--crop",
            crop,
            "--learning-rate",
            learning_rate,
            "--seed",
            seed,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
