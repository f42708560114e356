"""The effects: shops and cameras, in the way of albumentations, and as fast as we need them."""

import random
from typing import Any

import cv2
import numpy as np
import pytest

from cartvision.augment.effects.arms.drawing import DARK
from cartvision.augment.effects.glare import Glare
from cartvision.augment.effects.hand import Hand
from cartvision.augment.effects.noise import GaussNoise
from cartvision.augment.effects.occluder import HALF
from cartvision.augment.effects.shadow import RandomShadow
from cartvision.augment.effects.tape import Tape
from cartvision.augment.library import albumentations

EFFECTS = [
    pytest.param(one, id=one.__name__) for one in (GaussNoise, RandomShadow, Glare, Tape, Hand)
]
OCCLUDERS = EFFECTS[3:]
SIZES = [
    pytest.param((640, 640), id="usual"),
    pytest.param((32, 24), id="tiny"),
    pytest.param((900, 120), id="wide"),
    pytest.param((3000, 2000), id="large"),
]
SEEDS = range(40)
LEAST_LIGHT = {Tape: 1.0, Hand: 1 - DARK}  # that is left beside what hides
ROUNDING = 2  # levels, where two things lie over each other
SOFT_EDGE = {Tape: 2, Hand: 30}  # pixels around it, in a picture of 240 by 320


def photo(width: int = 320, height: int = 240) -> np.ndarray:
    """Neither black nor white anywhere, so that every change shows."""
    numbers = np.random.default_rng(0).integers(40, 216, (height, width, 3), dtype=np.uint8)
    numbers.setflags(write=False)  # as a decoder may lend it
    return numbers


def plain(value: int, width: int = 320, height: int = 240) -> np.ndarray:
    return np.full((height, width, 3), value, dtype=np.uint8)


def draw(transform: Any, pixels: np.ndarray, *, seed: int) -> dict[str, Any]:
    transform.set_random_state(np.random.default_rng(seed), random.Random(seed))
    params = transform.get_params()
    params = transform.update_transform_params(params, data={"image": pixels})
    return params | transform.get_params_dependent_on_data(params=params, data={"image": pixels})


def changed(transform: Any, pixels: np.ndarray, *, seed: int) -> np.ndarray:
    return transform.apply(pixels, **draw(transform, pixels, seed=seed))


def uncovered(transform: Any, pixels: np.ndarray, params: dict[str, Any]) -> np.ndarray:
    mask = np.ones(pixels.shape[:2], dtype=np.uint8)
    cleared = transform.apply_to_mask(mask, **params)
    assert mask.all()
    return cleared


@pytest.mark.parametrize("effect", EFFECTS)
def test_equal_random_states_give_equal_bytes_and_what_was_drawn_decides_alone(effect: Any) -> None:
    transform = effect(p=1)
    params = draw(transform, photo(), seed=7)
    once = transform.apply(photo(), **params)
    draw(transform, photo(), seed=8)
    assert np.array_equal(once, transform.apply(photo(), **params))
    assert np.array_equal(once, changed(effect(p=1), photo(), seed=7))


