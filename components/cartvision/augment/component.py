"""What the pipeline sees of augment."""

from kfp import dsl
from kfp.dsl import HTML, Artifact, Dataset, Input, Metrics, Output

from cartvision.images import image


@dsl.container_component
def augment(
    dataset: Input[Dataset],
    copies: int,
    policy: str,
    balance: str,
    seed: int,
    shard: str,
    workers: int,
    out: Output[Dataset],
    report: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
) -> dsl.ContainerSpec:
    """Make several instances of each training picture, with its labels carried along."""
    return dsl.ContainerSpec(
        image=image("data"),
        command=["python3", "-m", "cartvision.augment"],
        args=[
            "--dataset",
            dataset.path,
            "--copies",
            copies,
            "--policy",
            policy,
            "--balance",
            balance,
            "--seed",
            seed,
            "--shard",
            shard,
            "--workers",
            workers,
            "--out",
            out.path,
            "--report",
            report.path,
            "--page",
            page.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
