"""A run that is killed while it writes its report leaves the former one, or none, never a half."""

import subprocess
import sys
import time

import pytest

from cartvision.evaluate.__main__ import main
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.reports.metrics import read_report

LONGEST = 60  # seconds until it begins to write


def killed_while_it_writes(flags):
    """Killed as soon as a file is in the folder that it fills; that folder."""
    told = {"dataset": flags.dataset, "candidate": flags.candidate, "report": flags.report}
    told |= {"draws": flags.draws, "calls": flags.calls}
    arguments = [f"--{name}={value}" for name, value in told.items()]
    end = time.monotonic() + LONGEST
    with subprocess.Popen([sys.executable, "-m", "cartvision.evaluate", *arguments]) as run:
        while not (found := list(flags.report.parent.glob(".report.*.partial/*"))):
            assert run.poll() is None
            assert time.monotonic() < end
            time.sleep(0.001)
        run.kill()
    assert run.returncode < 0
    return found[0].parent


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "former", [pytest.param(True, id="over a former one"), pytest.param(False, id="the first")]
)
def test_a_run_killed_while_it_writes_leaves_no_half_report(tmp_path, dataset, export, former):
    out = tmp_path / "out" / "report"
    flags = EvaluateFlags(dataset=dataset, candidate=export(), report=out, draws=20, calls=0)
    if former:
        main(flags)
    before = contents(out)
    half = killed_while_it_writes(flags)
    assert half.is_dir()
    assert contents(out) == before
    assert out.exists() == former
    main(flags)
    assert read_report(out).overall["recall"].value == 1
    assert [path.name for path in out.parent.iterdir()] == ["report"]
