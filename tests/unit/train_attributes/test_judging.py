import numpy as np
import pytest
import torch

from cartvision.data.picture import NA
from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.model import Describer
from cartvision.train_attributes import checking
from cartvision.train_attributes.answers import Answers
from cartvision.train_attributes.checking import average_precision, leaf_accuracy, macro_ap
from cartvision.train_attributes.decisions.decision import Decision
from cartvision.train_attributes.judging import (
    TaxonomyFigures,
    attribute_figures,
    depths,
    leaves_of,
    lines,
    one_shot,
    taxonomy_figures,
    untaught,
)
from cartvision.train_attributes.subjects.listing import Subjects
from cartvision.train_attributes.subjects.targets import Targets, targets

CATEGORIES = ["Drinks > Soda > Cola", "Drinks > Soda > Lime", "Drinks > Water", "Food"]
NODES = ["Drinks", "Drinks > Soda", *CATEGORIES[:3], "Food"]
SURE = 9.0  # a logit that leaves no doubt


@pytest.fixture(scope="module")
def model() -> Describer:
    return Describer(DescriberConfig(categories=CATEGORIES)).eval()


def said(*leaves: list[float]) -> Answers:
    categories = np.array(leaves, dtype=np.float32)
    nothing = np.zeros((len(leaves), 0), dtype=np.float32)
    return Answers(nothing, categories, nothing)


def one_hot(*leaves: int) -> list[list[float]]:
    return [[SURE * (number == leaf) for number in range(4)] for leaf in leaves]


def nodes(*paths: str) -> np.ndarray:
    return np.array([NODES.index(path) if path else NA for path in paths])


def test_a_line_goes_from_the_root_to_the_node(model):
    told = lines(model, nodes("Drinks > Soda > Lime", "Food", ""))
    assert [[NODES[n] if n >= 0 else "" for n in row] for row in told] == [
        ["Drinks", "Drinks > Soda", "Drinks > Soda > Lime"],
        ["Food", "", ""],
        ["", "", ""],
    ]


def test_only_a_node_that_is_one_leaf_has_one(model):
    told = leaves_of(model, nodes("Drinks", "Drinks > Water", "Food", ""))
    assert told.tolist() == [NA, 2, 3, NA]


def known_as(*paths: str) -> Subjects:
    """A subject of each category; "" is of none that is known."""
    names = sorted({path for path in paths if path})
    nothing = np.full(len(paths), NA)
    return Subjects(
        picture=np.arange(len(paths)),
        place=nothing,
        labels=np.zeros((len(paths), 0), dtype=np.int8),
        category=np.array([names.index(path) if path else NA for path in paths]),
        sku=nothing,
        categories=names,
        skus=[],
    )


def figures(model: Describer, answers: Answers, *paths: str) -> TaxonomyFigures | None:
    some = known_as(*paths)
    node = targets(some, paths=model.tree.paths, skus={}).category.numpy()
    return taxonomy_figures(model, answers, node=node, depth=depths(some))


def test_accuracy_of_a_level_is_of_those_known_so_deep(model):
    paths = ["Drinks > Soda > Cola", "Drinks > Soda > Lime", "Drinks > Soda", "Food", ""]
    told = figures(model, said(*one_hot(0, 0, 2, 3, 0)), *paths)
    assert (told.known, told.foreign) == (4, 0)
    assert told.accuracy == pytest.approx({1: 1.0, 2: 2 / 3, 3: 1 / 2})


def test_what_is_not_sure_enough_is_not_told(model):
    torn = [SURE, SURE, 0, 0]  # Cola or Lime: Soda in any case
    told = figures(model, said(torn, *one_hot(3)), "Drinks > Soda > Cola", "Food")
    assert told.told == pytest.approx({1: 1.0, 2: 1.0, 3: 0.0})
    assert told.right == pytest.approx({1: 1.0, 2: 1.0})
    assert told.hierarchical_f1 == pytest.approx(2 * (2 + 1) / ((3 + 1) + (2 + 1)))


@pytest.mark.parametrize(
    ("path", "leaf", "accuracy", "told", "right", "shared"),
    [
        pytest.param(
            "Food > Bread > Rye > Dark",
            3,
            {1: 1, 2: 0, 3: 0, 4: 0},
            {1: 1, 2: 0, 3: 0, 4: 0},
            {1: 1},
            2 * 1 / (4 + 1),
            id="below a leaf, and below all levels",
        ),
        pytest.param(
            "Drinks > Tea",
            2,
            {1: 1, 2: 0},
            {1: 1, 2: 1},
            {1: 1, 2: 0},
            2 * 1 / (2 + 2),
            id="beside what the tree has",
        ),
        pytest.param(
            "Tools > Saws",
            3,
            {1: 0, 2: 0},
            {1: 1, 2: 0},
            {1: 0},
            0,
            id="outside of all of it",
        ),
    ],
)
def test_a_category_that_train_has_no_example_of_counts_with_its_true_depth(
    model, path, leaf, accuracy, told, right, shared
):
    found = figures(model, said(*one_hot(leaf)), path)
    assert (found.known, found.foreign) == (1, 1)
    assert (found.accuracy, found.told, found.right) == (accuracy, told, right)
    assert found.hierarchical_f1 == pytest.approx(shared)


