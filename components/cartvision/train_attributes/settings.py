"""How attributes are learnt: every choice, said once."""

from dataclasses import asdict, dataclass
from typing import Any

from cartvision.train_attributes.subjects.variety import JITTER, Views

ALL = -1  # layers: the whole backbone
FREE = ("workers", "precision", "confidence", "band", "sure")  # of these no weight depends
OF_TUNING = (  # and of these only where tune_epochs are
    *("tune_batch", "tune_rate", "layers", "most_of_one", "checks", "patience", "average"),
    *("keep", "part", "flips", "tilt", "colour", "cut_out"),
)


@dataclass(frozen=True)
class Settings:
    """The model, what it is shown, its two phases, and how it decides."""

    backbone: str = "efficientnet-lite0"
    weights: str = ""  # where the backbone's come from; "" is its own place
    crop: int = 64  # side of a crop, pixels
    train_crop: int = 0  # side of a crop that is learnt from; 0 is the same
    crops: int = 12_000  # most subjects of a split
    hidden: int = 256
    embedding: int = 128
    mirrored: bool = False  # it answers for a crop and its mirror image together

    warm_epochs: int = 5  # heads alone, on vectors that were computed once
    warm_batch: int = 512
    warm_rate: float = 1e-3
    tune_epochs: int = 20  # the end of the backbone too, on pixels
    tune_batch: int = 32  # pictures a step
    tune_rate: float = 1e-4
    layers: int = 27  # of the backbone that learn then, from its end
    most_of_one: int = 8  # subjects of a picture a step
    checks: int = 20  # looks at what is held out while tuning; at most one an epoch
    patience: int = 5  # checks without a gain before tuning stops; 0 never stops
    average: float = 0.0  # decay of the moving average of weights while tuning; 0 is none
    keep: float = 0.0  # share of the weights from before tuning in those that it ends with

    smoothing: float = 0.0  # of a category's certainty that all leaves share
    weighted: bool = True  # positives by their rarity
    repeat: float = 0.0  # what is in less than this share is shown more often
    synthetic: int = 0  # new neighbours of a product with a very rare attribute, at most
    part: float = 1.0
    flips: bool = False
    tilt: float = 0.0
    colour: float = 0.0
    cut_out: float = 0.0
    jitter: float = JITTER

    precision: float = 0.0  # that thresholds guarantee; 0 chooses them by F1
    confidence: float = 0.95
    band: float = 0.0  # of log-odds around a threshold by F1 in which it abstains
    sure: float = 0.5  # probability from which a node of the taxonomy is told
    fewest: int = 10  # known labels of each kind that a threshold needs, and an AP
    workers: int = 0
    seed: int = 0

    @property
    def last_layers(self) -> int | None:
        """How many of the backbone learn while tuning; None is all."""
        return None if self.layers == ALL else self.layers

    @property
    def views(self) -> Views:
        """While tuning."""
        return Views(
            jitter=self.jitter,
            part=self.part,
            flips=self.flips,
            tilt=self.tilt,
            colour=self.colour,
            cut_out=self.cut_out,
        )

    def identity(self, *, tuning: bool = True) -> dict[str, Any]:
        """What a stopped run, or its first phase, must agree with to be gone on with."""
        free = FREE if tuning else (*FREE, "tune_epochs", *OF_TUNING)
        return {name: value for name, value in asdict(self).items() if name not in free}
