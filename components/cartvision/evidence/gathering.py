"""From pictures and answers to tables: streaming, a few bytes an object are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cartvision.data.categories import UNKNOWN, kind_of, numbered
from cartvision.data.picture import NA, Picture, PictureLabels, Product
from cartvision.errors import InputError
from cartvision.evidence.alignment import Alignment
from cartvision.evidence.columns import Columns
from cartvision.evidence.tables import (
    NEVER,
    NONE,
    Detections,
    Evidence,
    Labels,
    Objects,
    Pictures,
)
from cartvision.inference.answer import Answer
from cartvision.metrics.labels import any_known, labels_of
from cartvision.metrics.matching import Matches, match
from cartvision.metrics.values import Found, Truth
from cartvision.vision.boxes import Boxes, areas, iou
from cartvision.vision.codec import Pixels
from cartvision.vision.quality import brightness, sharpness, small_grey

EDGE = 1.0  # pixels from the picture's edge that count as on it


@dataclass(frozen=True)
class Seen:
    """One picture's answer beside its labels, for those who draw or doubt it."""

    found: Found  # best score first
    truth: Truth
    matches: Matches
    shown: NDArray[np.bool_]  # (n,)


class Finder(Protocol):
    """What must be known of a model to judge its answers; every Predictor tells it."""

    @property
    def classes(self) -> Sequence[str]: ...

    @property
    def attributes(self) -> Sequence[str]: ...

    @property
    def thresholds(self) -> Sequence[float]: ...

    @property
    def min_score(self) -> float: ...

    @property
    def most(self) -> int: ...


class Gathering:
    """`update` with each picture and a model's answer to it, then `evidence`."""

    def __init__(
        self,
        predictor: Finder,
        *,
        labelled: Sequence[str],
        is_rare: Callable[[Product], bool],
    ) -> None:
        self._predictor = predictor
        self._aligned = Alignment(labelled=labelled, known=predictor.attributes)
        self._is_rare = is_rare
        self._numbers = numbered(predictor.classes)
        self._pictures, self._objects = Columns(Pictures), Columns(Objects)
        self._detections, self._labels = Columns(Detections), Columns(Labels)
        self._positives = np.zeros(len(labelled), dtype=np.int64)
        self._seen = 0
        self._names_categories = False

    def update(self, picture: Picture, *, pixels: Pixels, answer: Answer) -> Seen:
        require_numbers(answer, picture=picture)
        answer = _best_first(answer)
        truth = self._truth(picture)
        found = Found(answer.boxes, answer.scores, answer.classes)
        shown = found.scores >= self._predictor.min_score
        seen = Seen(found, truth, match(found, truth=truth), shown)
        self._keep_objects(picture, answer=answer, seen=seen)
        self._keep_detections(seen)
        labelled, reached = self._keep_labels(picture, answer=answer, seen=seen)
        self._pictures.add(
            **described(picture, pixels=pixels),
            objects=truth.count,
            answers=len(found),
            empty=not picture.objects and picture.labels == PictureLabels(),
            labelled=labelled,
            reached=reached,
        )
        self._seen += 1
        self._names_categories |= bool(answer.categories)
        return seen

    def evidence(self) -> Evidence:
        return Evidence(
            pictures=self._pictures.table(),
            objects=self._objects.table(),
            detections=self._detections.table(),
            labels=self._labels.table(),
            classes=list(self._predictor.classes),
            attributes=self._aligned.labelled,
            positives=self._positives.tolist(),
            thresholds=self._aligned.thresholds(self._predictor.thresholds),
            min_score=self._predictor.min_score,
            most=self._predictor.most,
            finds=True,
            names_categories=self._names_categories,
        )

    def _truth(self, picture: Picture) -> Truth:
        """What the model has no class for is a crowd: found or not, it counts for nothing."""
        given = Truth.of(picture.objects)
        numbers = [kind_of(item.category, classes=self._numbers) for item in picture.objects]
        kinds = np.array(numbers, dtype=np.int64)
        return replace(given, classes=kinds, crowd=given.crowd | (kinds == UNKNOWN))

    def _keep_objects(self, picture: Picture, *, answer: Answer, seen: Seen) -> None:
        truth, single = seen.truth, ~seen.truth.crowds
        detection = np.full(len(truth), NONE)
        detection[seen.matches.objects[seen.matches.right]] = np.flatnonzero(seen.matches.right)
        hit = detection != NONE
        score = np.full(len(truth), NEVER, dtype=np.float32)
        score[hit] = seen.found.scores[detection[hit]]
        told = np.full(len(truth), "", dtype=np.object_)
        if answer.categories:
            told[hit] = np.array(answer.categories, dtype=np.object_)[detection[hit]]
        products = [picture.objects[row] for row in np.flatnonzero(single)]
        boxes = truth.boxes[single]
        self._objects.add(
            picture=[self._seen] * len(products),
            kind=truth.classes[single],
            category=[item.category for item in products],
            rare=[self._is_rare(item) for item in products],
            area=areas(boxes) / (picture.width * picture.height),
            neighbour=_neighbour(boxes),
            border=_on_the_border(boxes, picture),
            score=score[single],
            told=told[single],
        )

    def _keep_detections(self, seen: Seen) -> None:
        classes = np.broadcast_to(seen.found.classes, len(seen.found))
        self._detections.add(
            picture=[self._seen] * len(classes),
            kind=classes,
            score=seen.found.scores,
            place=_places(classes),
            hits=seen.matches.hits,
            spared=seen.matches.spared,
            iou=seen.matches.ious,
        )

    def _keep_labels(self, picture: Picture, *, answer: Answer, seen: Seen) -> tuple[int, int]:
        """How many objects have a known attribute, and how many of these were found."""
        labels = labels_of(picture.objects, width=len(self._aligned.labelled))
        chosen = seen.matches.right & seen.shown
        told = labels[seen.matches.objects[chosen]]
        said = self._aligned.probabilities(answer.attributes[chosen])
        self._labels.add(**known_labels(told, said=said, picture=self._seen))
        asked = labels[~seen.truth.crowds]
        self._positives += (asked == 1).sum(axis=0)
        return int(any_known(asked).sum()), int(any_known(told).sum())


