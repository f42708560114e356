"""A taxonomy, or one of its categories, as lines for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from cartvision.data.picture import BETWEEN
from cartvision.taxonomy.tree import Asked, Attribute, Category, Taxonomy

VALUES = 6  # of an attribute, in one line
CHILDREN = 12  # of a category, in one line
INDENT = 2


def counts(taxonomy: Taxonomy) -> str:
    """What `check` says of a tree without faults."""
    categories = taxonomy.categories.values()
    levels = max(one.path.count(BETWEEN) for one in categories) + 1
    leaves = sum(not one.children for one in categories)
    attributes = taxonomy.attributes.values()
    values = sum(len(one.values) for one in attributes)
    return (
        f"{_number(len(categories), 'category', 'categories')}, "
        f"{_number(levels, 'level')}, {_number(leaves, 'leaf', 'leaves')}; "
        f"{_number(len(attributes), 'attribute')}, {_number(values, 'value')}"
    )


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def tree(taxonomy: Taxonomy, *, depth: int) -> list[str]:
    """So many levels; 0 is all of them."""
    sizes = _sizes(taxonomy)
    rows = [["category", "id", "below", "required", "allowed"]]
    for category in taxonomy.categories.values():
        level = category.path.count(BETWEEN)
        if not depth or level < depth:
            rows.append(_row(category, level=level, below=sizes[category.id], taxonomy=taxonomy))
    return [_title(taxonomy), "", *_aligned(rows)]


def _title(taxonomy: Taxonomy) -> str:
    about = taxonomy.about
    said = " ".join(filter(None, [about.name or "no name", about.edition]))
    licence = f" ({about.licence})" if about.licence else ""
    return f"{said}{licence}: {counts(taxonomy)}"


def _sizes(taxonomy: Taxonomy) -> dict[str, int]:
    """How many lie below each category; children come after their parents."""
    found = dict.fromkeys(taxonomy.categories, 0)
    for category in reversed([*taxonomy.categories.values()]):
        if category.parent:
            found[category.parent] += found[category.id] + 1
    return found


def _row(category: Category, *, level: int, below: int, taxonomy: Taxonomy) -> list[str]:
    asked = taxonomy.attributes_of(category)
    required = sum(one.is_required for one in asked)
    numbers = (below, required, len(asked) - required)
    return [
        " " * INDENT * level + category.name,
        category.id,
        *(f"{number:,}" if number else "" for number in numbers),
    ]


def one(taxonomy: Taxonomy, *, category: Category) -> list[str]:
    """Where it lies, and every attribute with its values and where it comes from."""
    asked = taxonomy.attributes_of(category)
    children = [child.name for child in taxonomy.children(category)]
    return [
        category.path,
        "",
        f"id        {category.id}",
        f"below     {_cut(children, most=CHILDREN) or 'nothing'}",
        *_asked(asked, required=True, category=category),
        *_asked(asked, required=False, category=category),
    ]


def _asked(asked: Sequence[Asked], *, required: bool, category: Category) -> Iterator[str]:
    rows = [_attribute(one, category) for one in asked if one.is_required == required]
    yield ""
    yield f"{'required' if required else 'allowed'}  {len(rows) or 'nothing'}"
    yield from (f"  {line}" for line in _aligned(rows, numbers=False))


def _attribute(asked: Asked, category: Category) -> list[str]:
    attribute = asked.attribute
    origin = "its own" if asked.said_by.id == category.id else f"from {asked.said_by.path}"
    return [attribute.name, attribute.id, _values(attribute), origin]


def _values(attribute: Attribute) -> str:
    return _cut([value.name for value in attribute.values], most=VALUES) or "anything"


def _cut(names: Sequence[str], *, most: int) -> str:
    """The first of them, and how many there are."""
    more = f", … {len(names):,} in all" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _aligned(rows: Sequence[Sequence[str]], *, numbers: bool = True) -> Iterable[str]:
    """Words to the left; with `numbers`, all columns past the second to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if numbers and place > 1 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
