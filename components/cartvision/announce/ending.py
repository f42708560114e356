"""How a run ended, in words."""

from dataclasses import dataclass

from cartvision.announce.status import FinalStatus
from cartvision.triton.outcome import Outcome


@dataclass(frozen=True)
class Ending:
    """`outcome` is released, refused or failed; the sentence says it to people."""

    outcome: str
    sentence: str
    reasons: tuple[str, ...] = ()


def ending_of(status: FinalStatus, outcome: Outcome | None) -> Ending:
    """A run that did not succeed has no outcome; one that did always has."""
    if not status.succeeded:
        reasons = (status.error.message,) if status.error.message else ()
        said = f"The run failed ({status.state.lower()}). Nothing was released."
        return Ending("failed", said, reasons)
    assert outcome is not None
    if outcome.outcome == "released":
        return Ending("released", f"{outcome.release} was released and is now stable.")
    return Ending("refused", "The model was refused. Nothing was released.", tuple(outcome.reasons))
