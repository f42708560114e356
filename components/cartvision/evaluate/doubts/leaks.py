"""Judged pictures that the model may know from its training."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset
from cartvision.evaluate.doubts.alarms import Alarm, named
from cartvision.inference.origin import Origin
from cartvision.loops import in_order, progress
from cartvision.vision.codec import opened
from cartvision.vision.likeness import BITS, NEAR, Hashes, likeness_hash, nearest

LEARNED: Split = "train"
SMALL = 160  # pixels: the shorter side that a quick decode keeps at least
FLAT = 4  # grey levels of deviation: a covered lens, a white wall, which is like nothing
AHEAD = 32  # encoded pictures that wait to be decoded
TOLD = 5  # pairs in the text


def leaks(
    dataset: Dataset, *, split: Split, origin: Origin, trained_on: Sequence[Dataset] = ()
) -> list[Alarm]:
    """What the judged split shares with the train splits of this dataset and of `trained_on`.

    Nearly equal pictures are looked for only where no picture is the same.
    """
    if split == LEARNED:
        return [_train_split(dataset, origin=origin)]
    sources = _once([dataset, *trained_on])
    alarms = [
        *_copies(dataset, split=split),
        *_seen(dataset, split=split, sources=sources),
        *_groups(dataset, split=split, sources=sources),
        *_unknown(origin, sources=sources),
    ]
    if any(alarm.fatal for alarm in alarms):
        return alarms
    return [*alarms, *_alike(dataset, split=split, sources=sources)]


def _once(datasets: Iterable[Dataset]) -> list[Dataset]:
    return list({one.info.fingerprint: one for one in datasets}.values())


def _train_split(dataset: Dataset, *, origin: Origin) -> Alarm:
    """A warning alone: whoever names the split train may want to see what was learned by heart."""
    fingerprint = dataset.info.fingerprint
    known = any(fingerprint in lineage for lineage in origin.datasets)
    fact = "the model was trained on these very pictures" if known else "models are trained on it"
    text = (
        f"the judged split is train of dataset {fingerprint[:12]}, and {fact}: its figures say "
        "nothing of new pictures; judge on --split test"
    )
    return Alarm("train-split", text, fatal=False)


def _copies(dataset: Dataset, *, split: Split) -> list[Alarm]:
    ids = dataset.column("image_id", split=split)
    numbers = dataset.column("copy", split=split)
    copies = [one for one, number in zip(ids, numbers, strict=True) if number]
    if not copies:
        return []
    text = (
        f"{len(copies):,} of {dataset.size(split):,} pictures in {split} are augmented copies, "
        "which no camera took: judge on originals, only train has copies"
    )
    return [Alarm("judged-copies", text, fatal=False, pictures=named(copies))]


def _seen(dataset: Dataset, *, split: Split, sources: Sequence[Dataset]) -> list[Alarm]:
    """The same picture, or the original of both, on the two sides."""
    judged = list(_families(dataset, split=split))
    alarms = []
    for source in sources:
        known = {original for _, original in _families(source, split=LEARNED)}
        same = [one for one, original in judged if original in known or one in known]
        if same:
            text = (
                f"{len(same):,} of {len(judged):,} pictures in {split}, or the originals that they "
                f"are copies of, are in train of {_name(source, judged=dataset)}, image_id "
                f"{', '.join(one[:12] for one in same[:TOLD])}: figures on them are no evidence; "
                "ingest the pictures again, all at once, so that each has one split"
            )
            alarms.append(Alarm("seen-pictures", text, fatal=True, pictures=named(same)))
    return alarms


def _families(dataset: Dataset, *, split: Split) -> Iterator[tuple[str, str]]:
    """image_id of each picture, and that of its original."""
    ids = dataset.column("image_id", split=split)
    parents = dataset.column("parent", split=split)
    for one, parent in zip(ids, parents, strict=True):
        yield one, parent or one


def _groups(dataset: Dataset, *, split: Split, sources: Sequence[Dataset]) -> list[Alarm]:
    ids = dataset.column("image_id", split=split)
    judged = dict(zip(ids, dataset.column("group", split=split), strict=True))
    alarms = []
    for source in sources:
        known = set(source.column("group", split=LEARNED)) - {""}
        shared = [one for one, group in judged.items() if group in known]
        if shared:
            groups = sorted({judged[one] for one in shared})
            text = (
                f"{len(groups):,} groups are in {split} and in train of "
                f"{_name(source, judged=dataset)} ({', '.join(groups[:TOLD])}), with "
                f"{len(shared):,} of {len(judged):,} judged pictures: a store or session that the "
                "model knows flatters the figures; ingest again with these groups whole"
            )
            alarms.append(Alarm("shared-groups", text, fatal=False, pictures=named(shared)))
    return alarms


def _unknown(origin: Origin, *, sources: Sequence[Dataset]) -> list[Alarm]:
    here = {source.info.fingerprint for source in sources}
    absent = [lineage[0][:12] for lineage in origin.datasets if here.isdisjoint(lineage)]
    if not absent:
        return []
    text = (
        f"the model was trained on {', '.join(absent)}, which was not given: whether it has seen "
        "the judged pictures is not known; name that dataset (--trained-on), to compare"
    )
    return [Alarm("unknown-training", text, fatal=False)]


def _name(source: Dataset, *, judged: Dataset) -> str:
    same = source.info.fingerprint == judged.info.fingerprint
    return "the same dataset" if same else f"dataset {source.info.fingerprint[:12]}"


@dataclass(frozen=True)
class Looks:
    paths: list[str]
    hashes: Hashes


def _alike(dataset: Dataset, *, split: Split, sources: Sequence[Dataset]) -> list[Alarm]:
    """A copy in train counts by its original alone, which is found by image_id or not at all."""
    judged = _looks(dataset.pictures(split), total=dataset.size(split), what=split)
    found: set[tuple[int, str, str]] = set()  # a picture may be in several sources
    for source in sources:
        known = _looks(source.pictures(LEARNED), total=source.size(LEARNED), what=LEARNED)
        numbers, bits = nearest(judged.hashes, among=known.hashes)
        for row in np.flatnonzero(bits <= NEAR).tolist():
            found.add((int(bits[row]), judged.paths[row], known.paths[numbers[row]]))
    if not found:
        return []
    pairs = sorted(found)
    told = "; ".join(f"{one} and {other} ({bits})" for bits, one, other in pairs[:TOLD])
    alike = dict.fromkeys(one for _, one, _ in pairs)
    text = (
        f"{len(alike):,} of {dataset.size(split):,} pictures in {split} nearly equal one in train "
        f"(at most {NEAR} of {BITS} bits of likeness differ): {told}: look at them, and ingest "
        "again so that they share a split if they show the same"
    )
    return [Alarm("near-duplicates", text, fatal=False, pictures=named(alike))]


def _looks(pictures: Iterable[Picture], *, total: int, what: str) -> Looks:
    paths, hashes = [], []
    walked = progress(pictures, what=f"likeness of {what}", total=total)
    with ThreadPoolExecutor() as pool:
        seen = in_order(_look, (one for one in walked if not one.copy), pool=pool, ahead=AHEAD)
        for path, likeness in seen:
            if likeness:
                paths.append(path)
                hashes.append(likeness)
    joined = np.frombuffer(b"".join(hashes), dtype=np.uint8)
    return Looks(paths, joined.reshape(-1, BITS // 8))


def _look(picture: Picture) -> tuple[str, bytes]:
    return picture.path, quick_likeness(picture.encoded)


def quick_likeness(encoded: bytes) -> bytes:
    """The likeness of a JPEG decoded small; b"" for a picture of one tone.

    A few bits of it differ from those of the whole picture.
    """
    with opened(encoded) as picture:
        picture.draft("L", (SMALL, SMALL))
        grey = np.asarray(picture.convert("L"))
    return likeness_hash(grey) if grey.std() > FLAT else b""
