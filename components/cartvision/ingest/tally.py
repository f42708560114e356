"""The books of a run: how much was read, how much is broken, and why."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cartvision.errors import WorkError
from cartvision.ingest.examine import Outcome
from cartvision.ingest.faults import Fault, Quarantine
from cartvision.ingest.rows import Candidate

REASONS_SAID = 3  # in the error of a run where too much is broken


@dataclass(frozen=True)
class Kept:
    """How many of one kind of row there were, how many are broken, and how many are kept."""

    read: int
    broken: int
    kept: int  # what is neither broken nor kept is a copy

    @property
    def broken_share(self) -> float:
        return self.broken / self.read if self.read else 0.0


class Tally:
    """Every fault goes through here into the quarantine."""

    def __init__(self, quarantine: Quarantine, *, sources: Sequence[str]) -> None:
        self._quarantine = quarantine
        self._sources = sources
        self._read: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()
        self._spare: Counter[str] = Counter()  # sound, but a copy of something that is kept
        self.left_out: Counter[str] = Counter()  # reason → rows
        self.mended: Counter[str] = Counter()
        self.licences: dict[int, set[str]] = defaultdict(set)  # of each source
        self.brightness = array("f")
        self.sharpness = array("f")

    def add(self, outcome: Outcome) -> None:
        self._read["pictures"] += outcome.case.is_picture
        self._read.update(outcome.case.rows)
        self._broken["pictures"] += outcome.case.is_picture and outcome.picture is None
        self._broken.update(outcome.lost)
        for fault in outcome.faults:
            self._tell(fault, source=outcome.case.source)
        if outcome.picture:
            self.licences[outcome.case.source].add(outcome.picture.licence)
        if outcome.look:
            self.brightness.append(outcome.look.brightness)
            self.sharpness.append(outcome.look.sharpness)

    def leave_out(self, candidate: Candidate, fault: Fault) -> None:
        """A picture that was sound by itself."""
        self._spare["pictures"] += 1
        self._spare.update(candidate.claims)
        self._tell(fault, source=candidate.source)

    def _tell(self, fault: Fault, *, source: int) -> None:
        self._quarantine.add(fault, source=self._sources[source])
        counts = self.mended if fault.mended else self.left_out
        counts[str(fault.reason)] += 1

    @property
    def rows(self) -> dict[str, Kept]:
        return {
            name: Kept(
                read=read,
                broken=self._broken[name],
                kept=read - self._broken[name] - self._spare[name],
            )
            for name, read in self._read.items()
            if read or name == "pictures"
        }

    def require(self, *, max_broken: float) -> None:
        """WorkError if more than this share of any kind of row is broken, or nothing is left."""
        if not self.rows["pictures"].kept:
            raise WorkError(f"no picture came in from {', '.join(self._sources)}{self._top()}")
        for name, rows in self.rows.items():
            if rows.broken_share > max_broken:
                raise WorkError(
                    f"{rows.broken} of {rows.read} {name} are broken, more than "
                    f"--max-broken {max_broken:.1%}{self._top()}"
                )

    def _top(self) -> str:
        """The most frequent reasons, in words."""
        found = (self.left_out or self.mended).most_common(REASONS_SAID)
        if not found:
            return ""
        said = ", ".join(f"{count} × {reason}" for reason, count in found)
        return f": {said}. quarantine.jsonl in the report folder names each"
