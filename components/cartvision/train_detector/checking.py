"""A detector in memory judged by the evidence of its answers: a few pictures now and then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cartvision.data.picture import Picture
from cartvision.data.reader import Dataset
from cartvision.data.sampling import sample
from cartvision.errors import InputError
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.parts import everything
from cartvision.evidence.tables import Evidence
from cartvision.inference.live import LiveDetector
from cartvision.models.detectors.detector import Detector
from cartvision.vision.codec import decode

MOST_CHECKED = 64  # pictures: a check must cost little beside the steps between two of them
CHECKED = ("map", "map50", "map75", "ar300")  # none of these asks for an operating score
BATCH = 16  # pictures
BATCH_PIXELS = 16_000_000  # of the squares that they are put into: some 200 MB as floats


def pictures_to_check(dataset: Dataset, *, most: int = MOST_CHECKED) -> list[Picture]:
    """The same of every run, and as files; InputError where nothing is to be found in them."""
    chosen = sample(dataset, "val", most=most)
    if not any(not item.crowd for picture in chosen for item in picture.objects):
        raise InputError(
            f"no product is labelled in the {len(chosen)} val pictures that checks are made on: "
            "ingest labelled ones into val, or other shares"
        )
    return chosen


def check(detector: Detector, *, pictures: Sequence[Picture]) -> dict[str, float]:
    """The figures of CHECKED, by name; those without a case are left out."""
    evidence = gathered(detector, pictures)
    whole = everything(evidence)
    return {
        name: value_of(name, figure, evidence=evidence, part=whole)
        for name, figure in figures_of(evidence, whole, only=CHECKED).items()
    }


def gathered(detector: Detector, pictures: Iterable[Picture]) -> Evidence:
    """What it answers to each, asked where it is and a batch at a time."""
    live = LiveDetector(detector)
    gathering = Gathering(live, labelled=(), is_rare=lambda _: False)
    for batch in in_batches(pictures):
        frames = [decode(picture.encoded) for picture in batch]
        for picture, pixels, answer in zip(batch, frames, live.predict(frames), strict=True):
            gathering.update(undescribed(picture), pixels=pixels, answer=answer)
    return gathering.evidence()


def undescribed(picture: Picture) -> Picture:
    """Without attributes, which no detector tells."""
    objects = tuple(replace(item, attributes=()) for item in picture.objects)
    return replace(picture, objects=objects)


def in_batches(pictures: Iterable[Picture]) -> Iterator[list[Picture]]:
    """In their order, as many at a time as BATCH and BATCH_PIXELS allow; never fewer than one."""
    batch: list[Picture] = []
    held = 0
    for picture in pictures:
        square = max(picture.width, picture.height) ** 2
        if batch and (len(batch) == BATCH or held + square > BATCH_PIXELS):
            yield batch
            batch, held = [], 0
        batch.append(picture)
        held += square
    if batch:
        yield batch
