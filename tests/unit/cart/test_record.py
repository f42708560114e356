import json
from pathlib import Path

import numpy as np

from cartvision.cart.record import line_of
from cartvision.cart.rounds import Refused, Seen
from cartvision.inference.answer import Answer

NAMES, THRESHOLDS = ["promo", "bio"], [0.5, 0.9]


def test_a_line_holds_products_with_the_names_of_their_attributes():
    answer = Answer(
        boxes=np.array([[1, 2, 3.14159, 4]], dtype=np.float32),
        scores=np.array([0.912345], dtype=np.float32),
        attributes=np.array([[0.5, 0.89]], dtype=np.float32),
    )
    seen = Seen(file=Path("in/a.jpg"), jpeg=b"", answer=answer, milliseconds=12.34)
    assert json.loads(line_of(seen, attributes=NAMES, thresholds=THRESHOLDS)) == {
        "picture": "a.jpg",
        "milliseconds": 12.3,
        "products": [{"box": [1.0, 2.0, 3.1, 4.0], "score": 0.9123, "attributes": ["promo"]}],
    }


def test_a_refused_picture_says_why():
    refused = Refused(file=Path("in/a.jpg"), reason="not a readable picture")
    line = json.loads(line_of(refused, attributes=NAMES, thresholds=THRESHOLDS))
    assert line == {"picture": "a.jpg", "refused": "not a readable picture"}
