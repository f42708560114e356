"""What goods stand on and before: backs, boards, rails, floors, the aisle behind."""

import cv2
import numpy as np

from cartvision.synthesize.goods import Colour
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.packages import Sprite
from cartvision.synthesize.pictures import smooth
from cartvision.synthesize.shelves import Row
from cartvision.synthesize.signs import banner, card, poster
from cartvision.synthesize.stores import Store


def hall(canvas: Canvas, *, look: Store, rng: np.random.Generator) -> None:
    """The store behind everything: out of focus, with lamps, other shelves and people far away."""
    height, width = canvas.shape[:2]
    small = np.empty((height // 8 + 2, width // 8 + 2, 3), dtype=np.uint8)
    small[:] = look.floor
    small[: int(len(small) * rng.uniform(0.1, 0.4))] = np.array(look.back) // 2 + 90
    for _ in range(int(rng.integers(40, 110))):
        x, y = rng.integers(0, small.shape[1]), rng.integers(0, small.shape[0])
        wide, tall = rng.integers(2, 14), rng.integers(1, 9)
        tone, tint = rng.integers(10, 235), rng.integers(-40, 41, 3) * rng.random()
        colour = np.clip(tone + tint, 0, 255).tolist()
        cv2.rectangle(small, (int(x), int(y)), (int(x + wide), int(y + tall)), colour, cv2.FILLED)
    soft = cv2.GaussianBlur(small, (0, 0), rng.uniform(1.0, 2.6))
    canvas[:] = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)


def surface(canvas: Canvas, *, colour: Colour, rng: np.random.Generator) -> None:
    """A wall, table or floor: one colour with soft stains and a slope of light."""
    height, width = canvas.shape[:2]
    stains = smooth((height, width), cells=int(rng.integers(3, 9)), rng=rng)
    left, right = rng.uniform(0.75, 1.15, 2).tolist()
    slope = np.linspace(left, right, width)[None, :]
    field = np.array(colour, dtype=np.float32) * (slope + 0.035 * stains)[..., None]
    canvas[:] = np.clip(field, 0, 255)


def back(canvas: Canvas, row: Row, *, look: Store) -> None:
    """The wall behind one shelf, darker towards the top, and the board that goods stand on."""
    area = canvas[row.top : row.bottom, row.left : row.right]
    depth = np.linspace(0.45, 0.9, len(area), dtype=np.float32)[:, None, None]
    area[:] = (np.array(look.back) * depth).astype(np.uint8)
    step = max(6, (row.bottom - row.top) // 9)
    if look.back_kind == "perforated":
        area[step // 2 :: step, step // 2 :: step] //= 2
    elif look.back_kind == "slats":
        area[::step] = area[::step] // 3 * 2
    elif look.back_kind == "mesh":
        area[::step] = np.minimum(area[::step], 200) + 30
        area[:, ::step] = np.minimum(area[:, ::step], 200) + 30
    elif look.back_kind == "wood":
        area[..., 0] = np.minimum(area[..., 0] + 26, 255)
        area[..., 2] //= 2
        area[:, :: step * 3] //= 2
    board = area[-max(2, len(area) // 16) :]
    board[:] = np.array(look.board) * 7 // 10


def shadow(canvas: Canvas, row: Row, *, look: Store) -> None:
    """What the shelf above keeps from the light."""
    area = canvas[row.top : row.bottom, row.left : row.right]
    down = np.linspace(0, 1, len(area), dtype=np.float32)[:, None, None]
    area[:] = area * (1 - look.shade * np.exp(-down / 0.16))


def rail(canvas: Canvas, row: Row, *, look: Store, rng: np.random.Generator) -> None:
    """The front edge of the shelf: with cards, a strip full of them, none, or only wires."""
    area = canvas[row.bottom : row.bottom + row.rail, row.left : row.right]
    if area.size == 0:
        return
    if look.edge == "wire":
        _wires(area, look=look)
        return
    tone = np.linspace(1.06, 0.72, len(area), dtype=np.float32)[:, None, None]
    area[:] = np.clip(np.array(look.rail) * tone, 0, 255)
    area[0] = look.board
    area[-1] //= 3
    if look.edge == "bare":
        return
    gap = 0.4 if look.edge == "strip" else 5.0
    x = int(rng.integers(0, 20))
    while x < area.shape[1] - 4:
        wide = max(5, round(row.rail * rng.uniform(1.3, 2.3)))
        card(area[1:-1, x : x + wide], look=look, rng=rng)
        x += wide + 1 + int(rng.uniform(0.0, gap) * row.rail)


def _wires(area: Canvas, *, look: Store) -> None:
    """A shelf of wires: dark gaps, two long rods and many short ones."""
    area //= 3
    rod = max(1, len(area) // 7)
    for y in (0, len(area) // 2):
        area[y : y + rod] = look.board
    area[:, :: max(4, len(area) // 2)] = np.array(look.board) * 4 // 5


def surroundings(canvas: Canvas, rows: list[Row], *, look: Store, rng: np.random.Generator) -> None:
    """Above the top shelf a banner, below the floor, beside it posts, posters or the aisle."""
    first, last = rows[0], rows[-1]
    banner(canvas[: first.top, first.left : first.right], look=look, rng=rng)
    below = last.bottom + last.rail
    _floor(canvas[below:], look=look)
    for side in (canvas[:, : first.left], canvas[:, first.right :]):
        if side.shape[1] > 20 and rng.random() < 0.5:
            top = int(len(side) * rng.uniform(0.05, 0.5))
            tall = int(len(side) * rng.uniform(0.15, 0.45))
            poster(side[top : top + tall, 4:-4], rng=rng)
    for x in (first.left, first.right - 1):
        post = canvas[first.top : below, max(0, x - 4) : x + 5]
        post[:] = np.array(look.board) * 3 // 4


def _floor(area: Canvas, *, look: Store) -> None:
    if len(area) < 4:
        return
    plate = len(area) // 4
    area[:plate] = np.array(look.board) // 3
    area[plate:] = look.floor
    tile = max(24, area.shape[1] // 9)
    area[plate:, ::tile] = np.array(look.floor) * 4 // 5
    area[plate + (len(area) - plate) // 2] = np.array(look.floor) * 4 // 5


def glass_door(width: int, height: int, *, rng: np.random.Generator) -> Sprite:
    """A fridge's door: its frame, and what its pane mirrors."""
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    slant = x + y * rng.uniform(-0.6, 0.6) + rng.uniform(-0.4, 0.4)
    bands = np.exp(-((((slant % 0.9) - 0.45) / rng.uniform(0.05, 0.16)) ** 2))
    clouds = np.clip(smooth((height, width), cells=6, rng=rng), 0, 2)
    mirrored = rng.uniform(0, 110) * bands + rng.uniform(0, 55) * clouds
    layer[..., :3] = rng.uniform(200, 255, 3)
    layer[..., 3] = np.clip(mirrored, 0, 150)
    frame = _one_of_two(rng, (30, 32, 34), (196, 200, 204))
    for share in rng.uniform(0.0, 1.0, int(rng.integers(1, 3))):
        at, wide = round(width * share), max(3, round(width * rng.uniform(0.015, 0.05)))
        layer[:, at : at + wide] = (*frame, 255)
        handle = slice(round(height * 0.4), round(height * 0.65))
        layer[handle, at + wide : at + wide + wide // 2] = (150, 154, 160, 255)
    return layer


def _one_of_two(rng: np.random.Generator, first: Colour, second: Colour) -> Colour:
    return first if rng.random() < 0.5 else second
