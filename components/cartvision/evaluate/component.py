"""What the pipeline sees of evaluate."""

from kfp import dsl
from kfp.dsl import HTML, Artifact, ClassificationMetrics, Dataset, Input, Metrics, Model, Output

from cartvision.images import image


@dsl.container_component
def evaluate(
    dataset: Input[Dataset],
    candidate: Input[Model],
    split: str,
    draws: int,
    calls: int,
    seed: int,
    report: Output[Artifact],
    metrics: Output[Metrics],
    classification: Output[ClassificationMetrics],
    page: Output[HTML],
    champion: str = "",
    # Read from the executor input: not every KFP backend resolves IfPresentPlaceholder.
    head: Input[Model] = None,
) -> dsl.ContainerSpec:
    """Judge a model, and the stable release beside it, on the same pictures."""
    return dsl.ContainerSpec(
        image=image("export"),
        command=["python3", "-m", "cartvision.evaluate"],
        args=[
            "--dataset",
            dataset.path,
            "--candidate",
            candidate.path,
            "--split",
            split,
            "--champion",
            champion,
            "--draws",
            draws,
            "--calls",
            calls,
            "--seed",
            seed,
            "--report",
            report.path,
            "--page",
            page.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
