"""How a model is trained, as plain numbers."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

FREE = ("batch", "accumulate", "workers", "save_every")


@dataclass(frozen=True)
class Recipe:
    """How long and how fast to learn, and how often to look."""

    steps: int
    batch: int  # pictures in memory at a time, in each process
    learning_rate: float
    seed: int
    accumulate: int = 1  # batches a step
    weight_decay: float = 0.01
    schedule: Literal["cosine", "steps"] = "cosine"
    milestones: tuple[int, ...] = ()  # of schedule "steps": from each on, a tenth of the rate
    warmup_share: float = 0.05  # of the steps
    clip: float = 1.0  # longest gradient; 0 is any
    average: float = 0.0  # decay of the moving average of weights; 0 is none
    half_precision: bool = False
    workers: int = 0  # processes that load data, for each process that trains
    check_every: int = 100
    better: str = "map"  # the figure of the checks by which weights are kept
    patience: int = 0  # checks without a better one before training stops; 0 is never
    save_every: int = 100
    log_every: int = 10

    def a_step(self, *, processes: int) -> int:
        """Pictures of one step, those of all processes together."""
        return self.batch * self.accumulate * processes

    def identity(self) -> dict[str, Any]:
        """What a checkpoint must agree with; how a step is shared out and loaded is free."""
        return {name: value for name, value in asdict(self).items() if name not in FREE}
