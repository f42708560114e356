"""What is printed on a package: the front in its line's own design, the back, and the sides."""

import cv2
import numpy as np

from cartvision.synthesize.goods import Colour, Sku
from cartvision.synthesize.layouts import LAYOUTS, WIDE, Design, details, name, printed_ground
from cartvision.synthesize.lettering import FACES, words
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.printing import PAPER, bar_code, filled, panel, readable_on, small_print


def front(sku: Sku, *, width: int, height: int) -> Canvas:
    """The printed face; look-alikes differ in colours and flavour text alone."""
    rng = np.random.default_rng(sku.line.design)
    faces = tuple(FACES)
    design = Design(
        sku=sku,
        face=faces[rng.integers(len(faces))],
        second=faces[rng.integers(len(faces))],
        body=_ground(sku),
        accent=sku.accent,
        rng=rng,
    )
    canvas = printed_ground(design, width=width, height=height)
    layouts = WIDE if width > 1.35 * height else LAYOUTS
    layouts[rng.integers(len(layouts))](canvas, design)
    details(canvas, design)
    return canvas


def back(sku: Sku, *, width: int, height: int) -> Canvas:
    """Small print and a bar code on paper: the same for all flavours but for its edge."""
    canvas = filled(PAPER, width=width, height=height)
    cv2.rectangle(canvas, (0, 0), (width, round(height * 0.08)), sku.accent, cv2.FILLED)
    small_print(canvas, (0.1, 0.16, 0.9, 0.5), colour=(120, 120, 122))
    bar_code(canvas[round(height * 0.56) : round(height * 0.92)])
    return canvas


def side(sku: Sku, *, width: int, height: int) -> Canvas:
    """The narrow face: the colours of the front, a table of nutrients, the brand upright."""
    canvas = filled(_ground(sku), width=width, height=height)
    rng = np.random.default_rng(sku.line.design)
    if rng.random() < 0.5:
        panel(canvas, (0.12, 0.5, 0.88, 0.9))
        name(canvas, sku, (0.5, 0.25), fit=(0.8, 0.2))
    else:
        words(canvas, sku.line.brand, centre=(0.5, 0.5), fit=(0.6, 0.8), quarter=True,
              colour=readable_on(_ground(sku)))  # fmt: skip
    return canvas


def _ground(sku: Sku) -> Colour:
    """A see-through package shows its contents; its label is printed on a pale ground."""
    if not sku.line.transparent:
        return sku.body
    red, green, blue = ((3 * 245 + side) // 4 for side in sku.accent)
    return red, green, blue
