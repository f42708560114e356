"""How far the exported graph's answers are from PyTorch's."""

from collections.abc import Iterable

from cartvision.errors import WorkError
from cartvision.inference.answer import Predictor
from cartvision.inference.comparing import Difference, difference
from cartvision.vision.codec import Pixels


def parity(exported: Predictor, *, trained: Predictor, frames: Iterable[Pixels]) -> Difference:
    """The largest differences over all frames; past the tolerance it is not the same model."""
    worst = Difference()
    for frame in frames:
        answer, expected = exported.predict([frame])[0], trained.predict([frame])[0]
        worst = worst.worse(difference(answer, expected=expected))
    if not worst.tolerable:
        raise WorkError(f"the exported graph is not the trained model: {worst}")
    if worst.products == 0:
        raise WorkError("no product was found in any frame, so nothing was compared: train longer")
    return worst
