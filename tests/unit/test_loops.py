"""Long loops keep the order of their items, hold few of them, and say how far they are."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cartvision.loops import LINE_EVERY, in_order, progress


def test_results_come_in_the_order_of_the_items() -> None:
    def work(number: int) -> int:
        time.sleep(0.002 * (number % 3))
        return number

    with ThreadPoolExecutor(4) as pool:
        assert list(in_order(work, range(20), pool=pool, ahead=5)) == list(range(20))


def test_no_more_items_are_taken_than_may_be_ahead() -> None:
    taken = []

    def items():
        for number in range(50):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(4) as pool:
        results = in_order(lambda number: number, items(), pool=pool, ahead=6)
        for number, _ in enumerate(results, start=1):
            assert len(taken) - number < 6


def test_an_error_in_the_work_reaches_the_caller() -> None:
    def work(number: int) -> float:
        return 1 / (number - 3)

    with ThreadPoolExecutor(2) as pool, pytest.raises(ZeroDivisionError):
        list(in_order(work, range(10), pool=pool, ahead=4))


def test_away_from_a_terminal_progress_is_plain_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    total = LINE_EVERY * 2 + 1
    assert list(progress(range(total), what="pictures", total=total)) == list(range(total))
    assert [record.message for record in caplog.records] == [
        f"pictures: {LINE_EVERY} of {total}",
        f"pictures: {LINE_EVERY * 2} of {total}",
    ]
