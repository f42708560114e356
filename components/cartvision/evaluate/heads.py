"""An attribute head alone, told where the products are: nothing is found, so nothing is missed."""

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset
from cartvision.evaluate.judge import require_pictures
from cartvision.evidence.alignment import Alignment
from cartvision.evidence.columns import Columns
from cartvision.evidence.gathering import described, known_labels
from cartvision.evidence.tables import Detections, Evidence, Labels, Objects, Pictures
from cartvision.inference.answer import Describer
from cartvision.loops import progress
from cartvision.metrics.labels import any_known, labels_of
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import decode


def judge_head(describer: Describer, dataset: Dataset, *, split: Split) -> Evidence:
    """Every product with a known attribute; a picture without boxes is one product itself."""
    total = require_pictures(dataset, split=split)
    names = dataset.info.attributes
    aligned = Alignment(labelled=names, known=describer.attributes)
    pictures, labels = Columns(Pictures), Columns(Labels)
    positives = np.zeros(len(names), dtype=np.int64)
    shown = progress(dataset.pictures(split), what=describer.subject, total=total)
    for row, picture in enumerate(shown):
        pixels = decode(picture.encoded)
        boxes, values = labelled_boxes(picture, width=len(names))
        said = aligned.probabilities(describer.describe(pixels, boxes))
        positives += (values == 1).sum(axis=0)
        labels.add(**known_labels(values, said=said, picture=row))
        pictures.add(
            **described(picture, pixels=pixels),
            objects=len(boxes),
            answers=len(boxes),
            empty=len(boxes) == 0,
            labelled=len(boxes),
            reached=len(boxes),
        )
    return Evidence(
        pictures=pictures.table(),
        objects=Columns(Objects).table(),
        detections=Columns(Detections).table(),
        labels=labels.table(),
        classes=[],
        attributes=list(names),
        positives=positives.tolist(),
        thresholds=aligned.thresholds(describer.thresholds),
        min_score=0.0,
        most=0,
        finds=False,
        names_categories=False,
    )


def labelled_boxes(picture: Picture, *, width: int) -> tuple[Boxes, NDArray[np.int8]]:
    """The products with a known attribute, (n, 4) and (n, width)."""
    if not picture.objects and picture.labels.attributes:
        whole = np.array([[0, 0, picture.width, picture.height]], dtype=np.float32)
        return whole, np.array([picture.labels.attributes], dtype=np.int8)
    labels = labels_of(picture.objects, width=width)
    chosen = any_known(labels)
    boxes = np.array([item.bbox for item in picture.objects], dtype=np.float32).reshape(-1, 4)
    return boxes[chosen], labels[chosen]
