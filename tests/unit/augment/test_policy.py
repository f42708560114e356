"""A policy is checked when it is read: each fault is named."""

from pathlib import Path

import pytest
import yaml

from cartvision.augment.draws import Draws
from cartvision.augment.policy import FOLDER, read_policy
from cartvision.augment.trial import require_sound
from cartvision.errors import InputError
from policies import policy

OURS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
GAMMA = {"RandomGamma": {}}
NEVER = {"RandomGamma": {"p": 0}}


def test_there_are_three_policies() -> None:
    assert OURS == ["bin", "product", "shelf"]


@pytest.mark.parametrize("name", OURS)
def test_a_policy_of_ours_can_be_drawn(name) -> None:
    require_sound(read_policy(name))


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
        pytest.param({"Compose": {}}, "names Compose, which is no transform", id="no transform"),
        pytest.param({"OneOf": {}}, "OneOf, which is no transform .* by one_of", id="their one of"),
        pytest.param(
            {"ImageOnlyTransform": {}}, "is no transform of pixels", id="a base of others"
        ),
        pytest.param({"RandomGamma": {"gama": 3}}, "policy's RandomGamma", id="no such argument"),
        pytest.param({"RandomGamma": {"gamma_limit": "much"}}, "policy's RandomGamma", id="value"),
        pytest.param(
            {"HorizontalFlip": {}}, "HorizontalFlip under appearance", id="in the wrong part"
        ),
        pytest.param({"one_of": [{"RandomGamma": {}}]}, "one_of .* p", id="one of without p"),
        pytest.param({"RandomGamma": {}, "GaussNoise": {}}, "one transform", id="two in one"),
        pytest.param({"RandomGamma": 3}, "arguments by name", id="no arguments by name"),
        pytest.param({"one_of": None, "p": 1}, "one_of: null", id="one of null"),
        pytest.param({"one_of": [], "p": 1}, r"one_of: \[\]", id="one of none"),
        pytest.param({"one_of": "RandomGamma", "p": 1}, "a list", id="one of a word"),
        pytest.param({"one_of": ["RandomGamma"], "p": 1}, "one transform", id="one of words"),
        pytest.param({"one_of": [None], "p": 1}, "null under appearance", id="one of a null"),
        pytest.param({"one_of": [NEVER, NEVER], "p": 1}, "whose every", id="one of what is never"),
        pytest.param({"one_of": [GAMMA], "p": "x"}, "p: x", id="p is a word"),
        pytest.param({"one_of": [GAMMA], "p": None}, "p: null", id="p is null"),
        pytest.param({"one_of": [GAMMA], "p": 7}, "p: 7", id="p is above 1"),
        pytest.param({"one_of": [GAMMA], "p": -0.5}, "p: -0.5", id="p is below 0"),
        pytest.param(
            {"RandomGamma": {"p": -1}},
            "RandomGamma: p: Input should be greater than or equal to 0, given -1$",
            id="a transform's p is below 0",
        ),
    ],
)
def test_a_fault_in_an_entry_is_named(entry, said) -> None:
    with pytest.raises(InputError, match=said):
        Draws(policy(appearance=[entry]))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param({"Affine": {"scale": -1}}, "mirrors", id="a mirror of both axes"),
        pytest.param({"Affine": {"scale": [-1, 1]}}, "mirrors", id="a mirror now and then"),
        pytest.param({"Affine": {"scale": {"x": -1}}}, "mirrors", id="a mirror of one axis"),
        pytest.param({"Affine": {"scale": [0, 1]}}, "mirrors", id="a scale of nothing"),
        pytest.param({"Affine": {"shear": [50, 50]}}, "mirror", id="a mirror by shears"),
        pytest.param({"Affine": {"border_mode": 1}}, "gives border_mode", id="border of Affine"),
        pytest.param(
            {"Perspective": {"fill": 0, "interpolation": 1}},
            "gives fill, interpolation, which nothing heeds.* border says",
            id="fill of Perspective",
        ),
        pytest.param({"Affine": {"rotate_method": "ellipse"}}, "rotate_method", id="box's method"),
        pytest.param({"Affine": {"fit_output": True}}, "fit_output", id="a size of its own"),
        pytest.param({"Perspective": {"keep_size": False}}, "keep_size", id="another size"),
    ],
)
def test_geometry_that_mirrors_or_is_not_heeded_is_refused(entry, said) -> None:
    with pytest.raises(InputError, match=said):
        Draws(policy({"one_of": [entry], "p": 1}))


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"Perspective": {"fit_output": True}}, id="fitted perspective"),
        pytest.param({"Affine": {"scale": {"x": [0.5, 1]}, "rotate": [180, 180]}}, id="turned"),
    ],
)
def test_geometry_that_one_warp_can_say_is_sound(entry) -> None:
    require_sound(policy(entry))


