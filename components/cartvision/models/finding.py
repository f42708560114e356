"""From the detector's dense output to products: the best candidates, with repeats suppressed."""

from torch import Tensor

from cartvision.models.detector import Detector
from cartvision.models.letterbox import channels_first, clip_to_frame
from cartvision.models.operators import nms

CANDIDATES = 1500  # before suppression: at 400 a dense shelf loses a seventh of its products
OVERLAP = 0.6
SCORE_FLOOR = 0.1  # lower ones cost a fifth more crops and no average precision


def find_products(detector: Detector, frame: Tensor, *, most: int) -> tuple[Tensor, Tensor, Tensor]:
    """Boxes (n, 4) xyxy in pixels, scores (n,) and the picture (n,) each belongs to.

    `frame` is (b, h, w, 3) uint8; a picture's products stand together, best score first.
    """
    found = detector(frame)
    candidates = min(CANDIDATES, found["scores"].shape[1])
    scores, order = found["scores"].topk(candidates, dim=1)
    boxes = found["boxes"].gather(1, order[..., None].expand(-1, -1, 4))
    boxes = clip_to_frame(boxes, channels_first(frame))
    chosen = nms(boxes, scores[:, None], most, OVERLAP, SCORE_FLOOR)
    picture, index = chosen[:, 0], chosen[:, 2]
    return boxes[picture, index], scores[picture, index], picture
