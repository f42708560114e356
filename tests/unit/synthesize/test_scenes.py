"""Every kind of scene: drawn, labelled, and seen as the camera sees it."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from cartvision.data.picture import NA
from cartvision.synthesize import camera, sight
from cartvision.synthesize.camera import Swing
from cartvision.synthesize.catalogue import ATTRIBUTES, SKUS
from cartvision.synthesize.compose import Facing, blank, cover, put
from cartvision.synthesize.flags import Scene
from cartvision.synthesize.goods import Sku
from cartvision.synthesize.marks import Facts, draw_facts, lying
from cartvision.synthesize.packages import package
from cartvision.synthesize.scene import KINDS, Shot, draw, shoot
from cartvision.synthesize.sensor import sensor
from cartvision.synthesize.sight import Seen
from cartvision.synthesize.stores import STORES, store
from cartvision.synthesize.views import Pose, seen_from

PLAIN = Facts(promo=False, price_tag=False, damaged=False, turned=False, fallen=False, tilt=0.0)
CAN = next(sku for sku in SKUS if sku.line.shape == "can")
BOX = next(sku for sku in SKUS if sku.line.shape == "box" and not sku.line.cap)
APPLE = next(sku for sku in SKUS if sku.line.shape == "apple")
TUB = next(sku for sku in SKUS if sku.line.shape == "tub")
LOOK = store(1, seed=0)
STRAIGHT = Swing(yaw=0, pitch=0, roll=0)
COUNTS = {  # kind: fewest on average, most in one picture
    "shelf": (25, 300),
    "tidy": (20, 250),
    "far": (40, 500),
    "near": (1, 80),
    "oblique": (15, 300),
    "fridge": (8, 200),
    "pegs": (3, 150),
    "pallet": (2, 150),
    "crates": (4, 250),
    "basket": (1, 20),
    "belt": (2, 20),
    "counter": (1, 8),
    "held": (1, 1),
}


def _scenes(kind: str, *, count: int) -> list[tuple[Seen, ...]]:
    drawn = [
        draw(kind, size=320, look=store(n + 1, seed=3), rng=np.random.default_rng([n, 3]))
        for n in range(count)
    ]
    assert all(pixels.dtype == np.uint8 and pixels.std() > 4 for pixels, _, _ in drawn)
    return [objects for _, objects, _ in drawn]


@pytest.mark.parametrize("kind", COUNTS)
def test_a_kind_of_scene_is_drawn_and_labelled(kind: str):
    fewest, most = COUNTS[kind]
    counts = [len(objects) for objects in _scenes(kind, count=5)]
    assert fewest <= np.mean(counts)
    assert max(counts) <= most


def test_an_empty_scene_has_no_product():
    assert not any(_scenes("empty", count=5))


def test_every_kind_is_in_the_table():
    assert {*COUNTS, "empty"} == set(KINDS)


def test_most_pictures_are_of_dense_shelves_from_the_front():
    assert sum(kind.share for kind in KINDS.values()) == pytest.approx(1)
    assert 0.55 <= KINDS["shelf"].share + KINDS["far"].share <= 0.65


def _seen(
    facing: Facing, *, hidden: int = 0, swing: Swing = STRAIGHT, blur: float = 0.0
) -> tuple[Seen, ...]:
    """One product in the middle of a picture of 200 pixels, its left `hidden` pixels covered."""
    rng = np.random.default_rng(0)
    view = camera.view(200, 200, swing=swing, bend=0.0, rng=rng)
    painting = blank(*view.canvas_size)
    middle = painting.size[0] / 2
    put(painting, replace(facing, middle=middle, foot=painting.size[1] / 2 + 30), rng=rng)
    layer = np.zeros((*painting.owners.shape, 4), dtype=np.uint8)
    layer[:, : round(middle - facing.width / 2) + hidden] = 255
    cover(painting, layer)
    return sight.visible(painting, view=view, blur=blur, rng=rng)


def _facing(**changes: object) -> Facing:
    plain = Facing(BOX, middle=0, foot=0, width=50, height=60, facts=PLAIN)
    return replace(plain, **changes)  # type: ignore[arg-type]  # each case names its own fields


def test_a_box_is_as_large_as_what_is_seen():
    (seen,) = _seen(_facing(), hidden=10)
    assert (seen.box[2] - seen.box[0], seen.box[3] - seen.box[1]) == (40, 60)


@pytest.mark.parametrize(
    ("hidden", "labels"),
    [
        pytest.param(0, 1, id="all of it is seen"),
        pytest.param(30, 1, id="two fifths are seen"),
        pytest.param(40, 0, id="a fifth is seen"),
        pytest.param(50, 0, id="nothing is seen"),
    ],
)
def test_what_is_hidden_has_no_label(hidden: int, labels: int):
    assert len(_seen(_facing(), hidden=hidden)) == labels


@pytest.mark.parametrize(
    "swing",
    [
        pytest.param(Swing(yaw=0.4, pitch=0, roll=0, least=0.3), id="from the side"),
        pytest.param(Swing(yaw=0, pitch=0.2, roll=0), id="from above or below"),
        pytest.param(Swing(yaw=0, pitch=0, roll=0.3), id="rolled"),
    ],
)
def test_a_whole_product_is_known_as_whole_from_every_side(swing: Swing):
    (seen,) = _seen(_facing(), swing=swing)
    assert set(seen.attributes) != {NA}


@pytest.mark.parametrize(
    ("facing", "unknown"),
    [
        pytest.param(_facing(sku=APPLE), {"tilted", "turned", "fallen"}, id="fruit has no front"),
        pytest.param(_facing(sku=TUB), {"has_cap"}, id="is the lid of a tub a cap?"),
        pytest.param(
            _facing(facts=replace(PLAIN, upright=False)), {"tilted", "fallen"}, id="in a basket"
        ),
        pytest.param(_facing(width=9, height=9), set(ATTRIBUTES), id="too small to read"),
    ],
)
def test_what_cannot_be_read_is_unknown(facing: Facing, unknown: set[str]):
    (seen,) = _seen(facing)
    assert {name: seen.attributes[ATTRIBUTES.index(name)] for name in unknown} == dict.fromkeys(
        unknown, NA
    )


def test_a_blurred_picture_says_less():
    sharp, soft, smeared = (
        sum(value == NA for value in _seen(_facing(width=26), blur=blur)[0].attributes)
        for blur in (0.0, 2.0, 6.0)
    )
    assert sharp < soft < smeared == len(ATTRIBUTES)


@pytest.mark.parametrize(
    ("name", "facing"),
    [
        pytest.param("promo_label", _facing(facts=replace(PLAIN, promo=True)), id="promo"),
        pytest.param("price_tag_visible", _facing(facts=replace(PLAIN, price_tag=True)), id="tag"),
        pytest.param("turned", _facing(facts=replace(PLAIN, turned=True)), id="turned"),
        pytest.param("fallen", _facing(facts=replace(PLAIN, fallen=True, tilt=90)), id="fallen"),
        pytest.param("tilted", _facing(facts=replace(PLAIN, tilt=12)), id="tilted"),
        pytest.param("loose", _facing(sku=APPLE), id="loose"),
    ],
)
def test_what_is_so_is_said(name: str, facing: Facing, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sight, "UNLABELLED", dict.fromkeys(ATTRIBUTES, 0.0))
    (seen,) = _seen(facing)
    (plain,) = _seen(_facing())
    place = ATTRIBUTES.index(name)
    assert (seen.attributes[place], plain.attributes[place]) == (1, 0)


@pytest.mark.parametrize(
    ("sku", "pose", "wider", "taller"),
    [
        pytest.param(BOX, Pose(), False, False, id="a box from the front"),
        pytest.param(BOX, Pose(aside=0.5), True, False, id="a box from the right"),
        pytest.param(BOX, Pose(aside=-0.5, above=0.4), True, True, id="a box from left above"),
        pytest.param(CAN, Pose(aside=0.5), False, False, id="a can is round"),
        pytest.param(CAN, Pose(above=0.4), False, True, id="a can from above"),
    ],
)
def test_a_pose_shows_more_of_a_body(sku: Sku, pose: Pose, wider: bool, taller: bool):
    front = package(sku, width=60, height=80, turned=False)
    solid = seen_from(front, sku, pose=pose)[..., 3] > 127
    assert (np.ptp(np.flatnonzero(solid.any(axis=0))) >= 62) == wider
    assert (np.ptp(np.flatnonzero(solid.any(axis=1))) >= 82) == taller


def test_things_lie_at_any_angle_and_stand_almost_upright():
    rng = np.random.default_rng(1)
    assert np.ptp([lying(rng).tilt for _ in range(60)]) > 270
    assert max(abs(draw_facts(rng).tilt) for _ in range(200)) <= 21


def test_cameras_are_good_and_bad():
    rng = np.random.default_rng(2)
    taken = [sensor(LOOK, longer=640, rng=rng) for _ in range(300)]
    quality = [one.quality for one in taken]
    assert 30 <= min(quality) < 40
    assert max(quality) <= 95
    assert any(one.shrink < 0.6 for one in taken)
    assert any(one.shake > 5 for one in taken)


def test_a_store_looks_the_same_on_every_visit():
    assert store(3, seed=5) == store(3, seed=5)
    assert len({replace(store(n, seed=5), name="") for n in range(1, STORES + 1)}) == STORES


def test_every_kind_can_be_asked_for_by_name() -> None:
    assert set(get_args(Scene)) == set(KINDS)


def test_only_what_is_asked_for_is_drawn() -> None:
    """Nothing but empty shelves, of which nothing is for sale."""
    assert not any(shoot(number, seed=3, size=160, scenes=["empty"]).objects for number in range(4))


def test_the_tidy_store_has_room_for_every_label() -> None:
    """What the demo learns from: no product is too small to be described."""
    seen = [one for number in range(8) for one in tidy(number).objects]
    known = [value != NA for one in seen for value in one.attributes]
    assert len(seen) > 150
    assert 0.75 < sum(known) / len(known) < 0.95


def tidy(number: int) -> Shot:
    return shoot(number, seed=3, size=640, scenes=["tidy"])
