"""A cart's round: one question a picture, with the time each took."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cartvision.errors import InputError
from cartvision.inference.answer import Answer
from cartvision.triton.client import CartClient

SUFFIXES = (".jpg", ".jpeg")


@dataclass(frozen=True)
class Seen:
    """One picture, what the model said of it, and how long it took."""

    file: Path
    jpeg: bytes
    answer: Answer  # only products at or above the model's operating threshold
    milliseconds: float


@dataclass(frozen=True)
class Refused:
    """A picture that the server could not read, and why."""

    file: Path
    reason: str


def jpegs(folder: Path, *, limit: int | None) -> list[Path]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    if not found:
        raise InputError(f"{folder} has no .jpg or .jpeg in it")
    return found[:limit]


def go_round(
    client: CartClient, files: Iterable[Path], *, clock: Callable[[], float]
) -> Iterator[Seen | Refused]:
    """Ask about every file; `clock` gives seconds."""
    for file in files:
        jpeg = file.read_bytes()
        start = clock()
        try:
            answer = client.ask(jpeg)
        except InputError as error:
            yield Refused(file=file, reason=str(error))
            continue
        milliseconds = 1000 * (clock() - start)
        yield Seen(file, jpeg, shown(answer, min_score=client.min_score), milliseconds)


def shown(answer: Answer, *, min_score: float) -> Answer:
    """The part of an answer that people are shown."""
    return answer.of(answer.scores >= min_score)


def latency(milliseconds: Sequence[float]) -> str:
    """The median and the slow tail, in words."""
    middle, slow = np.percentile(milliseconds, [50, 95])
    return f"p50 {middle:.1f} ms, p95 {slow:.1f} ms"
