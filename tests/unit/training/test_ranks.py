from pathlib import Path

import pytest
import torch

from cartvision.models.losses import shared_count
from cartvision.models.norms import SyncedNorm, synchronised
from unit.training.programs import run, told

TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
RECIPE = {"steps": 4, "learning_rate": 1e-4, "average": 0.0, "check_every": 4}


def losses(folder: Path, *launcher: str, batch: int) -> list[float]:
    answer = told(run(folder, *launcher, **RECIPE, batch=batch))
    assert answer["processes"] == (2 if launcher else 1)
    assert [row["step"] for row in answer["checks"]] == [4]
    return [row["loss"] for row in answer["losses"]]


@pytest.mark.slow
def test_two_processes_lose_what_one_with_all_the_pictures_loses(tmp_path):
    one = losses(tmp_path / "one", batch=4)
    two = losses(tmp_path / "two", *TORCHRUN, batch=2)
    assert len(one) == 4
    assert two == pytest.approx(one, rel=1e-5)


def test_a_norm_that_is_alone_is_the_plain_one():
    plain = torch.nn.BatchNorm2d(3)
    ours = synchronised(torch.nn.Sequential(torch.nn.BatchNorm2d(3)))
    assert type(ours[0]) is SyncedNorm
    pixels = torch.randn(2, 3, 4, 4, generator=torch.manual_seed(0))
    assert torch.equal(plain(pixels), ours(pixels))
    assert [*ours[0].state_dict()] == [*plain.state_dict()]


@pytest.mark.parametrize(("count", "shared"), [(0, 1), (1, 1), (7, 7)])
def test_a_process_that_is_alone_divides_by_its_own_count(count, shared):
    assert shared_count(torch.tensor(count)) == shared
