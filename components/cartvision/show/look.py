"""What a sheet shows things by: colours for categories and letters for attributes."""

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cartvision.data.info import DatasetInfo
from cartvision.data.picture import Picture, PictureLabels, Product
from cartvision.show.ink import Colour
from cartvision.show.palette import UNKNOWN, palette


@dataclass(frozen=True)
class Look:
    """The same on every sheet of a dataset."""

    colours: dict[str, Colour]  # by category
    attributes: Sequence[str]
    letters: Sequence[str]  # one an attribute

    def colour(self, category: str) -> Colour:
        return self.colours.get(category, UNKNOWN)

    def marks(self, values: Sequence[int]) -> str:
        """The letters of the attributes that are yes."""
        return "".join(
            letter for letter, value in zip(self.letters, values, strict=False) if value == 1
        )

    def said(self, values: Sequence[int]) -> list[str]:
        """The names of the attributes that are yes."""
        return [name for name, value in zip(self.attributes, values, strict=False) if value == 1]


def labelled(picture: Picture) -> tuple[Product | PictureLabels, ...]:
    """All in the picture that may have a category and attributes, and the picture itself."""
    return (*picture.objects, picture.labels)


def look_of(info: DatasetInfo, pictures: Iterable[Picture]) -> Look:
    """Categories that the taxonomy does not list by themselves come after it."""
    shown = {item.category for one in pictures for item in labelled(one) if item.category}
    return Look(
        colours=palette([*sorted(info.taxonomy), *sorted(shown - set(info.taxonomy))]),
        attributes=info.attributes,
        letters=letters_of(info.attributes),
    )


def letters_of(attributes: Sequence[str]) -> list[str]:
    """A letter of its own for each, out of its name where one is free."""
    letters: list[str] = []
    for name in attributes:
        plain = name.casefold().removeprefix("has_").removeprefix("is_")
        wanted = [letter for letter in plain if letter.isalnum()]
        spare = string.ascii_lowercase + string.digits + string.ascii_uppercase
        free = (letter for letter in (*wanted, *spare) if letter not in letters)
        letters.append(next(free, "*"))
    return letters


def leaf(category: str) -> str:
    return category.rpartition(" > ")[2]
