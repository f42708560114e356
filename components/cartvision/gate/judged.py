"""A report with its evidence, as the gate reads them."""

from dataclasses import dataclass
from pathlib import Path

from cartvision.errors import InputError
from cartvision.evidence.storing import FOLDER, digest_of, read_evidence
from cartvision.evidence.tables import Evidence
from cartvision.reports.metrics import Metric, Report, read_report


@dataclass(frozen=True)
class Judged:
    """What was told of a model, and what it rests on."""

    report: Report
    evidence: Evidence

    def figure(self, name: str) -> Metric | None:
        """A figure overall, or one of what ships: its size and its latency a single picture."""
        return self.report.overall.get(name) or self._of_artifact().get(name)

    @property
    def figures(self) -> list[str]:
        return [*self.report.overall, *self._of_artifact()]

    def _of_artifact(self) -> dict[str, Metric]:
        artifact = self.report.artifact
        if artifact is None:
            return {}
        single = [latency for latency in artifact.latency if latency.batch == 1]
        told = {
            f"latency_{name}_ms": metric
            for latency in single
            for name, metric in latency.metrics.items()
        }
        return told | {"megabytes": Metric(value=artifact.bytes / 1e6, support=1)}


def read_judged(folder: Path) -> Judged:
    """InputError where the figures were not drawn from the evidence beside them."""
    report, evidence = read_report(folder), read_evidence(folder / FOLDER)
    if report.evidence != digest_of(folder / FOLDER):
        raise InputError(
            f"{folder}: the evidence is not that of the report: one of the two was changed or "
            "copied from elsewhere. Run evaluate again"
        )
    return Judged(report=report, evidence=evidence)


NAMED = {"attributes": "attributes", "classes": "classes", "finds": "task (finding products)"}


def require_the_same_test_set(one: Judged, other: Judged, *, called: str) -> None:
    """InputError unless both were judged on the same pictures with the same labels."""
    ours, theirs = one.report, other.report
    same = (ours.split, ours.test_set) == (theirs.split, theirs.test_set)
    tables = (one.evidence, other.evidence)
    for asked in ("attributes", "classes", "finds"):
        first, second = (getattr(table, asked) for table in tables)
        if first != second:
            raise InputError(
                f"the candidate and the {called} were not judged on the same {NAMED[asked]}: "
                f"{first} and {second}. Evaluate both on one dataset, as models of one kind"
            )
    rows = [side.evidence.pictures.image_id.tolist() for side in (one, other)]
    if same and rows[0] == rows[1] and _objects(one) == _objects(other):
        return
    raise InputError(
        f"the {called} was judged on {theirs.split} of dataset {theirs.dataset[:12]} "
        f"({len(rows[1])} pictures), the candidate on {ours.split} of {ours.dataset[:12]} "
        f"({len(rows[0])} pictures): they are not the same test set. Run evaluate on both with the "
        "same --dataset and --split, or with --champion, which judges both at once"
    )


def _objects(one: Judged) -> list[int]:
    return list(one.evidence.pictures.objects.tolist())
