"""Channels: small pointer files that say which release is `stable` and which was before it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cartvision.errors import InputError, WorkError
from cartvision.storage.store import Store

Channel = Literal["stable", "previous"]


class Pointer(BaseModel):
    """The contents of channels/<channel>.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: str


@dataclass(frozen=True)
class Seen:
    """What a channel pointed at when it was looked at, and the tag that a move must find."""

    release: str  # "" when the channel points nowhere yet
    tag: str | None


@dataclass(frozen=True)
class Channels:
    stable: Seen
    previous: Seen


def key_of(channel: Channel) -> str:
    return f"channels/{channel}.json"


def look(store: Store, channel: Channel) -> Seen:
    try:
        content, tag = store.read_tagged(key_of(channel))
    except KeyError:
        return Seen(release="", tag=None)
    return Seen(release=Pointer.model_validate_json(content).release, tag=tag)


def look_at_channels(store: Store) -> Channels:
    return Channels(stable=look(store, "stable"), previous=look(store, "previous"))


def released_on(store: Store, channel: Channel) -> str:
    """The name of the release on a channel that must have one."""
    seen = look(store, channel)
    if not seen.release:
        raise InputError(f"{store.uri} has no {channel} release. Run deploy-triton first?")
    return seen.release


def make_stable(store: Store, name: str, *, seen: Channels) -> None:
    """Move `stable` to `name` and `previous` to what was stable; of two racers one succeeds.

    `previous` moves first: a writer that dies between leaves a stable release that still serves.
    """
    if seen.stable.release == name:
        return
    if seen.stable.release:
        _move(store, "previous", seen.stable.release, seen=seen.previous)
    _move(store, "stable", name, seen=seen.stable)


def _move(store: Store, channel: Channel, name: str, *, seen: Seen) -> None:
    content = Pointer(release=name).model_dump_json().encode() + b"\n"
    if not store.write_if(key_of(channel), content, tag=seen.tag):
        raise WorkError(
            f"another deployment moved {channel} of {store.uri} first; run deploy-triton again "
            f"if {name} should still follow it"
        )
