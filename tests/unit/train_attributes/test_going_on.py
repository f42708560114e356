"""A run that is stopped while it is tuned has its first phase behind it."""

import pytest

from cartvision.train_attributes import phases, vectors
from cartvision.train_attributes.__main__ import main
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.training.stopping import StoppedError
from shelves import write_dataset
from trained import labelled


def run(folder, **told) -> bytes:
    flags = {"crop": 32, "warm_epochs": 4, "tune_epochs": 1, "tune_batch": 2, "layers": "3"}
    places = {"dataset": [folder / "d"], "model": folder / "m", "report": folder / "r"}
    main(TrainAttributesFlags(**places, **(flags | told)))
    return (folder / "m" / "model.safetensors").read_bytes()


def stop(*_, **__):
    raise StoppedError("stopped by SIGTERM")


@pytest.fixture
def stopped(tmp_path, monkeypatch):
    write_dataset(
        tmp_path / "d", [(labelled(s), "train") for s in range(2)] + [(labelled(0), "val")]
    )
    with monkeypatch.context() as patched:
        patched.setattr(phases, "tune", stop)
        with pytest.raises(StoppedError):
            run(tmp_path)
    return tmp_path


@pytest.fixture
def looks(monkeypatch) -> list[Cutter]:
    """One for each time that vectors are computed to learn from."""
    found, former = [], vectors.learnt_from

    def look(model, cutter, *, seed):
        found.append(cutter)
        return former(model, cutter, seed=seed)

    monkeypatch.setattr(vectors, "learnt_from", look)
    return found


def test_no_vector_is_computed_again_and_the_weights_are_the_same(stopped, looks):
    went_on = run(stopped)
    assert not looks
    assert run(stopped) == went_on
    assert len(looks) == 1


def test_other_numbers_for_tuning_keep_the_first_phase(stopped, looks, caplog):
    caplog.set_level("INFO")
    run(stopped, tune_rate=1e-3, layers="5")
    assert not looks
    assert "starting anew" not in caplog.text


def test_other_crops_are_looked_at_anew(stopped, looks, caplog):
    caplog.set_level("INFO")
    run(stopped, crop=48)
    assert len(looks) == 1
    assert "starting anew, for other size" in caplog.text
