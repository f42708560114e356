"""What the pipeline sees of refuse."""

from kfp import dsl
from kfp.dsl import Artifact, Input

from cartvision.images import image


@dsl.container_component
def refuse(verdict: Input[Artifact], releases: str, run: str) -> dsl.ContainerSpec:
    """Record that the model was refused, and why."""
    return dsl.ContainerSpec(
        image=image("data"),
        command=["python3", "-m", "cartvision.refuse"],
        args=[
            "--verdict",
            verdict.path,
            "--releases",
            releases,
            "--run",
            run,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
