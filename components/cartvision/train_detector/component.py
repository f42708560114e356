"""What the pipeline sees of train_detector."""

from typing import List

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Metrics, Model, Output

from cartvision.images import image


@dsl.container_component
def train_detector(
    dataset: Input[List[Dataset]],
    preset: str,
    architecture: str,
    backbone: str,
    weights: str,
    level: int,
    steps: int,
    batch: int,
    size: int,
    learning_rate: float,
    zoom: List[float],
    balance: str,
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
            "--preset",
            preset,
            "--architecture",
            architecture,
            "--backbone",
            backbone,
            "--weights",
            weights,
            "--level",
            level,
            "--steps",
            steps,
            "--batch",
            batch,
            "--size",
            size,
            "--learning-rate",
            learning_rate,
            "--zoom",
            zoom,
            "--balance",
            balance,
            "--seed",
            seed,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
