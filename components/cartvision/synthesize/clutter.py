"""What gets between the camera and the goods: a hand, a tape, a clip strip, the cart's handle."""

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.catalogue import Colour
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.packages import Sprite

Owners = NDArray[np.uint16]  # (height, width), which object is seen at a pixel; 0 is none

SKINS: tuple[Colour, ...] = ((232, 190, 160), (198, 146, 110), (141, 92, 62), (92, 60, 42))


def clutter(canvas: Canvas, owners: Owners, *, rng: np.random.Generator) -> None:
    """Zero to three things, drawn into the canvas; what they cover has no owner any more."""
    for draw, odds in ((_hand, 0.12), (_tape, 0.08), (_strip, 0.14), (_handle, 0.07)):
        if rng.random() < odds:
            _over(canvas, owners, draw(canvas.shape[1], canvas.shape[0], rng))


def _over(canvas: Canvas, owners: Owners, layer: Sprite) -> None:
    alpha = layer[..., 3:].astype(np.float32) / 255
    canvas[:] = canvas * (1 - alpha) + layer[..., :3] * alpha
    owners[layer[..., 3] > 200] = 0


def _layer(width: int, height: int) -> tuple[Canvas, NDArray[np.uint8]]:
    colour = np.zeros((height, width, 3), dtype=np.uint8)
    return colour, np.zeros((height, width), dtype=np.uint8)


def _hand(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """A forearm from below with four fingers reaching for a product."""
    colour, mask = _layer(width, height)
    skin = np.array(SKINS[rng.integers(len(SKINS))])
    sleeve = rng.uniform(30, 220, 3)
    palm = np.array([width * rng.uniform(0.2, 0.8), height * rng.uniform(0.4, 0.75)])
    size = min(width, height) * rng.uniform(0.055, 0.09)
    lean = rng.uniform(-0.5, 0.5)
    wrist = palm + size * np.array([-lean * 2.6, 2.6])
    elbow = palm + (height - palm[1] + size) * np.array([-lean, 1.0])
    colour[:] = skin
    for number, spread in enumerate((-0.62, -0.22, 0.2, 0.6)):
        reach = size * (2.0, 2.35, 2.25, 1.85)[number]
        base = palm + size * np.array([spread, -0.2])
        tip = palm + reach * np.array([np.sin(lean + spread * 0.45), -np.cos(lean)])
        _limb(mask, base, tip, thick=size * 0.4)
        gap = size * np.array([0.2, 0.1])
        _limb(colour, base + gap, tip + gap, thick=0.05 * size, colour=skin * 0.62)
    thumb = palm + size * np.array([[0.5, 0.4], [1.5, -0.5]])
    _limb(mask, thumb[0], thumb[1], thick=size * 0.42)
    cv2.circle(mask, _point(palm), round(size * 0.95), 255, cv2.FILLED, cv2.LINE_AA)
    _limb(mask, palm, wrist, thick=size * 1.25)
    _limb(mask, wrist, elbow, thick=size * 1.7)
    _limb(colour, wrist, elbow, thick=size * 1.8, colour=sleeve)
    return np.dstack([_rounded(colour, mask, blur=size * 0.35), mask])


def _rounded(colour: Canvas, mask: NDArray[np.uint8], *, blur: float) -> Canvas:
    """Darker near the outline, as a round body is."""
    depth = cv2.GaussianBlur(mask, (0, 0), max(0.8, blur)).astype(np.float32)[..., None] / 255
    return np.asarray(np.clip(colour * (0.42 + 0.62 * depth), 0, 255), dtype=np.uint8)


def _limb(
    canvas: NDArray[np.uint8],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    *,
    thick: float,
    colour: NDArray[np.float64] | int = 255,
) -> None:
    painted = colour if isinstance(colour, int) else colour.tolist()
    cv2.line(canvas, _point(start), _point(end), painted, max(1, round(thick)), cv2.LINE_AA)


def _point(at: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(at[0])), round(float(at[1]))


def _tape(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """A closed-off shelf: red and white tape across the goods."""
    colour, mask = _layer(width, height)
    y1, y2 = (round(height * share) for share in rng.uniform(0.25, 0.8, 2))
    thick = round(height * rng.uniform(0.022, 0.04))
    cv2.line(mask, (0, y1), (width, y2), 255, thick, cv2.LINE_AA)
    colour[:] = (238, 236, 232)
    for x in range(-thick, width + thick, thick * 3):
        corners = [(x, 0), (x + thick * 3 // 2, 0), (x + thick * 5 // 2, height),
                   (x + thick, height)]  # fmt: skip
        cv2.fillPoly(colour, [np.array(corners)], (205, 26, 34), cv2.LINE_AA)
    return np.dstack([colour, mask])


def _strip(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """A hanging strip with small goods clipped to it."""
    colour, mask = _layer(width, height)
    x, top = round(width * rng.uniform(0.1, 0.9)), round(height * rng.uniform(0.0, 0.4))
    wide = round(width * rng.uniform(0.02, 0.035))
    bottom = round(top + height * rng.uniform(0.2, 0.4))
    cv2.rectangle(mask, (x, top), (x + wide // 4, bottom), 255, cv2.FILLED)
    colour[:] = (205, 208, 210)
    packet = rng.integers(40, 230, 3).tolist()
    for y in range(top + wide, bottom - wide, wide * 2):
        low, high = (x - wide // 2, y), (x + wide // 2 + wide // 4, y + round(wide * 1.5))
        cv2.rectangle(mask, low, high, 255, cv2.FILLED)
        cv2.rectangle(colour, low, high, packet, cv2.FILLED)
        cv2.rectangle(colour, low, (high[0], y + wide // 3), (245, 245, 240), cv2.FILLED)
    return np.dstack([colour, mask])


def _handle(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """The handle of the cart that carries the camera, near and out of focus."""
    colour, mask = _layer(width, height)
    y = round(height * rng.uniform(0.88, 0.93))
    lean = round(height * rng.uniform(-0.03, 0.03))
    thick = round(height * rng.uniform(0.035, 0.055))
    cv2.line(mask, (-9, y - lean), (width + 9, y + lean), 255, thick, cv2.LINE_AA)
    colour[:] = rng.choice(((190, 24, 32), (26, 82, 168), (40, 42, 46)))
    cv2.line(colour, (0, y - lean - thick // 4), (width, y + lean - thick // 4),
             (240, 240, 240), max(1, thick // 7), cv2.LINE_AA)  # fmt: skip
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, thick / 9))
    return np.dstack([cv2.GaussianBlur(colour, (0, 0), max(1.0, thick / 9)), soft])
