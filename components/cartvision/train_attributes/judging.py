"""Calibration and decisions by what was held out, and what a model is worth there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import expit

from cartvision.data.picture import BETWEEN
from cartvision.models.describer.model import Describer
from cartvision.train_attributes.answers import Answers
from cartvision.train_attributes.checking import average_precision
from cartvision.train_attributes.decisions.by_f1 import ByF1
from cartvision.train_attributes.decisions.by_guarantee import ByGuarantee
from cartvision.train_attributes.decisions.choose import Rule, choose
from cartvision.train_attributes.decisions.decision import Decision, Labels, Support
from cartvision.train_attributes.decisions.temperature import softmax_temperature, temperature
from cartvision.train_attributes.settings import Settings
from cartvision.train_attributes.subjects.listing import UNKNOWN, Subjects
from cartvision.train_attributes.subjects.targets import Targets

FLAT = 0.5  # the cut-off of who chooses none


@dataclass(frozen=True)
class AttributeFigures:
    """Of one attribute on known labels; None where there is nothing to judge."""

    name: str
    known: int
    positives: int
    decision: Decision
    ap: float | None  # by few labels it is luck
    precision: float | None
    recall: float | None
    f1: float | None
    flat_f1: float | None  # with FLAT instead of its own threshold
    unknown: float | None  # share in which it abstains


@dataclass(frozen=True)
class TaxonomyFigures:
    """Of the subjects whose category is known; a level is of those known so deep.

    Levels of a path that the model's tree does not reach are wrong, whatever it says.
    """

    known: int
    foreign: int  # and this many whose category train has no example of
    accuracy: dict[int, float]  # by level, of the likeliest node there
    told: dict[int, float]  # the share that the model tells so deep
    right: dict[int, float]  # of what it tells so deep, the share that is right
    hierarchical_f1: float


@dataclass(frozen=True)
class Judged:
    attributes: list[AttributeFigures]
    taxonomy: TaxonomyFigures | None
    one_shot: float | None  # products that it never trained on, found by one picture of each

    @property
    def metrics(self) -> dict[str, float]:
        """For the card, and for people who compare runs."""
        told: dict[str, float | None] = {
            "macro_f1": mean(one.f1 for one in self.attributes),
            "macro_f1_at_half": mean(one.flat_f1 for one in self.attributes),
            "macro_ap": mean(one.ap for one in self.attributes),
            "one_shot": self.one_shot,
        }
        if self.taxonomy is not None:
            levels = self.taxonomy.accuracy.items()
            told |= {f"category_accuracy_level_{level}": value for level, value in levels}
            told["category_hf1"] = self.taxonomy.hierarchical_f1
        return {name: value for name, value in told.items() if value is not None}


def mean(values: Iterable[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return float(np.mean(told)) if told else None


def calibrate(
    model: Describer,
    said: Answers,
    answers: Targets,
    *,
    some: Subjects,
    learnt: Labels,
    settings: Settings,
) -> list[Decision]:
    """The model's config from here on says probabilities, and what they are taken for.

    What train's labels, `learnt`, know only one kind of is never said.
    """
    labels = answers.labels.numpy()
    config = model.config
    config.attribute_temperature = temperature(said.attributes, labels)
    leaf = leaves_of(model, answers.category.numpy())
    config.category_temperature = softmax_temperature(said.categories, leaf)
    config.sure = settings.sure
    probability = expit(said.attributes / config.attribute_temperature)
    rule, support = rule_of(settings), Support(settings.fewest, settings.fewest)
    decisions = [
        untaught(taught) or choose(column, truth, rule=rule, support=support, groups=some.picture)
        for column, truth, taught in zip(probability.T, labels.T, learnt.T, strict=True)
    ]
    config.decisions = [{"yes": one.yes, "no": one.no} for one in decisions]
    return decisions


def untaught(labels: Labels) -> Decision | None:
    """Of an attribute of which train knows too little to have taught anything."""
    lacks = Support(1, 1).lacks(labels[labels != UNKNOWN] == 1)
    return Decision(yes=None, no=None, why=f"in train {lacks}") if lacks else None


def rule_of(settings: Settings) -> Rule:
    if settings.precision:
        return ByGuarantee(precision=settings.precision, confidence=settings.confidence)
    return ByF1(band=settings.band)


def leaves_of(model: Describer, node: NDArray[np.int64]) -> NDArray[np.int64]:
    """The leaf (n,) of each node; UNKNOWN where it is none, or holds others too."""
    paths = model.tree.paths
    alone = paths.membership.sum(axis=0) == 1
    number = np.where(alone, paths.membership.argmax(axis=0), UNKNOWN) if len(alone) else alone
    return np.append(number, UNKNOWN).astype(np.int64)[node]


def judge(
    model: Describer,
    said: Answers,
    answers: Targets,
    *,
    some: Subjects,
    decisions: Sequence[Decision],
    strangers: NDArray[np.bool_],
    fewest: int,
) -> Judged:
    """`strangers` (n,) are of SKUs that it never trained on; `fewest` as for attribute_figures."""
    probability = expit(said.attributes / model.config.attribute_temperature)
    labels = answers.labels.numpy()
    columns = zip(model.config.names, probability.T, labels.T, decisions, strict=True)
    return Judged(
        attributes=[attribute_figures(*column, fewest=fewest) for column in columns],
        taxonomy=taxonomy_figures(model, said, node=answers.category.numpy(), depth=depths(some)),
        one_shot=one_shot(said.embedding[strangers], some.sku[strangers]),
    )


def attribute_figures(
    name: str,
    probability: NDArray[np.floating],
    labels: Labels,
    decision: Decision,
    *,
    fewest: int,
) -> AttributeFigures:
    """AP takes `fewest` known labels of each kind."""
    known = labels != UNKNOWN
    true, told = labels[known] == 1, decision.said(probability[known])
    right, wrong = int((true & (told == 1)).sum()), int((~true & (told == 1)).sum())
    judged = decision.yes is not None and true.any()
    enough = min(true.sum(), (~true).sum()) >= fewest
    return AttributeFigures(
        name=name,
        known=int(known.sum()),
        positives=int(true.sum()),
        decision=decision,
        ap=average_precision(probability.astype(np.float32), labels) if enough else None,
        precision=right / (right + wrong) if right + wrong else None,
        recall=right / int(true.sum()) if judged else None,
        f1=_f1(true, told == 1) if judged else None,
        flat_f1=_f1(true, probability[known] >= FLAT) if judged else None,
        unknown=float((told == UNKNOWN).mean()) if known.any() else None,
    )


def _f1(true: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    return float(2 * (true & said).sum() / (true.sum() + said.sum()))


def depths(some: Subjects) -> NDArray[np.int64]:
    """How many steps the path of each subject's category has, (n,); 0 where it is unknown."""
    steps = [name.count(BETWEEN) + 1 for name in some.categories]
    return np.array([*steps, 0], dtype=np.int64)[some.category]


