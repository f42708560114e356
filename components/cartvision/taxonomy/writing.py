"""Our own YAML of a tree: the same tree, the same bytes."""

from typing import Any

import yaml

from cartvision.taxonomy.formats.cartvision import VERSION
from cartvision.taxonomy.tree import YES_OR_NO, Attribute, Category, Taxonomy, Value

WIDTH = 110  # characters of a line, where it can be broken


def to_yaml(taxonomy: Taxonomy) -> str:
    about = taxonomy.about
    said = {
        "version": int(VERSION),
        "name": about.name,
        "edition": about.edition,
        "licence": about.licence,
        "inherit": "" if taxonomy.inherits else False,  # true is what it is when nothing is said
        "attributes": [_attribute(one) for one in taxonomy.attributes.values()],
        "categories": [_category(root, taxonomy=taxonomy) for root in taxonomy.roots],
    }
    return yaml.dump(
        _without_empty(said),
        Dumper=yaml.CSafeDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,  # lists of words in one line
        width=WIDTH,
    )


def _without_empty(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value not in ("", [])}


def _attribute(attribute: Attribute) -> dict[str, Any]:
    said: dict[str, Any] = {"id": attribute.id, "name": attribute.name}
    if attribute.description:
        said["description"] = attribute.description
    if attribute.values != YES_OR_NO:
        said["values"] = [_value(value) for value in attribute.values]
    return said


def _value(value: Value) -> str | dict[str, str]:
    return value.id if value.id == value.name else {"id": value.id, "name": value.name}


def _category(category: Category, *, taxonomy: Taxonomy) -> dict[str, Any]:
    children = taxonomy.children(category)
    said = {
        "id": category.id,
        "name": category.name,
        "required": list(category.required),
        "allowed": list(category.allowed),
        "children": [_category(child, taxonomy=taxonomy) for child in children],
    }
    return _without_empty(said)
