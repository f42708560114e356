"""How much worse a candidate is than the champion in one figure, and how sure that is."""

from dataclasses import dataclass

from scipy import stats

from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Drawn


@dataclass(frozen=True)
class Loss:
    """One figure of one part of the test set; a loss below 0 is a gain."""

    figure: str
    part: str  # "" is the whole test set
    candidate: float
    champion: float
    loss: float
    error: float  # its standard error, over groups
    margin: float
    units: int
    pictures: int
    drawn: Drawn  # (r,) the loss in every draw, less its mean
    rows: Part

    @property
    def name(self) -> str:
        return f"{self.figure} in {self.part}" if self.part else self.figure

    @property
    def decidable(self) -> bool:
        """One group says nothing of another."""
        return self.units > 1

    @property
    def excess(self) -> float:
        """Standard errors beyond the margin."""
        return (self.loss - self.margin) / self.error

    def beyond(self, share: float) -> float:
        """Standard errors that chance exceeds with this probability, for so few groups."""
        return reach(self.units, share=share)


def reach(units: int, *, share: float) -> float:
    return float(stats.t.ppf(1 - share, units - 1))
