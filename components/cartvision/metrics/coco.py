"""COCO's evaluator (faster-coco-eval), silent, with 300 detections a picture unless told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from faster_coco_eval import COCO, COCOeval_faster
from numpy.typing import NDArray

from cartvision.metrics.values import ANY, Classes, Found, Truth
from cartvision.vision.boxes import Boxes

MAX_DETECTIONS = 300
RECALLS = np.linspace(0, 1, 101)  # where the curves are read

Compared = tuple[Found, Truth]


@dataclass(frozen=True)
class Curves:
    """What the evaluator accumulates; -1 stands where a class has no object."""

    precision: NDArray[np.float64]  # (10 IoUs, 101 recalls, classes)
    recall: NDArray[np.float64]  # (10 IoUs, classes)


def curves(
    pictures: Sequence[Compared], *, classes: Sequence[str], most: int = MAX_DETECTIONS
) -> Curves:
    """Precision and recall at every IoU, for all sizes of objects, by `most` detections each."""
    sides = [
        COCO(_dataset(rows, pictures=len(pictures), classes=classes), print_function=_silent)
        for rows in (_objects(pictures, classes=len(classes)), _detections(pictures))
    ]
    judge = COCOeval_faster(*sides, "bbox", print_function=_silent)
    judge.params.maxDets = [most]
    judge.params.areaRng, judge.params.areaRngLbl = judge.params.areaRng[:1], ["all"]
    judge.evaluate()
    judge.accumulate()
    return Curves(
        precision=np.asarray(judge.eval["precision"])[..., 0, -1],
        recall=np.asarray(judge.eval["recall"])[..., 0, -1],
    )


def xywh(boxes: Boxes) -> NDArray[np.float64]:
    """COCO's form of a box: corner and size, where ours is two corners."""
    low, high = np.asarray(boxes[:, :2], float), np.asarray(boxes[:, 2:], float)
    return np.hstack([low, high - low])


def _dataset(
    rows: Iterator[dict[str, Any]], *, pictures: int, classes: Sequence[str]
) -> dict[str, Any]:
    """Numbers start at 1: the evaluator reads 0 as "none"."""
    return {
        "images": [{"id": number} for number in range(1, pictures + 1)],
        "categories": [{"id": number, "name": name} for number, name in enumerate(classes, 1)],
        "annotations": [row | {"id": number} for number, row in enumerate(rows, 1)],
    }


def _objects(pictures: Sequence[Compared], *, classes: int) -> Iterator[dict[str, Any]]:
    """A crowd of any class is a crowd of each."""
    for picture, (_, truth) in enumerate(pictures, 1):
        crowds = truth.crowds.astype(int).tolist()
        kinds = np.broadcast_to(truth.classes, len(truth)).tolist()
        rows = _annotations(picture, truth.boxes, classes=truth.classes)
        for row, crowd, kind in zip(rows, crowds, kinds, strict=True):
            numbers = range(1, classes + 1) if kind == ANY else [kind + 1]
            yield from (row | {"iscrowd": crowd, "category_id": number} for number in numbers)


def _detections(pictures: Sequence[Compared]) -> Iterator[dict[str, Any]]:
    for picture, (found, _) in enumerate(pictures, 1):
        rows = _annotations(picture, found.boxes, classes=found.classes)
        for row, score in zip(rows, found.scores.tolist(), strict=True):
            yield row | {"score": score, "iscrowd": 0}


def _annotations(picture: int, boxes: Boxes, *, classes: Classes) -> Iterator[dict[str, Any]]:
    kinds = np.broadcast_to(classes, len(boxes)).tolist()
    for box, kind in zip(xywh(boxes).tolist(), kinds, strict=True):
        area = box[2] * box[3]
        yield {"image_id": picture, "category_id": kind + 1, "bbox": box, "area": area}


def _silent(*_: object) -> None:
    """The evaluator reports its progress through a function; a stage has its own log."""
