"""A policy is checked when it is read: each fault is named."""

from pathlib import Path

import pytest
import yaml

from cartvision.augment.draws import Draws
from cartvision.augment.policy import FOLDER, read_policy
from cartvision.errors import InputError
from policies import policy

OURS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def test_there_are_three_policies() -> None:
    assert OURS == ["bin", "product", "shelf"]


@pytest.mark.parametrize("name", OURS)
def test_a_policy_of_ours_can_be_drawn(name) -> None:
    assert Draws(read_policy(name))


@pytest.mark.parametrize("name", OURS)
def test_no_policy_of_ours_mirrors(name) -> None:
    said = (FOLDER / f"{name}.yaml").read_text()
    assert "Flip" not in said
    assert "Transpose" not in said


def test_a_policy_may_be_somebodys_own_file(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text((FOLDER / "shelf.yaml").read_text().replace("1280", "640"))
    assert read_policy(str(file)).longest == 640


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param({"Mirrorball": {}}, "names Mirrorball", id="no such transform"),
        pytest.param({"Compose": {}}, "names Compose", id="no transform"),
        pytest.param({"RandomGamma": {"gama": 3}}, "policy's RandomGamma", id="no such argument"),
        pytest.param({"RandomGamma": {"gamma_limit": "much"}}, "policy's RandomGamma", id="value"),
        pytest.param(
            {"HorizontalFlip": {}}, "HorizontalFlip under appearance", id="in the wrong part"
        ),
        pytest.param({"one_of": [{"RandomGamma": {}}]}, "one_of .* p", id="one of without p"),
        pytest.param({"RandomGamma": {}, "GaussNoise": {}}, "one transform", id="two in one"),
        pytest.param({"RandomGamma": 3}, "arguments by name", id="no arguments by name"),
    ],
)
def test_a_fault_in_an_entry_is_named(entry, said) -> None:
    with pytest.raises(InputError, match=said):
        Draws(policy(appearance=[entry]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"longest": 0}, "longest", id="no size"),
        pytest.param({"colour": 1}, "colour", id="unknown key"),
        pytest.param({"keep": {"visible": 2, "readable": 0, "lost": 0}}, "visible", id="a share"),
        pytest.param({"jpeg_quality": [90, 60]}, "jpeg_quality", id="from above to below"),
        pytest.param({"jpeg_quality": [0, 101]}, "jpeg_quality", id="past the scale"),
        pytest.param({"border": 300}, "border", id="no grey"),
    ],
)
def test_a_fault_in_a_file_is_named(change, said, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    told = yaml.safe_load((FOLDER / "shelf.yaml").read_text()) | change
    file.write_text(yaml.safe_dump(told))
    with pytest.raises(InputError, match=f"(?s)ours.yaml is not a policy.*{said}"):
        read_policy(str(file))


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("geometry: [")
    with pytest.raises(InputError, match="is not a policy"):
        read_policy(str(file))


def test_an_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no policy 'glossy'; there are: bin, product, shelf"):
        read_policy("glossy")
