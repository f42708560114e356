"""An attribute head alone, judged on the categories that it tells."""

from dataclasses import replace

import numpy as np
import pytest

from cartvision.data.picture import NA, PictureLabels, Product
from cartvision.evaluate.heads import judge_head
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.parts import everything
from cartvision.evidence.slices import positives, slices_of
from cartvision.inference.answer import Answer
from shelves import ATTRIBUTES, BOXES, picture, write_dataset

SODA, CHIPS = "Drinks > Soda", "Food > Chips"


class Head:
    """Tells one category, and that every attribute is likely."""

    subject, attributes, thresholds = "head", ATTRIBUTES, [0.5, 0.5]

    def __init__(self, *categories: str) -> None:
        self.categories = categories

    def describe(self, _, boxes):
        count = len(boxes)
        return Answer(
            boxes=boxes,
            scores=np.ones(count, dtype=np.float32),
            attributes=np.full((count, len(ATTRIBUTES)), 0.9, dtype=np.float32),
            categories=self.categories[-1:] * count,
            certainty=np.full(count, 0.8, dtype=np.float32),
        )


def products(*categories: str, attribute: int = NA) -> tuple[Product, ...]:
    labels = (attribute, NA) if attribute != NA else ()
    return tuple(
        Product(box, category=category, attributes=labels)
        for box, category in zip(BOXES, categories, strict=False)
    )


def evidence(folder, *shown, head=None):
    dataset = write_dataset(folder / "d", [(one, "test") for one in shown])
    return judge_head(head or Head("Drinks", SODA), dataset, split="test")


def figures(judged) -> dict[str, float]:
    whole = everything(judged)
    told = figures_of(judged, whole)
    return {name: value_of(name, one, evidence=judged, part=whole) for name, one in told.items()}


def test_categories_are_judged_level_by_level(tmp_path):
    judged = evidence(tmp_path, picture(0, products=products(SODA, "Drinks > Water", CHIPS)))
    told = figures(judged)
    assert told["category_accuracy_level_1"] == pytest.approx(2 / 3)
    assert told["category_accuracy_level_2"] == pytest.approx(1 / 3)
    assert told["category_hf1"] == pytest.approx(2 * 3 / (6 + 6))


def test_an_unknown_category_counts_for_nothing(tmp_path):
    judged = evidence(tmp_path, picture(0, products=products(SODA, "", CHIPS, attribute=1)))
    assert judged.objects.category.tolist() == [SODA, CHIPS]
    assert len(judged.labels.true) == 3  # its attribute does
    assert figures(judged)["category_accuracy_level_1"] == 0.5


def test_a_whole_picture_is_a_product(tmp_path):
    whole = replace(picture(0, products=()), labels=PictureLabels(category=CHIPS))
    nothing = picture(1, products=())
    judged = evidence(tmp_path, whole, nothing)
    assert judged.objects.category.tolist() == [CHIPS]
    assert judged.objects.told.tolist() == [SODA]
    assert judged.pictures.objects.tolist() == [1, 0]


def test_a_head_that_tells_no_category_is_not_judged_by_any(tmp_path):
    judged = evidence(tmp_path, picture(0, products=products(SODA)), head=Head())
    assert not [name for name in figures(judged) if name.startswith("category")]


def test_slices_are_as_large_as_there_are_known_categories(tmp_path):
    shown = [picture(seed, products=products(SODA, "", CHIPS)) for seed in range(2)]
    judged = evidence(tmp_path, *shown)
    parts = {part.name: part for part in slices_of(judged)}
    assert not [name for name in parts if name.startswith(("size", "border", "crowding"))]
    assert positives(judged, parts["group: store-0"]) == 2
