"""The copies of one picture: each depends on it, its number, the seed and the policy alone."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from cartvision.augment.draws import Draw, Draws, layers_of
from cartvision.augment.geometry import Layers
from cartvision.augment.policy import Keep
from cartvision.data.picture import NA, Picture, PictureLabels, Product
from cartvision.errors import InputError, WorkError
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels, decode, encode_jpeg, with_comment

MOST_DRAWS = 100  # of one copy, before the policy is blamed


@dataclass(frozen=True)
class Copy:
    """A copy, and how it came about."""

    picture: Picture
    dropped: int  # objects of the parent
    unreadable: int  # objects whose attributes were known, and are not any more
    redrawn: int  # draws before this one that were thrown away
    met: tuple[str, ...]  # names of the transforms it went through


def copies_of(parent: Picture, *, draws: Draws, instances: int, seed: int) -> Iterator[Copy]:
    """All instances but the first, which is the parent itself."""
    if instances == 1:
        return
    pixels, boxes = shrunk(parent, longest=draws.policy.longest)
    layers, parent_id = layers_of(pixels), parent.image_id
    made: list[bytes] = []
    for number in range(1, instances):
        name = f"{seed}\n{parent_id}\n{number}"
        for redrawn in range(MOST_DRAWS):
            draw = draws.draw(layers, boxes, seed=_number(f"{name}\n{redrawn}"))
            if draw is None:
                continue
            encoded = _encoded(draws, layers, draw, name=name, parent_id=parent_id)
            if encoded not in made:  # a picture is in a dataset once
                break
        else:
            raise _no_use(parent, keep=draws.policy.keep)
        made.append(encoded)
        copied = replace(
            parent,
            encoded=encoded,
            path=f"{parent.path}.{number}.jpg",
            width=layers.shape[1],
            height=layers.shape[0],
            objects=_products(parent, draw),
            labels=_labels(parent, draw),
            parent=parent_id,
            copy=number,
        )
        yield Copy(
            copied,
            dropped=len(parent.objects) - len(copied.objects),
            unreadable=_unreadable(parent, draw),
            redrawn=redrawn,
            met=tuple(draw.names),
        )


def shrunk(parent: Picture, *, longest: int) -> tuple[Pixels, Boxes]:
    """The parent as its copies see it. One without objects is its own, from edge to edge."""
    pixels = _decoded(parent)
    whole = [(0, 0, parent.width, parent.height)]
    boxes = np.array([item.bbox for item in parent.objects] or whole, dtype=np.float32)
    scale = longest / max(parent.width, parent.height)
    if scale >= 1:
        return pixels, boxes
    width, height = (max(1, round(side * scale)) for side in (parent.width, parent.height))
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    scale_of = np.array([width / parent.width, height / parent.height] * 2, dtype=np.float32)
    return np.asarray(small, dtype=np.uint8), boxes * scale_of


def _decoded(parent: Picture) -> Pixels:
    try:
        pixels = decode(parent.encoded)
    except InputError as error:
        raise InputError(f"{parent.path}: {error}. See check-dataset") from error
    height, width = pixels.shape[:2]
    if (width, height) != (parent.width, parent.height):
        raise InputError(
            f"{parent.path} is given as {parent.width}x{parent.height} and is {width}x{height}: "
            "see check-dataset"
        )
    return pixels


def _no_use(parent: Picture, *, keep: Keep) -> WorkError:
    return WorkError(
        f"{MOST_DRAWS} draws of one copy of {parent.path} were of no use: each lost over "
        f"{keep.lost:.0%} of its {len(parent.objects) or 1} objects, or changed nothing. "
        "Make the policy's geometry and occlusion gentler, and its probabilities larger"
    )


def _encoded(draws: Draws, layers: Layers, draw: Draw, *, name: str, parent_id: str) -> bytes:
    low, high = draws.policy.jpeg_quality
    quality = random.Random(name).randint(low, high)
    encoded = encode_jpeg(draws.pixels(layers, draw), quality=quality)
    return with_comment(encoded, comment=f"of {parent_id}")  # blank pictures have alike copies


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def _unreadable(parent: Picture, draw: Draw) -> int:
    return sum(
        any(value != NA for value in item.attributes)
        for item, unreadable in zip(parent.objects, draw.unreadable.tolist(), strict=False)
        if unreadable
    )


def _labels(parent: Picture, draw: Draw) -> PictureLabels:
    """What is known of the picture as a whole, where there is nothing else to know."""
    if parent.objects or not draw.unreadable[0]:
        return parent.labels
    return replace(parent.labels, attributes=(NA,) * len(parent.labels.attributes))


def _products(parent: Picture, draw: Draw) -> tuple[Product, ...]:
    if not parent.objects:
        return ()
    states = zip(draw.boxes.tolist(), draw.kept.tolist(), draw.unreadable.tolist(), strict=True)
    return tuple(
        Product(
            tuple(box),
            item.category,
            item.sku,
            (NA,) * len(item.attributes) if unreadable else item.attributes,
            item.crowd,
        )
        for item, (box, kept, unreadable) in zip(parent.objects, states, strict=True)
        if kept
    )
