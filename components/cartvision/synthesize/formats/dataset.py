"""The dataset folder itself, split by store."""

from collections.abc import Iterable
from pathlib import Path

from cartvision.data.picture import Picture, Product
from cartvision.data.splits import Shares, split_of
from cartvision.data.writer import DatasetWriter
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.writing import LICENCE, STAGE, TAXONOMY, Recipe

SHARES = Shares(val=0.15, test=0.2)
SEED = 7  # of the splits: a store stays in its split whatever pictures are drawn of it


def write(shots: Iterable[Shot], *, folder: Path, recipe: Recipe) -> None:
    with DatasetWriter(
        folder,
        attributes=list(ATTRIBUTES),
        taxonomy=list(TAXONOMY),
        made_by={STAGE: dict(recipe)},
    ) as writer:
        for shot in shots:
            writer.add(_picture(shot), split=split_of(shot.group, seed=SEED, shares=SHARES))


def _picture(shot: Shot) -> Picture:
    return Picture(
        encoded=shot.encoded,
        path=shot.name,
        width=shot.width,
        height=shot.height,
        group=shot.group,
        objects=tuple(
            Product(seen.box, seen.category, seen.sku, seen.attributes) for seen in shot.objects
        ),
        source=STAGE,
        captured_at=shot.captured_at,
        licence=LICENCE,
    )
