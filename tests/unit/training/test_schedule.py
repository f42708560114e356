import pytest

from cartvision.training.schedule import Tenths

RATE = Tenths(warmup=4, milestones=(10, 20))


@pytest.mark.parametrize(
    ("step", "share"),
    [
        pytest.param(0, 0, id="the first"),
        pytest.param(2, 0.5, id="half way up"),
        pytest.param(4, 1, id="up"),
        pytest.param(9, 1, id="before a milestone"),
        pytest.param(10, 0.1, id="a milestone"),
        pytest.param(25, 0.01, id="past the last"),
    ],
)
def test_the_rate_climbs_and_is_a_tenth_from_each_milestone_on(step, share):
    assert RATE(step) == pytest.approx(share)
