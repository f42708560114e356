import pytest
import torch
from torch import nn

from cartvision.models.describer.model import Describer
from cartvision.models.loading import load_model
from cartvision.train_attributes import phases
from cartvision.train_attributes.__main__ import main
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_attributes.keeping import Kept
from cartvision.training.average import weights_of
from shelves import write_dataset
from trained import labelled


def network(seed: int) -> nn.Module:
    torch.manual_seed(seed)
    made = nn.Sequential(nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4))
    made(torch.randn(2, 3, 5, 5))
    return made


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_the_share_of_what_was_is_mixed_in_and_counts_stay():
    was, tuned = network(1), network(2)
    tuned[1].num_batches_tracked += 7
    own = weights_of(tuned)
    Kept.of(was, share=0.25).mixed_into(tuned)
    for name, value in weights_of(tuned).items():
        if name.endswith("num_batches_tracked"):
            assert value == 8
        else:
            assert torch.allclose(value, 0.25 * weights_of(was)[name] + 0.75 * own[name])


def test_a_share_of_nothing_changes_no_bit():
    tuned = network(2)
    own = weights_of(tuned)
    Kept.of(network(1), share=0.0).mixed_into(tuned)
    assert same(weights_of(tuned), own)


def test_after_a_look_the_weights_are_what_they_were():
    was, tuned = network(1), network(2)
    own = weights_of(tuned)
    with Kept.of(was, share=0.5).while_mixed_into(tuned):
        assert not same(weights_of(tuned), own)
    assert same(weights_of(tuned), own)


def trained(folder, **told) -> dict[str, torch.Tensor]:
    places = {"dataset": [folder / "d"], "model": folder / "m", "report": folder / "r"}
    main(TrainAttributesFlags(**places, crop=32, warm_epochs=4, fewest=1, **told))
    return load_model(Describer, folder / "m").state_dict()


@pytest.fixture
def folder(tmp_path):
    write_dataset(
        tmp_path / "d", [(labelled(s), "train") for s in range(2)] + [(labelled(0), "val")]
    )
    return tmp_path


def test_a_run_ends_between_what_was_and_what_was_tuned(folder):
    tuning = {"tune_epochs": 3, "tune_batch": 2, "tune_rate": 1e-2, "layers": "3", "checks": 1}
    was, tuned = trained(folder), trained(folder, **tuning)
    mixed = trained(folder, **tuning, keep=0.5)
    moved = [name for name in was if not torch.equal(was[name], tuned[name])]
    assert moved
    for name in moved:
        if was[name].is_floating_point():
            assert torch.allclose(mixed[name], (was[name] + tuned[name]) / 2, atol=1e-6)


def test_what_is_looked_at_while_tuning_is_what_it_ends_with(folder, monkeypatch):
    looked = []

    def look(model, **_) -> dict[str, float]:
        looked.append(weights_of(model))
        return {"mean": 0.5}

    monkeypatch.setattr(phases, "check", look)
    ended = trained(folder, tune_epochs=1, tune_rate=1e-2, layers="3", keep=0.3)
    (told,) = looked
    assert same({name: told[name] for name in ended}, ended)
