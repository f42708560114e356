"""What the pipeline sees of train_attributes."""

from typing import List

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Metrics, Model, Output

from cartvision.images import image


@dsl.container_component
def train_attributes(
    dataset: Input[List[Dataset]],
    preset: str,
    backbone: str,
    weights: str,
    crops: int,
    crop: int,
    warm_epochs: int,
    precision: float,
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
            "--preset",
            preset,
            "--backbone",
            backbone,
            "--weights",
            weights,
            "--crops",
            crops,
            "--crop",
            crop,
            "--warm-epochs",
            warm_epochs,
            "--precision",
            precision,
            "--seed",
            seed,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
