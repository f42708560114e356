"""What is seen in one picture, as a few lines for people."""

from collections.abc import Iterator, Sequence

from cartvision.predict.seen import Product, Seen

MOST = 20  # rows: a shelf holds far more, and nobody reads them all


def table(seen: Seen, *, name: str) -> Iterator[str]:
    """The count, then the best scores; a column that would say nothing is left out."""
    count = len(seen.products)
    yield (
        f"{name}, {seen.width} × {seen.height}: {count} product{'' if count == 1 else 's'} "
        f"from score {seen.min_score:.2f}"
    )
    if not count:
        return
    rows = [_row(one, seen) for one in seen.products[:MOST]]
    yield from _aligned([_head(seen), *rows])
    if count > MOST:
        yield f"  … and {count - MOST} more; --json tells them all"


def _head(seen: Seen) -> list[str]:
    kinds = ["class"] if len(seen.classes) > 1 else []
    kinds += ["category"] if seen.categories else []
    attributes = ["attributes"] if seen.attributes else []
    return ["score", *kinds, "left", "top", "right", "bottom", *attributes]


def _row(one: Product, seen: Seen) -> list[str]:
    kinds = [one.kind] if len(seen.classes) > 1 else []
    kinds += [one.category] if seen.categories else []
    attributes = [", ".join(one.said)] if seen.attributes else []
    return [f"{one.score:.2f}", *kinds, *(f"{side:.0f}" for side in one.box), *attributes]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Words to the left, pixels to the right."""
    numbers = {rows[0].index(name) for name in ("left", "top", "right", "bottom")}
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()
