from math import ceil
from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.train_detector.fit import recipe_of
from cartvision.train_detector.flags import TrainDetectorFlags
from cartvision.train_detector.presets import FAMILIES, PRESETS, settings_of
from cartvision.train_detector.settings import Settings

PLACES = ["--dataset", "d", "--model", "m", "--report", "r"]


def told(*flags: str) -> Settings:
    return parse(TrainDetectorFlags, [*PLACES, *flags], program="train-detector").settings()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("architecture", FAMILIES)
def test_every_preset_and_family_make_a_recipe(preset, architecture):
    recipe = recipe_of(settings_of(preset, architecture=architecture))
    assert 0 < recipe.check_every <= recipe.steps
    assert all(0 < step < recipe.steps for step in recipe.milestones)


@pytest.mark.parametrize(
    ("steps", "checks", "looks"),
    [
        pytest.param(300, 2, 2, id="they divide the steps"),
        pytest.param(301, 2, 2, id="one step more"),
        pytest.param(7, 5, 4, id="fewer rather than more"),
        pytest.param(3, 20, 3, id="one a step at most"),
    ],
)
def test_there_are_no_more_checks_than_were_asked_for(steps, checks, looks):
    settings = settings_of("demo", architecture="dense", steps=steps, checks=checks)
    assert ceil(steps / recipe_of(settings).check_every) == looks


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("learning_rate", 1e-3, id="learning rate"),
        pytest.param("warmup", 5 / 50, id="five epochs of fifty to warm up"),
        pytest.param("decays", (30 / 50, 40 / 50), id="a tenth of the rate from 30 and 40 on"),
        pytest.param("schedule", "steps", id="no cosine"),
    ],
)
def test_the_anchor_detector_is_trained_as_it_was_described(name, value):
    assert getattr(settings_of("h100", architecture="anchors"), name) == value


def test_the_anchor_detector_has_its_batch_and_backbone_where_there_is_room():
    settings = settings_of("l40", architecture="anchors")
    assert (settings.batch, settings.backbone) == (16, "resnet50")


def test_the_decays_are_steps_of_the_run():
    recipe = recipe_of(settings_of("demo", architecture="anchors", steps=100))
    assert (recipe.schedule, recipe.milestones, recipe.warmup_share) == ("steps", (60, 80), 0.1)


@pytest.mark.parametrize(
    ("flags", "name", "value"),
    [
        pytest.param([], "size", 416, id="the preset's where nothing is told"),
        pytest.param(["--size", "0"], "size", 416, id="0 is the preset's, as a pipeline says it"),
        pytest.param(["--size", "96"], "size", 96, id="what is told goes before the preset"),
        pytest.param(["--preset", "h100"], "size", 1280, id="another preset"),
        pytest.param(["--preset", "l40", "--patience", "0"], "patience", 0, id="never stops early"),
        pytest.param(["--preset", "l40", "--workers", "0"], "workers", 0, id="no other process"),
        pytest.param(["--preset", "l40"], "zoom", (0.5, 2.0), id="a list of the preset"),
        pytest.param(["--preset", "l40", "--zoom", "[]"], "zoom", (0.5, 2.0), id="an empty list"),
        pytest.param(["--zoom", "[1, 2.5]"], "zoom", (1.0, 2.5), id="a list as KFP renders it"),
        pytest.param(["--sides", ".5", "--sides", "1"], "sides", (0.5, 1.0), id="a list by people"),
        pytest.param(["--balance", ""], "balance", "none", id="an empty word"),
        pytest.param(["--balance", "sku"], "balance", "sku", id="a word"),
        pytest.param(["--seed", "4"], "seed", 4, id="the seed"),
        pytest.param([], "originals", 0.9, id="a share of the preset"),
        pytest.param(["--originals", "0"], "originals", 0, id="none, where the preset has some"),
        pytest.param(["--architecture", "anchors"], "learning_rate", 1e-3, id="the family's"),
        pytest.param(
            ["--architecture", "anchors", "--learning-rate", "0.1"],
            "learning_rate",
            0.1,
            id="told, before the family's",
        ),
    ],
)
def test_a_setting_is_what_was_told_or_the_preset_s(flags, name, value):
    assert getattr(told(*flags), name) == value


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        pytest.param(["--zoom", "[2, 1]"], "the lowest and the highest", id="a zoom turned round"),
        pytest.param(["--zoom", "[0, 1]"], "the lowest and the highest", id="a zoom of nothing"),
        pytest.param(["--zoom", "[1]"], "the lowest and the highest", id="half a zoom"),
        pytest.param(["--sides", "[0]"], "greater than 0", id="a square of nothing"),
        pytest.param(["--size", "100"], "multiple of 32", id="an odd size"),
        pytest.param(["--mosaic", "2"], "less than or equal to 1", id="more than all"),
        pytest.param(["--architecture", "yolo"], "'dense'", id="another family"),
        pytest.param(["--zoom", "[1, Infinity]"], "the lowest and", id="a zoom without end"),
        pytest.param(["--learning-rate", "inf"], "finite number", id="a rate without end"),
        pytest.param(["--queries", "500"], "--queries does nothing for dense", id="no effect"),
        pytest.param(
            ["--architecture", "d-fine", "--backbone", "resnet18"],
            "--backbone does nothing for d-fine",
            id="a family with its own backbone",
        ),
        pytest.param(["--curriculum", ".5"], "and --originals 0.9 are shares", id="no room for it"),
        pytest.param(["--seed", "4294967296"], "less than 4294967296", id="no seed of NumPy's"),
        pytest.param(["--preset", "laptop"], "'demo'", id="another machine"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(flags, said):
    with pytest.raises(InputError, match=said):
        told(*flags)


def test_how_a_step_is_shared_out_does_not_keep_a_run_from_going_on():
    one = settings_of("demo", architecture="dense", batch=4, accumulate=1, workers=0)
    other = settings_of("demo", architecture="dense", batch=2, accumulate=2, workers=3)
    longer = settings_of("demo", architecture="dense", steps=401)
    assert one.identity() == other.identity()
    assert one.identity() != longer.identity()


def test_the_places_of_a_run_are_no_settings():
    flags = TrainDetectorFlags(dataset=[Path("d")], model=Path("m"), report=Path("r"))
    assert flags.settings() == settings_of("demo", architecture="dense")


@pytest.mark.parametrize(
    ("size", "shares", "squares"),
    [
        pytest.param(416, (10 / 13,), (320,), id="the demo's"),
        pytest.param(640, (0.8, 1.0, 1.2), (512, 640, 768), id="several"),
        pytest.param(96, (0.8,), (64,), id="a multiple of 32"),
        pytest.param(64, (0.1,), (32,), id="never nothing"),
    ],
)
def test_squares_to_learn_on_are_shares_of_the_size(size, shares, squares):
    assert settings_of("demo", architecture="dense", size=size, sides=shares).squares == squares
