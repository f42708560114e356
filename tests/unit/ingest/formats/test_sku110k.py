"""SKU-110K: a line for each box; a broken one costs itself."""

from pathlib import Path

import pytest

from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.sku110k import FORMAT
from unit.ingest.formats.reading import PICTURE, fill, told

ROW = b"a.jpg,1,2,30,40,object,64,48\n"
ENDLESS = b'"' + b"x" * 200_000 + b'"'


@pytest.mark.parametrize(
    ("row", "picture", "reason"),
    [
        pytest.param(b"a.jpg,1,2,30", "images/a.jpg", Reason.WRONG_COLUMNS, id="cells too few"),
        pytest.param(ROW.strip() + b",1", "images/a.jpg", Reason.WRONG_COLUMNS, id="one too many"),
        pytest.param(
            b"a.jpg,1,2,30,40," + ENDLESS + b",64,48",
            "images/a.jpg", Reason.WRONG_COLUMNS, id="a cell without end",
        ),
        pytest.param(
            ENDLESS + b",1,2,30,40,object,64,48",
            '"' + "x" * 1023, Reason.WRONG_COLUMNS, id="a name without end",
        ),
        pytest.param(
            b'a.jpg,1,2,30,40,"x"\ry,64,48',
            "images/a.jpg", Reason.WRONG_COLUMNS, id="a line's end in a line",
        ),
        pytest.param(b"a.jpg,1,2,30,40,\xff,64,48", "images/a.jpg", Reason.NOT_TEXT, id="no text"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("table", ["annotations.csv", "annotations_train.csv"])
def test_a_broken_row_costs_itself(
    tmp_path: Path, table: str, row: bytes, picture: str, reason: Reason
):
    found = told(FORMAT, fill(tmp_path, {table: ROW + row + b"\n" + ROW, "images/a.jpg": PICTURE}))
    assert found.faults == {picture: [reason]}
    whole = [claim.box for claim in found.claims["images/a.jpg"] if not claim.fault]
    assert whole == [(1, 2, 30, 40)] * 2


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("attributes.csv", b"image,x1,y1,x2,y2,category,sku,has_cap\n"),
        ("pictures.csv", b"image,group,captured_at,licence\n"),
    ],
)
def test_a_cell_without_end_costs_its_row_of_our_tables(tmp_path: Path, table: str, header: bytes):
    files = {"annotations.csv": ROW, table: header + b"a.jpg," + ENDLESS, "images/a.jpg": PICTURE}
    found = told(FORMAT, fill(tmp_path, files))
    assert found.faults == {"images/a.jpg": [Reason.WRONG_COLUMNS]}
