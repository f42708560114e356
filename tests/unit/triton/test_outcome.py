from cartvision.storage.local import LocalStore
from cartvision.triton.outcome import Outcome, find_outcome, write_outcome


def test_an_outcome_is_read_as_it_was_written(tmp_path):
    store, refused = LocalStore(tmp_path), Outcome(outcome="refused", reasons=["map50 is .1"])
    write_outcome(store, refused, run="demo-1")
    assert find_outcome(store, run="demo-1") == refused


def test_a_run_that_failed_has_no_outcome(tmp_path):
    assert find_outcome(LocalStore(tmp_path), run="demo-2") is None
