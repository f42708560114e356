"""How much of the training time goes by waiting for data."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Runs from the first data on: that loading has to start says nothing of its pace."""

    def __init__(self) -> None:
        self.begun: float | None = None
        self.waited = 0.0
        self.paused = 0.0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        since = time.perf_counter()
        yield
        now = time.perf_counter()
        if self.begun is None:
            self.begun = now
        else:
            self.waited += now - since

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """For what is not training."""
        since = time.perf_counter()
        yield
        self.paused += time.perf_counter() - since

    @property
    def share(self) -> float:
        """Of the time until now."""
        if self.begun is None:
            return 0.0
        return self.waited / (time.perf_counter() - self.begun - self.paused)
