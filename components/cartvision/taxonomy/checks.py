"""The faults of a draft: everything that a tree must not be."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cartvision.data.picture import BETWEEN
from cartvision.taxonomy.draft import AttributeEntry, CategoryEntry, Draft, ValueEntry, Word
from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.nearest import Nearest

MOST_LEVELS = 100  # nobody has so many, and a file nests no deeper

Entry = AttributeEntry | CategoryEntry


def faults_of(draft: Draft) -> Iterator[Fault]:
    yield from _twice(draft.attributes, what="attribute")
    yield from _twice(draft.categories, what="category")
    yield from _unnamed(draft.attributes, what="attribute")
    yield from _unnamed(draft.categories, what="category")
    yield from _values(draft.attributes)
    yield from _names(draft.categories)
    yield from _siblings(draft.categories)
    yield from _orphans(draft.categories)
    yield from _lines_of_descent(draft.categories)
    yield from _asked(draft)
    if not draft.categories and not draft.faults:
        yield Fault(draft.file, 1, "the tree has no categories")


def _twice(entries: Iterable[Entry], *, what: str) -> Iterator[Fault]:
    first: dict[str, Entry] = {}
    for entry in entries:
        known = first.setdefault(entry.id, entry)
        if known is not entry:
            said = f"{what} {entry.id!r} is there already, in {_place(known, beside=entry)}"
            yield Fault(entry.file, entry.line, said)


def _place(entry: Entry, *, beside: Entry) -> str:
    return f"{entry.file}:{entry.line}" if entry.file != beside.file else f"line {entry.line}"


def _unnamed(entries: Iterable[Entry], *, what: str) -> Iterator[Fault]:
    for entry in entries:
        if not entry.id.strip():
            yield Fault(entry.file, entry.line, f"the id of {what} {entry.name!r} is empty")
        elif not _in_one_line(entry.id):
            said = f"the {what} id {entry.id!r} has blanks at its ends, or several lines"
            yield Fault(entry.file, entry.line, said)
        if not entry.name.strip():
            yield Fault(entry.file, entry.line, f"the name of {what} {entry.id!r} is empty")


def _values(attributes: Iterable[AttributeEntry]) -> Iterator[Fault]:
    for entry in attributes:
        first: dict[str, ValueEntry] = {}
        for value in entry.values or ():
            known = first.setdefault(value.id, value)
            said = f"value {value.id!r} of attribute {entry.id!r}"
            if known is not value:
                yield Fault(
                    entry.file, value.line, f"{said} is listed already, in line {known.line}"
                )
            if not value.id.strip() or not value.name.strip():
                yield Fault(entry.file, value.line, f"{said} has no name, or no id")


def _names(categories: Iterable[CategoryEntry]) -> Iterator[Fault]:
    """A path is cut between its names, and shown in one line."""
    for entry in categories:
        if BETWEEN in f" {entry.name} ":
            said = f"the name {entry.name!r} holds {BETWEEN.strip()!r}, which parts a path"
            yield Fault(entry.file, entry.line, said)
        elif not _in_one_line(entry.name):
            said = f"the name {entry.name!r} has blanks at its ends, or several lines"
            yield Fault(entry.file, entry.line, said)


def _in_one_line(word: str) -> bool:
    return word == word.strip() and len(word.splitlines()) < 2


def _siblings(categories: Iterable[CategoryEntry]) -> Iterator[Fault]:
    first: dict[tuple[str, str], CategoryEntry] = {}
    for entry in categories:
        parent = entry.parent.text if entry.parent else ""
        known = first.setdefault((parent, entry.name), entry)
        if known.id != entry.id:
            among = f"in {parent!r}" if parent else "at the top"
            place = _place(known, beside=entry)
            said = f"there is a {entry.name!r} {among} already: {known.id!r} in {place}"
            yield Fault(entry.file, entry.line, said)


def _orphans(categories: Sequence[CategoryEntry]) -> Iterator[Fault]:
    known = {entry.id for entry in categories}
    nearest = Nearest(known)
    for entry in categories:
        if entry.parent and entry.parent.text not in known:
            parent = entry.parent.text
            said = f"category {entry.id!r}: its parent {parent!r} is not there{nearest(parent)}"
            yield Fault(entry.file, entry.parent.line, said)


def _lines_of_descent(categories: Sequence[CategoryEntry]) -> Iterator[Fault]:
    """Each cycle once, and what lies too deep."""
    entries = {entry.id: entry for entry in reversed(categories)}  # the first of an id counts
    levels: dict[str, int] = {}  # of those that were followed to the top, or into a cycle
    for entry in categories:
        line = _upward(entry, entries=entries, known=levels)
        top = entries[line[-1]].parent if line else None
        if top is not None and top.text in line:
            yield _cycle([entries[id] for id in line[line.index(top.text) :]])
        above = levels.get(top.text, 0) if top is not None else 0
        levels |= {id: above + number for number, id in enumerate(reversed(line), start=1)}
        if levels[entry.id] == MOST_LEVELS + 1:
            said = f"category {entry.id!r} lies deeper than {MOST_LEVELS} levels"
            yield Fault(entry.file, entry.line, said)


def _upward(
    entry: CategoryEntry, *, entries: dict[str, CategoryEntry], known: dict[str, int]
) -> list[str]:
    """The ids from here to the top, or to what is known, or once around a cycle."""
    line: dict[str, None] = {}
    at: CategoryEntry | None = entry
    while at is not None and at.id not in line and at.id not in known:
        line[at.id] = None
        at = entries.get(at.parent.text) if at.parent else None
    return list(line)


def _cycle(entries: list[CategoryEntry]) -> Fault:
    first = min(entries, key=lambda entry: (entry.file, entry.line))
    start = entries.index(first)
    around = [*entries[start:], *entries[:start], first]
    ids = " → ".join(entry.id for entry in around)
    return Fault(first.file, first.line, f"a cycle, each in the next: {ids}")


def _asked(draft: Draft) -> Iterator[Fault]:
    known = {entry.id for entry in draft.attributes}
    nearest = Nearest(known)
    for entry in draft.categories:
        for word in (*entry.required, *entry.allowed):
            if word.text not in known:
                said = f"there is no attribute {word.text!r}{nearest(word.text)}"
                yield Fault(entry.file, word.line, f"category {entry.id!r}: {said}")
        yield from _asked_twice(entry)


def _asked_twice(entry: CategoryEntry) -> Iterator[Fault]:
    required = {word.text for word in entry.required}
    for word in entry.allowed:
        if word.text in required:
            said = f"category {entry.id!r} both requires and allows {word.text!r}: say one"
            yield Fault(entry.file, word.line, said)
    for words in (entry.required, entry.allowed):
        yield from _repeated(words, entry=entry)


def _repeated(words: tuple[Word, ...], *, entry: CategoryEntry) -> Iterator[Fault]:
    counts = Counter(word.text for word in words)
    if len(counts) == len(words):
        return
    for text, count in counts.items():
        if count > 1:
            line = [word.line for word in words if word.text == text][1]
            yield Fault(entry.file, line, f"category {entry.id!r} says {text!r} twice")
