"""The bare labels.txt: a line `image 1 0 NA 1` for each picture, pictures anywhere.

The attributes' names come from `--attributes`, else from a first line that begins with `image` or
`#`, else they are attribute-1, attribute-2 and so on. Names of pictures may lack their folder or
their ending, and may hold blanks.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Statement, Vocabulary
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats._names import Names
from cartvision.ingest.source import Line, Source

KEY = "labels.txt"
LAYOUT = "the labels format is labels.txt with a line `image 1 0 NA` for each picture"


def read(source: Source, hints: Hints) -> Iterator[Statement]:
    source.require(KEY, layout=LAYOUT)
    lines = source.lines(KEY)
    first = next(lines, None)
    if first is None:
        raise InputError(f"{source.uri}/{KEY} is empty: {LAYOUT}")
    header = _header(first)
    attributes = hints.attributes or tuple(header) or _numbered(source)
    yield Vocabulary(attributes=attributes)
    pictures = Names(source, places=("images/", ""))
    for line in lines if header else chain([first], lines):
        yield _claim(line, attributes=attributes, pictures=pictures, source=source)
    yield from pictures.several()


FORMAT = Format(read)


def _header(line: Line) -> list[str]:
    """The names in a first line that is none of a picture."""
    words = line.text.removeprefix("#").split()
    is_header = line.text.startswith("#") or words[:1] == ["image"]
    return words[words[:1] == ["image"] :] if is_header else []


def _numbered(source: Source) -> tuple[str, ...]:
    """As many as most lines have: a first line may be the ragged one."""
    widths = Counter(len(line.text.split()) - 1 for line in source.lines(KEY))
    width = max(widths, key=lambda width: (widths[width], width))
    return tuple(f"attribute-{number + 1}" for number in range(width))


def _claim(line: Line, *, attributes: tuple[str, ...], pictures: Names, source: Source) -> Claim:
    words = line.text.split() or [""]
    name, values = " ".join(words[: -len(attributes)]), words[-len(attributes) :]
    picture = pictures.find(name)
    if not line.is_text:
        return Claim(picture, line.text, fault=Reason.NOT_TEXT)
    if len(words) <= len(attributes) or (" " in name and not source.has(picture)):
        return Claim(pictures.find(words[0]), line.text, fault=Reason.WRONG_COLUMNS)
    return Claim(picture, line.text, attributes=dict(zip(attributes, values, strict=True)))
