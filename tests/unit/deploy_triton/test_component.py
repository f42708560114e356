from cartvision.deploy_triton.component import deploy_triton
from cartvision.deploy_triton.flags import DeployTritonFlags

CONTAINER = deploy_triton.component_spec.implementation.container


def test_every_flag_but_debug_is_an_argument_of_the_component():
    arguments = [str(argument) for argument in CONTAINER.args]
    flags = {name[2:].replace("-", "_") for name in arguments if name.startswith("--")}
    assert flags == set(DeployTritonFlags.model_fields) - {"debug"}


def test_the_component_runs_the_stage():
    assert CONTAINER.command == ["python3", "-m", "cartvision.deploy_triton"]
