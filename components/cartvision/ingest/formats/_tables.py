"""Our tables beside another format's own files: attributes.csv and pictures.csv."""

from collections.abc import Callable, Iterator, Sequence

from cartvision.data.picture import Box
from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Listed, Statement, Vocabulary
from cartvision.ingest.faults import Reason
from cartvision.ingest.source import Line, Source

Find = Callable[[str], str]  # a picture's name → its key
PICTURE_KEYS = ["image", "group", "captured_at", "licence"]


def pictures(source: Source, *, find: Find) -> Iterator[Statement]:
    """What pictures.csv says, if it is there."""
    lines = _table(source, "pictures.csv", begins=PICTURE_KEYS)
    for _, line in lines:
        picture, *row = line.cells
        if not line.is_text or len(row) != len(PICTURE_KEYS) - 1:
            fault = Reason.WRONG_COLUMNS if line.is_text else Reason.NOT_TEXT
            yield Claim(find(picture), line.text, details=True, fault=fault)
        else:
            group, time, licence = row
            yield Listed(find(picture), group, None, time, licence, row=line.text)


def details(
    source: Source, *, sides: Sequence[str], box: Callable[[Sequence[str]], Box], find: Find
) -> Iterator[Statement]:
    """What attributes.csv says, if it is there; `box` reads the four cells that name a box."""
    keys = ["image", *sides, "category", "sku"]
    declared = False
    for header, line in _table(source, "attributes.csv", begins=keys):
        names = header[len(keys) :]
        if not declared:
            yield Vocabulary(attributes=tuple(names))
            declared = True
        row = line.cells
        if not line.is_text or len(row) != len(header):
            fault = Reason.WRONG_COLUMNS if line.is_text else Reason.NOT_TEXT
            yield Claim(find(row[0]), line.text, details=True, fault=fault)
            continue
        yield Claim(
            find(row[0]),
            line.text,
            box=box(row[1:5]),
            details=True,
            category=row[5],
            sku=row[6],
            attributes=dict(zip(names, row[len(keys) :], strict=True)),
        )


def _table(source: Source, key: str, *, begins: Sequence[str]) -> Iterator[tuple[list[str], Line]]:
    """Each line below the header, with the header; none if there is no such file."""
    lines = source.lines(key) if source.has(key) else iter(())
    header = next(lines, None)
    if header is None:
        return
    names = header.cells
    if names[: len(begins)] != list(begins) or len(set(names)) < len(names):
        raise InputError(
            f"{key} must begin {','.join(begins)} and name no column twice, not {header.text}"
        )
    for line in lines:
        yield names, line