def described(picture: Picture, *, pixels: Pixels) -> dict[str, object]:
    """What a row says of a picture, whatever was found in it."""
    grey = small_grey(pixels)
    return {
        "image_id": picture.image_id,
        "path": picture.path,
        "group": picture.group,
        "source": picture.source,
        "width": picture.width,
        "height": picture.height,
        "brightness": brightness(grey),
        "sharpness": sharpness(grey),
    }


def known_labels(
    labels: NDArray[np.int8], *, said: NDArray[np.float32], picture: int
) -> dict[str, object]:
    """Rows of Labels from (n, a) labels and probabilities: those that are not NA."""
    rows, attributes = np.nonzero(labels != NA)
    return {
        "picture": [picture] * len(rows),
        "attribute": attributes,
        "true": labels[rows, attributes] == 1,
        "probability": said[rows, attributes],
    }


def require_numbers(answer: Answer, *, picture: Picture) -> None:
    """InputError unless boxes are finite, and scores and probabilities from 0 to 1."""
    if not np.isfinite(answer.boxes).all():
        raise InputError(
            f"{picture.path}: the model answers with a box that is no number: export or train it "
            "again; nothing can be judged of it"
        )
    for name, values in (("score", answer.scores), ("probability", answer.attributes)):
        wrong = values[~((values >= 0) & (values <= 1))]
        if wrong.size:
            raise InputError(
                f"{picture.path}: the model answers with a {name} of {wrong.flat[0]}, which is not "
                "between 0 and 1: export or train it again"
            )


def _best_first(answer: Answer) -> Answer:
    order = np.argsort(-answer.scores, kind="stable")
    return answer.of(order)


def _places(classes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each among those of its class, 0 is the first."""
    places = np.zeros(len(classes), dtype=np.int64)
    for kind in np.unique(classes):
        chosen = classes == kind
        places[chosen] = np.arange(chosen.sum())
    return places


def _neighbour(boxes: Boxes) -> NDArray[np.float32]:
    pairs = iou(boxes, boxes)
    np.fill_diagonal(pairs, 0)
    return np.asarray(pairs.max(axis=1, initial=0), dtype=np.float32)


def _on_the_border(boxes: Boxes, picture: Picture) -> NDArray[np.bool_]:
    limits = np.array([picture.width, picture.height]) - EDGE
    return np.asarray(((boxes[:, :2] <= EDGE) | (boxes[:, 2:] >= limits)).any(axis=1))
