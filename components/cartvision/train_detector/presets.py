"""Settings by name: what a family of detectors is trained with, and what a machine has room for."""

from dataclasses import replace
from typing import Any, Literal

from cartvision.train_detector.settings import Architecture, Settings

Preset = Literal["demo", "l40", "h100"]

EPOCHS, WARM_UP, DECAYS = 50, 5, (30, 40)  # of the shelf detector with anchors, as it was described

FAMILIES: dict[Architecture, dict[str, Any]] = {
    "dense": {},
    "anchors": {
        "learning_rate": 1e-3,
        "schedule": "steps",
        "clip": 10.0,  # its box loss is the larger part by far at first, and would leave no score
        "warmup": WARM_UP / EPOCHS,
        "decays": tuple(epoch / EPOCHS for epoch in DECAYS),
    },
    "rt-detr-v2": {"backbone": "", "learning_rate": 1e-4, "clip": 0.1, "weight_decay": 1e-4},
    "d-fine": {"backbone": "", "learning_rate": 1e-4, "clip": 0.1, "weight_decay": 1e-4},
}

PRESETS: dict[Preset, dict[str, Any]] = {
    # two cores and four minutes: windows of 320 px, out of pictures that are served at 416; so few
    # steps learn more from the originals than from their copies
    "demo": {
        "size": 416,
        "sides": (10 / 13,),
        "zoom": (1.1, 1.5),
        "steps": 300,
        "checks": 2,
        "batch": 4,
        "learning_rate": 4e-3,
        "originals": 0.9,
        "backbone": "efficientnet-lite0",
    },
    # whole bays on one GPU of 48 GB
    "l40": {
        "size": 960,
        "steps": 6000,
        "batch": 16,
        "backbone": "resnet50",
        "average": 0.999,
        "zoom": (0.5, 2.0),
        "checks": 20,
        "patience": 6,
        "workers": 8,
    },
    "h100": {
        "size": 1280,
        "steps": 8000,
        "batch": 32,
        "backbone": "resnet50",
        "average": 0.999,
        "zoom": (0.5, 2.0),
        "checks": 20,
        "patience": 6,
        "workers": 16,
    },
}


def settings_of(preset: Preset, *, architecture: Architecture, **told: Any) -> Settings:
    """The machine's, then the family's, then what was told."""
    chosen = PRESETS[preset] | FAMILIES[architecture] | told
    return replace(Settings(architecture=architecture), **chosen)
