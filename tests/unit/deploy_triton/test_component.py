from cartvision.deploy_triton.component import deploy_triton
from cartvision.deploy_triton.flags import DeployTritonFlags

CONTAINER = deploy_triton.component_spec.implementation.container


OF_PEOPLE = {"debug", "created_at"}  # a task takes the time at which it runs


def test_every_flag_that_is_not_for_people_alone_is_an_argument_of_the_component():
    arguments = [str(argument) for argument in CONTAINER.args]
    flags = {name[2:].replace("-", "_") for name in arguments if name.startswith("--")}
    assert flags == set(DeployTritonFlags.model_fields) - OF_PEOPLE


def test_the_component_runs_the_stage():
    assert CONTAINER.command == ["python3", "-m", "cartvision.deploy_triton"]
