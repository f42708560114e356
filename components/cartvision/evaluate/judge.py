"""A model judged on the pictures of a split, one at a time."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset
from cartvision.errors import InputError
from cartvision.evaluate.alignment import Alignment
from cartvision.evaluate.gallery import Gallery
from cartvision.evaluate.slices import COUNT_SLICES, SideBands, SideScore, count_band
from cartvision.inference.answer import Answer, Predictor
from cartvision.loops import progress
from cartvision.metrics.attributes import AttributeMetrics, AttributeScores
from cartvision.metrics.detection import DetectionMetrics, DetectionScores
from cartvision.metrics.labels import any_known, labels_of
from cartvision.metrics.matching import Matches
from cartvision.metrics.values import Found, Truth
from cartvision.vision.codec import Pixels, decode


@dataclass(frozen=True)
class Judgement:
    """Everything that was seen of a model."""

    detection: DetectionScores
    attributes: AttributeScores
    counts: dict[str, DetectionScores]  # by objects in the picture
    sides: dict[str, SideScore]  # by size of the object
    labelled: int  # objects with a known attribute
    reached: int  # of these, objects that a shown detection matches
    min_score: float
    right: NDArray[np.float32] = field(repr=False)  # scores of the detections that are objects
    wrong: NDArray[np.float32] = field(repr=False)  # scores of the others
    ious: NDArray[np.float32] = field(repr=False)  # of the shown detections that are objects
    gallery: bytes = field(repr=False)  # PNG


def judge(predictor: Predictor, dataset: Dataset, *, split: Split) -> Judgement:
    """Ask the model for every picture, one call each."""
    total = dataset.size(split)
    if not total:
        raise InputError(f"the dataset has no pictures in {split}; it has {_sizes(dataset)}")
    judging = Judging(predictor, labelled=dataset.info.attributes)
    for picture in progress(dataset.pictures(split), what=predictor.subject, total=total):
        pixels = decode(picture.encoded)
        judging.update(picture, pixels=pixels, answer=predictor.predict([pixels])[0])
    return judging.compute()


def _sizes(dataset: Dataset) -> dict[str, int]:
    return {name: split.pictures for name, split in dataset.info.splits.items()}


class Judging:
    """Streaming: `update` with each picture and its answer, then `compute`."""

    def __init__(self, predictor: Predictor, *, labelled: list[str]) -> None:
        self._min_score = predictor.min_score
        self._aligned = Alignment(labelled=labelled, known=predictor.attributes)
        self._detection = self._detections()
        self._counts = {name: self._detections() for name in COUNT_SLICES}
        self._sides = SideBands()
        thresholds = self._aligned.thresholds(predictor.thresholds)
        self._attributes = AttributeMetrics(labelled, thresholds=thresholds)
        self._labelled = self._reached = 0
        self._right: list[NDArray[np.float32]] = []
        self._wrong: list[NDArray[np.float32]] = []
        self._ious: list[NDArray[np.float32]] = []
        self._gallery = Gallery()

    def _detections(self) -> DetectionMetrics:
        return DetectionMetrics(min_score=self._min_score)

    def update(self, picture: Picture, *, pixels: Pixels, answer: Answer) -> None:
        found, truth = Found(answer.boxes, answer.scores), Truth.of(picture.objects)
        shown = found.scores >= self._min_score
        matches = self._detection.update(found, truth=truth)
        self._counts[count_band(truth)].update(found, truth=truth)
        self._sides.update(truth, matches=matches, shown=shown)
        self._judge_attributes(picture, answer=answer, matches=matches, shown=shown)
        self._right.append(found.scores[matches.right])
        self._wrong.append(found.scores[matches.wrong])
        self._ious.append(matches.ious[matches.right & shown])
        self._gallery.consider(pixels, truth=truth, found=found, matches=matches, shown=shown)

    def _judge_attributes(
        self, picture: Picture, *, answer: Answer, matches: Matches, shown: NDArray[np.bool_]
    ) -> None:
        labels = labels_of(picture.objects, width=len(self._aligned.labelled))
        seen = matches.right & shown
        told = labels[matches.objects[seen]]
        self._attributes.update(self._aligned.probabilities(answer.attributes[seen]), labels=told)
        self._labelled += int(any_known(labels).sum())
        self._reached += int(any_known(told).sum())

    def compute(self) -> Judgement:
        return Judgement(
            detection=self._detection.compute(),
            attributes=self._attributes.compute(),
            counts={name: part.compute() for name, part in self._counts.items() if part.seen},
            sides=self._sides.compute(),
            labelled=self._labelled,
            reached=self._reached,
            min_score=self._min_score,
            right=np.concatenate(self._right),
            wrong=np.concatenate(self._wrong),
            ious=np.concatenate(self._ious),
            gallery=self._gallery.sheet(),
        )
