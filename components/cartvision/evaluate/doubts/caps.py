"""Limits on the number of answers that are below the number of objects."""

from dataclasses import dataclass, field

from cartvision.evaluate.doubts.alarms import Alarm, named

LEAST_PICTURES = 4
LEAST_FLAT = 5
GROWN = 1.5  # times as many objects in the fullest of the pictures as in the emptiest
LEAST_ANSWERS = 20  # a plateau below is a model that finds little
PILE = 3  # times as many pictures at the largest number of answers as just below it
CLOSE = 0.9  # of the largest number of answers: just below it
MOSTLY = 0.75  # of the pictures that hold more objects than any has answers


@dataclass(frozen=True)
class Counted:
    path: str
    answers: int
    objects: int


@dataclass
class Caps:
    """Streaming: `update` with each picture's number of answers, whatever their score."""

    most: int  # what the model says that it never exceeds
    _pictures: list[Counted] = field(default_factory=list)

    def update(self, *, answers: int, objects: int, path: str) -> None:
        self._pictures.append(Counted(path, answers, objects))

    def alarms(self) -> list[Alarm]:
        return [*self._cap(), *self._plateau()]

    def _cap(self) -> list[Alarm]:
        over = [one for one in self._pictures if one.objects > self.most]
        if not over:
            return []
        largest = max(one.objects for one in over)
        text = (
            f"the model never answers with more than {self.most:,} products, and {len(over):,} of "
            f"{len(self._pictures):,} pictures hold more, up to {largest:,}: "
            f"{self._reach(self.most)}; export it with a higher limit"
        )
        return [Alarm("cap", text, fatal=False, pictures=_worst(over))]

    def _plateau(self) -> list[Alarm]:
        top = max((one.answers for one in self._pictures), default=0)
        if not LEAST_ANSWERS <= top < self.most:
            return []
        stopped = self._piled(top) or self._flat(top)
        if not stopped:
            return []
        objects = [one.objects for one in stopped]
        text = (
            f"the model says that it answers with up to {self.most:,} products, and stops at "
            f"{top:,}: {len(stopped):,} crowded pictures, of {min(objects):,} to {max(objects):,} "
            f"objects, have {_answers(stopped)}; {self._reach(top)}: look for a limit on "
            "candidates before suppression, or on queries"
        )
        return [Alarm("plateau", text, fatal=False, pictures=_worst(stopped))]

    def _piled(self, top: int) -> list[Counted]:
        """Pictures with exactly as many answers; counts that nothing limits thin out there."""
        at = [one for one in self._pictures if one.answers == top]
        below = sum(CLOSE * top <= one.answers < top for one in self._pictures)
        kinds = {one.objects for one in at}
        piled = len(at) >= max(LEAST_PICTURES, PILE * below) and len(kinds) > 1
        return at if piled and 2 * max(kinds) >= top else []

    def _flat(self, top: int) -> list[Counted]:
        """Pictures with more objects than any has answers: there, answers do not grow with them."""
        over = [one for one in self._pictures if one.objects > top]
        near = [one for one in over if one.answers >= CLOSE * top]
        if len(near) < max(LEAST_FLAT, MOSTLY * len(over)):
            return []
        objects = [one.objects for one in near]
        return near if max(objects) >= GROWN * min(objects) else []

    def _reach(self, limit: int) -> str:
        objects = sum(one.objects for one in self._pictures)
        reached = sum(min(one.objects, limit) for one in self._pictures)
        return f"the best recall within reach is {reached / objects:.3f}"


def _answers(pictures: list[Counted]) -> str:
    answers = [one.answers for one in pictures]
    least, largest = min(answers), max(answers)
    return f"{largest:,} answers each" if least == largest else f"{least:,} to {largest:,} answers"


def _worst(pictures: list[Counted]) -> tuple[str, ...]:
    ordered = sorted(pictures, key=lambda one: (-one.objects, one.path))
    return named(one.path for one in ordered)
