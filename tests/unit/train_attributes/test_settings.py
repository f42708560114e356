from dataclasses import fields

import pytest

from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_attributes.settings import ALL, FREE, OF_TUNING, Settings

TUNED = ["--tune-epochs", "1"]
PLACES = ["--dataset", "d", "--model", "m", "--report", "r"]


def told(*flags: str) -> Settings:
    return parse(TrainAttributesFlags, [*PLACES, *flags], program="train-attributes").settings()


@pytest.mark.parametrize(
    ("flags", "name", "value"),
    [
        pytest.param([], "tune_epochs", 0, id="the demo stands on frozen vectors"),
        pytest.param(["--preset", "l40"], "tune_epochs", 20, id="another preset"),
        pytest.param(["--preset", "l40", "--tune-epochs", "0"], "tune_epochs", 0, id="none told"),
        pytest.param(["--crop", "0"], "crop", 64, id="0 is the preset's, as a pipeline says it"),
        pytest.param(["--crop", "96"], "crop", 96, id="what is told goes before the preset"),
        pytest.param(["--backbone", ""], "backbone", "efficientnet-lite0", id="an empty word"),
        pytest.param([], "layers", 27, id="the last 27 layers"),
        pytest.param([*TUNED, "--layers", "all"], "layers", ALL, id="all layers"),
        pytest.param([*TUNED, "--layers", "0"], "layers", 0, id="no layer"),
        pytest.param([], "weighted", False, id="in the demo all positives count alike"),
        pytest.param(["--preset", "l40"], "weighted", True, id="rare positives count more"),
        pytest.param(["--weighted", "on"], "weighted", True, id="or so"),
        pytest.param([*TUNED, "--flips", "on"], "flips", True, id="mirrored"),
        pytest.param(["--mirrored", "on"], "mirrored", True, id="with its mirror image"),
        pytest.param(["--smoothing", "0.1"], "smoothing", 0.1, id="less certain"),
        pytest.param(["--train-crop", "160"], "train_crop", 160, id="smaller while it learns"),
        pytest.param(["--precision", "0.95"], "precision", 0.95, id="a guarantee"),
        pytest.param(["--seed", "0"], "seed", 0, id="the first seed"),
        pytest.param(["--seed", "4294967295"], "seed", 2**32 - 1, id="the last seed"),
    ],
)
def test_flags_go_before_the_preset(flags, name, value):
    assert getattr(told(*flags), name) == value


def test_the_two_phases_are_as_they_were_described():
    settings = Settings()
    assert (settings.warm_epochs, settings.warm_rate) == (5, 1e-3)
    assert (settings.layers, settings.tune_rate) == (27, 1e-4)


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(["--layers", "most"], id="no number of layers"),
        pytest.param(["--sure", "0.3"], id="two categories could be sure"),
        pytest.param(["--crop", "16"], id="too small to see anything"),
        pytest.param(["--train-crop", "31"], id="one pixel too small"),
        pytest.param(["--precision", "1"], id="nobody can guarantee that"),
        pytest.param(["--band", "inf"], id="no number to be apart by"),
        pytest.param(["--seed", "4294967296"], id="a seed that NumPy does not take"),
        pytest.param(["--report", "m"], id="one folder for two things"),
    ],
)
def test_what_makes_no_sense_is_refused(flags):
    with pytest.raises(InputError, match=flags[0]):
        told(*flags)


@pytest.mark.parametrize(
    "flags",
    [
        *(["--layers", "3"], ["--flips", "on"], ["--tilt", "15"], ["--cut-out", "0.2"]),
        *(["--average", "0.9"], ["--keep", "0.1"]),
    ],
)
def test_what_would_bear_on_nothing_is_refused(flags):
    with pytest.raises(InputError, match=f"{flags[0]}: this bears on the second phase"):
        told(*flags)
    assert told(*flags, *TUNED)


def test_what_is_said_of_settings_is_said_of_some_that_there_are():
    assert {*FREE, *OF_TUNING} <= {field.name for field in fields(Settings)}


@pytest.mark.parametrize("flags", [["--workers", "3"], ["--precision", "0.9"], ["--sure", "0.6"]])
def test_what_no_weight_depends_on_is_free(flags):
    assert told(*flags).identity() == told().identity()
