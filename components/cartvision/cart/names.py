"""What an answer calls its products, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cartvision.inference.answer import Answer


def names(answer: Answer, *, classes: Sequence[str]) -> Sequence[str]:
    """Of each product its class, or where all are of one its category; "" is no name."""
    if len(classes) > 1:
        return [classes[kind] for kind in answer.kinds]
    return answer.categories or [""] * len(answer.boxes)


def tally(answer: Answer, *, classes: Sequence[str]) -> Mapping[str, int]:
    """How many products have each name, by name."""
    counts = Counter(name for name in names(answer, classes=classes) if name)
    return dict(sorted(counts.items()))


def counted(answer: Answer, *, classes: Sequence[str]) -> str:
    """As in "3 products (2 Drinks, 1 Food)"; no name where there is none."""
    told = f"{len(answer.scores)} products"
    parts = [f"{n} {name}" for name, n in tally(answer, classes=classes).items()]
    return f"{told} ({', '.join(parts)})" if parts else told
