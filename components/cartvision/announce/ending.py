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
    """The outcome decides: clusters call a run that ended well COMPLETE, SUCCEEDED or RUNNING."""
    if outcome is None:
        reasons = (status.error.message,) if status.error.message else ()
        said = f"The run ended without an outcome ({status.state}): a task failed."
        return Ending("failed", f"{said} The stable release is as it was.", reasons)
    if outcome.outcome == "released":
        return Ending("released", f"{outcome.release} was released and is now stable.")
    return Ending("refused", "The model was refused. Nothing was released.", tuple(outcome.reasons))
