import json
from pathlib import Path

import numpy as np

from cartvision.cart.record import line_of
from cartvision.cart.rounds import Refused, Seen
from cartvision.inference.answer import Answer

TOLD = {
    "classes": ["Drinks", "Food > Chips"],
    "attributes": ["promo", "bio"],
    "thresholds": [0.5, 0.9],
}


def test_a_line_holds_products_with_the_names_of_their_classes_and_attributes():
    answer = Answer(
        boxes=np.array([[1, 2, 3.14159, 4]], dtype=np.float32),
        scores=np.array([0.912345], dtype=np.float32),
        attributes=np.array([[0.5, 0.89]], dtype=np.float32),
        classes=np.array([1]),
    )
    seen = Seen(file=Path("in/a.jpg"), jpeg=b"", answer=answer, milliseconds=12.34)
    assert json.loads(line_of(seen, **TOLD)) == {
        "picture": "a.jpg",
        "milliseconds": 12.3,
        "products": [
            {
                "box": [1.0, 2.0, 3.1, 4.0],
                "score": 0.9123,
                "class": "Food > Chips",
                "attributes": ["promo"],
            }
        ],
    }


def test_a_line_says_which_category_is_told_and_how_surely():
    answer = Answer(
        boxes=np.zeros((2, 4), dtype=np.float32),
        scores=np.array([0.9, 0.8], dtype=np.float32),
        attributes=np.zeros((2, 2), dtype=np.float32),
        classes=np.array([0, 0]),
        categories=("Drinks > Soda", ""),
        certainty=np.array([0.75, 0], dtype=np.float32),
    )
    seen = Seen(file=Path("in/a.jpg"), jpeg=b"", answer=answer, milliseconds=12.34)
    told = json.loads(line_of(seen, **TOLD))["products"]
    assert [one["category"] for one in told] == ["Drinks > Soda", ""]
    assert [one["certainty"] for one in told] == [0.75, 0]


def test_a_refused_picture_says_why():
    refused = Refused(file=Path("in/a.jpg"), reason="not a readable picture")
    line = json.loads(line_of(refused, **TOLD))
    assert line == {"picture": "a.jpg", "refused": "not a readable picture"}
