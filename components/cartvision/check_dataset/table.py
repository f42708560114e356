"""What a dataset holds, as tables for a terminal."""

from collections.abc import Callable, Mapping, Sequence

from cartvision.data.figures import Figures, Known, SplitFigures
from cartvision.data.info import DatasetInfo
from cartvision.data.licences import licence_class
from cartvision.data.picture import SPLITS

Parts = Mapping[str, SplitFigures]  # by the name of the split

COLUMNS: Mapping[str, Callable[[SplitFigures], int]] = {
    "rows": lambda part: part.pictures,
    "copies": lambda part: part.copies,
    "objects": lambda part: part.objects,
    "categories": lambda part: len(part.categories.keys() - {""}),
    "of pictures": lambda part: len(part.picture_categories),
    "items": lambda part: sum(part.contents.values()),
    "no products": lambda part: part.negatives,
    "groups": lambda part: part.groups,
}
ONLY_IF_ANY = ("copies", "of pictures", "items")


def table(figures: Figures, *, info: DatasetInfo) -> str:
    """Splits, attributes, and what the dataset says of itself."""
    every = {split: figures.of(split) for split in SPLITS}
    parts: Parts = {split: part for split, part in every.items() if part.pictures}
    tables = [
        _splits({**parts, "all": figures.of(*SPLITS)}),
        _attributes({name: part.attributes for name, part in parts.items()}, of="products"),
        _attributes({name: part.picture_attributes for name, part in parts.items()}, of="pictures"),
        _itself(info),
    ]
    return "\n\n".join("\n".join(_aligned(rows)) for rows in tables if rows)


def _splits(parts: Parts) -> list[list[str]]:
    counts = {name: [count(part) for part in parts.values()] for name, count in COLUMNS.items()}
    shown = {name: each for name, each in counts.items() if any(each) or name not in ONLY_IF_ANY}
    lines = zip(parts, *shown.values(), strict=True)
    return [
        ["split", *shown],
        *([name, *(f"{count:,}" for count in found)] for name, *found in lines),
    ]


def _attributes(known: Mapping[str, Mapping[str, Known]], *, of: str) -> list[list[str]]:
    """Nothing where nobody labelled any."""
    if not any(counts.total for split in known.values() for counts in split.values()):
        return []
    head = [cell for split in known for cell in (f"{split} yes", "no", "NA")]
    names = list(next(iter(known.values())))
    return [
        [f"attributes of {of}", *head],
        *(
            [name, *(cell for split in known.values() for cell in _cells(split[name]))]
            for name in names
        ),
    ]


def _cells(known: Known) -> list[str]:
    return [f"{known.yes:,}", f"{known.no:,}", f"{known.na_rate:.1%}" if known.total else "–"]


def _itself(info: DatasetInfo) -> list[list[str]]:
    depths = sorted({len(path.split(" > ")) for path in info.taxonomy})
    levels = (
        f", {' to '.join(map(str, depths[:1] + depths[1:][-1:]))} levels deep" if depths else ""
    )
    licences = [f"{name or 'none named'} ({licence_class(name)})" for name in info.licences]
    return [
        [f"taxonomy     {len(info.taxonomy)} categories{levels}"],
        [f"licences     {', '.join(licences)}"],
        [f"fingerprint  {info.fingerprint}"],
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in rows
    ]
