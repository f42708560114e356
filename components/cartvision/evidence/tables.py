"""What is kept of a model's answers to a split: a few bytes an object, whatever is asked later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NONE = -1  # a row number where there is no row
NEVER = -1.0  # the score of an object that nothing found

Numbers = NDArray[np.int32]
Values = NDArray[np.float32]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint16]  # bit t stands for metrics.matching.IOUS[t]
Names = NDArray[np.object_]  # of str

KINDS = {
    "Numbers": np.int32,
    "Values": np.float32,
    "Flags": np.bool_,
    "Bits": np.uint16,
    "Names": np.object_,
}


@dataclass(frozen=True)
class Pictures:
    """One row a picture, in the order of the split."""

    image_id: Names
    path: Names
    group: Names  # store, session or bin: what is drawn as one
    source: Names
    width: Numbers  # pixels
    height: Numbers
    brightness: Values  # mean grey, 0 to 1
    sharpness: Values  # of its finest detail, by its contrast: the more, the sharper
    objects: Numbers  # its rows in `objects`
    answers: Numbers  # how many boxes the model gave, at any score
    empty: Flags  # nothing is in it: no object, no crowd, no label of the whole
    labelled: Numbers  # objects with a known attribute
    reached: Numbers  # of these, how many a shown detection found


@dataclass(frozen=True)
class Objects:
    """One row a labelled object; crowds have none, nor has what the model has no class for."""

    picture: Numbers  # its row in `pictures`
    kind: Numbers  # its number among the model's classes
    category: Names  # path of the taxonomy, "" is unknown
    rare: Flags  # of a SKU or category that training has little of
    area: Values  # share of the picture
    neighbour: Values  # the largest IoU with another object of the picture
    border: Flags  # it ends at the picture's edge
    score: Values  # of the detection that found it at IoU .5, NEVER where none did
    told: Names  # the category that this detection was given, "" where the model abstains


@dataclass(frozen=True)
class Detections:
    """One row a detection, best score first within a picture."""

    picture: Numbers
    kind: Numbers  # number of its class
    score: Values
    place: Numbers  # 0 is the best of its picture
    hits: Bits  # right at these IoUs
    spared: Bits  # in a crowd at these: neither right nor wrong
    iou: Values  # with its object at IoU .5, 0 for none


@dataclass(frozen=True)
class Labels:
    """One row a known attribute of an object that was found, or was given to an attribute head."""

    picture: Numbers
    attribute: Numbers  # its number among the dataset's
    true: Flags
    probability: Values


@dataclass(frozen=True)
class Evidence:
    """One model on one split."""

    pictures: Pictures
    objects: Objects
    detections: Detections
    labels: Labels
    classes: list[str]
    attributes: list[str]
    positives: list[int]  # of each attribute in the whole split, found or not
    thresholds: list[float]  # at or above it an attribute is said
    min_score: float  # at or above it a detection is shown
    most: int  # the model never answers with more boxes
    finds: bool  # it finds objects; an attribute head alone is given them
    names_categories: bool

    @property
    def shown(self) -> Flags:
        """Of the detections, which ones people see."""
        return self.detections.score >= self.min_score
