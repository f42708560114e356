"""Figures of the taxonomy, by hand."""

import pytest

from cartvision.data.picture import Product
from cartvision.evidence.categories import of_categories
from cartvision.evidence.figures import figures_of
from cartvision.evidence.parts import everything
from cartvision.evidence.resampling import once
from evidences import Shot, box, found, gathered

DEEP = "Drinks > Soda > Cola"


def values(pairs, *, score=0.9):
    """Of pairs of a true path and a told one."""
    objects = [Product(box(22 * n), category=true) for n, (true, _) in enumerate(pairs)]
    shot = found(*objects, score=score, categories=[told for _, told in pairs])
    evidence = gathered([shot])
    whole = everything(evidence)
    figures = of_categories(evidence, whole)
    return {name.removeprefix("category_"): float(f(once(1))[0]) for name, f in figures}


@pytest.mark.parametrize(
    ("told", "shared"),
    [
        pytest.param(DEEP, 3, id="right to the leaf"),
        pytest.param("Drinks > Soda", 2, id="too shallow"),
        pytest.param("Drinks > Soda > Cola > Zero", 3, id="too deep"),
        pytest.param("Drinks > Soda > Lemonade", 2, id="wrong leaf"),
        pytest.param("Food > Soda > Cola", 0, id="wrong at the root is wrong below"),
        pytest.param("Food", 0, id="wrong and shallow"),
    ],
)
def test_hierarchical_f1_counts_the_shared_steps(told, shared):
    figures = values([(DEEP, told)])
    said = told.count(">") + 1
    assert figures["hprecision"] == pytest.approx(shared / said)
    assert figures["hrecall"] == pytest.approx(shared / 3)
    assert figures["hf1"] == pytest.approx(2 * shared / (said + 3))
    levels = [figures[f"accuracy_level_{level}"] for level in (1, 2, 3)]
    assert levels == [float(shared >= level) for level in (1, 2, 3)]


def test_an_abstention_costs_recall_alone():
    figures = values([(DEEP, DEEP), (DEEP, "")])
    assert (figures["hprecision"], figures["hrecall"]) == (1.0, 0.5)
    assert figures["hf1"] == pytest.approx(2 / 3)
    assert (figures["coverage"], figures["accuracy_level_1"]) == (0.5, 0.5)
    assert figures["selective_level_1"] == 1.0


def test_selective_accuracy_is_of_what_is_told_so_deep():
    figures = values([(DEEP, DEEP), (DEEP, "Drinks > Tea"), (DEEP, "Drinks"), (DEEP, "")])
    assert [figures[f"coverage_level_{level}"] for level in (1, 2, 3)] == [0.75, 0.5, 0.25]
    assert [figures[f"selective_level_{level}"] for level in (1, 2, 3)] == [1, 0.5, 1]
    assert [figures[f"accuracy_level_{level}"] for level in (1, 2, 3)] == [0.75, 0.25, 0.25]


def test_a_level_is_of_objects_known_so_deep():
    figures = values([("Food", "Food > Chips"), (DEEP, DEEP)])
    assert figures["accuracy_level_2"] == 1.0
    assert figures["hf1"] == pytest.approx(2 * 4 / (1 + 3 + 2 + 3))


def test_an_object_without_a_known_category_is_left_aside():
    assert values([("", "Food"), ("Food", "Food")]) == values([("Food", "Food")])


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"pairs": [("", "Food")]}, id="no category is known"),
        pytest.param({"pairs": [("Food", "Food")], "score": 0.4}, id="nothing is shown"),
    ],
)
def test_without_cases_there_are_no_figures(given):
    assert values(**given) == {}


def test_where_all_are_abstentions_nothing_is_precise():
    figures = values([(DEEP, ""), (DEEP, "")])
    assert (figures["coverage"], figures["hrecall"], figures["hf1"]) == (0, 0, 0)
    assert not {"hprecision", "selective_level_1"} & figures.keys()


def test_a_model_that_tells_no_categories_has_no_such_figures():
    evidence = gathered([found(Product(box(10), category="Food"))])
    whole = everything(evidence)
    assert not [name for name in figures_of(evidence, whole) if name.startswith("category")]


def test_a_missed_object_has_no_category_to_judge():
    one, other = Product(box(10), category="Food"), Product(box(60), category="Food")
    shot = Shot([one, other], boxes=[one.bbox], scores=[0.9], categories=["Food"])
    evidence = gathered([shot])
    figures = dict(of_categories(evidence, everything(evidence)))
    assert figures["category_coverage"].support == 1
