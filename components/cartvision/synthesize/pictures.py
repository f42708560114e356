"""What is pictured on packages: food in heaps and bowls, splashes, slices, blurred photographs."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.goods import Colour
from cartvision.synthesize.motifs import Canvas

FOODS: tuple[Colour, ...] = (
    (214, 160, 80), (150, 90, 44), (200, 48, 36), (236, 190, 60), (96, 140, 48), (244, 226, 186),
    (228, 120, 40), (92, 46, 26), (160, 40, 80), (250, 240, 214), (180, 200, 90), (70, 60, 90),
)  # fmt: skip
Picture = Callable[[Canvas, Colour, np.random.Generator], None]


def smooth(shape: tuple[int, int], *, cells: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A field of soft noise around 0, `cells` waves across."""
    coarse = rng.standard_normal((cells, cells)).astype(np.float32)
    size = (max(1, shape[1]), max(1, shape[0]))
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def ball(
    canvas: Canvas, at: tuple[float, float], axes: tuple[float, float], angle: float, colour: Colour
) -> None:
    """One rounded piece: a dark rim, its body, a light spot towards the lamp."""
    x, y = at
    for share, tone, shift in ((1.0, 0.55, 0.0), (0.86, 0.95, 0.06), (0.42, 1.22, 0.26)):
        size = (max(1, round(axes[0] * share)), max(1, round(axes[1] * share)))
        centre = (round(x - shift * axes[0]), round(y - shift * axes[1]))
        painted = [min(255, round(side * tone)) for side in colour]
        cv2.ellipse(canvas, centre, size, angle, 0, 360, painted, cv2.FILLED, cv2.LINE_AA)


def _heap(area: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    height, width = area.shape[:2]
    big = min(height, width) * rng.uniform(0.1, 0.26)
    flat = rng.uniform(0.45, 1.0)
    second = FOODS[rng.integers(len(FOODS))]
    for _ in range(int(np.clip(1.6 * height * width / (big * big * 4), 6, 45))):
        at = (rng.uniform(0, width), rng.uniform(0.1, 1) * height)
        ball(area, at, (big, big * flat), rng.uniform(0, 180), _near(rng, colour, second))


def _bowl(area: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    height, width = area.shape[:2]
    centre, axes = (width // 2, round(height * 0.5)), (round(width * 0.42), round(height * 0.28))
    rim = (FOODS[9], FOODS[11], FOODS[5])[rng.integers(3)]
    cv2.ellipse(area, centre, (axes[0], round(height * 0.46)), 0, 0, 180, rim, -1, cv2.LINE_AA)
    cv2.ellipse(area, centre, axes, 0, 0, 360, rim, -1, cv2.LINE_AA)
    soup = FOODS[rng.integers(len(FOODS))]
    inner = (round(axes[0] * 0.88), round(axes[1] * 0.82))
    cv2.ellipse(area, centre, inner, 0, 0, 360, soup, -1, cv2.LINE_AA)
    for _ in range(14):
        turn, far = rng.uniform(0, 2 * np.pi), np.sqrt(rng.uniform(0, 0.7))
        at = (centre[0] + inner[0] * far * np.cos(turn), centre[1] + inner[1] * far * np.sin(turn))
        size = width * rng.uniform(0.05, 0.1)
        ball(area, at, (size, size * 0.7), rng.uniform(0, 180), _near(rng, colour, soup))


def _slice(area: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    height, width = area.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        centre = (rng.uniform(0.2, 0.8) * width, rng.uniform(0.25, 0.75) * height)
        radius = min(height, width) * rng.uniform(0.2, 0.42)
        ball(area, centre, (radius, radius), 0, _near(rng, colour, colour))
        for spoke in np.arange(0, 2 * np.pi, np.pi / 4) + rng.uniform(0, 1):
            end = (
                centre[0] + radius * 0.78 * np.cos(spoke),
                centre[1] + radius * 0.78 * np.sin(spoke),
            )
            ends = (np.array(centre).astype(int).tolist(), np.array(end).astype(int).tolist())
            cv2.line(area, *ends, (250, 240, 210), max(1, round(radius / 14)), cv2.LINE_AA)


def _photo(area: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    """Anything at all, too small or too blurred to tell."""
    tones = [_near(rng, colour, FOODS[rng.integers(len(FOODS))]) for _ in range(20)]
    coarse = np.array(tones, dtype=np.float32).reshape(5, 4, 3)
    size = (area.shape[1], area.shape[0])
    field = np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC))
    detail = smooth(area.shape[:2], cells=int(rng.integers(9, 24)), rng=rng)
    area[:] = np.clip(field + 22 * detail[..., None], 0, 255)


def _field(area: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    """Sky, hills and something that grows there."""
    height, width = area.shape[:2]
    sky = np.linspace(0, 1, height)[:, None, None]
    area[:] = (1 - sky) * (110, 170, 230) + sky * (240, 236, 214)
    for depth in range(3):
        line = height * (0.45 + 0.17 * depth + 0.09 * smooth((1, width), cells=4, rng=rng)[0])
        rim = np.stack([np.arange(width), line], axis=1)
        hill = np.concatenate([rim, [[width, height], [0, height]]]).astype(np.int32)
        cv2.fillPoly(area, [hill], _near(rng, colour, (80, 130, 50)), cv2.LINE_AA)


def _splash(area: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    height, width = area.shape[:2]
    turn = np.linspace(0, 2 * np.pi, 40)[:-1]
    reach = 0.3 + 0.16 * np.repeat(rng.random(13), 3) + 0.05 * rng.random(39)
    edge = np.stack([np.cos(turn) * reach * width, np.sin(turn) * reach * height], axis=1)
    outline = (edge + np.array([width, height]) / 2).astype(np.int32)
    cv2.fillPoly(area, [outline], _near(rng, colour, colour), cv2.LINE_AA)
    cv2.polylines(area, [outline], True, (250, 250, 250), max(1, width // 40), cv2.LINE_AA)
    for _ in range(5):
        size = min(height, width) * rng.uniform(0.06, 0.15)
        at = (rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.8) * height)
        ball(area, at, (size, size), 0, _near(rng, colour, FOODS[rng.integers(len(FOODS))]))


def _near(rng: np.random.Generator, first: Colour, second: Colour) -> Colour:
    """Somewhere between two colours, lighter or darker."""
    mixed = np.array(first) + rng.random() * (np.array(second) - np.array(first))
    red, green, blue = np.clip(mixed * rng.uniform(0.75, 1.2), 0, 255).astype(int).tolist()
    return red, green, blue


PICTURES: tuple[Picture, ...] = (_heap, _heap, _bowl, _slice, _photo, _photo, _field, _splash)
