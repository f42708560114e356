"""What became of a run, from KFP's status and the run's own outcome."""

import json
import logging
from pathlib import Path

import pytest

from cartvision.announce.__main__ import main
from cartvision.announce.ending import ending_of
from cartvision.announce.flags import AnnounceFlags
from cartvision.announce.status import read_status
from cartvision.errors import InputError
from cartvision.storage.store import open_store
from cartvision.triton.outcome import Outcome, write_outcome

LOCAL = {
    "state": "FAILED",
    "pipeline_job_resource_name": "local-pipeline-training",
    "pipeline_task_name": "training",
    "error": {"code": 1, "message": "Task training failed."},
}
CLUSTER = {
    "state": "FAILED",
    "pipelineJobResourceName": "namespaces/n/runs/1",
    "pipelineTaskName": "training",
    "error": {"code": 9, "message": "Task training failed."},
}
ENDED_WELL = {"state": "SUCCEEDED", "error": {}}
RELEASED = Outcome(outcome="released", release="r-0123")
REFUSED = Outcome(outcome="refused", reasons=["map50 is 0.8", "map is 0.4"])


@pytest.mark.parametrize(
    ("told", "state", "message"),
    [
        pytest.param(LOCAL, "FAILED", "Task training failed.", id="local, snake case"),
        pytest.param(CLUSTER, "FAILED", "Task training failed.", id="cluster, camel case"),
        pytest.param(ENDED_WELL, "SUCCEEDED", "", id="an empty error"),
        pytest.param({"state": "COMPLETE"}, "COMPLETE", "", id="no error"),
    ],
)
def test_a_status_is_read_in_every_form(told, state, message):
    status = read_status(json.dumps(told))
    assert (status.state, status.error.message) == (state, message)


@pytest.mark.parametrize("text", ["", "FAILED", "{}", '{"state": 3}'])
def test_what_is_no_status_is_an_input_error(text):
    with pytest.raises(InputError, match="--status is not KFP's final status"):
        read_status(text)


@pytest.mark.parametrize(
    ("outcome", "state", "ended", "said", "reasons"),
    [
        pytest.param(RELEASED, "SUCCEEDED", "released", "r-0123 was released", (), id="a release"),
        pytest.param(
            REFUSED, "SUCCEEDED", "refused", "Nothing was released", tuple(REFUSED.reasons), id="no"
        ),
        pytest.param(RELEASED, "RUNNING", "released", "is now stable", (), id="status runs late"),
        pytest.param(None, "FAILED", "failed", "(FAILED): a task failed", (), id="no outcome"),
    ],
)
def test_the_outcome_decides_how_a_run_ended(outcome, state, ended, said, reasons):
    ending = ending_of(read_status(json.dumps({"state": state})), outcome)
    assert (ending.outcome, ending.reasons) == (ended, reasons)
    assert said in ending.sentence


def test_a_failed_run_gives_kfps_reason():
    assert ending_of(read_status(json.dumps(LOCAL)), None).reasons == ("Task training failed.",)


def announced(tmp_path: Path, outcome: Outcome | None, status: dict[str, object]) -> AnnounceFlags:
    releases = str(tmp_path / "releases")
    if outcome is not None:
        write_outcome(open_store(releases), outcome, run="r1")
    page = {"uri": str(tmp_path / "page"), "type": {"schemaTitle": "system.HTML"}}
    told = {"artifacts": {"page": {"artifacts": [page]}}, "outputFile": str(tmp_path / "out.json")}
    flags = AnnounceFlags(
        status=json.dumps(status),
        releases=releases,
        run="r1",
        page=tmp_path / "page",
        executor_input=json.dumps({"outputs": told}),
    )
    main(flags)
    return flags


@pytest.mark.parametrize(
    ("outcome", "status", "shown"),
    [
        pytest.param(RELEASED, ENDED_WELL, ["r-0123 was released"], id="released"),
        pytest.param(REFUSED, ENDED_WELL, ["Nothing was released", *REFUSED.reasons], id="refused"),
        pytest.param(None, LOCAL, ["a task failed", "Task training failed."], id="failed"),
    ],
)
def test_the_page_and_the_log_say_how_it_ended_and_why(tmp_path, caplog, outcome, status, shown):
    with caplog.at_level(logging.INFO):
        page = announced(tmp_path, outcome, status).page.read_text()
    for words in shown:
        assert words in page
        assert words in caplog.text


def test_the_ui_is_told_the_outcome(tmp_path):
    announced(tmp_path, REFUSED, ENDED_WELL)
    written = json.loads((tmp_path / "out.json").read_text())
    (page,) = written["artifacts"]["page"]["artifacts"]
    assert page["metadata"] == {"outcome": "refused"}


def test_the_outcome_of_another_run_is_not_ours(tmp_path):
    write_outcome(open_store(str(tmp_path / "releases")), RELEASED, run="r2")
    page = announced(tmp_path, None, LOCAL).page.read_text()
    assert "released and is now stable" not in page