def taxonomy_figures(
    model: Describer,
    said: Answers,
    *,
    node: NDArray[np.int64],  # (n,) where a category leaves the tree, or ends in it
    depth: NDArray[np.int64],  # (n,) of the category itself
) -> TaxonomyFigures | None:
    """None where no category is known, or the model has none to tell."""
    known = depth > 0
    if not (known.any() and model.tree.levels):
        return None
    nodes = model.node_probabilities(torch.from_numpy(said.categories[known]))
    told = model.tree.deepest(nodes, sure=model.config.sure)[0].numpy()
    true = lines(model, node[known])
    answered = lines(model, told)
    true_depth, said_depth = depth[known], (answered >= 0).sum(axis=1)
    likely = _padded(_likeliest(model, nodes.numpy()) == true, levels=int(true_depth.max()))
    shared = ((true == answered) & (true >= 0)).sum(axis=1)
    levels = range(1, int(true_depth.max()) + 1)
    deep = {level: true_depth >= level for level in levels}
    tells = {level: deep[level] & (said_depth >= level) for level in levels}
    return TaxonomyFigures(
        known=int(known.sum()),
        foreign=int((true_depth > (true >= 0).sum(axis=1)).sum()),
        accuracy={n: _share(likely[:, n - 1], deep[n]) for n in levels},
        told={n: _share(said_depth >= n, deep[n]) for n in levels},
        right={n: _share(shared >= n, tells[n]) for n in levels if tells[n].any()},
        hierarchical_f1=float(2 * shared.sum() / (true_depth.sum() + said_depth.sum())),
    )


def lines(model: Describer, node: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, levels) from the root to each node; UNKNOWN past its end, and everywhere for none."""
    paths = model.tree.paths
    line = np.full((len(node), model.tree.levels), UNKNOWN, dtype=np.int64)
    here, rows = node.copy(), np.arange(len(node))
    for _ in range(model.tree.levels):
        some = here != UNKNOWN
        line[rows[some], paths.depth[here[some]] - 1] = here[some]
        above = paths.above[here[some]]
        here[some] = np.where(above == here[some], UNKNOWN, above)
    return line


def _likeliest(model: Describer, nodes: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n, levels) the likeliest node of each level."""
    depth = model.tree.paths.depth
    return np.stack(
        [np.where(depth == n, nodes, -1).argmax(axis=1) for n in range(1, depth.max() + 1)], axis=1
    )


def _padded(right: NDArray[np.bool_], *, levels: int) -> NDArray[np.bool_]:
    """On levels below the tree nothing is right."""
    return np.pad(right, ((0, 0), (0, max(0, levels - right.shape[1]))))


def _share(right: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    return float((right & of).sum() / of.sum())


def one_shot(embedding: NDArray[np.float32], sku: NDArray[np.int64]) -> float | None:
    """One of each SKU is shown, the others are looked up; None where nothing can be confused."""
    known = sku != UNKNOWN
    embedding, sku = embedding[known], sku[known]
    names, first = np.unique(sku, return_index=True)
    rest = np.setdiff1d(np.arange(len(sku)), first)
    if len(names) < 2 or not len(rest):
        return None
    nearest = (embedding[rest] @ embedding[first].T).argmax(axis=1)
    return float((names[nearest] == sku[rest]).mean())
