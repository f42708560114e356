"""The instances of one picture: itself, and copies that depend on it and the seed alone."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from cartvision.augment.policy import Policy
from cartvision.augment.transforms import Drawn, Transforms
from cartvision.data.picture import Picture, Product
from cartvision.errors import WorkError
from cartvision.vision.boxes import Boxes, areas
from cartvision.vision.codec import Pixels, decode, encode_jpeg

MOST_DRAWS = 100  # of one copy, before the policy is blamed


def instances(parent: Picture, *, policy: Policy, copies: int, seed: int) -> list[Picture]:
    """`copies` pictures: the first is the parent, byte for byte."""
    return [parent, *_copies(parent, policy=policy, copies=copies, seed=seed)]


def _copies(parent: Picture, *, policy: Policy, copies: int, seed: int) -> Iterator[Picture]:
    transforms = Transforms(policy)
    pixels = decode(parent.encoded)
    boxes = np.array([item.bbox for item in parent.objects], dtype=np.float32).reshape(-1, 4)
    image_id = parent.image_id
    for copy in range(1, copies):
        name = f"{seed}\n{image_id}\n{copy}"
        drawn = _drawn(transforms, pixels, boxes, policy=policy, name=name)
        low, high = policy.jpeg_quality
        quality = random.Random(name).randint(low, high)
        height, width, _ = drawn.pixels.shape
        yield replace(
            parent,
            encoded=encode_jpeg(drawn.pixels, quality=quality),
            path=str(PurePosixPath(parent.path).with_suffix(f".{copy}.jpg")),
            width=width,
            height=height,
            objects=_products(parent, drawn, policy=policy),
            parent=image_id,
            copy=copy,
        )


def _drawn(
    transforms: Transforms, pixels: Pixels, boxes: Boxes, *, policy: Policy, name: str
) -> Drawn:
    """The first draw that keeps enough of the objects."""
    for number in range(MOST_DRAWS):
        digest = hashlib.sha256(f"{name}\n{number}".encode()).digest()
        drawn = transforms.draw(pixels, boxes, seed=int.from_bytes(digest[:8], "big"))
        lost = np.count_nonzero(~_kept(drawn, policy=policy))
        if lost <= policy.max_lost * len(boxes):
            return drawn
    raise WorkError(
        f"{MOST_DRAWS} draws of one copy each lost over {policy.max_lost:.0%} of its "
        f"{len(boxes)} objects: make the policy's geometry gentler"
    )


def _kept(drawn: Drawn, *, policy: Policy) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (drawn.visible >= policy.min_visibility) & (areas(drawn.boxes) > 0)


def _products(parent: Picture, drawn: Drawn, *, policy: Policy) -> tuple[Product, ...]:
    kept = _kept(drawn, policy=policy)
    return tuple(
        replace(item, bbox=tuple(box))
        for item, box, stays in zip(parent.objects, drawn.boxes.tolist(), kept, strict=True)
        if stays
    )
