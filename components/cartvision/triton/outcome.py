"""What became of a run: the small record beside the releases."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from cartvision.storage.store import Store


class Outcome(BaseModel):
    """The contents of runs/<run>.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Literal["released", "refused"]
    release: str = ""  # "" when nothing was released
    reasons: list[str] = []


def key_of(run: str) -> str:
    return f"runs/{run}.json"


def write_outcome(store: Store, outcome: Outcome, *, run: str) -> None:
    store.write(key_of(run), outcome.model_dump_json(indent=2).encode() + b"\n")


def find_outcome(store: Store, *, run: str) -> Outcome | None:
    """None if the run has left none: it failed before its end."""
    try:
        return Outcome.model_validate_json(store.read(key_of(run)))
    except KeyError:
        return None
