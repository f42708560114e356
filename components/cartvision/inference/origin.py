"""What a model was trained on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cartvision.models.card import read_card


@dataclass(frozen=True)
class Origin:
    """The datasets and the licences behind a model; each is sorted and said once.

    A dataset is told by its fingerprint, and after it those of the datasets that it was made of: a
    model trained on augmented copies has learned from the originals.
    """

    datasets: tuple[tuple[str, ...], ...]
    licences: tuple[str, ...]  # of the pictures


def origin_of(folders: Iterable[Path]) -> Origin:
    """What the cards of these model folders tell together."""
    cards = [read_card(folder) for folder in folders]
    return Origin(
        datasets=tuple(sorted({(card.dataset, *card.made_of) for card in cards})),
        licences=tuple(sorted({name for card in cards for name in card.licences})),
    )
