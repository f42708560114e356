"""A dense detector that learns tiny shelves; run as a program, by torchrun too, it tells how."""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import Dataset
from transformers import set_seed

from cartvision.models.backbones.efficientnet_lite0 import load_imagenet_weights
from cartvision.models.detectors.dense import DenseConfig, DenseDetector
from cartvision.models.ranks import is_first, processes
from cartvision.training.engine import train
from cartvision.training.history import History
from cartvision.training.recipe import Recipe
from shelves import BOXES, HEIGHT, WIDTH, shelf

RECIPE = Recipe(
    steps=8,
    batch=2,
    learning_rate=1e-3,
    seed=3,
    average=0.5,
    check_every=2,
    better="score",
    save_every=3,
    log_every=1,
)
ALL_BOXES = torch.tensor(BOXES)


@dataclass
class Shelves(Dataset[dict[str, Tensor]]):
    """Item k is a shelf by its number, with one to three products; at `end_at` comes a signal.

    Grain, because on flat colours a rounding decides of many ReLUs at a time.
    """

    items: int
    end_at: int = -1
    end_with: int = signal.SIGKILL

    def __len__(self) -> int:
        return self.items

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        if number == self.end_at:
            os.kill(os.getpid(), self.end_with)
        boxes = ALL_BOXES[: 1 + number % len(BOXES)]
        square = torch.full((WIDTH, WIDTH, 3), 114)
        square[:HEIGHT] = torch.from_numpy(shelf(number, boxes=boxes.tolist()))
        grain = torch.randint(
            -30, 30, square.shape, generator=torch.Generator().manual_seed(number)
        )
        frame = (square + grain).clamp(0, 255).to(torch.uint8)
        kinds = torch.zeros(len(boxes), dtype=torch.int64)
        return {"frames": frame, "boxes": boxes, "kinds": kinds}


def collate(rows: list[dict[str, Tensor]]) -> dict[str, Any]:
    return {
        "frames": torch.stack([row["frames"] for row in rows]),
        "boxes": [row["boxes"] for row in rows],
        "kinds": [row["kinds"] for row in rows],
    }


def score(model: torch.nn.Module) -> dict[str, float]:
    """A figure of the weights alone that goes up and down; asking draws a random number."""
    torch.rand(1)
    value = sum(float(part.double().sum()) for part in model.parameters())
    return {"score": value * 1000 % 1}


def new_detector() -> DenseDetector:
    set_seed(0)
    detector = DenseDetector(DenseConfig(size=WIDTH, channels=16, depth=1))
    load_imagenet_weights(detector.backbone)
    return detector


def learn(
    folder: Path, recipe: Recipe = RECIPE, *, data: Shelves | None = None, check: Any = score
) -> tuple[DenseDetector, History]:
    detector = new_detector()
    items = recipe.steps * recipe.a_step(processes=int(os.environ.get("WORLD_SIZE", "1")))
    history = train(
        detector,
        data or Shelves(items),
        recipe=recipe,
        collate=collate,
        folder=folder,
        settings=recipe.identity(),
        check=check,
        in_order=True,
    )
    return detector, history


def weights(model: torch.nn.Module) -> Tensor:
    return torch.cat([part.flatten().double() for part in model.state_dict().values()])


if __name__ == "__main__":
    told = json.loads(sys.argv[2])
    end = told.pop("end", {})
    recipe = replace(RECIPE, **told)
    # DDP's shares are consecutive items, so that one process sees the pictures of all
    count = recipe.steps * recipe.a_step(processes=int(os.environ.get("WORLD_SIZE", "1")))
    detector, history = learn(Path(sys.argv[1]), recipe, data=Shelves(count, **end))
    if is_first():
        end_of = weights(detector).sum().item()
        print(json.dumps(asdict(history) | {"sum": end_of, "processes": processes()}))
