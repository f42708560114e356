"""The goods: a tree of categories, look-alikes, and a long tail."""

from collections import Counter
from typing import get_args

import numpy as np
import pytest

from cartvision.synthesize.catalogue import DESIGNED, LINES, SKUS
from cartvision.synthesize.forms import FORMS, form
from cartvision.synthesize.fruit import INDIVIDUALS, SKINS, produce
from cartvision.synthesize.goods import LOOSE, Line, Shape, Sku
from cartvision.synthesize.packages import package

PACKED = {sku.line.shape: sku for sku in SKUS if not sku.line.loose}
FRUIT = {sku.line.shape: sku for sku in SKUS if sku.line.loose}


def test_there_are_enough_articles_and_each_has_its_own_code():
    assert len(SKUS) >= 40
    assert len({sku.code for sku in SKUS}) == len(SKUS)


def test_categories_are_paths_of_a_tree_with_leaves_only():
    paths = {tuple(line.category.split(" > ")) for line in LINES}
    assert max(len(path) for path in paths) >= 4
    inner = {path[:depth] for path in paths for depth in range(1, len(path))}
    assert not inner & paths


def test_every_shape_is_on_sale():
    assert {line.shape for line in LINES} == set(get_args(Shape))
    assert {line.shape for line in LINES if line.loose} == LOOSE == set(SKINS)


def test_every_packed_line_has_look_alikes():
    assert all(len(line.flavours) >= 2 for line in LINES if not line.loose)
    ways = {(line.brand, line.shape, line.size) for line in LINES}
    assert len(ways) == len(LINES)


def test_frequencies_have_a_long_tail():
    shares = sorted((sku.share for sku in SKUS), reverse=True)
    assert abs(sum(shares) - 1) < 1e-9
    top_fifth = sum(shares[: len(shares) // 5])
    assert top_fifth > 0.5
    assert shares[-1] < shares[0] / 10


def test_the_designed_lines_sell_better_than_any_small_brand():
    designed = {id(line) for line in DESIGNED}
    least = min(sku.share for sku in SKUS if id(sku.line) in designed)
    assert all(sku.share < least for sku in SKUS if id(sku.line) not in designed)


@pytest.mark.parametrize("sku", [pytest.param(sku, id=shape) for shape, sku in PACKED.items()])
def test_a_package_is_solid_and_its_back_is_not_its_front(sku: Sku):
    front, back = (package(sku, width=40, height=60, turned=turned) for turned in (False, True))
    assert front.shape == back.shape == (60, 40, 4)
    assert 0.25 < (front[..., 3] > 127).mean() <= 1
    assert (front[..., :3] != back[..., :3]).any(axis=2).mean() > 0.1


@pytest.mark.parametrize("sku", [pytest.param(sku, id=shape) for shape, sku in FRUIT.items()])
def test_no_two_pieces_of_one_kind_are_alike(sku: Sku):
    pieces = {produce(sku, width=40, height=40, individual=n).tobytes() for n in range(INDIVIDUALS)}
    assert len(pieces) == INDIVIDUALS


def test_flavours_of_a_line_look_alike_but_not_the_same():
    fronts = Counter(
        package(sku, width=40, height=60, turned=False).tobytes()
        for sku in SKUS
        if sku.line in DESIGNED and not sku.line.loose
    )
    assert set(fronts.values()) == {1}


@pytest.mark.parametrize("line", [pytest.param(line, id=line.brand) for line in DESIGNED[:20:3]])
def test_an_article_near_and_far_is_liker_than_its_look_alike(line: Line):
    """Identity may not depend on how near the camera is."""
    first, second = [sku for sku in SKUS if sku.line is line][:2]
    far = package(first, width=48, height=48, turned=False)[..., :3].astype(float)
    own, other = (
        package(sku, width=480, height=480, turned=False).reshape(48, 10, 48, 10, 4).mean((1, 3))
        for sku in (first, second)
    )
    assert np.abs(far - own[..., :3]).mean() < np.abs(far - other[..., :3]).mean()


def test_every_line_has_a_form():
    assert all(form(line) in FORMS.values() for line in LINES)
