"""Policies for tests: a few words each."""

from typing import Any

from cartvision.augment.policy import Policy


def policy(
    *geometry: dict[str, Any],
    occlusion: list[dict[str, Any]] | None = None,
    appearance: list[dict[str, Any]] | None = None,
    visible: float = 0.35,
    readable: float = 0.0,
    lost: float = 0.9,
    longest: int = 4000,
    border: Any = 114,
) -> Policy:
    return Policy(
        longest=longest,
        jpeg_quality=(95, 95),
        border=border,
        keep={"visible": visible, "readable": readable, "lost": lost},
        geometry=list(geometry),
        occlusion=occlusion or [],
        appearance=appearance or [],
    )


def shift(x: int, y: int = 0, *, p: float = 1.0) -> dict[str, Any]:
    moved = {"x": [x, x], "y": [y, y]}
    return {"Affine": {"translate_px": moved, "scale": [1.0, 1.0], "rotate": [0, 0], "p": p}}


def hole(share: float) -> dict[str, Any]:
    """One hole that covers this share of each side, wherever it falls."""
    sides = {"hole_height_range": [share, share], "hole_width_range": [share, share]}
    return {"CoarseDropout": {"num_holes_range": [1, 1], **sides, "fill_mask": 0, "p": 1}}
