"""Tables that grow picture by picture hold the rows in their order, and little besides."""

import tracemalloc
from dataclasses import fields

import numpy as np
import pytest

from cartvision.evidence.columns import JOINED, Columns
from cartvision.evidence.tables import Labels


@pytest.mark.parametrize(
    "times",
    [
        pytest.param(0, id="nothing was added"),
        pytest.param(JOINED - 1, id="one less than is joined"),
        pytest.param(JOINED, id="as many as are joined"),
        pytest.param(3 * JOINED + 5, id="joined and loose ones"),
    ],
)
def test_rows_come_back_in_the_order_they_were_added(times):
    columns = Columns(Labels)
    for number in range(times):
        rows = number % 3  # pictures of none, of one and of two
        columns.add(
            picture=[number] * rows,
            attribute=list(range(rows)),
            true=[True] * rows,
            probability=[number / times] * rows,
        )
    table = columns.table()
    assert table.picture.tolist() == [n for n in range(times) for _ in range(n % 3)]
    assert table.attribute.tolist() == [row for n in range(times) for row in range(n % 3)]
    kinds = [table.picture.dtype, table.true.dtype, table.probability.dtype]
    assert kinds == [np.int32, np.bool_, np.float32]


def test_rows_may_be_added_after_a_table_was_taken():
    columns = Columns(Labels)
    for number in range(JOINED + 1):
        columns.add(picture=number, attribute=0, true=True, probability=0.5)
        assert len(columns.table().picture) == number + 1


def test_memory_is_that_of_the_data():
    """Of small pictures; an array for each of their columns would be ten times as much."""
    columns = Columns(Labels)
    rows = {"picture": [1] * 5, "attribute": [1] * 5, "true": [1] * 5, "probability": [1] * 5}
    tracemalloc.start()
    for _ in range(20 * JOINED):
        columns.add(**rows)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    table = columns.table()
    assert used < 1.5 * sum(getattr(table, field.name).nbytes for field in fields(table))