def test_a_model_without_categories_is_judged_by_none():
    nothing = said([])
    assert figures(Describer(DescriberConfig()).eval(), nothing, "Food") is None


def test_what_train_knows_one_kind_of_is_never_said():
    for labels, lack in (([1, NA], "0 known negatives"), ([NA, NA], "0 known positives")):
        decision = untaught(np.array(labels, dtype=np.int8))
        assert (decision.yes, decision.no) == (None, None)
        assert lack in decision.why
    assert untaught(np.array([1, 0, NA], dtype=np.int8)) is None


def test_nothing_known_is_nothing_to_judge(model):
    assert figures(model, said(*one_hot(0)), "") is None


def test_the_likeliest_leaf_is_right_in_every_node_above_it(model):
    answers = said(*one_hot(0, 1, 3))
    told = leaf_accuracy(model, answers, node=nodes("Drinks", "Drinks > Soda > Cola", "Food"))
    assert told == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("score", "truth", "ap"),
    [
        pytest.param([0.9, 0.8, 0.1], [1, 1, 0], 1.0, id="perfect"),
        pytest.param([0.9, 0.8, 0.1], [0, 1, 0], 0.5, id="second"),
        pytest.param([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0], 0.25, id="ties are one step"),
        pytest.param([0.9, 0.95, 0.1], [1, NA, 0], 1.0, id="an unknown one does not count"),
    ],
)
def test_average_precision_by_hand(score, truth, ap):
    told = average_precision(np.array(score, np.float32), np.array(truth, np.int8))
    assert told == pytest.approx(ap)


SCORES = np.array([0.9, 0.8, 0.3, 0.1], np.float32)
ONE, TWO = [0, 0, 1, 0], [1, 0, 1, 0]  # known positives; the AP are 1/3 and 5/6


@pytest.mark.parametrize(
    ("columns", "fewest", "ap"),
    [
        pytest.param([ONE, TWO], 1, (1 / 3 + 5 / 6) / 2, id="all have enough"),
        pytest.param([ONE, TWO], 2, 5 / 6, id="one has enough"),
        pytest.param([ONE, TWO], 3, None, id="none has enough"),
        pytest.param([[1 - n for n in ONE], TWO], 2, 5 / 6, id="too few negatives"),
        pytest.param([ONE, [0, 0, NA, 0]], 1, 1 / 3, id="one kind alone never counts"),
        pytest.param([[1, 1, 1, NA]], 1, None, id="nothing to tell apart"),
    ],
)
def test_attributes_of_few_labels_do_not_count(columns, fewest, ap):
    labels = np.array(columns, np.int8).T
    told = macro_ap(np.tile(SCORES[:, None], len(columns)), labels, fewest=fewest)
    assert told == pytest.approx(ap)


@pytest.mark.parametrize(
    ("category", "mean"),
    [
        pytest.param([0, 1, 0, 1], 0.5, id="where there is another figure they stay out"),
        pytest.param([NA] * 4, 5 / 6, id="where there is none they are better than nothing"),
    ],
)
def test_few_labels_of_an_attribute_choose_no_weights(monkeypatch, category, mean):
    model = Describer(DescriberConfig(names=["has_cap"], categories=["Drinks", "Food"]))
    logits = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    said = Answers(SCORES[:, None], logits, np.zeros((4, 1), np.float32))
    monkeypatch.setattr(checking, "answers_of", lambda *_, **__: said)
    labels, nodes = torch.tensor([TWO]).T, torch.tensor(category)
    known = Targets(labels, nodes, torch.full((4,), NA))
    told = checking.check(model, held_out=None, answers=known, fewest=3)
    assert told["mean"] == pytest.approx(mean)


@pytest.mark.parametrize(("fewest", "ap"), [(1, 5 / 6), (2, 5 / 6), (3, None)])
def test_an_attribute_of_few_labels_has_no_average_precision(fewest, ap):
    labels, decision = np.array(TWO, np.int8), Decision(yes=0.5, no=0.5)
    told = attribute_figures("has_cap", SCORES, labels, decision, fewest=fewest)
    assert told.ap == pytest.approx(ap)


def unit(*angles: float) -> np.ndarray:
    return np.array([[np.cos(a), np.sin(a)] for a in angles], dtype=np.float32)


@pytest.mark.parametrize(
    ("angles", "sku", "share"),
    [
        pytest.param([0, 0.1, 1.5, 1.4], [7, 7, 9, 9], 1.0, id="each beside its own"),
        pytest.param([0, 1.4, 1.5, 1.4], [7, 7, 9, 9], 0.5, id="one beside the other"),
        pytest.param([0, 0.1, 1.5, 1.4], [7, 7, NA, NA], None, id="one product"),
        pytest.param([0, 1.5], [7, 9], None, id="nothing to look up"),
        pytest.param([], [], None, id="nothing at all"),
    ],
)
def test_one_of_each_product_is_shown_and_the_others_are_found(angles, sku, share):
    told = one_shot(unit(*angles).reshape(-1, 2), np.array(sku, dtype=np.int64))
    assert told == share


def test_categories_do_not_need_attributes(model):
    out = model(features=torch.zeros(2, 1280))
    assert out["attribute_logits"].shape == (2, 0)