@pytest.mark.parametrize("effect", EFFECTS)
def test_other_random_states_give_other_pictures(effect: Any) -> None:
    pictures = {changed(effect(p=1), photo(), seed=seed).tobytes() for seed in SEEDS}
    assert len(pictures) == len(SEEDS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("effect", EFFECTS)
def test_every_size_is_changed_and_keeps_its_shape(effect: Any, size: tuple[int, int]) -> None:
    pixels = photo(*size)
    after = changed(effect(p=1), pixels, seed=1)
    assert (after.shape, after.dtype) == (pixels.shape, np.uint8)
    assert (after != pixels).any()


@pytest.mark.parametrize("size", SIZES[:-1])
@pytest.mark.parametrize("effect", OCCLUDERS)
def test_the_mask_is_cleared_where_at_least_half_of_a_pixel_is_hidden(
    effect: Any, size: tuple[int, int]
) -> None:
    for seed in SEEDS:
        transform, white = effect(p=1), plain(255, *size)
        params = draw(transform, white, seed=seed)
        through = transform.apply(white, **params).astype(int)
        through -= transform.apply(plain(0, *size), **params)
        seen = uncovered(transform, white, params).astype(bool)
        assert through[~seen].max(initial=0) <= HALF + ROUNDING
        assert through[seen].min() >= (255 - HALF) * LEAST_LIGHT[effect] - ROUNDING


@pytest.mark.parametrize("effect", OCCLUDERS)
def test_pixels_away_from_what_hides_are_untouched(effect: Any) -> None:
    for seed in SEEDS:
        transform = effect(p=1)
        params = draw(transform, photo(), seed=seed)
        hidden = 1 - uncovered(transform, photo(), params)
        near = cv2.dilate(hidden, np.ones((3, 3), np.uint8), iterations=SOFT_EDGE[effect])
        away = near == 0
        assert away.any()
        assert np.array_equal(transform.apply(photo(), **params)[away], photo()[away])


def test_a_hand_is_one_piece_that_comes_from_outside() -> None:
    for seed in SEEDS:
        transform = Hand(p=1)
        seen = uncovered(transform, photo(), draw(transform, photo(), seed=seed))
        pieces, _ = cv2.connectedComponents(1 - seen)
        border = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
        assert pieces == 2
        assert not border.all()


def test_skin_is_pale_and_dark_and_all_between() -> None:
    tones = []
    for seed in SEEDS:
        transform = Hand(p=1)
        params = draw(transform, photo(), seed=seed)
        hidden = uncovered(transform, photo(), params) == 0
        tones.append(transform.apply(photo(), **params)[hidden].mean())
    assert min(tones) < 70
    assert max(tones) > 150
    assert max(np.diff(sorted(tones))) < 30


@pytest.mark.parametrize(
    ("effect", "small", "large", "times"),
    [
        pytest.param(Hand, {"size_range": (0.2, 0.2)}, {"size_range": (0.4, 0.4)}, 4, id="hand"),
        pytest.param(
            Tape, {"width_range": (0.05, 0.05)}, {"width_range": (0.1, 0.1)}, 2, id="wide"
        ),
        pytest.param(
            Tape, {"length_range": (0.2, 0.2)}, {"length_range": (0.4, 0.4)}, 2, id="long"
        ),
        pytest.param(Tape, {"count_range": (1, 1)}, {"count_range": (3, 3)}, 3, id="many tapes"),
        pytest.param(Hand, {"count_range": (1, 1)}, {"count_range": (2, 2)}, 2, id="two hands"),
    ],
)
def test_arguments_say_how_much_is_hidden(
    effect: Any, small: dict[str, Any], large: dict[str, Any], times: float
) -> None:
    areas = []
    for arguments in (small, large):
        transform = effect(p=1, **arguments)
        drawn = (draw(transform, photo(), seed=seed) for seed in SEEDS)
        areas.append(sum((uncovered(transform, photo(), one) == 0).sum() for one in drawn))
    assert areas[1] / areas[0] == pytest.approx(times, rel=0.25)


def test_a_tape_is_as_wide_long_and_inclined_as_told() -> None:
    told = {"width_range": (0.1, 0.1), "length_range": (0.5, 0.5), "angle_range": (30, 30)}
    transform = Tape(count_range=(1, 1), p=1, **told)
    pixels = photo(1200, 1200)
    whole = []
    for seed in SEEDS:
        hidden = 1 - uncovered(transform, pixels, draw(transform, pixels, seed=seed))
        points = np.argwhere(hidden)[:, ::-1].astype(np.float32)
        if points.min() > 0 and points.max() < 1199:  # not cut by the picture's border
            whole.append(cv2.minAreaRect(points))
    assert len(whole) > 3
    for _, sides, angle in whole:
        assert sorted(sides) == pytest.approx([120, 600], rel=0.16)
        assert angle % 90 == pytest.approx(30, abs=3)


NOISES = [
    pytest.param({"std_range": (0.02, 0.02)}, id="weak"),
    pytest.param({"std_range": (0.1, 0.1)}, id="strong"),
    pytest.param({"std_range": (0.05, 0.05), "mean_range": (0.1, 0.1)}, id="brighter"),
    pytest.param({"std_range": (0.05, 0.05), "per_channel": False}, id="grey"),
    pytest.param({"std_range": (0.05, 0.05), "noise_scale_factor": 0.5}, id="coarse"),
    pytest.param({"std_range": (0.08, 0.08), "noise_scale_factor": 0.2}, id="coarser"),
]


@pytest.mark.parametrize("arguments", NOISES)
def test_noise_has_the_figures_of_the_stock_one(arguments: dict[str, Any]) -> None:
    grey, seeds = plain(120, 400, 300), range(12)
    ours = [figures(changed(GaussNoise(p=1, **arguments), grey, seed=seed)) for seed in seeds]
    transform = albumentations.GaussNoise(p=1, **arguments)
    # The map it draws: it cuts off fractions when it adds that, and .4 of a level of the deviation.
    maps = [draw(transform, grey, seed=seed)["noise_map"] for seed in seeds]
    mean, deviation, *correlations = np.mean([figures(120 + one) for one in maps], axis=0)
    assert np.mean(ours, axis=0)[0] == pytest.approx(mean, abs=0.5)
    assert np.mean(ours, axis=0)[1] == pytest.approx(deviation, rel=0.04)
    assert np.mean(ours, axis=0)[2:] == pytest.approx(correlations, abs=0.02)


def figures(noisy: np.ndarray) -> list[float]:
    """Mean, deviation, correlation with 1, 2 and 4 pixels on, 1 row on, and between channels."""
    flat = noisy.astype(float)
    flat -= flat.mean()
    pairs = [(flat[:, :-by], flat[:, by:]) for by in (1, 2, 4)]
    pairs += [(flat[:-1], flat[1:]), (flat[..., 0], flat[..., 2])]
    return [noisy.mean(), noisy.std(), *((a * b).mean() / flat.var() for a, b in pairs)]


def test_noise_on_a_picture_larger_than_its_tile_has_no_seam() -> None:
    transform = GaussNoise(std_range=(0.1, 0.1), noise_scale_factor=0.25, p=1)
    noisy = changed(transform, plain(120, 2600, 1500), seed=3).astype(float)
    for axis in (0, 1):
        steps = np.abs(np.diff(noisy, axis=axis)).mean(axis=(1 - axis, 2))
        assert steps.max() < 2 * np.median(steps)


SHADOWS = [
    pytest.param({}, id="as stock"),
    pytest.param({"shadow_roi": (0, 0, 1, 1), "num_shadows_limit": (3, 3)}, id="three"),
    pytest.param({"shadow_intensity_range": (0.9, 0.9), "shadow_dimension": 3}, id="dark"),
]


@pytest.mark.parametrize("arguments", SHADOWS)
def test_a_shadow_is_the_stock_one_but_for_its_edge(arguments: dict[str, Any]) -> None:
    pixels, inside = photo(640, 480), 0
    for seed in range(10):
        transform = RandomShadow(p=1, **arguments)
        params = draw(transform, pixels, seed=seed)
        stock = albumentations.RandomShadow(p=1, **arguments).apply(pixels, **params)
        ours = transform.apply(pixels, **params)
        edges = np.zeros(pixels.shape[:2], dtype=np.uint8)
        cv2.polylines(edges, params["vertices_list"], isClosed=True, color=255, thickness=60)
        far, shaded = edges == 0, (stock != pixels).any(axis=2)
        assert np.abs(stock.astype(int) - ours)[far].max() <= 2
        assert np.array_equal(ours[far & ~shaded], pixels[far & ~shaded])
        inside += (far & shaded).sum()
    assert inside > 10_000


def test_a_shadow_has_no_hard_edge() -> None:
    for seed in SEEDS:
        transform = RandomShadow(shadow_intensity_range=(0.6, 0.6), num_shadows_limit=(1, 1), p=1)
        shaded = changed(transform, plain(200, 640, 640), seed=seed)[..., 0].astype(int)
        assert np.abs(np.diff(shaded, axis=1)).max() < 25


def test_glare_washes_out_towards_white_as_strongly_as_told() -> None:
    strongest = []
    for seed in SEEDS:
        after = changed(Glare(strength_range=(0.5, 0.6), p=1), photo(), seed=seed).astype(int)
        assert (after >= photo()).all()
        assert (after == photo()).all(axis=2).any()
        washed = (after - photo()) / (255 - photo())
        strongest.append(washed.max())
        assert np.ptp(washed, axis=2).max() < 0.05  # all channels alike, but for rounding
    assert max(strongest) == pytest.approx(0.6, abs=0.03)


@pytest.mark.parametrize("effect", EFFECTS)
def test_boxes_and_labels_pass_through_a_composition(effect: Any) -> None:
    boxes = np.array([[10, 20, 60, 90], [100, 30, 310, 230]], dtype=np.float32)
    composed = albumentations.Compose(
        [effect(p=1), albumentations.HorizontalFlip(p=0)],
        bbox_params=albumentations.BboxParams("pascal_voc", label_fields=["labels"]),
        seed=5,
    )
    mask = np.ones((240, 320), dtype=np.uint8)
    after = composed(image=photo(), mask=mask, bboxes=boxes, labels=["tea", "milk"])
    assert after["bboxes"] == pytest.approx(boxes, abs=1e-3)
    assert list(after["labels"]) == ["tea", "milk"]
    assert (after["image"] != photo()).any()
    assert (after["mask"] == 0).any() == issubclass(effect, Tape | Hand)


WRONG = [
    pytest.param(GaussNoise, {"std_range": (0.5, 0.1)}, id="noise: falling"),
    pytest.param(GaussNoise, {"noise_scale_factor": 0.01}, id="noise: too coarse"),
    pytest.param(RandomShadow, {"shadow_roi": (0, 0, 2, 1)}, id="shadow: outside"),
    pytest.param(Glare, {"strength_range": (0.5, 1.5)}, id="glare: over 1"),
    pytest.param(Glare, {"count_range": (0, 2)}, id="glare: none"),
    pytest.param(Tape, {"width_range": (0.1, 0.05)}, id="tape: falling"),
    pytest.param(Tape, {"angle_range": (0, 400)}, id="tape: more than a turn"),
    pytest.param(Hand, {"size_range": (0, 0.5)}, id="hand: no size"),
]


@pytest.mark.parametrize(("effect", "arguments"), WRONG)
def test_a_wrong_value_is_refused(effect: Any, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(arguments))):
        effect(**arguments)


@pytest.mark.parametrize("effect", EFFECTS)
def test_a_misspelt_argument_is_told_as_the_library_does(effect: Any) -> None:
    with pytest.warns(UserWarning, match=f"'sise'.* not valid for transform {effect.__name__}"):
        effect(sise=3)
