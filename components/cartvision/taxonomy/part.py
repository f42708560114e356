"""A part of a tree: one branch, or only the first levels."""

from collections.abc import Iterator
from dataclasses import replace

from cartvision.data.picture import BETWEEN
from cartvision.taxonomy.tree import Category, Taxonomy


def part_of(taxonomy: Taxonomy, *, under: str = "", depth: int = 0) -> Taxonomy:
    """The branch of a category (an id or a path; "" is all), and so many levels of it (0 is all).

    The category becomes the root, and takes with it what it inherits; attributes that nobody
    says any more are left out.
    """
    top = taxonomy.find(under) if under else None
    whole = taxonomy.below(top) if top else taxonomy.categories.values()
    above = f"{top.path.removesuffix(top.name)}" if top else ""
    levels = depth or len(taxonomy.categories)
    kept = {
        one.id: _kept(one, top=top, above=above, levels=levels, taxonomy=taxonomy)
        for one in whole
        if _level(one, above=above) <= levels
    }
    said = {id for one in kept.values() for id in (*one.required, *one.allowed)}
    attributes = {id: one for id, one in taxonomy.attributes.items() if id in said}
    return replace(taxonomy, categories=kept, attributes=attributes)


def _level(category: Category, *, above: str) -> int:
    return category.path.removeprefix(above).count(BETWEEN) + 1


def _kept(
    category: Category, *, top: Category | None, above: str, levels: int, taxonomy: Taxonomy
) -> Category:
    is_last = _level(category, above=above) == levels
    kept = replace(
        category,
        path=category.path.removeprefix(above),
        children=() if is_last else category.children,
    )
    if top is None or category.id != top.id:
        return kept
    return replace(
        kept,
        parent="",
        required=tuple(_ids(taxonomy, category, required=True)),
        allowed=tuple(_ids(taxonomy, category, required=False)),
    )


def _ids(taxonomy: Taxonomy, category: Category, *, required: bool) -> Iterator[str]:
    """Of all attributes that it has, inherited ones too."""
    for asked in taxonomy.attributes_of(category):
        if asked.is_required == required:
            yield asked.attribute.id
