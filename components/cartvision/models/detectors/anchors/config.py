"""Every number of the anchor detector."""

from collections.abc import Sequence
from typing import Any

from cartvision.errors import InputError
from cartvision.models.detectors.detector import DetectorConfig

STRIDES = (4, 8, 16, 32)  # of the levels P2 to P5

# From 32 to 512 px in equal ratios. The scales span a factor of 2.5, which is also the step from
# one level to the next, so that the sizes run from 16 to 640 px without a gap or a repeat.
SIDES = (32.0, 80.0, 203.0, 512.0)
RATIOS = (0.3, 0.5, 1.0, 2.0, 3.0)  # height over width
SCALES = (0.5, 0.75, 1.0, 1.25)


class AnchorsConfig(DetectorConfig):
    model_type = "cartvision-anchors"

    def __init__(
        self,
        backbone: str = "resnet50",
        channels: int = 256,
        depth: int = 4,  # convolutions of the tower
        sides: Sequence[float] = SIDES,  # pixels of the square, one for each level
        ratios: Sequence[float] = RATIOS,
        scales: Sequence[float] = SCALES,
        match_iou: float = 0.3,
        centre_radius: float = 1.5,  # strides from a product's centre to that of an anchor
        negatives: float = 3.0,  # anchors on background for each on a product, the hardest ones
        least_negatives: int = 64,  # a picture, also one without products
        logit_temperature: float = 1.0,  # divides the logits, in the loss and in the answer
        deviations: Sequence[float] = (0.1, 0.1, 0.2, 0.2),  # what normalises x, y, width, height
        delta_limit: float = 4.0,  # a box is no farther from its anchor: sides, or powers of e
        smooth_l1_beta: float = 1 / 9,
        box_weight: float = 1.0,
        confidence: float = 0.2,
        nms_iou: float = 0.5,
        least_side: float = 4.0,  # pixels of the square: smaller boxes are dropped
        most_area: float = 0.9,  # of the square: larger boxes are dropped
        most_inside: float = 0.6,  # share of a box that may lie in a better one
        candidates: int = 6000,  # cells a picture before suppression
        most: int = 300,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        if len(sides) != len(STRIDES):
            raise InputError(f"anchors need {len(STRIDES)} sides, one a level; {sides} was given")
        self.backbone = backbone
        self.channels = channels
        self.depth = depth
        self.sides = list(sides)
        self.ratios = list(ratios)
        self.scales = list(scales)
        self.match_iou = match_iou
        self.centre_radius = centre_radius
        self.negatives = negatives
        self.least_negatives = least_negatives
        self.logit_temperature = logit_temperature
        self.deviations = list(deviations)
        self.delta_limit = delta_limit
        self.smooth_l1_beta = smooth_l1_beta
        self.box_weight = box_weight
        self.confidence = confidence
        self.nms_iou = nms_iou
        self.least_side = least_side
        self.most_area = most_area
        self.most_inside = most_inside
        self.candidates = candidates
        self.most = most
