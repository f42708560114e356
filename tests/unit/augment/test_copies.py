"""A copy carries what is still to be seen of its parent's objects, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.augment.copies import Copy, copies_of
from cartvision.augment.draws import Draws
from cartvision.augment.policy import read_policy
from cartvision.data.picture import Picture, PictureLabels, Product
from cartvision.errors import InputError, WorkError
from cartvision.vision.codec import decode, encode_jpeg, encode_png
from policies import hole, policy, shift
from shelves import BOXES, HEIGHT, PRODUCTS, WIDTH, picture

OUT = 0.9 * WIDTH


def made(parent: Picture, told, *, instances: int = 2, seed: int = 1) -> list[Copy]:
    return list(copies_of(parent, draws=Draws(told), instances=instances, seed=seed))


@pytest.mark.parametrize(("moved", "stays"), [(-11, True), (-20, False)])
def test_an_object_is_dropped_below_the_least_visibility(moved, stays) -> None:
    products = (Product((4, 6, 24, 30), sku="edge"), Product((60, 34, 90, 60), sku="middle"))
    (copy,) = made(picture(1, products=products), policy(shift(moved)))
    assert [item.sku for item in copy.picture.objects] == ["edge", "middle"][0 if stays else 1 :]
    assert copy.dropped == (0 if stays else 1)


def test_a_half_hidden_object_keeps_its_name_and_its_attributes_are_na() -> None:
    products = (
        Product((4, 6, 24, 30), category="Drinks > Soda", sku="edge", attributes=(1, 0)),
        Product((60, 34, 90, 60), category="Drinks > Soda", sku="middle", attributes=(1, 0)),
    )
    (copy,) = made(picture(1, products=products), policy(shift(-12), readable=0.7))
    assert [(item.sku, item.attributes) for item in copy.picture.objects] == [
        ("edge", (-1, -1)),
        ("middle", (1, 0)),
    ]
    assert copy.unreadable == 1


def test_an_object_behind_something_is_dropped_too() -> None:
    (copy,) = made(picture(1), policy(occlusion=[hole(0.6)], lost=0.99))
    assert copy.dropped > 0
    assert len(copy.picture.objects) == len(BOXES) - copy.dropped


def test_a_copy_that_loses_too_many_objects_is_drawn_again() -> None:
    """Half of the draws throw everything out; no copy that is kept does."""
    gamble = policy(shift(int(OUT), p=0.5), appearance=[{"GaussNoise": {"p": 1}}])
    copies = made(picture(1), gamble, instances=12)
    assert [len(copy.picture.objects) for copy in copies] == [len(BOXES)] * 11
    assert sum(copy.redrawn for copy in copies) > 0


def test_a_draw_that_changes_nothing_is_drawn_again() -> None:
    rarely = policy(appearance=[{"GaussNoise": {"p": 0.2}}])
    copies = made(picture(1), rarely, instances=12)
    assert [copy.met for copy in copies] == [("GaussNoise",)] * 11


def test_no_two_copies_are_the_same_picture() -> None:
    """Two shifts are all there is, and of each one copy."""
    two = policy({"one_of": [shift(5), shift(9)], "p": 1})
    assert len({copy.picture.image_id for copy in made(picture(1), two, instances=3)}) == 2
    with pytest.raises(WorkError, match=r"100 draws of one copy of shelf-1\.jpg were of no use"):
        made(picture(1), two, instances=4)


def test_a_policy_that_always_loses_too_many_is_blamed() -> None:
    with pytest.raises(WorkError, match=r"lost over 90% of its 3 objects.*gentler"):
        made(picture(1), policy(shift(500)))


def test_a_picture_without_objects_has_copies_too() -> None:
    copies = made(picture(1, products=()), read_policy("shelf"), instances=10)
    assert [len(copy.picture.objects) for copy in copies] == [0] * 9


def test_a_copy_is_decoded_at_the_size_it_claims() -> None:
    for copy in made(picture(1), read_policy("shelf"), instances=10):
        assert decode(copy.picture.encoded).shape == (copy.picture.height, copy.picture.width, 3)


def test_a_large_parent_is_shrunk_with_its_boxes() -> None:
    (copy,) = made(picture(1), policy(shift(0), longest=48))
    assert (copy.picture.width, copy.picture.height) == (48, 32)
    boxes = [item.bbox for item in copy.picture.objects]
    assert boxes == pytest.approx(np.array(BOXES) / 2, abs=1e-3)


def test_a_parent_may_be_a_png() -> None:
    parent = replace(picture(1), encoded=encode_png(decode(picture(1).encoded)), path="a/b.png")
    (copy,) = made(parent, policy(shift(3)))
    assert copy.picture.path == "a/b.png.1.jpg"
    assert decode(copy.picture.encoded).shape == (HEIGHT, WIDTH, 3)


def test_labels_of_the_whole_picture_stay() -> None:
    labels = PictureLabels("Drinks", attributes=(1, -1))
    (copy,) = made(replace(picture(1), labels=labels), policy(shift(3)))
    assert copy.picture.labels == labels


def test_a_copy_depends_on_its_number_alone() -> None:
    """The third of ten is the third of four."""
    shelf = read_policy("shelf")
    many = [copy.picture for copy in made(picture(1), shelf, instances=10)]
    few = [copy.picture for copy in made(picture(1), shelf, instances=4)]
    assert few == many[:3]


@pytest.mark.parametrize("name", ["shelf", "product", "bin"])
@given(number=st.integers(0, 10**6), seed=st.integers(0, 10**6))
@settings(deadline=None, max_examples=25)
def test_every_object_of_a_copy_is_one_of_its_parents(name, number, seed) -> None:
    products = tuple(replace(item, sku=f"{place}") for place, item in enumerate(PRODUCTS))
    parent = picture(number, products=products)
    for copy in made(parent, read_policy(name), instances=4, seed=seed):
        of_sku = {item.sku: item for item in parent.objects}
        shown = [item.sku for item in copy.picture.objects]
        assert len(shown) == len(set(shown)) == len(products) - copy.dropped
        for item in copy.picture.objects:
            assert item.category == of_sku[item.sku].category
            assert item.attributes in (of_sku[item.sku].attributes, (-1, -1))
            left, top, right, bottom = item.bbox
            assert 0 <= left < right <= copy.picture.width
            assert 0 <= top < bottom <= copy.picture.height


def test_blank_pictures_have_copies_of_their_own() -> None:
    """Black stays black, whatever happens to it: the files differ, from each other's and theirs."""
    encoded = [
        encode_jpeg(np.zeros((HEIGHT, WIDTH, 3), np.uint8), quality=quality) for quality in (95, 60)
    ]
    parents = [replace(picture(1, products=()), encoded=one) for one in encoded]
    copies = [made(parent, policy(shift(3), border=0))[0].picture for parent in parents]
    assert len({one.image_id for one in (*parents, *copies)}) == 4
    assert not decode(copies[0].encoded).any()


