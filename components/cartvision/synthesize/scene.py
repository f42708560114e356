"""One shelf picture from its seed: plan, paint, photograph, and say what is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np

from cartvision.synthesize import aisles, camera, heaps, stores
from cartvision.synthesize.camera import Swing
from cartvision.synthesize.clutter import clutter
from cartvision.synthesize.compose import Painting, blank
from cartvision.synthesize.crates import crates
from cartvision.synthesize.held import held
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.sensor import expose, sensor
from cartvision.synthesize.sight import Seen, visible
from cartvision.synthesize.stores import Store
from cartvision.vision.codec import encode_jpeg

OPENING = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)
MINUTES = 90 * 24 * 60  # pictures are taken within three months


STRAIGHT = Swing()


class Paint(Protocol):
    def __call__(self, painting: Painting, *, look: Store, rng: np.random.Generator) -> None: ...


@dataclass(frozen=True)
class Kind:
    """A kind of scene: how often, painted by what, seen from where, through how much clutter."""

    share: float
    paint: Paint
    swing: Swing = STRAIGHT
    often: float = 1.0  # clutter, against that of a dense shelf


KINDS: dict[str, Kind] = {
    "shelf": Kind(0.59, aisles.dense),
    "tidy": Kind(0.0, aisles.tidy, often=0.6),  # where it is asked for
    "far": Kind(0.04, aisles.far),
    "near": Kind(0.08, aisles.near, Swing(yaw=0.06, pitch=0.06, roll=0.03)),
    "oblique": Kind(0.05, aisles.oblique, Swing(yaw=0.25, pitch=0.05, roll=0.04, least=0.15)),
    "fridge": Kind(0.03, aisles.fridge, Swing(yaw=0.08, pitch=0.06, roll=0.03), often=0.6),
    "pegs": Kind(0.02, aisles.pegs),
    "pallet": Kind(0.02, aisles.pallet, Swing(yaw=0.08, pitch=0.06, roll=0.03)),
    "crates": Kind(0.05, crates, Swing(yaw=0.06, pitch=0.12, roll=0.08), often=0.7),
    "basket": Kind(0.03, heaps.basket, Swing(yaw=0.08, pitch=0.1, roll=0.2)),
    "belt": Kind(0.02, heaps.belt, Swing(yaw=0.06, pitch=0.1, roll=0.05)),
    "counter": Kind(0.02, heaps.counter, Swing(roll=0.03), often=1.5),
    "held": Kind(0.03, held, Swing(roll=0.05), often=0.0),
    "empty": Kind(0.02, aisles.empty, Swing(yaw=0.1, pitch=0.08, roll=0.03), often=3.0),
}


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


def shoot(number: int, *, seed: int, size: int, scenes: Sequence[str] = ()) -> Shot:
    """Picture `number`, which depends on nothing but these; without `scenes` it may be any."""
    rng = np.random.default_rng([seed, number])
    look = stores.store(int(rng.integers(1, stores.STORES + 1)), seed=seed)
    kinds, shares = (scenes, None) if scenes else (list(KINDS), [k.share for k in KINDS.values()])
    kind = kinds[int(rng.choice(len(kinds), p=shares))]
    pixels, objects, quality = draw(kind, size=size, look=look, rng=rng)
    return Shot(
        name=f"{look.name}-{number:05d}.jpg",
        encoded=encode_jpeg(pixels, quality=quality),
        width=pixels.shape[1],
        height=pixels.shape[0],
        group=look.name,
        captured_at=OPENING + timedelta(minutes=int(rng.integers(MINUTES))),
        objects=objects,
    )


def draw(
    kind: str, *, size: int, look: Store, rng: np.random.Generator
) -> tuple[Canvas, tuple[Seen, ...], int]:
    """Pixels, labels and JPEG quality of one scene of this kind."""
    scene = KINDS[kind]
    width, height = _shape(size, rng=rng)
    view = camera.view(width, height, swing=scene.swing, bend=look.distortion, rng=rng)
    painting = blank(*view.canvas_size)
    scene.paint(painting, look=look, rng=rng)
    clutter(painting, often=scene.often, rng=rng)
    eye = sensor(look, longer=size, rng=rng)
    objects = visible(painting, view=view, blur=eye.blur, rng=rng)
    return expose(view.take(painting.canvas), camera=eye, rng=rng), objects, eye.quality


def _shape(size: int, *, rng: np.random.Generator) -> tuple[int, int]:
    """Square, landscape, portrait or as wide as a video; the longer side is `size`."""
    short, low = size * 3 // 4, size * 9 // 16
    return ((size, size), (size, short), (short, size), (size, low))[int(rng.integers(4))]
