"""pycocotools, read correctly, and pictures that are hard to judge alike."""

import contextlib
import io

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from cartvision.metrics.values import ANY, Found, Truth

CLASSES = ["product", "label"]
CROWDED = 1100  # detections: more than any cap


def authority(pictures, *, classes=CLASSES, most=300):
    """Its figures at `most` detections, with boxes written as corner and size by hand."""
    judge = judged(pictures, classes=classes, most=most)
    precision, recall = judge.eval["precision"][..., 0, -1], judge.eval["recall"][..., 0, -1]
    return {
        "map": mean(precision),
        "map50": mean(precision[0]),
        "map75": mean(precision[5]),
        f"ar{most}": mean(recall),
    }


def judged(pictures, *, classes, most):
    objects, answers = [], []
    for number, (found, truth) in enumerate(pictures, 1):
        for box, kind, crowd in zip(truth.boxes, of(truth), truth.crowds, strict=True):
            for one in range(len(classes)) if kind == ANY else [kind]:
                row = annotation(number, box, one) | {"iscrowd": int(crowd)}
                objects.append(row | {"id": len(objects) + 1, "area": area(row)})
        for box, kind, score in zip(found.boxes, of(found), found.scores, strict=True):
            row = annotation(number, box, kind) | {"iscrowd": 0, "score": float(score)}
            answers.append(row | {"id": len(answers) + 1, "area": area(row)})
    with contextlib.redirect_stdout(io.StringIO()):
        judge = COCOeval(*coco(objects, answers, pictures=len(pictures), classes=classes), "bbox")
        judge.params.maxDets = [1, 100, most]
        judge.evaluate()
        judge.accumulate()
    return judge


def coco(objects, answers, *, pictures, classes):
    sides = COCO(), COCO()
    images = [{"id": number} for number in range(1, pictures + 1)]
    categories = [{"id": number, "name": name} for number, name in enumerate(classes, 1)]
    for side, rows in zip(sides, (objects, answers), strict=True):
        side.dataset = {"images": images, "categories": categories, "annotations": rows}
        side.createIndex()
    return sides


def annotation(picture, box, kind):
    left, top, right, bottom = (float(side) for side in box)
    size = [left, top, right - left, bottom - top]
    return {"image_id": picture, "category_id": int(kind) + 1, "bbox": size}


def area(row):
    return row["bbox"][2] * row["bbox"][3]


def of(side):
    return np.broadcast_to(side.classes, len(side))


def mean(values):
    return float(values[values > -1].mean()) if (values > -1).any() else None


def random_pictures(seed):
    """Pictures with objects, crowds, shifted detections and false alarms of two classes."""
    random = np.random.default_rng(seed)
    return [random_picture(random) for _ in range(int(random.integers(1, 6)))]


def random_picture(random):
    count, extra = int(random.integers(0, 12)), int(random.integers(0, 6))
    boxes = random_boxes(random, count)
    kinds = random.integers(0, 2, count)
    crowd = random.random(count) < 0.15
    shifted = (boxes + random.normal(0, 3, boxes.shape)).astype(np.float32)
    shifted[:, 2:] = np.maximum(shifted[:, 2:], shifted[:, :2] + 1)
    found = np.vstack([shifted, random_boxes(random, extra)])
    classes = np.concatenate([kinds, random.integers(0, 2, extra)])
    scores = random.random(count + extra).astype(np.float32).round(2)
    return Found(found, scores, classes), Truth(boxes, crowd, kinds)


def random_boxes(random, count):
    low = random.uniform(0, 80, (count, 2))
    return np.hstack([low, low + random.uniform(5, 40, (count, 2))]).astype(np.float32)


def hard_pictures(seed):
    """Where two evaluators part: overlaps exactly on a threshold, equal scores, crowds, no objects.

    Now and then a picture has more detections than any cap lets count.
    """
    random = np.random.default_rng(seed)
    pictures = [hard_picture(random) for _ in range(int(random.integers(1, 6)))]
    if random.random() < 0.1:
        pictures.append(hard_picture(random, repeated=CROWDED))
    return [pictures[number] for number in random.permutation(len(pictures))]


def hard_picture(random, *, repeated=0):
    """Each detection is a strip of an object, ten units high: of .3 to all of it."""
    count = int(random.integers(0, 12))
    corner = random.integers(0, 8, (count, 2)) * 5  # some lie on others
    boxes = np.hstack([corner, corner + 10]).astype(np.float32)
    kinds = random.integers(0, 2, count)
    crowd = random.random(count) < 0.2
    kinds[crowd & (random.random(count) < 0.5)] = ANY
    chosen = random.integers(
        0, max(count, 1), (repeated or int(random.integers(0, 30))) * (count > 0)
    )
    found = boxes[chosen]
    found[:, 3] = found[:, 1] + random.integers(3, 11, len(chosen))
    told = np.where(random.random(len(chosen)) < 0.8, kinds[chosen], random.integers(0, 2))
    alarms = np.array([[60, 60, 70, 70]] * int(random.integers(0, 3)), np.float32).reshape(-1, 4)
    scores = random.integers(0, 8, len(chosen) + len(alarms)) / 8
    return (
        Found(
            np.vstack([found, alarms]),
            scores.astype(np.float32),
            np.r_[np.maximum(told, 0), alarms[:, 0] * 0].astype(np.int64),
        ),
        Truth(boxes, crowd, kinds),
    )
