"""images/build, its docker client replaced by `echo`: which builds it asks for."""

import os
import subprocess
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from cartvision.images import Runtime, image
from images.dockerfile import IMAGES

PROJECT = tomllib.loads((IMAGES.parent / "pyproject.toml").read_text())["project"]
PIPELINE = get_args(Runtime)


def built(*runtimes: str, **variables: str) -> list[str]:
    """The docker commands of images/build, without anything of this machine's own."""
    done = subprocess.run(
        [str(IMAGES / "build"), *runtimes],
        env={"PATH": os.environ["PATH"], "DOCKER": "echo", "WHEELS": "", "CA_BUNDLE": ""}
        | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("runtime", PIPELINE)
def test_a_runtime_of_the_graph_is_built_under_the_name_that_the_graph_calls(runtime: Runtime):
    (command,) = built(runtime)
    assert f"--tag {image(runtime)} " in command
    assert f"--build-arg EXTRA={runtime} " in command


def test_all_images_are_built_by_default():
    tags = [command.split()[2] for command in built()]
    assert tags == [f"cartvision/{it}:{PROJECT['version']}" for it in (*PIPELINE, "serve")]


@pytest.mark.parametrize("runtime", PIPELINE)
def test_every_runtime_of_the_graph_has_its_extra(runtime: str):
    assert runtime in PROJECT["optional-dependencies"]


def test_an_unknown_runtime_is_refused_before_anything_is_built():
    with pytest.raises(subprocess.CalledProcessError) as failed:
        built("data", "trains")
    assert failed.value.returncode == 2
    assert failed.value.stdout == ""
    assert "no runtime trains; there are data train export console serve" in failed.value.stderr


@pytest.mark.parametrize(
    ("variable", "value", "asked"),
    [
        pytest.param("REGISTRY", "shop.example/cv", "--tag shop.example/cv/data:", id="registry"),
        pytest.param("BASE_IMAGE", "mine:1", "--build-arg BASE_IMAGE=mine:1 ", id="base image"),
        pytest.param("CA_BUNDLE", "/ca.pem", "--secret id=ca,src=/ca.pem ", id="certificates"),
    ],
)
def test_a_closed_network_has_its_own(variable: str, value: str, asked: str):
    (command,) = built("data", **{variable: value})
    assert asked in command


def test_a_folder_of_wheels_enters_the_build_as_an_image(tmp_path: Path):
    wheels, data = built("data", WHEELS=str(tmp_path))
    assert wheels.endswith(str(tmp_path))
    assert f"WHEELS_IMAGE={wheels.split()[2]} " in data
    assert "PIP_FIND_LINKS=/wheels " in data
