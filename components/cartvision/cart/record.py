"""answers.jsonl: one line a picture."""

import json
from collections.abc import Sequence

from cartvision.cart.rounds import Refused, Seen

FILE_NAME = "answers.jsonl"


def line_of(
    seen: Seen | Refused,
    *,
    classes: Sequence[str],
    attributes: Sequence[str],
    thresholds: Sequence[float],
) -> str:
    if isinstance(seen, Refused):
        return json.dumps({"picture": seen.file.name, "refused": seen.reason})
    answer = seen.answer
    said = answer.attributes >= thresholds
    products = [
        {
            "box": [round(side, 1) for side in box],
            "score": round(score, 4),
            "class": classes[kind],
            "attributes": [name for name, so in zip(attributes, row, strict=True) if so],
        }
        for box, score, kind, row in zip(
            answer.boxes.tolist(), answer.scores.tolist(), answer.kinds, said, strict=True
        )
    ]
    for one, path, sure in zip(products, answer.categories, answer.sureness.tolist(), strict=False):
        one |= {"category": path, "certainty": round(sure, 4)}
    took = round(seen.milliseconds, 1)
    return json.dumps({"picture": seen.file.name, "milliseconds": took, "products": products})
