"""What is wrong with a taxonomy's files, all of it at once."""

from collections.abc import Iterable
from typing import NamedTuple

from cartvision.errors import InputError

SHOWN = 20  # faults in the one line of an error


class Fault(NamedTuple):
    """One thing that is wrong, and where."""

    file: str
    line: int  # from 1
    said: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.said}"


class FaultsError(InputError):
    """A taxonomy that is broken; `faults` in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        more = len(self.faults) - SHOWN
        told = [str(fault) for fault in self.faults[:SHOWN]]
        super().__init__("; ".join(told + [f"and {more} more faults"] * (more > 0)))
