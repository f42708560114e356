"""All portions of a run: made by several processes, kept when the run is stopped, put together."""

import json
import logging
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cartvision.augment.counting import Counting
from cartvision.augment.making import Made, Order, is_made, made_before, make
from cartvision.augment.portions import Portion
from cartvision.augment.tally import Tally, together
from cartvision.data.info import DatasetInfo
from cartvision.data.picture import Split
from cartvision.data.shard import Shard
from cartvision.data.writer import assemble
from cartvision.files import alone_in, whole_folder, write_text
from cartvision.loops import in_order, processes, progress

SETTINGS = "settings.json"
AHEAD = 2  # portions handed out for each process

log = logging.getLogger(__name__)


def fill(
    out: Path, portions: Sequence[Portion], *, order: Order, about: DatasetInfo, workers: int
) -> Tally:
    """The dataset folder; a run that was stopped goes on after the portions it had finished."""
    files: dict[Split, list[tuple[Path, Shard]]] = defaultdict(list)
    tally = Counting().tally()
    with alone_in(order.folder):
        _keep_only_own(order.folder, settings={"made_by": about.made_by, "layout": order.layout})
        for made in _all(portions, order=order, workers=workers):
            files[made.split].append((order.file(made.number), made.shard))
            tally = together([tally, made.tally])
        with whole_folder(out) as aside:
            linked = {
                split: [(_linked(path, folder=aside), shard) for path, shard in of_split]
                for split, of_split in files.items()
            }
            assemble(aside, linked, about=about)
        shutil.rmtree(order.folder)
    return tally


def _linked(path: Path, *, folder: Path) -> Path:
    """The same file there too: where the run is stopped now, the portion is still in its place."""
    target = folder / path.name
    try:
        target.hardlink_to(path)
    except OSError:  # the file system has no links
        shutil.copyfile(path, target)
    return target


def _keep_only_own(folder: Path, *, settings: dict[str, Any]) -> None:
    """Portions that were made with other settings, or of other data, are of no use."""
    told = json.dumps(settings, sort_keys=True, indent=2)
    noted = folder / SETTINGS
    kept = sorted(folder.glob("*.json"))
    if noted.is_file() and noted.read_text() == told:
        log.info("going on with a stopped run: %d portions are done", len(kept) - 1)
        return
    for path in (*kept, *folder.glob("*.parquet"), *folder.glob("*.partial")):
        path.unlink()
    write_text(noted, told)


def _all(portions: Sequence[Portion], *, order: Order, workers: int) -> Iterator[Made]:
    missing = [portion for portion in portions if not is_made(portion, order=order)]
    new = progress(
        _new(missing, order=order, workers=workers),
        what="portions of pictures",
        total=len(missing),
        every=max(1, len(missing) // 10),
    )
    todo = {portion.number for portion in missing}
    for portion in portions:
        yield next(new) if portion.number in todo else made_before(portion, order=order)


def _new(missing: Sequence[Portion], *, order: Order, workers: int) -> Iterator[Made]:
    work = partial(make, order=order)
    if workers == 1:
        yield from map(work, missing)
        return
    with processes(workers, preload="cartvision.augment.making") as pool:
        yield from in_order(work, missing, pool=pool, ahead=workers * AHEAD)
