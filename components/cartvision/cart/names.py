"""What an answer calls its products, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cartvision.inference.answer import Answer

MOST = 4  # names in a line


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
    """As in "9 products (5 Drinks, 2 Food)"; of many names the most frequent, and "2 more"."""
    told = f"{len(answer.scores)} products"
    counts = tally(answer, classes=classes)
    most = Counter(counts).most_common(MOST)
    rest = sum(counts.values()) - sum(count for _, count in most)
    parts = [f"{count} {name}" for name, count in most] + [f"{rest} more"] * (rest > 0)
    return f"{told} ({', '.join(parts)})" if parts else told