@pytest.mark.parametrize("name", ["HorizontalFlip", "Transpose", "Perspective", "GridDistortion"])
def test_what_moves_does_not_hide(name) -> None:
    with pytest.raises(InputError, match=f"hides by {name} under occlusion; .*CoarseDropout"):
        Draws(policy(occlusion=[{name: {"p": 1}}]))


@pytest.mark.parametrize("name", ["CoarseDropout", "Erasing", "GridDropout"])
def test_what_hides_has_to_say_so_in_a_mask(name) -> None:
    require_sound(policy(occlusion=[{name: {"fill_mask": 0}}]))
    for mask in ({}, {"fill_mask": 255}, {"fill_mask": None}):
        with pytest.raises(InputError, match=f"{name} under occlusion .* give fill_mask: 0"):
            Draws(policy(occlusion=[{name: mask}]))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param({"ToFloat": {}}, "makes float32", id="other numbers"),
        pytest.param({"Normalize": {"p": 0.01}}, "makes float32", id="other numbers, rarely"),
        pytest.param(
            {"ToGray": {"num_output_channels": 1}},
            r"makes uint8 of shape \(320, 480\)",
            id="other shape",
        ),
        pytest.param({"FDA": {}}, "cannot be drawn for a picture alone", id="needs more pictures"),
        pytest.param({"one_of": [GAMMA, {"ToFloat": {}}], "p": 0.1}, "makes", id="in a one of"),
    ],
)
def test_what_gives_no_picture_is_refused(entry, said) -> None:
    with pytest.raises(InputError, match=f"under appearance {said}"):
        require_sound(policy(appearance=[entry]))


def test_a_transform_that_breaks_at_some_numbers_is_refused() -> None:
    """A part that no picture has room for: the library then forgets one of its own numbers."""
    with pytest.raises(InputError, match="Erasing under occlusion cannot be drawn"):
        require_sound(policy(occlusion=[{"Erasing": {"scale": [0.7, 0.9], "fill_mask": 0}}]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"longest": 0}, "longest", id="no size"),
        pytest.param({"colour": 1}, "colour", id="unknown key"),
        pytest.param({"keep": {"visible": 2, "readable": 0, "lost": 0}}, "visible", id="a share"),
        pytest.param({"jpeg_quality": [90, 60]}, "jpeg_quality", id="from above to below"),
        pytest.param({"jpeg_quality": [0, 101]}, "jpeg_quality", id="past the scale"),
        pytest.param({"border": 300}, "border: .*, given 300", id="no grey"),
        pytest.param({"geometry": ["Affine"]}, "geometry.0: .*, given 'Affine'", id="a word"),
        pytest.param(
            {"geometry": [], "occlusion": [], "appearance": []}, "ever be drawn", id="nothing"
        ),
        pytest.param(
            {"geometry": [NEVER], "occlusion": [{"one_of": [GAMMA], "p": 0}], "appearance": []},
            "nothing would ever be drawn",
            id="all p are 0",
        ),
    ],
)
def test_a_fault_in_a_file_is_named(change, said, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    told = yaml.safe_load((FOLDER / "shelf.yaml").read_text()) | change
    file.write_text(yaml.safe_dump(told))
    with pytest.raises(InputError, match=f"(?s)ours.yaml is not a policy.*{said}"):
        read_policy(str(file))


def test_all_faults_of_a_file_are_told_at_once_in_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    told = yaml.safe_load((FOLDER / "shelf.yaml").read_text()) | {"longest": 0, "border": 300}
    file.write_text(yaml.safe_dump(told | {"keep": {"visible": 2, "readable": 0, "lost": 0}}))
    with pytest.raises(InputError, match=r"longest: .*; border: .*; keep\.visible: ") as error:
        read_policy(str(file))
    assert "pydantic" not in str(error.value)
    assert "type=" not in str(error.value)


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("geometry: [")
    with pytest.raises(InputError, match="is not a policy"):
        read_policy(str(file))


def test_an_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no policy 'glossy'; there are: bin, product, shelf"):
        read_policy("glossy")
