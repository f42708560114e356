"""Tiles side by side on one picture."""

from collections.abc import Sequence

import numpy as np

from cartvision.vision.codec import Pixels, encode_jpeg

GAP = 4  # pixels
WHITE = 255
QUALITY = 85  # of a JPEG


def sheet(tiles: Sequence[Pixels], *, columns: int) -> bytes | None:
    """A JPEG on white, a row as high as its highest tile; None of none."""
    if not tiles:
        return None
    rows = [tiles[start : start + columns] for start in range(0, len(tiles), columns)]
    wide = max(tile.shape[1] for tile in tiles) + GAP
    drawn = np.concatenate([_row(row, wide=wide, columns=columns) for row in rows])
    return encode_jpeg(drawn, quality=QUALITY)


def _row(tiles: Sequence[Pixels], *, wide: int, columns: int) -> Pixels:
    high = max(len(tile) for tile in tiles) + GAP
    row = np.full((high, columns * wide, 3), WHITE, dtype=np.uint8)
    for number, tile in enumerate(tiles):
        row[: tile.shape[0], number * wide : number * wide + tile.shape[1]] = tile
    return row
