"""What the pipeline sees of deploy_triton."""

from kfp import dsl

from cartvision.images import image


@dsl.container_component
def deploy_triton(
    model: dsl.Input[dsl.Model],
    report: dsl.Input[dsl.Artifact],
    verdict: dsl.Input[dsl.Artifact],
    dataset: dsl.Input[dsl.Dataset],
    releases: str,
    run: str,
    release: dsl.Output[dsl.Artifact],
) -> dsl.ContainerSpec:
    return dsl.ContainerSpec(
        image=image("export"),
        command=["python3", "-m", "cartvision.deploy_triton"],
        args=[
            "--model",
            model.path,
            "--report",
            report.path,
            "--verdict",
            verdict.path,
            "--dataset",
            dataset.path,
            "--releases",
            releases,
            "--run",
            run,
            "--release",
            release.path,
            "--executor-input",
            dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER,
        ],
    )