def test_an_object_that_was_too_small_before_is_no_loss_of_a_draw() -> None:
    speck = (Product((4, 6, 4.5, 30), sku="speck"), Product((60, 34, 90, 60), sku="middle"))
    (copy,) = made(picture(1, products=speck), policy(shift(3), lost=0))
    assert [item.sku for item in copy.picture.objects] == ["middle"]


def test_only_attributes_that_were_known_are_counted_as_made_na() -> None:
    products = (
        Product((4, 6, 24, 30), attributes=(-1, -1)),
        Product((4, 6, 24, 30), attributes=()),
        Product((4, 6, 24, 30), attributes=(-1, 0)),
    )
    (copy,) = made(picture(1, products=products), policy(shift(-12), readable=0.7))
    assert copy.unreadable == 1


def test_a_picture_without_objects_is_its_own() -> None:
    """A third of it is gone: nobody can tell its attributes; and half of it would be too little."""
    labels = PictureLabels("Drinks", attributes=(1, 0))
    parent = replace(picture(1, products=()), labels=labels)
    (copy,) = made(parent, policy(shift(WIDTH // 3), readable=0.7))
    assert copy.picture.labels == PictureLabels("Drinks", attributes=(-1, -1))
    with pytest.raises(WorkError, match="of no use"):
        made(parent, policy(shift(WIDTH // 2), visible=0.6))


@given(seed=st.integers(0, 10**6), wide=st.booleans())
@settings(deadline=None, max_examples=60)
def test_a_bin_stays_inside_as_a_whole(seed, wide) -> None:
    layers = np.zeros((90, 160, 4) if wide else (120, 160, 4), np.uint8)
    whole = np.array([[0, 0, 160, layers.shape[0]]], np.float32)
    drawn = Draws(read_policy("bin")).draw(layers, whole, seed=seed)
    assert drawn is None or drawn.visible[0] >= 0.95


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            {"encoded": b"nothing"}, "shelf-1.jpg: not a readable picture", id="no picture"
        ),
        pytest.param({"width": 50}, "shelf-1.jpg is given as 50x64 and is 96x64", id="other size"),
    ],
)
def test_a_broken_parent_is_named(change, said) -> None:
    with pytest.raises(InputError, match=said):
        made(replace(picture(1), **change), policy(shift(3)))
