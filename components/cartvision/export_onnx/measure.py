"""What each precision is worth on the same pictures, and how fast it is in the same run."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cartvision.data.picture import Picture
from cartvision.inference.answer import Answer, Predictor
from cartvision.metrics.attributes import AttributeMetrics
from cartvision.metrics.detection import DetectionMetrics
from cartvision.metrics.labels import labels_of
from cartvision.metrics.values import Found, Truth
from cartvision.vision.codec import decode

WORTHWHILE = 1.05


@dataclass(frozen=True)
class Measured:
    """One precision's figures."""

    precision: str
    figures: dict[str, float]
    milliseconds: float  # median of a frame, batch 1
    megabytes: float


class _Judge:
    """Finds products and tells attributes: the two things that quantisation may break."""

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor
        self.detection = DetectionMetrics(min_score=predictor.min_score)
        self.told = AttributeMetrics(predictor.attributes, thresholds=predictor.thresholds)
        self.seconds: list[float] = []

    def see(self, picture: Picture) -> None:
        frame = decode(picture.encoded)
        started = time.perf_counter()
        answer = self.predictor.predict([frame])[0]
        self.seconds.append(time.perf_counter() - started)
        self._compare(answer, picture)

    def _compare(self, answer: Answer, picture: Picture) -> None:
        found, truth = Found(answer.boxes, answer.scores), Truth.of(picture.objects)
        matches = self.detection.update(found, truth=truth)
        right = matches.right & (answer.scores >= self.predictor.min_score)
        labels = labels_of(picture.objects, width=len(self.predictor.attributes))
        self.told.update(answer.attributes[right], labels=labels[matches.objects[right]])

    def measured(self, precision: str, *, megabytes: float) -> Measured:
        detection, told = self.detection.compute(), self.told.compute()
        figures = {
            "map": detection.map,
            "map50": detection.map50,
            "attribute_macro_f1": told.macro_f1,
        }
        return Measured(
            precision=precision,
            figures={name: value for name, value in figures.items() if value is not None},
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
