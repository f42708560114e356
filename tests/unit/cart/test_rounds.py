from pathlib import Path

import numpy as np
import pytest

from cartvision.cart.__main__ import main
from cartvision.cart.flags import CartFlags
from cartvision.cart.rounds import jpegs, latency, shown
from cartvision.errors import InputError, WorkError
from cartvision.flags import parse
from cartvision.inference.answer import Answer
from cartvision.triton.ports import reserve


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("b.jpg", "a.JPEG", "c.jpeg", "notes.txt", "d.png"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("limit", "names"),
    [
        pytest.param(None, ["a.JPEG", "b.jpg", "c.jpeg"], id="all of them"),
        pytest.param(2, ["a.JPEG", "b.jpg"], id="the first two"),
    ],
)
def test_jpegs_are_taken_in_the_order_of_names(source, limit, names):
    assert [file.name for file in jpegs(source, limit=limit)] == names


@pytest.mark.parametrize("folder", ["", "away"], ids=["no JPEG in it", "no such folder"])
def test_a_folder_without_jpegs_is_an_input_error(tmp_path, folder):
    with pytest.raises(InputError, match=str(tmp_path)):
        jpegs(tmp_path / folder, limit=None)


def test_only_products_at_or_above_the_operating_threshold_are_shown():
    boxes = np.arange(12, dtype=np.float32).reshape(3, 4)
    scores = np.array([0.9, 0.5, 0.4], dtype=np.float32)
    kinds = np.array([2, 1, 0])
    answer = Answer(
        boxes=boxes,
        scores=scores,
        attributes=scores[:, None],
        classes=kinds,
        categories=("Drinks", "", "Food"),
        certainty=scores,
    )
    kept = shown(answer, min_score=0.5)
    assert kept.boxes.tolist() == boxes[:2].tolist()
    assert kept.attributes.shape == (2, 1)
    assert kept.classes.tolist() == [2, 1]
    assert kept.categories == ("Drinks", "")
    assert kept.certainty.tolist() == scores[:2].tolist()


def test_latency_is_the_median_and_the_tail():
    assert latency([float(number) for number in range(101)]) == "p50 50.0 ms, p95 95.0 ms"


def test_a_server_that_is_away_is_one_clear_line(source):
    url = f"127.0.0.1:{reserve(http=0, grpc=0).grpc}"
    flags = CartFlags(source=source, url=url, out=source / "out")
    with pytest.raises(WorkError, match=f"no Triton answers at {url}; start one"):
        main(flags)
    assert not flags.out.exists()


def test_an_address_with_a_scheme_is_refused():
    given = ["--source", "in", "--out", "out", "--url", "grpc://127.0.0.1:8001"]
    with pytest.raises(InputError, match="--url: String should match pattern"):
        parse(CartFlags, given, program="cartvision cart")
