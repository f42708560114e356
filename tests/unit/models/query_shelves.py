"""Tiny shelves and query detectors; run by torchrun, it tells what all processes lose together."""

import json

import numpy as np
import torch
from torch import Tensor

from cartvision.models.detectors.detections import Detections
from cartvision.models.detectors.queries.config import ARCHITECTURES
from cartvision.models.detectors.queries.detector import QueryDetector
from cartvision.models.detectors.queries.starting import tiny_queries
from cartvision.models.norms import synchronised
from cartvision.models.ranks import is_first, join, processes, total

SIZE = 96
ROW = 32  # height of a shelf, pixels


def shelves(count: int, *, empty: tuple[int, ...] = ()) -> tuple[Tensor, list[Tensor]]:
    """Pictures of three shelves of coloured blocks side by side, and the corners of these."""
    rng = np.random.default_rng(0)
    frames = np.kron(
        rng.integers(60, 140, (count, SIZE // 8, SIZE // 8, 1), dtype=np.uint8),
        np.ones((1, 8, 8, 3), dtype=np.uint8),
    )
    boxes = []
    for number, frame in enumerate(frames):
        corners: list[tuple[int, ...]] = []
        for bottom in range(ROW - 2, SIZE, ROW):
            left = int(rng.integers(2, 8))
            while left < SIZE - 26 and number not in empty:
                right, top = left + int(rng.integers(14, 24)), bottom - int(rng.integers(16, 28))
                frame[top:bottom, left:right] = rng.integers(0, 256, 3)
                corners.append((left, top, right, bottom))
                left = right + int(rng.integers(2, 8))
        boxes.append(torch.tensor(corners, dtype=torch.float32).reshape(-1, 4))
    return torch.from_numpy(frames), boxes


def one_kind(boxes: list[Tensor]) -> list[Tensor]:
    return [torch.zeros(len(one), dtype=torch.int64) for one in boxes]


def tiny(architecture: str, *, queries: int = 50, **ours: object) -> QueryDetector:
    return QueryDetector(tiny_queries(architecture, size=SIZE, queries=queries, **ours))


def raise_scores(detector: QueryDetector, *, by: float = 8.0) -> None:
    """So that an untrained model shows all it has."""
    with torch.no_grad():
        for head in detector.inner.class_embed:
            head.bias += by


def found_in(detector: QueryDetector, frames: Tensor, *, most: int = 300) -> Detections:
    with torch.inference_mode():
        return detector.eval().find(frames, most=most)


def lost_together(architecture: str, *, rank: int) -> float:
    """The mean of what all processes lose, each on its share of four pictures, the last two empty.

    Nothing random: what is to be found again among noisy boxes is another in every process.
    """
    torch.manual_seed(0)
    config = tiny_queries(architecture, size=SIZE, queries=50)
    config.inner["num_denoising"] = 0
    detector = synchronised(QueryDetector(config)).train()
    frames, boxes = shelves(4, empty=(2, 3))
    own = slice(rank * 4 // processes(), (rank + 1) * 4 // processes())
    told = detector(frames[own], boxes[own], one_kind(boxes[own]))
    return float(total(told["loss"].detach())) / processes()


if __name__ == "__main__":
    join()
    lost = [lost_together(name, rank=torch.distributed.get_rank()) for name in ARCHITECTURES]
    if is_first():
        print(json.dumps(lost))
