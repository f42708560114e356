"""Models for the gate: what they find in the same pictures, and the report of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from cartvision.data.picture import Product
from cartvision.evidence.storing import FOLDER, write_evidence
from cartvision.evidence.tables import Evidence
from cartvision.findings.measuring import Measuring
from cartvision.gate.decision import decide
from cartvision.gate.judged import Judged
from cartvision.gate.policy import Policy
from cartvision.reports.metrics import Metric, Report, write_report
from evidences import Shot, box, gathered

GROUPS, PICTURES, OBJECTS = 20, 3, 12

Finds = Callable[[int, int], bool]  # whether an object of a picture is found, by their numbers


def evidence_of(
    finds: Finds, *, groups: int = GROUPS, pictures: int = PICTURES, false_alarms: int = 0
) -> Evidence:
    """One row of objects a picture; the first of each is a rare one."""
    shots = []
    for number in range(groups * pictures):
        boxes = [box(30 * place) for place in range(OBJECTS)]
        seen = [boxes[place] for place in range(OBJECTS) if finds(number, place)]
        seen += [box(30 * place, 200) for place in range(false_alarms)]
        objects = [Product(one, sku=f"sku-{place}") for place, one in enumerate(boxes)]
        shots.append(
            Shot(
                objects,
                boxes=seen,
                scores=[0.9] * len(seen),
                group=f"store-{number // pictures:02}",
            )
        )
    return gathered(shots, is_rare=lambda item: item.sku in ("sku-0", "sku-1"))


def by_chance(share: float, *, seed: int, rare: float | None = None) -> Finds:
    """Each object with this probability, the two rare ones of a picture with their own."""
    rng = np.random.default_rng(seed)
    table = rng.random((GROUPS * PICTURES * 10, OBJECTS))

    def finds(number: int, place: int) -> bool:
        wanted = share if rare is None or place > 1 else rare
        return bool(table[number, place] < wanted)

    return finds


def judged(
    evidence: Evidence,
    *,
    subject: str = "onnx int8",
    test_set: str = "t1",
    more: dict[str, float] | None = None,
    **fields: object,
) -> Judged:
    """As evaluate would report it; `more` are figures that it does not measure of this."""
    overall = _measured(id(evidence), evidence).copy()
    overall |= {name: Metric(value=value, support=10) for name, value in (more or {}).items()}
    report = Report(
        subject=subject,
        model=f"sha of {subject}",
        dataset="d1",
        split="test",
        test_set=test_set,
        units=GROUPS,
        overall=overall,
        **fields,
    )
    return Judged(report, evidence)


def _measured(key: int, evidence: Evidence) -> dict[str, Metric]:
    """Once an evidence: the tests ask many times for the same."""
    if key not in MEASURED:
        MEASURED[key] = (evidence, Measuring(evidence, draws=50, seed=1).overall())
    return MEASURED[key][1]


MEASURED: dict[int, tuple[Evidence, dict[str, Metric]]] = {}


def written(folder: Path, one: Judged) -> Path:
    digest = write_evidence(one.evidence, folder / FOLDER)
    write_report(one.report.model_copy(update={"evidence": digest}), folder)
    return folder


def names_of(checks: Sequence[object]) -> list[str]:
    return [check.name for check in checks if not check.passed]


def verdict(candidate, *, champion=None, reference=None, asked=None, **policy):
    """`asked` is what the policy has of the champion."""
    compared = {"champion": asked} if asked else {}
    given = Policy.model_validate({"floors": {"map50": 0.1}} | compared | policy)
    return decide(candidate, champion=champion, reference=reference, policy=given, seed=3)


GOOD = evidence_of(by_chance(0.95, seed=1))
