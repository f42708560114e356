"""The whole reader that is exported and served: a frame in; products, described, out."""

import torch
from torch import Tensor, nn

from cartvision.models.describer.model import Describer
from cartvision.models.detectors.detector import Detector
from cartvision.models.letterbox import channels_first
from cartvision.models.operators import crops


class ShelfReader(nn.Module):
    """Detector, suppression, crops and describer in one graph, for frames of any size."""

    def __init__(self, detector: Detector, attributes: Describer, *, most: int) -> None:
        super().__init__()
        self.detector = detector
        self.attributes = attributes
        self.most = most

    def forward(self, frame: Tensor) -> tuple[Tensor, ...]:
        """(b, h, w, 3) uint8 to boxes (b, most, 4) xyxy in pixels, scores (b, most), places in the
        detector's classes (b, most), attributes (b, most, a), count (b, 1), places in the tree's
        nodes or NA (b, most) and their probabilities (b, most).

        Rows past the count are zero.
        """
        boxes, scores, kinds, picture = self.detector.find(frame, most=self.most)
        said, nodes, certainty = self._described(channels_first(frame), boxes, picture)
        count = (picture[None] == torch.arange(frame.shape[0], device=frame.device)[:, None]).sum(
            dim=1
        )
        slot = torch.ones_like(picture).cumsum(0) - 1 - (count.cumsum(0) - count)[picture]
        rows = (frame.shape[0], self.most)
        return (
            boxes.new_zeros((*rows, 4)).index_put((picture, slot), boxes),
            scores.new_zeros(rows).index_put((picture, slot), scores),
            kinds.new_zeros(rows).index_put((picture, slot), kinds).to(torch.int32),
            said.new_zeros((*rows, said.shape[1])).index_put((picture, slot), said),
            count[:, None].to(torch.int32),
            nodes.new_zeros(rows).index_put((picture, slot), nodes).to(torch.int32),
            certainty.new_zeros(rows).index_put((picture, slot), certainty),
        )

    def _described(
        self, pixels: Tensor, boxes: Tensor, picture: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Attributes (n, a), nodes (n,) and their probabilities (n,).

        One blank crop goes along: an empty batch cannot be exported.
        """
        padded = torch.cat([boxes, boxes.new_zeros((1, 4))])
        owners = torch.cat([picture, picture.new_zeros(1)])
        cut = crops(pixels, padded, owners, self.attributes.config.crop)
        said, nodes, certainty, _ = self.attributes.told(cut)
        return said[:-1], nodes[:-1], certainty[:-1]
