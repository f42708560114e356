"""What each precision is worth on the same pictures, and how fast it is in the same run."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cartvision.data.picture import Picture
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.parts import everything
from cartvision.inference.answer import Predictor
from cartvision.vision.codec import decode

WORTHWHILE = 1.05
COMPARED = ("map", "map50", "attribute_macro_f1", "category_hf1")  # what quantisation may break


@dataclass(frozen=True)
class Measured:
    """One precision's figures."""

    precision: str
    figures: dict[str, float]
    milliseconds: float  # median of a frame, batch 1
    megabytes: float


class _Judge:
    """One precision on the pictures: what it says, and how long it takes."""

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor
        self.gathering = Gathering(
            predictor, labelled=predictor.attributes, is_rare=lambda _: False
        )
        self.seconds: list[float] = []

    def see(self, picture: Picture) -> None:
        frame = decode(picture.encoded)
        started = time.perf_counter()
        answer = self.predictor.predict([frame])[0]
        self.seconds.append(time.perf_counter() - started)
        self.gathering.update(picture, pixels=frame, answer=answer)

    def measured(self, precision: str, *, megabytes: float) -> Measured:
        evidence = self.gathering.evidence()
        whole = everything(evidence)
        told = figures_of(evidence, whole, only=COMPARED)
        return Measured(
            precision=precision,
            figures={
                name: value_of(name, figure, evidence=evidence, part=whole)
                for name, figure in told.items()
            },
            milliseconds=float(np.median(self.seconds)) * 1000,
            megabytes=megabytes,
        )


def measure(
    predictors: Mapping[str, Predictor],
    *,
    pictures: Iterable[Picture],
    sizes: Mapping[str, float],
) -> list[Measured]:
    """Every predictor on every picture, in turn, so that they share the machine's noise."""
    judges = {precision: _Judge(predictor) for precision, predictor in predictors.items()}
    for picture in pictures:
        for judge in judges.values():
            judge.see(picture)
    return [judge.measured(name, megabytes=sizes[name]) for name, judge in judges.items()]


def kept_share(candidate: Measured, *, of: Measured) -> float:
    """The smallest share of its former value that any figure keeps."""
    shares = [candidate.figures.get(name, 0) / value for name, value in of.figures.items() if value]
    return min(shares, default=0.0)


def choose(plain: Measured, quantised: Measured, *, keep: float) -> Measured:
    """The quantised one only if it is as good, and faster by more than the noise of a timing."""
    faster = plain.milliseconds / quantised.milliseconds >= WORTHWHILE
    return quantised if faster and kept_share(quantised, of=plain) >= keep else plain
