"""Plots are PNGs that show what they were given."""

import io

import numpy as np
import pytest
from PIL import Image

from cartvision.reports.plots import bars, lines, new_plot, ranks, to_png

BLUE = (9, 112, 222)
ORANGE = (225, 112, 85)


def pixels(png: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture.convert("RGB"))


def reach(row_band: np.ndarray) -> int:
    """How many columns of the band are drawn in the first colour."""
    return int((row_band == BLUE).all(axis=-1).any(axis=0).sum())


def test_the_first_bar_is_on_top_and_as_long_as_its_value():
    picture = pixels(bars({"milk": 10.0, "juice": 5.0}, x="objects"))
    top, bottom = np.array_split(picture, 2)
    assert reach(top) / reach(bottom) == pytest.approx(2, rel=0.02)


def test_more_bars_make_a_taller_picture():
    few = pixels(bars({"a": 1.0}, x="objects"))
    many = pixels(bars({str(number): 1.0 for number in range(40)}, x="objects"))
    assert many.shape[0] > 3 * few.shape[0]


def test_every_line_has_its_colour():
    rising, falling = ([0, 1], [0, 1]), ([0, 1], [1, 0])
    picture = pixels(lines({"loss": falling, "map50": rising}, x="step", y="value"))
    colours = {tuple(colour) for colour in np.unique(picture.reshape(-1, 3), axis=0)}
    assert {BLUE, ORANGE} <= colours


def test_a_plot_is_the_same_bytes_twice():
    series = {"loss": ([0, 1, 2], [3, 2, 1])}
    assert lines(series, x="step", y="loss") == lines(series, x="step", y="loss")


def test_no_plot_is_kept_in_memory_by_pyplot():
    from matplotlib import pyplot as plt

    figure, _ = new_plot()
    to_png(figure)
    assert plt.get_fignums() == []


def test_ranks_stand_apart_by_their_ratio():
    """0.01 lies as far below 1 as 100 lies above it."""
    picture = pixels(ranks({"shares": [100.0, 1.0, 0.01]}, x="class", y="share"))
    drawn = (picture == BLUE).all(axis=-1)
    drawn[: len(drawn) // 4, drawn.shape[1] // 2 :] = False  # the legend
    rows = np.flatnonzero(drawn.any(axis=1))
    top, middle, low = [run.mean() for run in np.split(rows, np.flatnonzero(np.diff(rows) > 9) + 1)]
    assert middle - top == pytest.approx(low - middle, abs=2)
