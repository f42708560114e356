"""What every family of detectors is: square frames and truth to a loss, any frames to answers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel

from cartvision.models.detectors.detections import Detections
from cartvision.models.letterbox import channels_first, clip_to_frame, letterbox

PRODUCT = ("product",)


class DetectorConfig(PretrainedConfig):
    """What is alike in all families; `slope` and `offset` calibrate a raw score."""

    def __init__(
        self,
        classes: Sequence[str] = PRODUCT,
        size: int = 320,
        min_score: float = 0.3,
        slope: float = 1.0,
        offset: float = 0.0,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.classes = list(classes)
        self.size = size
        self.min_score = min_score
        self.slope = slope
        self.offset = offset


class Detector(PreTrainedModel, ABC):
    """One way to learn and one way to be asked."""

    config_class: type[DetectorConfig] = DetectorConfig
    main_input_name = "frames"

    def _init_weights(self, module: nn.Module) -> None:
        """PyTorch's own initialisation stands; what was learnt elsewhere is loaded by name."""

    @abstractmethod
    def forward(
        self, frames: Tensor, boxes: list[Tensor], kinds: list[Tensor]
    ) -> dict[str, Tensor]:
        """The loss on square frames (b, s, s, 3) uint8, s a multiple of 32, and their products.

        `boxes` are (n, 4) xyxy in pixels, `kinds` (n,) places in the classes; "loss" is what is
        minimised, other entries are its parts.
        """

    @abstractmethod
    def propose(self, pixels: Tensor, *, most: int) -> Detections:
        """Products in squares (b, 3, s, s) of 0 to 255, their boxes in pixels of the square."""

    def find(self, frames: Tensor, *, most: int) -> Detections:
        """Products in frames (b, h, w, 3) uint8, at most so many a picture, scores calibrated."""
        pixels = channels_first(frames)
        square, back = letterbox(pixels, size=self.config.size)
        found = self.propose(square, most=most)
        boxes = clip_to_frame(found.boxes * back, pixels)
        return found._replace(boxes=boxes, scores=self._calibrated(found.scores))

    def _calibrated(self, scores: Tensor) -> Tensor:
        """The share of detections with this score that are right; their order stays."""
        logits = scores.clamp(1e-6, 1 - 1e-6).logit()
        return (logits * self.config.slope + self.config.offset).sigmoid()
