"""How a detector is trained: every choice, said once."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Architecture = Literal["dense", "anchors", "rt-detr-v2", "d-fine"]
Balance = Literal["none", "category", "sku"]
Schedule = Literal["cosine", "steps"]
Anchors = Literal["default", "auto"]

COARSEST = 32  # stride of the coarsest map of every backbone
FREE = ("batch", "accumulate", "workers")  # how a step is shared out and loaded, not what it shows


@dataclass(frozen=True)
class Settings:
    """What is trained, how long, and on what it is shown."""

    architecture: Architecture = "dense"
    backbone: str = "efficientnet-lite0"  # "" for families that come with their own
    weights: str = ""  # where the first ones come from; "" is the family's own place
    fixed: int = 2  # stages of a backbone with learnt weights that keep them, and its stem
    level: int = 0  # of the taxonomy that is told; 0 tells products from the rest
    size: int = 640  # side of the model's square, pixels
    steps: int = 2000
    batch: int = 16  # pictures at a time in one process
    accumulate: int = 1  # batches a step
    learning_rate: float = 2e-3
    schedule: Schedule = "cosine"
    warmup: float = 0.05  # share of the steps
    decays: tuple[float, ...] = ()  # shares of the steps at which the rate falls to a tenth
    weight_decay: float = 0.01
    clip: float = 1.0  # of the gradient's norm
    average: float = 0.98  # decay of the moving average of weights
    zoom: tuple[float, float] = (1.0, 1.0)  # lowest and highest; 1 shows a whole picture
    sides: tuple[float, ...] = (1.0,)  # of the squares to learn on, as shares of size; one a step
    mosaic: float = 0.0  # share of squares made of four pictures
    curriculum: float = 0.0  # share of the steps until the densest pictures are shown
    originals: float = 0.0  # share of the steps, the last ones, that show no copies
    balance: Balance = "none"
    anchors: Anchors = "default"  # auto fits them to the dataset
    numbers: dict[str, Any] = field(default_factory=dict)  # of the family's config, to change
    queries: int = 0  # 0: half as many again as the densest picture holds products, 300 at least
    checks: int = 5  # of the validation split, over the run
    patience: int = 0  # checks without a gain before it stops; 0 never stops
    workers: int = 0  # processes that load pictures
    seed: int = 0

    @property
    def squares(self) -> tuple[int, ...]:
        """Sides in pixels, which every map of a backbone divides."""
        return tuple(max(1, round(self.size * share / COARSEST)) * COARSEST for share in self.sides)

    def identity(self) -> dict[str, Any]:
        """What a stopped run must agree with to be gone on with."""
        return {name: value for name, value in asdict(self).items() if name not in FREE}
