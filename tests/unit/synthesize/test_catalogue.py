"""The goods: a tree of categories, look-alikes, and a long tail."""

from collections import Counter

from cartvision.synthesize.catalogue import LINES, SKUS
from cartvision.synthesize.packages import package


def test_there_are_enough_articles_and_each_has_its_own_code():
    assert len(SKUS) >= 40
    assert len({sku.code for sku in SKUS}) == len(SKUS)


def test_categories_are_paths_of_a_tree_with_leaves_only():
    paths = {tuple(line.category.split(" > ")) for line in LINES}
    assert max(len(path) for path in paths) >= 4
    inner = {path[:depth] for path in paths for depth in range(1, len(path))}
    assert not inner & paths


def test_every_shape_is_on_sale():
    assert {line.shape for line in LINES} == {"box", "bottle", "can", "bag", "jar"}


def test_every_line_has_look_alikes():
    assert all(len(line.flavours) >= 2 for line in LINES)
    ways = {(line.brand, line.shape, line.size) for line in LINES}
    assert len(ways) == len(LINES)


def test_frequencies_have_a_long_tail():
    shares = sorted((sku.share for sku in SKUS), reverse=True)
    assert abs(sum(shares) - 1) < 1e-9
    top_fifth = sum(shares[: len(shares) // 5])
    assert top_fifth > 0.5
    assert shares[-1] < shares[0] / 10


def test_every_article_can_be_drawn_from_the_front_and_the_back():
    faces = Counter(
        package(sku, width=40, height=60, turned=turned).tobytes()
        for sku in SKUS
        for turned in (False, True)
    )
    assert len(faces) == 2 * len(SKUS)
