"""Mistakes drawn at the size in which they are shown, so that every line stays visible."""

import cv2
import numpy as np

from cartvision.evidence.gathering import Seen
from cartvision.findings.galleries.mistakes import Mistakes, mistakes_of
from cartvision.findings.shortening import shortened
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels
from cartvision.vision.drawing import BLUE, GREEN, INK, RED, Colour, draw_boxes, write

PICTURE = 532  # pixels, the longer side of a whole picture
SCORED = 720  # the same where scores are written into it
WORD = 18  # pixels of a box's width: a narrower one has no room for its score
CROP = 172  # a side of a crop
STRIP = 30  # under it, for two lines
MARGIN = 0.6  # of the box's longer side, on every side of it
LEAST = 64  # pixels of the picture in a crop: fewer show nothing
LETTERS = 28  # of a line under a crop, and of a path
PAPER = 245
GROW = np.array([-1, -1, 1, 1], dtype=np.float32)  # a box one pixel larger on every side


def whole_picture(pixels: Pixels, *, seen: Seen, mistakes: Mistakes, path: str) -> Pixels:
    """Green what was found, red what was missed, blue what is no product."""
    scale = PICTURE / max(pixels.shape[:2])
    drawn = _resized(pixels, scale=scale)
    objects, detections = seen.truth.boxes * scale, seen.found.boxes * scale
    drawn = draw_boxes(drawn, objects[mistakes.found], colour=GREEN)
    drawn = _draw_boldly(drawn, objects[mistakes.missed], colour=RED)
    drawn = _draw_boldly(drawn, detections[mistakes.wrong], colour=BLUE)
    said = f"missed {mistakes.missed.sum()}, false {mistakes.wrong.sum()}: "
    write(drawn, said + shortened(path, most=LETTERS), left=0, top=0, scale=0.42)
    return drawn


def scored_picture(pixels: Pixels, *, seen: Seen, path: str) -> Pixels:
    """The same with every shown box and its score in hundredths."""
    mistakes = mistakes_of(seen)
    scale = SCORED / max(pixels.shape[:2])
    drawn = _resized(pixels, scale=scale)
    objects, detections = seen.truth.boxes * scale, seen.found.boxes * scale
    right = seen.matches.right & seen.shown
    drawn = draw_boxes(drawn, detections[right], colour=GREEN)
    drawn = _draw_boldly(drawn, objects[mistakes.missed], colour=RED)
    drawn = _draw_boldly(drawn, detections[mistakes.wrong], colour=BLUE)
    for chosen, colour in ((right, GREEN), (mistakes.wrong, BLUE)):
        for box, score in zip(detections[chosen], seen.found.scores[chosen], strict=True):
            _write_score(drawn, float(score), box=box, colour=colour)
    said = f"found {mistakes.found.sum()}, missed {mistakes.missed.sum()}, "
    said += f"false {mistakes.wrong.sum()}: {shortened(path, most=LETTERS)}"
    write(drawn, said, left=0, top=0, scale=0.42)
    return drawn


def _write_score(canvas: Pixels, score: float, *, box: Boxes, colour: Colour) -> None:
    """Inside the box, at its upper left corner."""
    left, top, right, _ = box.round().astype(int).tolist()
    if right - left >= WORD:
        said = f"{min(score, 0.99):.2f}"[1:]  # ".99": no room for 1.00
        write(canvas, said, left=left, top=top + 11, background=colour, scale=0.28)


def crop(
    pixels: Pixels,
    box: Boxes,
    *,
    colour: Colour,
    others: Boxes,
    others_colour: Colour,
    lines: tuple[str, str],
) -> Pixels:
    """One box (4,) with what is around it, thin boxes beside it, and two lines under it."""
    left, top, right, bottom = _window(box, width=pixels.shape[1], height=pixels.shape[0])
    scale = CROP / max(right - left, bottom - top)
    drawn = _resized(pixels[top:bottom, left:right], scale=scale)
    corner = np.array([left, top, left, top], dtype=np.float32)
    drawn = draw_boxes(drawn, (others - corner) * scale, colour=others_colour)
    drawn = _draw_boldly(drawn, (box[None] - corner) * scale, colour=colour)
    tile = np.full((CROP + STRIP, CROP, 3), PAPER, dtype=np.uint8)
    low, start = (CROP - drawn.shape[0]) // 2, (CROP - drawn.shape[1]) // 2
    tile[low : low + drawn.shape[0], start : start + drawn.shape[1]] = drawn
    tile[CROP:] = INK
    for number, line in enumerate(lines, start=1):
        write(tile, shortened(line, most=LETTERS), left=1, top=CROP + number * STRIP // 2 - 1)
    return tile


def _window(box: Boxes, *, width: int, height: int) -> tuple[int, int, int, int]:
    """A square around the box, moved into the picture; a narrow picture cuts it."""
    left, top, right, bottom = box.tolist()
    side = max((1 + 2 * MARGIN) * max(right - left, bottom - top), LEAST)
    across, down = round(min(side, width)), round(min(side, height))
    x = round(min(max((left + right - across) / 2, 0), width - across))
    y = round(min(max((top + bottom - down) / 2, 0), height - down))
    return x, y, x + across, y + down


def _resized(pixels: Pixels, *, scale: float) -> Pixels:
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.array(cv2.resize(pixels, (width, height), interpolation=way), dtype=np.uint8)


def _draw_boldly(pixels: Pixels, boxes: Boxes, *, colour: Colour) -> Pixels:
    """Mistakes are few among many: their outlines are thicker."""
    for grown in range(2):
        pixels = draw_boxes(pixels, boxes + GROW * grown, colour=colour)
    return pixels
