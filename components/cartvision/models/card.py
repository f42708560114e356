"""card.json: where a model comes from and what it scored, beside its weights."""

from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cartvision.data.licences import LicenceClass, class_of_all
from cartvision.errors import InputError
from cartvision.files import write_text

FILE_NAME = "card.json"
RECORDED = ("cartvision", "torch", "transformers", "numpy")


class Card(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["detector", "attributes"]
    dataset: str  # fingerprint of what it was trained on
    made_of: list[str] = Field(default_factory=list)  # and of the datasets that was made of
    licences: list[str]  # of the pictures it was trained on
    licence_class: LicenceClass = Field(default_factory=lambda card: class_of_all(card["licences"]))
    seed: int
    settings: dict[str, Any]
    metrics: dict[str, float]  # on the validation split
    versions: dict[str, str] = Field(
        default_factory=lambda: {name: version(name) for name in RECORDED}
    )


def write_card(card: Card, folder: Path) -> None:
    write_text(folder / FILE_NAME, card.model_dump_json(indent=2) + "\n")


def read_card(folder: Path) -> Card:
    path = folder / FILE_NAME
    if not path.is_file():
        raise InputError(f"{folder} is not a model folder: it has no {FILE_NAME}")
    return Card.model_validate_json(path.read_bytes())
