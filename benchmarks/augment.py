"""How fast copies are made, against a plain albumentations loop and against the codec alone.

    python benchmarks/augment.py [--policy shelf product bin] [--pictures 24] [--rounds 5]

On one core, in one process, from JPEG in memory to JPEG in memory, ten instances of each picture:

- the plain loop is what one would write in an hour: for every copy decode, one Compose of the
  policy's operations as albumentations has them, encode. What only we have (tape, hands, glare)
  is ours there too. It loses objects that it should keep, and is not asked to mind;
- ours is `copies_of`: the same policy, with every promise of the augment stage;
- the floor decodes once and encodes ten times, by the codec that ours uses, and draws nothing;
- the stage is `cartvision augment` with one worker: it reads and writes dataset folders and draws
  its report besides. The report costs the same whatever the number of pictures.

Times are seconds of the processor, of all threads together: a busy machine does not lengthen them
much, and a second thread does not shorten them. The kinds take turns, a round of each at a time,
and the ratios are taken within a round. The first round warms up and does not count.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from cartvision.augment.__main__ import main as augment
from cartvision.augment.copies import copies_of
from cartvision.augment.draws import Draws
from cartvision.augment.flags import AugmentFlags
from cartvision.augment.library import albumentations
from cartvision.augment.policy import Policy, read_policy
from cartvision.augment.vocabulary import transform
from cartvision.data.picture import Picture, Product
from cartvision.data.writer import DatasetWriter
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import shoot
from cartvision.synthesize.writing import TAXONOMY
from cartvision.vision.codec import decode, encode_jpeg

COPIES = 10
SEED = 7
RATIOS = (("ours", "plain loop"), ("ours", "floor"))

Work = Callable[[int], int]  # the number of the round → instances made
Rates = dict[str, list[float]]  # kind → instances a second, round by round


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policy", nargs="+", default=["shelf"])
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--size", type=int, default=640, help="longer side, pixels")
    parser.add_argument("--products", type=int, default=100, help="in every picture")
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    cv2.setNumThreads(1)
    for name in told.policy:
        policy = read_policy(name)
        size = min(told.size, policy.longest)
        pictures = list(islice(drawn(size=size, products=told.products), told.pictures))
        print(
            f"\n{name}: {told.pictures} pictures of {size} px with {told.products} products, "
            f"{COPIES} instances of each, {told.rounds} rounds",
            flush=True,
        )
        with tempfile.TemporaryDirectory() as folder:
            show(measured(kinds(pictures, name, policy, Path(folder)), rounds=told.rounds))


def drawn(*, size: int, products: int) -> Iterator[Picture]:
    """Shelves with so many labelled products: a fuller one keeps some without a label."""
    for number in count():
        shot = shoot(number, seed=SEED, size=size, scenes=["shelf"])
        if len(shot.objects) >= products:
            labelled = [
                Product(seen.box, seen.category, seen.sku, seen.attributes)
                for seen in random.Random(number).sample(shot.objects, products)
            ]
            yield Picture(
                shot.encoded, shot.name, shot.width, shot.height, shot.group, tuple(labelled)
            )


def kinds(pictures: Sequence[Picture], name: str, policy: Policy, folder: Path) -> dict[str, Work]:
    loop = PlainLoop(policy, sizes={(one.height, one.width) for one in pictures})
    write(pictures, folder / "dataset")
    return {
        "plain loop": lambda _: sum(map(loop, pictures)),
        "ours": partial(ours, pictures, Draws(policy)),
        "floor": partial(floor, pictures, policy),
        "the stage": partial(stage, folder, name, len(pictures)),
    }


class PlainLoop:
    """A picture in, the number of instances out; the first is the picture itself."""

    def __init__(self, policy: Policy, *, sizes: set[tuple[int, int]]) -> None:
        self._quality = partial(random.Random(SEED).randint, *policy.jpeg_quality)
        self._pipelines = {size: _pipeline(policy, *size) for size in sizes}

    def __call__(self, parent: Picture) -> int:
        pipeline = self._pipelines[parent.height, parent.width]
        boxes = np.array([item.bbox for item in parent.objects], dtype=np.float32)
        made = [parent.encoded]
        for _ in range(1, COPIES):
            read = cv2.imdecode(np.frombuffer(parent.encoded, np.uint8), cv2.IMREAD_COLOR)
            assert read is not None
            pixels = cv2.cvtColor(read, cv2.COLOR_BGR2RGB)
            copy = pipeline(image=pixels, bboxes=boxes, numbers=np.arange(len(boxes)))
            pixels = cv2.cvtColor(copy["image"], cv2.COLOR_RGB2BGR)
            quality = [cv2.IMWRITE_JPEG_QUALITY, self._quality()]
            made.append(cv2.imencode(".jpg", pixels, quality)[1].tobytes())
        return len(made)


def _pipeline(policy: Policy, height: int, width: int) -> Any:
    entries = [*policy.geometry, *policy.occlusion, *policy.appearance]
    boxes = albumentations.BboxParams(
        format="pascal_voc", min_visibility=policy.keep.visible, label_fields=["numbers"]
    )
    operations = [_operation(entry, height, width) for entry in entries]
    return albumentations.Compose(operations, bbox_params=boxes, seed=SEED)


def _operation(entry: dict[str, Any], height: int, width: int) -> Any:
    if "one_of" in entry:
        several = [_operation(one, height, width) for one in entry["one_of"]]
        return albumentations.OneOf(several, p=entry["p"])
    ((name, arguments),) = entry.items()
    if name not in vars(albumentations):
        return transform(name, arguments or {})
    stock = vars(albumentations)[name](**(arguments or {}))
    if name != "RandomCropFromBorders":
        return stock
    return albumentations.Sequential([stock, albumentations.Resize(height, width)], p=1)


def ours(pictures: Sequence[Picture], draws: Draws, number: int) -> int:
    made = 0
    for picture in pictures:
        copies = copies_of(picture, draws=draws, instances=COPIES, seed=number)
        made += len([picture, *copies])
    return made


def floor(pictures: Sequence[Picture], policy: Policy, number: int) -> int:
    quality = partial(random.Random(number).randint, *policy.jpeg_quality)
    made = 0
    for picture in pictures:
        pixels = decode(picture.encoded)
        made += len([encode_jpeg(pixels, quality=quality()) for _ in range(COPIES)])
    return made


def write(pictures: Sequence[Picture], folder: Path) -> None:
    with DatasetWriter(
        folder, attributes=list(ATTRIBUTES), taxonomy=list(TAXONOMY), made_by={}
    ) as writer:
        for picture in pictures:
            writer.add(picture, split="train")


def stage(folder: Path, policy: str, pictures: int, number: int) -> int:
    augment(
        AugmentFlags(
            dataset=folder / "dataset",
            out=folder / f"out-{number}",
            copies=COPIES,
            seed=number,
            policy=policy,
            workers=1,
        )
    )
    return COPIES * pictures


def measured(works: dict[str, Work], *, rounds: int) -> Rates:
    rates: Rates = {kind: [] for kind in works}
    for number in range(rounds + 1):
        for kind, work in works.items():
            began = time.process_time()
            made = work(number)
            rates[kind].append(made / (time.process_time() - began))
    return {kind: counted for kind, (_, *counted) in rates.items()}


def show(rates: Rates) -> None:
    print(f"{'pictures/s a core':24}{'median':>8}{'lowest':>9}{'highest':>9}")
    for kind, values in rates.items():
        print(_row(kind, values, digits=1))
    for above, below in RATIOS:
        ratios = [one / other for one, other in zip(rates[above], rates[below], strict=True)]
        print(_row(f"{above} / {below}", ratios, digits=2))


def _row(name: str, values: Sequence[float], *, digits: int) -> str:
    shown = (statistics.median(values), min(values), max(values))
    cells = "".join(f"{value:>9.{digits}f}" for value in shown)
    return f"{name:23}{cells}"


if __name__ == "__main__":
    main()
