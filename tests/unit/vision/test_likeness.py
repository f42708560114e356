"""A copy is found by its hash whatever was done to it; another picture is not."""

import cv2
import numpy as np
import pytest

from cartvision.vision import likeness
from cartvision.vision.codec import Pixels, decode, encode_jpeg
from cartvision.vision.likeness import BITS, NEAR, Likenesses, nearest


def picture(seed: int) -> Pixels:
    """Blocks of many sizes, as shelves have them."""
    rng = np.random.default_rng(seed)
    pixels = np.full((240, 320, 3), 128, dtype=np.uint8)
    for _ in range(60):
        x, y = rng.integers(0, 300), rng.integers(0, 220)
        wide, tall = rng.integers(8, 80, 2)
        pixels[y : y + tall, x : x + wide] = rng.integers(0, 256, 3)
    return pixels


def likeness_hash(pixels: Pixels) -> bytes:
    return likeness.likeness_hash(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def distance(first: Pixels, second: Pixels) -> int:
    """Bits that differ, the mirror not allowed."""
    one, other = (np.frombuffer(likeness_hash(each), np.uint8) for each in (first, second))
    return int(np.bitwise_count(one ^ other).sum())


def near(*pictures: Pixels, most: int = NEAR) -> list[tuple[int, int]]:
    hashes = np.frombuffer(b"".join(map(likeness_hash, pictures)), np.uint8).reshape(-1, 32)
    found = Likenesses(hashes, most=most)
    return [(first, second) for first, after in found for second in after.tolist()]


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(lambda pixels: decode(encode_jpeg(pixels, quality=40)), id="JPEG at 40"),
        pytest.param(lambda pixels: cv2.resize(pixels, (160, 120)), id="half the size"),
        pytest.param(lambda pixels: cv2.convertScaleAbs(pixels, alpha=0.8, beta=15), id="light"),
        pytest.param(lambda pixels: cv2.GaussianBlur(pixels, (0, 0), 1.5), id="blur"),
        pytest.param(lambda pixels: pixels[2:-2, 3:-3], id="a crop of one in a hundred"),
        pytest.param(lambda pixels: np.ascontiguousarray(pixels[:, ::-1]), id="mirror"),
    ],
)
def test_a_copy_is_found(copy) -> None:
    found = [seed for seed in range(40) if near(picture(seed), copy(picture(seed))) == [(0, 1)]]
    assert len(found) >= 38


def test_other_pictures_are_far() -> None:
    assert near(*(picture(seed) for seed in range(200))) == []


def test_pairs_are_those_of_the_distance_itself_across_blocks(monkeypatch) -> None:
    monkeypatch.setattr("cartvision.vision.likeness.ROWS", 4)
    monkeypatch.setattr("cartvision.vision.likeness.BLOCK", 7)
    pictures = [picture(seed // 2) for seed in range(30)]
    noisy = [np.roll(one, seed % 2, axis=1) for seed, one in enumerate(pictures)]
    most = 110
    expected = {
        (i, j)
        for i in range(30)
        for j in range(i + 1, 30)
        if min(
            distance(noisy[i], noisy[j]),
            distance(noisy[i], np.ascontiguousarray(noisy[j][:, ::-1])),
        )
        <= most
    }
    assert set(near(*noisy, most=most)) == expected
    assert len(expected) < 30 * 29 // 2


def hashed(*pictures: Pixels) -> likeness.Hashes:
    return np.frombuffer(b"".join(map(likeness_hash, pictures)), np.uint8).reshape(-1, BITS // 8)


def test_the_nearest_is_found_across_blocks(monkeypatch) -> None:
    monkeypatch.setattr("cartvision.vision.likeness.ROWS", 4)
    monkeypatch.setattr("cartvision.vision.likeness.BLOCK", 7)
    many = [picture(seed) for seed in range(20)]
    mirrored = [np.ascontiguousarray(one[:, ::-1]) for one in reversed(many)]
    numbers, bits = nearest(hashed(*mirrored), among=hashed(*many))
    assert numbers.tolist() == [*range(19, -1, -1)]
    assert bits.max() <= 4
    assert nearest(hashed(*many), among=hashed(*many, *many))[0].tolist() == [*range(20)]


def test_the_nearest_of_none_is_none() -> None:
    numbers, bits = nearest(hashed(picture(0)), among=hashed()[:0])
    assert (numbers.tolist(), bits.tolist()) == ([-1], [BITS])


def test_a_hash_has_as_many_bits_as_it_says() -> None:
    assert len(likeness_hash(picture(0))) * 8 == BITS
