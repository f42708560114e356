"""How a model is trained, as plain numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """How long and how fast to learn."""

    steps: int
    batch: int
    learning_rate: float
    seed: int
    weight_decay: float = 0.01
    warmup_share: float = 0.05
    average: float = 0.0  # decay of the moving average of weights; 0 is none
    half_precision: bool = False
    save_every: int = 100
    log_every: int = 10
