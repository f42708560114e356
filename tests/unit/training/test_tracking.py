import mlflow
import pytest

from cartvision.errors import InputError
from unit.training.heads import rows, trained


@pytest.mark.filterwarnings(
    "ignore::FutureWarning:mlflow"
)  # on stores of files, which we read back
def test_mlflow_gets_losses_and_checks_where_a_server_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")  # the store that needs no server
    monkeypatch.setenv("MLFLOW_TRACKING_URI", (tmp_path / "runs").as_uri())
    _, history = trained(tmp_path / "work", data=rows())
    client = mlflow.MlflowClient((tmp_path / "runs").as_uri())
    run = client.get_run((tmp_path / "work" / "mlflow-run").read_text())
    assert run.info.status == "FINISHED"
    for figure, told in (
        ("loss", [row["loss"] for row in history.losses]),
        ("check/score", [row["score"] for row in history.checks]),
    ):
        kept = client.get_metric_history(run.info.run_id, figure)
        assert [one.value for one in kept] == pytest.approx(told)
    assert run.data.tags["settings.steps"] == "8"


def test_a_server_that_does_not_answer_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    with pytest.raises(InputError, match=r"127.0.0.1:9 does not answer .* unset it"):
        trained(tmp_path, data=rows())
