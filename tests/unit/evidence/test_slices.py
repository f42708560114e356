"""Each slice by name, on a few pictures made for it."""

from dataclasses import replace

import numpy as np
import pytest

from cartvision.data.picture import Product
from cartvision.evidence.figures import figures_of
from cartvision.evidence.parts import everything
from cartvision.evidence.resampling import draw, once
from cartvision.evidence.slices import MOST_GROUPS, SUFFICIENT, slices_of
from evidences import Shot, box, found, gathered, shelves

ONE = Product(box(100, 100))


def parts(shots, **more):
    return {part.name: part for part in slices_of(gathered(shots, **more))}


def many(count):
    """A picture of so many objects, none near another."""
    return Shot(objects=[Product(box(n % 20 * 20, n // 20 * 12, side=8)) for n in range(count)])


def chosen(shots, name, **more):
    """The numbers of a slice's pictures."""
    return np.flatnonzero(parts(shots, **more)[name].pictures).tolist()


@pytest.mark.parametrize(
    ("count", "name"),
    [
        (0, "none"),
        (1, "1–50"),
        (50, "1–50"),
        (51, "51–150"),
        (150, "51–150"),
        (151, "151–300"),
        (300, "151–300"),
        (301, "more than 300"),
    ],
)
def test_pictures_are_cut_by_how_many_objects_they_hold(count, name):
    found = [one for one in parts([many(count)]) if one.startswith("objects in the picture")]
    assert found == [f"objects in the picture: {name}"]


def test_crowds_are_not_counted():
    crowd = Product(box(0), crowd=True)
    assert "objects in the picture: none" in parts([Shot(objects=[crowd])])


def test_pictures_are_cut_by_their_light():
    shots = [Shot(grey=grey) for grey in (10, 80, 120, 160, 250)]
    assert chosen(shots, "light: the darkest quarter") == [0, 1]
    assert chosen(shots, "light: the brightest quarter") == [3, 4]


def test_pictures_are_cut_by_their_blur():
    evidence = gathered([Shot()] * 5)
    sharpness = np.array([0.5, 0.1, 0.4, 0.3, 0.2], np.float32)
    blurred = replace(evidence, pictures=replace(evidence.pictures, sharpness=sharpness))
    found = {part.name: part for part in slices_of(blurred)}["blur: the most blurred quarter"]
    assert np.flatnonzero(found.pictures).tolist() == [1, 4]


def test_pictures_are_cut_by_their_source():
    shots = [Shot(source="a"), Shot(source=""), Shot(source="a")]
    assert chosen(shots, "source: a") == [0, 2]
    assert chosen(shots, "source: (unnamed)") == [1]


@pytest.mark.parametrize("what", ["source", "group"])
def test_one_of_a_kind_is_no_slice(what):
    shots = [replace(found(ONE), source="a", group="a")] * 3
    assert not [name for name in parts(shots) if name.startswith(what)]


def test_a_group_is_drawn_by_picture():
    shots = [replace(found(ONE), group=name) for name in ("a", "b", "a", "b", "a")]
    cut = parts(shots)
    assert chosen(shots, "group: a") == [0, 2, 4]
    assert (cut["group: a"].units, cut["group: b"].units) == (3, 2)
    assert cut["group: a"].unit[[0, 2, 4]].tolist() == [0, 1, 2]


def test_a_group_has_the_figures_of_its_own_pictures():
    missed = Shot(objects=[ONE], group="a")
    shots = [replace(found(ONE), group="b"), missed, replace(found(ONE), group="a")]
    evidence = gathered(shots)
    part = {one.name: one for one in slices_of(evidence)}["group: a"]
    figures = figures_of(evidence, part)
    assert figures["recall"](once(part.units)) == [0.5]
    assert figures["map"](once(part.units)) == pytest.approx([51 / 101])
    assert figures["recall"](np.array([[2, 0], [0, 2]], np.float32)).tolist() == [0, 1]
    assert figures["recall"].units == 2


def test_of_many_groups_the_ones_with_the_most_objects_have_a_slice():
    shots = [replace(many(n), group=f"store {n}") for n in range(1, MOST_GROUPS + 11)]
    groups = {name for name in parts(shots) if name.startswith("group")}
    assert groups == {f"group: store {n}" for n in range(11, MOST_GROUPS + 11)}


def areas(share):
    """An object of that share of a picture of a megapixel."""
    return Product((100, 100, 100 + 1000 * share * 10, 200))


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (0.0009, "below .1 % of the picture"),
        (0.001, ".1 to .3 % of the picture"),
        (0.003, ".1 to .3 % of the picture"),
        (0.0031, "above .3 % of the picture"),
    ],
)
def test_objects_are_cut_by_their_size(share, name):
    shot = Shot(objects=[areas(share)], width=1000, height=1000)
    found = [one for one in parts([shot]) if one.startswith("size")]
    assert found == [f"size: {name}"]


@pytest.mark.parametrize(
    ("left", "name"),
    [
        pytest.param(60, "free of neighbours", id="apart"),
        pytest.param(40, "free of neighbours", id="side by side"),
        pytest.param(38, "touched (IoU up to .1)", id="a strip of two"),
        pytest.param(30, "overlapped (IoU above .1)", id="half on it"),
    ],
)
def test_objects_are_cut_by_their_neighbours(left, name):
    shot = Shot(objects=[Product(box(20)), Product(box(left))])
    cut = [one for one in parts([shot]) if one.startswith("crowding")]
    assert cut == [f"crowding: {name}"]


@pytest.mark.parametrize(
    ("where", "cut"),
    [
        pytest.param((0, 50, 20, 70), True, id="left"),
        pytest.param((50, 1, 70, 20), True, id="top, a pixel from it"),
        pytest.param((380, 50, 400, 70), True, id="right"),
        pytest.param((50, 280, 70, 299), True, id="bottom, a pixel from it"),
        pytest.param((2, 2, 398, 298), False, id="two pixels from every edge"),
    ],
)
def test_objects_are_cut_by_the_border(where, cut):
    assert ("border: cut by the edge" in parts([Shot(objects=[Product(where)])])) == cut


def test_objects_are_cut_by_rarity():
    shots = [found(Product(box(50), sku="seldom"), Product(box(100), sku="often"))]
    part = parts(shots, is_rare=lambda item: item.sku == "seldom")[
        "rare: the rarer half of the SKUs"
    ]
    assert part.objects.tolist() == [True, False]


def test_objects_have_recall_and_no_precision():
    evidence = gathered([found(ONE)])
    kinds = {part.by_object: part for part in slices_of(evidence)}
    assert set(figures_of(evidence, kinds[True])) == {"recall", "reach"}
    assert {"recall", "precision", "map"} <= set(figures_of(evidence, kinds[False]))


def test_a_slice_tells_how_much_is_in_it():
    shots = [replace(found(ONE), group="a"), replace(many(60), group="b"), Shot(group="b")]
    part = parts(shots)["objects in the picture: 1–50"]
    assert (part.positives, part.units_within, part.units) == (1, 1, 2)


def test_a_hundred_positives_are_enough():
    assert SUFFICIENT == 100


def test_every_slice_is_a_part_of_the_whole_with_figures_that_are_numbers():
    shots = [replace(many(n), group=f"{n % 3}", source=f"{n % 2}", grey=n) for n in range(60)]
    evidence = gathered(shots)
    cut = slices_of(evidence)
    assert len({part.name for part in cut}) == len(cut) > 10
    for part in cut:
        for name, figure in figures_of(evidence, part).items():
            assert np.isfinite(figure(once(part.units))).all(), (part.name, name)
            assert len(figure(draw(part.units, times=5, seed=0))) == 5


def test_all_objects_together_are_the_sum_of_those_by_size():
    evidence = gathered([many(30), found(ONE)])
    sizes = [part for part in slices_of(evidence) if part.name.startswith("size")]
    assert sum(part.positives for part in sizes) == everything(evidence).positives


def test_asking_for_some_figures_gives_the_very_same():
    """A name that no part has is left out."""
    evidence = gathered(shelves(6, seed=1, attributes=2), attributes=["a", "b"])
    part = everything(evidence)
    every = figures_of(evidence, part)
    for name, figure in every.items():
        (told,) = figures_of(evidence, part, only=[name, "nothing"]).values()
        assert told(once(part.units)) == figure(once(part.units)), name
    assert len(every) > 20
