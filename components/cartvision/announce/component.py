"""What the pipeline sees of announce."""

from kfp import dsl
from kfp.dsl import HTML, Output

from cartvision.images import image


@dsl.container_component
def announce(
    status: dsl.PipelineTaskFinalStatus, releases: str, run: str, page: Output[HTML]
) -> dsl.ContainerSpec:
    """Say what became of the run."""
    return dsl.ContainerSpec(
        image=image("data"),
        command=["python3", "-m", "cartvision.announce"],
        args=[
            "--status",
            status,
            "--releases",
            releases,
            "--run",
            run,
            "--page",
            page.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
