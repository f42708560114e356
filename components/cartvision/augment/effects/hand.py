"""Hands that reach into a picture, with their arms."""

from cartvision.augment.effects.arms.anatomy import forearm, hand
from cartvision.augment.effects.arms.drawing import drawn
from cartvision.augment.effects.arms.flesh import any_look
from cartvision.augment.effects.arms.stance import any_stance
from cartvision.augment.effects.cover import Cover
from cartvision.augment.effects.occluder import Occluder
from cartvision.augment.effects.ranges import Counts, SideShares
from cartvision.augment.library import albumentations


class Hand(Occluder):
    """Size is from wrist to fingertip, in shares of the picture's shorter side."""

    class InitSchema(albumentations.DualTransform.InitSchema):  # type: ignore[misc]  # no types
        count_range: Counts
        size_range: SideShares

    def __init__(
        self,
        count_range: tuple[int, int] = (1, 1),
        size_range: tuple[float, float] = (0.25, 0.5),
        p: float = 0.5,
    ) -> None:
        super().__init__(p=p)
        self.count_range = count_range
        self.size_range = size_range

    def things(self, *, width: int, height: int) -> list[Cover]:
        count = self.py_random.randint(*self.count_range)
        return [self._hand(width=width, height=height) for _ in range(count)]

    def _hand(self, *, width: int, height: int) -> Cover:
        rng = self.py_random
        length = min(width, height) * rng.uniform(*self.size_range)
        flex = rng.uniform(-0.35, 0.35)
        stance, reach = any_stance(rng, length=length, flex=flex, width=width, height=height)
        sleeve = rng.choice((None, rng.uniform(0.1, 0.8)))
        limbs = [*hand(rng), *forearm(length=reach + 1.5, flex=flex, sleeve=sleeve)]
        return drawn(limbs, stance=stance, look=any_look(rng), width=width, height=height)
