from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from cartvision.errors import InputError, WorkError
from cartvision.storage.local import LocalStore
from cartvision.triton.channels import look_at_channels, make_stable, released_on

FIRST, SECOND, THIRD = "r-111111111111", "r-222222222222", "r-333333333333"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def release(store: LocalStore, *names: str) -> None:
    for name in names:
        make_stable(store, name, seen=look_at_channels(store))


def state(store: LocalStore) -> tuple[str, str]:
    seen = look_at_channels(store)
    return seen.stable.release, seen.previous.release


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], ("", ""), id="nothing yet"),
        pytest.param([FIRST], (FIRST, ""), id="the first has none before it"),
        pytest.param([FIRST, SECOND], (SECOND, FIRST), id="the old one becomes previous"),
        pytest.param([FIRST, SECOND, THIRD], (THIRD, SECOND), id="only one is remembered"),
        pytest.param([FIRST, SECOND, SECOND], (SECOND, FIRST), id="the same again moves nothing"),
        pytest.param([FIRST, SECOND, FIRST], (FIRST, SECOND), id="back to an older one"),
    ],
)
def test_channels_follow_releases(store, names, expected):
    release(store, *names)
    assert state(store) == expected


@pytest.mark.parametrize("before", [[], [FIRST], [FIRST, SECOND]], ids=len)
def test_who_looked_before_another_moved_is_refused(store, before):
    release(store, *before)
    stale = look_at_channels(store)
    release(store, THIRD)
    after = state(store)
    with pytest.raises(WorkError, match="another deployment moved"):
        make_stable(store, "r-444444444444", seen=stale)
    assert state(store) == after


def test_of_many_racing_writers_one_wins(store):
    release(store, FIRST, SECOND)
    seen, together = look_at_channels(store), Barrier(8)

    def race(number: int) -> str:
        name = f"r-{number:012x}"
        together.wait()
        try:
            make_stable(store, name, seen=seen)
        except WorkError:
            return ""
        return name

    with ThreadPoolExecutor(8) as pool:
        winners = [name for name in pool.map(race, range(8)) if name]
    assert len(winners) == 1
    assert state(store) == (winners[0], SECOND)


def test_an_empty_channel_is_an_input_error(store):
    with pytest.raises(InputError, match="has no stable release"):
        released_on(store, "stable")
