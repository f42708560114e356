"""What the pipeline sees of gate."""

from kfp import dsl
from kfp.dsl import HTML, Artifact, Input, Metrics, Output

from cartvision.images import image


@dsl.container_component
def gate(
    candidate: Input[Artifact],
    policy: str,
    seed: int,
    verdict: Output[Artifact],
    metrics: Output[Metrics],
    page: Output[HTML],
    passed: dsl.OutputPath(bool),  # type: ignore[valid-type] # the form that kfp reads
    # Read from the executor input: not every KFP backend resolves IfPresentPlaceholder.
    reference: Input[Artifact] = None,
) -> dsl.ContainerSpec:
    """Decide from its report whether a model may go on; a refusal is no failure."""
    return dsl.ContainerSpec(
        image=image("data"),
        command=["python3", "-m", "cartvision.gate"],
        args=[
            "--candidate",
            candidate.path,
            "--policy",
            policy,
            "--seed",
            seed,
            "--verdict",
            verdict.path,
            "--passed",
            passed,
            "--page",
            page.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
