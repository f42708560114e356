"""Settings by name: what a machine has time for."""

from dataclasses import replace
from typing import Any, Literal

from cartvision.train_attributes.settings import Settings

Preset = Literal["demo", "l40"]

PRESETS: dict[Preset, dict[str, Any]] = {
    # two cores and a minute: the backbone stays as ImageNet left it; what is rare is shown more
    # often instead of counting more, which left .5 for a threshold and found no more
    "demo": {
        "crop": 64,
        "crops": 9_000,
        "warm_epochs": 15,
        "warm_rate": 2e-3,
        "weighted": False,
        "repeat": 0.1,
        "tune_epochs": 0,
    },
    "l40": {
        "crop": 96,
        "crops": 200_000,
        "tune_epochs": 20,
        "tune_batch": 64,
        "keep": 0.2,
        "repeat": 0.02,
        "colour": 0.2,
        "cut_out": 0.2,
        "workers": 8,
    },
}


def settings_of(preset: Preset, **told: Any) -> Settings:
    """The machine's, then what was told."""
    return replace(Settings(), **(PRESETS[preset] | told))
