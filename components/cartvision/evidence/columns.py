"""Tables that grow picture by picture."""

from collections import defaultdict
from dataclasses import fields
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.tables import KINDS

JOINED = 256  # parts of a column: an array of a few numbers is many times their size

T = TypeVar("T")


class Columns(Generic[T]):
    """The columns of one table, a stretch of rows at a time."""

    def __init__(self, table: type[T]) -> None:
        self._table = table
        self._parts: dict[str, list[NDArray[Any]]] = defaultdict(list)
        self._blocks: dict[str, list[NDArray[Any]]] = defaultdict(list)  # what stands before them

    def add(self, **columns: Any) -> None:
        """Rows that follow: a value, or a list of them, for each column."""
        for name, values in columns.items():
            kind = KINDS[self._kind(name)]
            parts = self._parts[name]
            parts.append(np.atleast_1d(np.asarray(values, dtype=kind)))
            if len(parts) == JOINED:
                self._blocks[name].append(np.concatenate(parts))
                parts.clear()

    def table(self) -> T:
        """All rows; of no rows empty columns."""
        names = [field.name for field in fields(self._table)]  # type: ignore[arg-type] # T is a dataclass
        return self._table(**{name: self._column(name) for name in names})

    def _column(self, name: str) -> NDArray[Any]:
        empty: NDArray[Any] = np.zeros(0, dtype=KINDS[self._kind(name)])
        return np.concatenate([empty, *self._blocks[name], *self._parts[name]])

    def _kind(self, name: str) -> str:
        return str(self._table.__annotations__[name])
