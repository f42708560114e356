"""One shelf picture from its seed: plan, paint, photograph, and say what is seen."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from cartvision.synthesize import camera, stores
from cartvision.synthesize.clutter import clutter
from cartvision.synthesize.compose import paint
from cartvision.synthesize.shelves import plan
from cartvision.synthesize.sight import Seen, visible
from cartvision.vision.codec import encode_jpeg

EMPTY_SHARE = 0.04
OPENING = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)
MINUTES = 90 * 24 * 60  # pictures are taken within three months


@dataclass(frozen=True)
class Shot:
    """A picture with its labels."""

    name: str
    encoded: bytes
    width: int
    height: int
    group: str
    captured_at: datetime
    objects: tuple[Seen, ...]


def shoot(number: int, *, seed: int, size: int) -> Shot:
    """Picture `number`, which depends on nothing but these three."""
    rng = np.random.default_rng([seed, number])
    look = stores.store(int(rng.integers(1, stores.STORES + 1)), seed=seed)
    width, height = _shape(size, rng=rng)
    wide, tall = camera.canvas_size(width, height)
    shelves = plan(wide, tall, empty=bool(rng.random() < EMPTY_SHARE), rng=rng)
    painting = paint(shelves, size=(wide, tall), look=look, rng=rng)
    clutter(painting.canvas, painting.owners, rng=rng)
    view = camera.view(width, height, look=look, rng=rng)
    objects = visible(shelves.facings, painting, view=view, rng=rng)
    pixels = camera.expose(view.take(painting.canvas), look=look, rng=rng)
    return Shot(
        name=f"{look.name}-{number:05d}.jpg",
        encoded=encode_jpeg(pixels, quality=look.quality),
        width=width,
        height=height,
        group=look.name,
        captured_at=OPENING + timedelta(minutes=int(rng.integers(MINUTES))),
        objects=objects,
    )


def _shape(size: int, *, rng: np.random.Generator) -> tuple[int, int]:
    """Square, landscape or portrait; the longer side is `size`."""
    short = size * 3 // 4
    return ((size, size), (size, short), (short, size))[int(rng.integers(3))]
