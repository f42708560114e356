"""An attribute head alone, told where the products are: nothing is found, so nothing is missed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA, Picture, Split
from cartvision.data.reader import Dataset
from cartvision.evaluate.judge import require_pictures
from cartvision.evidence.alignment import Alignment
from cartvision.evidence.columns import Columns
from cartvision.evidence.gathering import described, known_labels
from cartvision.evidence.tables import Detections, Evidence, Labels, Objects, Pictures
from cartvision.inference.answer import Answer, Describer
from cartvision.loops import progress
from cartvision.metrics.labels import any_known, labels_of
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import decode


def judge_head(describer: Describer, dataset: Dataset, *, split: Split) -> Evidence:
    """Every product of which something is known; a picture without boxes is one itself."""
    total = require_pictures(dataset, split=split)
    names = dataset.info.attributes
    aligned = Alignment(labelled=names, known=describer.attributes)
    pictures, objects, labels = Columns(Pictures), Columns(Objects), Columns(Labels)
    positives = np.zeros(len(names), dtype=np.int64)
    shown = progress(dataset.pictures(split), what=describer.subject, total=total)
    for row, picture in enumerate(shown):
        pixels = decode(picture.encoded)
        some = known_of(picture, width=len(names))
        answer = describer.describe(pixels, some.boxes)
        said = aligned.probabilities(answer.attributes)
        positives += (some.labels == 1).sum(axis=0)
        labels.add(**known_labels(some.labels, said=said, picture=row))
        objects.add(**categories_of(some, answer=answer, picture=row))
        labelled = int(any_known(some.labels).sum())
        pictures.add(
            **described(picture, pixels=pixels),
            objects=len(some.boxes),
            answers=len(some.boxes),
            empty=len(some.boxes) == 0,
            labelled=labelled,
            reached=labelled,
        )
    return Evidence(
        pictures=pictures.table(),
        objects=objects.table(),
        detections=Columns(Detections).table(),
        labels=labels.table(),
        classes=[],
        attributes=list(names),
        positives=positives.tolist(),
        thresholds=aligned.thresholds(describer.thresholds),
        min_score=0.0,
        most=0,
        finds=False,
        names_categories=len(describer.categories) > 0,
    )


@dataclass(frozen=True)
class Known:
    """Products of a picture of which something is known."""

    boxes: Boxes  # (n, 4)
    labels: NDArray[np.int8]  # (n, a)
    categories: list[str]  # "" is unknown


def known_of(picture: Picture, *, width: int) -> Known:
    if not picture.objects:
        return _whole(picture, width=width)
    labels = labels_of(picture.objects, width=width)
    categories = np.array([item.category for item in picture.objects], dtype=np.object_)
    chosen = any_known(labels) | (categories != "")
    boxes = np.array([item.bbox for item in picture.objects], dtype=np.float32)
    return Known(boxes[chosen], labels[chosen], categories[chosen].tolist())


def _whole(picture: Picture, *, width: int) -> Known:
    """The picture itself as one product, if it is labelled."""
    values, category = picture.labels.attributes, picture.labels.category
    count = int(bool(values) or category != "")
    whole = np.array([[0, 0, picture.width, picture.height]], dtype=np.float32)
    labels = np.array([values or [NA] * width], dtype=np.int8)
    return Known(whole[:count], labels[:count], [category] * count)


def categories_of(some: Known, *, answer: Answer, picture: int) -> dict[str, object]:
    """Rows of Objects for products whose category is known: all are found where they are."""
    rows = [row for row, category in enumerate(some.categories) if category]
    told = answer.categories or [""] * len(some.boxes)
    nothing = [0] * len(rows)
    return {
        "picture": [picture] * len(rows),
        "kind": nothing,
        "category": [some.categories[row] for row in rows],
        "rare": nothing,
        "area": nothing,
        "neighbour": nothing,
        "border": nothing,
        "score": answer.scores[rows],
        "told": [told[row] for row in rows],
    }
