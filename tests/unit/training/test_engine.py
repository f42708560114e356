import json
import time
from dataclasses import replace

import pytest
import torch

from cartvision.models.backbones.efficientnet_lite0 import FEATURES
from cartvision.models.describer.model import Describer
from unit.training.heads import RECIPE, Rows, rows, trained, weights


class PowerCut(BaseException):
    """What no code expects."""


class CutOff(Rows):
    """Rows that stop coming after a while."""

    left = 26

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        CutOff.left -= 1
        if CutOff.left < 0:
            raise PowerCut
        return super().__getitem__(index)


class Slow(Rows):
    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        time.sleep(0.2)
        return super().__getitem__(index)


class Told:
    """A check that answers what it was given, and keeps the weights it saw."""

    def __init__(self, *answers: float) -> None:
        self.answers = list(answers)
        self.seen: list[torch.Tensor] = []

    def __call__(self, model: torch.nn.Module) -> dict[str, float]:
        assert not model.training
        self.seen.append(weights(model).clone())
        return {"score": self.answers[len(self.seen) - 1]}


def test_the_same_seed_trains_the_same_weights(tmp_path):
    first, _ = trained(tmp_path / "a", data=rows())
    again, _ = trained(tmp_path / "b", data=rows())
    other, _ = trained(tmp_path / "c", data=rows(), recipe=replace(RECIPE, seed=4))
    assert torch.equal(weights(first), weights(again))
    assert not torch.equal(weights(first), weights(other))


def test_a_run_that_was_cut_off_ends_as_if_it_had_not_been(tmp_path):
    whole, history = trained(tmp_path / "whole", data=rows())
    good = rows()
    with pytest.raises(PowerCut):
        trained(tmp_path / "cut", data=CutOff(good.features, good.labels))
    assert (tmp_path / "cut" / "checkpoint-4").is_dir()
    resumed, told = trained(tmp_path / "cut", data=rows())
    assert torch.equal(weights(whole), weights(resumed))
    assert (told.losses, told.checks) == (history.losses, history.checks)
    logs = [(tmp_path / name / "log.jsonl").read_text() for name in ("whole", "cut")]
    assert logs[0] == logs[1]


def test_a_run_that_ended_is_not_run_again(tmp_path):
    first, history = trained(tmp_path, data=rows())
    again, told = trained(tmp_path, data=Rows(rows().features * torch.nan, rows().labels))
    assert torch.equal(weights(first), weights(again))
    assert told == history


def test_a_checkpoint_of_other_settings_is_not_resumed(tmp_path):
    trained(tmp_path / "a", data=rows(), recipe=replace(RECIPE, steps=4))
    longer, _ = trained(tmp_path / "a", data=rows())
    fresh, _ = trained(tmp_path / "b", data=rows())
    assert torch.equal(weights(longer), weights(fresh))


def test_what_a_run_of_other_settings_left_stays_until_the_next_one_has_ended(
    tmp_path, caplog, monkeypatch
):
    monkeypatch.setattr(CutOff, "left", 26)
    cut = CutOff(rows().features, rows().labels)
    with pytest.raises(PowerCut):
        trained(tmp_path / "a", data=cut)
    with pytest.raises(PowerCut), caplog.at_level("INFO"):
        trained(tmp_path / "a", data=cut, recipe=replace(RECIPE, learning_rate=1e-3))
    assert "starting anew, for other learning_rate; the former run is in" in caplog.text
    assert (tmp_path / "a.former" / "checkpoint-4").is_dir()
    trained(tmp_path / "a", data=rows(), recipe=replace(RECIPE, learning_rate=1e-3))
    assert not (tmp_path / "a.former").exists()


def test_the_best_averaged_weights_are_what_a_run_ends_with(tmp_path):
    told = Told(0.2, 0.9, 0.4, 0.9)
    model, history = trained(tmp_path, data=rows(), check=told)
    assert [row["score"] for row in history.checks] == told.answers
    assert [row["step"] for row in history.checks] == [2, 4, 6, 8]
    assert torch.equal(weights(model), told.seen[1])
    assert not torch.equal(told.seen[0], told.seen[1])


def test_checks_without_a_gain_end_the_run(tmp_path):
    told = Told(0.5, 0.4, 0.3, 0.9)
    model, history = trained(tmp_path, data=rows(), recipe=replace(RECIPE, patience=2), check=told)
    assert [row["step"] for row in history.checks] == [2, 4, 6]
    assert torch.equal(weights(model), told.seen[0])


def test_checks_change_nothing_that_is_learnt(tmp_path):
    _, looked = trained(tmp_path / "a", data=rows())
    _, blind = trained(tmp_path / "b", data=rows(), check=None)
    assert looked.losses == blind.losses


def test_the_log_is_the_history(tmp_path):
    _, history = trained(tmp_path, data=rows())
    told = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert told == history.rows
    assert [row["step"] for row in told] == [1, 2, 3, 4, 6, 6, 8]
    assert (tmp_path / "curves.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [pytest.param(Slow, 0.6, 1, id="slow"), pytest.param(Rows, 0, 0.4, id="quick")],
)
def test_the_share_of_waiting_for_data_is_told(tmp_path, kind, least, most):
    good = rows()
    recipe = replace(RECIPE, save_every=100)
    data = kind(good.features, good.labels)
    _, history = trained(tmp_path, data=data, recipe=recipe, check=None)
    assert least < history.waiting < most


def test_a_model_trained_in_half_precision_answers_in_full(tmp_path):
    model, _ = trained(tmp_path, data=rows(), recipe=replace(RECIPE, half_precision=True))
    fresh = Describer(model.config).eval()
    fresh.load_state_dict(model.state_dict())
    features = torch.randn(4, FEATURES, generator=torch.manual_seed(1))
    assert torch.equal(
        model.eval()(features)["attribute_logits"], fresh(features)["attribute_logits"]
    )
