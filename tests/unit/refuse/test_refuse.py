"""A refusal is recorded beside the releases, with its reasons, and releases nothing."""

import json
import logging
from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.refuse.__main__ import main
from cartvision.refuse.flags import RefuseFlags
from cartvision.reports.verdict import Verdict, write_verdict

REASONS = ["map50 is 0.8; at least 0.9 would pass", "map is 0.4; at least 0.5 would pass"]


def refuse(tmp_path: Path, *, passed: bool) -> None:
    verdict = Verdict(subject="torch", model="a1", passed=passed, reasons=REASONS, checks=[])
    write_verdict(verdict, tmp_path / "verdict.json")
    told = {"outputs": {"outputFile": str(tmp_path / "executor" / "output.json")}}
    main(
        RefuseFlags(
            verdict=tmp_path / "verdict.json",
            releases=str(tmp_path / "releases"),
            run="r1",
            executor_input=json.dumps(told),
        )
    )


def test_the_runs_outcome_is_refused_with_the_verdicts_reasons(tmp_path):
    refuse(tmp_path, passed=False)
    record = json.loads((tmp_path / "releases" / "runs" / "r1.json").read_text())
    assert record == {"outcome": "refused", "release": "", "reasons": REASONS}


def test_nothing_but_the_outcome_is_written_beside_the_releases(tmp_path):
    refuse(tmp_path, passed=False)
    written = [path for path in (tmp_path / "releases").rglob("*") if path.is_file()]
    assert written == [tmp_path / "releases" / "runs" / "r1.json"]


def test_kfp_gets_its_executor_output(tmp_path):
    refuse(tmp_path, passed=False)
    written = json.loads((tmp_path / "executor" / "output.json").read_text())
    assert written == {"artifacts": {}}


def test_every_reason_is_a_line_of_the_log(tmp_path, caplog):
    with caplog.at_level(logging.INFO):
        refuse(tmp_path, passed=False)
    assert caplog.messages == [f"refused: {reason}" for reason in REASONS]


def test_a_model_that_passed_is_not_refused(tmp_path):
    with pytest.raises(InputError, match="there is nothing to refuse"):
        refuse(tmp_path, passed=True)
    assert not (tmp_path / "releases").exists()
