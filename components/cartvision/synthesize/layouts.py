"""How fronts are laid out: a dozen ways to set brand, picture and flavour."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from cartvision.synthesize.forms import Rect
from cartvision.synthesize.goods import Colour, Sku
from cartvision.synthesize.lettering import words
from cartvision.synthesize.motifs import MOTIFS, Canvas
from cartvision.synthesize.pictures import PICTURES, smooth
from cartvision.synthesize.printing import (
    PAPER,
    PRINT,
    filled,
    part,
    plate,
    readable_on,
    small_print,
)

CLAIMS = ("NEW", "BIO", "500 g", "1 kg", "XXL", "250 ml", "0 %", "6x", "ECO", "FRESH")


@dataclass(frozen=True)
class Design:
    """What is alike on all flavours of a line, and what of it has the flavour's colours."""

    sku: Sku
    face: str
    second: str
    body: Colour
    accent: Colour
    rng: np.random.Generator  # the same draws for every flavour

    @property
    def ink(self) -> Colour:
        return readable_on(self.body)


def printed_ground(design: Design, *, width: int, height: int) -> Canvas:
    """Plain, shaded, striped, two-coloured or mottled."""
    canvas = filled(design.body, width=width, height=height)
    kind = design.rng.integers(6)
    if kind == 1:
        down = np.linspace(1.15, 0.7, height)[:, None, None]
        canvas[:] = np.clip(canvas * down, 0, 255)
    elif kind == 2:
        step = max(2, round(width * design.rng.uniform(0.05, 0.16)))
        for x in range(0, width, step * 2):
            canvas[:, x : x + step] = canvas[:, x : x + step] // 8 * 7
    elif kind == 3:
        lean = design.rng.uniform(-0.4, 0.4)
        edge = [(0, height * (0.5 + lean)), (width, height * (0.5 - lean)), (width, height),
                (0, height)]  # fmt: skip
        cv2.fillPoly(canvas, [np.array(edge).astype(np.int32)], design.accent, cv2.LINE_AA)
    elif kind == 4:
        cloud = smooth((height, width), cells=int(design.rng.integers(5, 20)), rng=design.rng)
        canvas[:] = np.clip(canvas + 14 * cloud[..., None], 0, 255)
    return canvas


def _classic(canvas: Canvas, design: Design) -> None:
    """A plate with the brand, the brand's own motif, a plate with the flavour."""
    sku = design.sku
    MOTIFS[sku.line.motif](canvas, sku.accent)
    ground = sku.accent if sku.line.transparent else (250, 249, 244)
    plate(canvas, (0, 0.07, 1, 0.31), colour=ground)
    words(canvas, sku.line.brand, centre=(0.5, 0.19), fit=(0.9, 0.19), face=design.face,
          colour=sku.body if 60 < sum(sku.body) < 420 and not sku.line.transparent
          else readable_on(ground))  # fmt: skip
    _flavour(canvas, design, (0, 0.8, 1, 0.97))


def _photo_below(canvas: Canvas, design: Design) -> None:
    _picture(canvas, design, (0.0, 0.42, 1.0, 0.86))
    name(canvas, design.sku, (0.5, 0.17), fit=(0.86, 0.2), face=design.face, colour=design.ink)
    _flavour(canvas, design, (0.08, 0.3, 0.92, 0.41))


def _photo_above(canvas: Canvas, design: Design) -> None:
    _picture(canvas, design, (0.0, 0.0, 1.0, 0.5))
    plate(canvas, (0, 0.5, 1, 0.76), colour=design.accent)
    ink = readable_on(design.accent)
    name(canvas, design.sku, (0.5, 0.63), fit=(0.88, 0.2), face=design.face, colour=ink)
    words(canvas, design.sku.flavour, centre=(0.5, 0.85), fit=(0.7, 0.1), colour=design.ink,
          face=design.second)  # fmt: skip


def _photo_full(canvas: Canvas, design: Design) -> None:
    _picture(canvas, design, (0.0, 0.0, 1.0, 1.0))
    top = design.rng.uniform(0.08, 0.3)
    plate(canvas, (0.08, top, 0.92, top + 0.28), colour=design.body)
    name(canvas, design.sku, (0.5, top + 0.12), fit=(0.76, 0.15), face=design.face,
          colour=design.ink)  # fmt: skip
    _flavour(canvas, design, (0.2, top + 0.2, 0.8, top + 0.3))


