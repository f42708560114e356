"""What is wrong with an evaluation itself, as far as it can tell."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cartvision.errors import InputError

MOST_NAMED = 20  # pictures, in one alarm

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alarm:
    """One sign that the figures do not mean what they seem to."""

    kind: str  # a short slug
    text: str  # the fact with its figures, and the next step
    fatal: bool  # whether any figure would be worthless
    pictures: tuple[str, ...] = ()  # paths or ids of those concerned, at most MOST_NAMED


def named(pictures: Iterable[str]) -> tuple[str, ...]:
    """The first of them, for `Alarm.pictures`."""
    return tuple(list(pictures)[:MOST_NAMED])


def heed(alarms: Sequence[Alarm]) -> None:
    """Log every alarm; InputError with all the fatal ones, where there are any."""
    for alarm in alarms:
        log.warning("ALARM %s: %s", alarm.kind, alarm.text)
    fatal = [alarm.text for alarm in alarms if alarm.fatal]
    if fatal:
        raise InputError("; ".join(fatal))
