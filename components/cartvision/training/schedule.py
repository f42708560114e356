"""The learning rate by steps: a ramp, then a tenth from each milestone on."""

from dataclasses import dataclass


@dataclass
class Tenths:
    """The share of the highest rate at a step, as LambdaLR asks for it and saves it."""

    warmup: int
    milestones: tuple[int, ...]

    def __call__(self, step: int) -> float:
        ramp = min(1.0, step / max(self.warmup, 1))
        return ramp * 0.1 ** sum(step >= milestone for milestone in self.milestones)