def _medallion(canvas: Canvas, design: Design) -> None:
    """An oval in the middle with everything in it."""
    height, width = canvas.shape[:2]
    middle, axes = (width // 2, round(height * 0.4)), (round(width * 0.46), round(height * 0.24))
    cv2.ellipse(canvas, middle, axes, 0, 0, 360, design.accent, cv2.FILLED, cv2.LINE_AA)
    inner = (round(axes[0] * 0.9), round(axes[1] * 0.88))
    ink = readable_on(design.accent)
    cv2.ellipse(canvas, middle, inner, 0, 0, 360, ink, max(1, width // 70), cv2.LINE_AA)
    name(canvas, design.sku, (0.5, 0.38), fit=(0.76, 0.18), face=design.face, colour=ink)
    words(canvas, design.sku.flavour, centre=(0.5, 0.5), fit=(0.5, 0.07), colour=ink,
          face=design.second)  # fmt: skip
    _picture(canvas, design, (0.1, 0.68, 0.9, 0.95))


def _sparse(canvas: Canvas, design: Design) -> None:
    """An expensive brand: little ink and much ground."""
    name(canvas, design.sku, (0.5, 0.3), fit=(0.7, 0.12), face=design.face, colour=design.ink)
    plate(canvas, (0.3, 0.41, 0.7, 0.42), colour=design.ink)
    words(canvas, design.sku.flavour, centre=(0.5, 0.5), fit=(0.5, 0.07), colour=design.ink,
          face=design.second)  # fmt: skip
    plate(canvas, (0, 0.82, 1, 0.9), colour=design.accent)


def _upright(canvas: Canvas, design: Design) -> None:
    """The brand from bottom to top beside a picture."""
    plate(canvas, (0, 0, 0.42, 1), colour=design.accent)
    words(canvas, design.sku.line.brand, centre=(0.21, 0.5), fit=(0.3, 0.88), quarter=True,
          face=design.face, colour=readable_on(design.accent))  # fmt: skip
    _picture(canvas, design, (0.46, 0.4, 0.97, 0.8))
    words(canvas, design.sku.flavour, centre=(0.71, 0.2), fit=(0.5, 0.12), colour=design.ink,
          face=design.second)  # fmt: skip


def _bands(canvas: Canvas, design: Design) -> None:
    """Horizontal stripes of both colours, one of them named."""
    for top in design.rng.uniform(0.3, 0.95, 4):
        tall = design.rng.uniform(0.02, 0.1)
        plate(canvas, (0, float(top), 1, float(top) + tall), colour=design.accent)
    name(canvas, design.sku, (0.5, 0.18), fit=(0.92, 0.24), face=design.face, colour=design.ink)
    _flavour(canvas, design, (0, 0.55, 1, 0.7))


def _beside(canvas: Canvas, design: Design) -> None:
    """A wide face: words on one side, a picture on the other."""
    _picture(canvas, design, (0.58, 0.0, 1.0, 1.0))
    name(canvas, design.sku, (0.3, 0.35), fit=(0.52, 0.45), face=design.face, colour=design.ink)
    _flavour(canvas, design, (0.04, 0.66, 0.56, 0.9))


def _wide_bar(canvas: Canvas, design: Design) -> None:
    plate(canvas, (0, 0.1, 0.75, 0.9), colour=design.accent)
    ink = readable_on(design.accent)
    name(canvas, design.sku, (0.37, 0.45), fit=(0.66, 0.55), face=design.face, colour=ink)
    words(canvas, design.sku.flavour, centre=(0.87, 0.4), fit=(0.22, 0.3), colour=design.ink)


Layout = Callable[[Canvas, Design], None]
LAYOUTS: tuple[Layout, ...] = (
    _classic, _photo_below, _photo_below, _photo_above, _photo_full, _medallion, _sparse, _upright,
    _bands,
)  # fmt: skip
WIDE: tuple[Layout, ...] = (_beside, _beside, _wide_bar, _photo_full, _classic)


def details(canvas: Canvas, design: Design) -> None:
    """A claim in a roundel, a line of small print, a frame: what every front has some of."""
    height, width = canvas.shape[:2]
    rng = design.rng
    claim, (x, y) = CLAIMS[rng.integers(len(CLAIMS))], rng.uniform(0.16, 0.84, 2)
    if rng.random() < 0.25:
        radius = max(2, round(min(width, height) * rng.uniform(0.1, 0.17)))
        centre = (round(width * x), round(height * (0.3 + 0.6 * y)))
        cv2.circle(canvas, centre, radius, design.accent, cv2.FILLED, cv2.LINE_AA)
        cv2.circle(canvas, centre, radius, PAPER, max(1, radius // 8), cv2.LINE_AA)
        at = (centre[0] / width, centre[1] / height)
        words(canvas, claim, centre=at, fit=(1.5 * radius / width, 0.8 * radius / height),
              colour=readable_on(design.accent))  # fmt: skip
    if rng.random() < 0.6:
        small_print(canvas, (0.1, 0.9, 0.1 + 0.6 * x, 0.96), colour=design.ink)
    if rng.random() < 0.15:
        cv2.rectangle(canvas, (0, 0), (width - 1, height - 1), design.accent, max(1, width // 30))


def name(
    canvas: Canvas,
    sku: Sku,
    centre: tuple[float, float],
    *,
    fit: tuple[float, float],
    face: str = "heavy",
    colour: Colour = PRINT,
) -> None:
    words(canvas, sku.line.brand, centre=centre, fit=fit, colour=colour, face=face)


def _flavour(canvas: Canvas, design: Design, area: Rect) -> None:
    """The flavour on a plate of its own colour."""
    plate(canvas, area, colour=design.accent)
    centre = ((area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
    fit = ((area[2] - area[0]) * 0.84, (area[3] - area[1]) * 0.7)
    ink = readable_on(design.accent)
    words(canvas, design.sku.flavour, centre=centre, fit=fit, colour=ink, face=design.second)


def _picture(canvas: Canvas, design: Design, area: Rect) -> None:
    painted = np.ascontiguousarray(part(canvas, area))
    if min(painted.shape[:2]) < 4:
        return
    picture = PICTURES[design.rng.integers(len(PICTURES))]
    picture(painted, design.accent, design.rng)
    part(canvas, area)[:] = painted
