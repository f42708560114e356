"""The page of an attribute training."""

from cartvision.models.describer.config import DescriberConfig
from cartvision.reports.page import Cell, Section, page
from cartvision.reports.plots import bars
from cartvision.train_attributes.judging import AttributeFigures, Judged, TaxonomyFigures
from cartvision.train_attributes.settings import Settings

NOTHING = "–"
COLUMNS = [
    "attribute",
    "known",
    "positive",
    "AP",
    "F1",
    "F1 at .5",
    "precision",
    "recall",
    "yes from",
    "no up to",
    "unknown",
]


def attributes_page(
    judged: Judged,
    *,
    config: DescriberConfig,
    curve: bytes,
    settings: Settings,
    model: str,
    dataset: str,
) -> str:
    """Validation figures of every attribute with its support, of the taxonomy, and the loss."""
    return page(
        "Attribute training",
        lead=f"{settings.backbone} on crops of {settings.crop} px. Figures are of the val split of "
        f"dataset {dataset[:12]}, which also chose thresholds, and on known labels alone; model "
        f"{model[:12]}.",
        figures={title: _shown(judged.metrics.get(name)) for title, name in KEY_FIGURES.items()},
        sections=[
            *_attributes(judged.attributes, config=config, settings=settings),
            *_taxonomy(judged.taxonomy, config=config),
            *_embedding(judged.one_shot),
            Section("Training loss", text=_phases(settings), pictures=[curve]),
        ],
    )


KEY_FIGURES = {
    "macro F1": "macro_f1",
    "macro F1 at .5": "macro_f1_at_half",
    "macro AP": "macro_ap",
    "hierarchical F1": "category_hf1",
}


def _attributes(
    figures: list[AttributeFigures], *, config: DescriberConfig, settings: Settings
) -> list[Section]:
    if not figures:
        return []
    rarest_first = sorted(figures, key=lambda one: one.positives)
    f1 = {one.name: one.f1 for one in rarest_first if one.f1 is not None}
    plots = [bars(f1, x="F1 on known labels")] if f1 else []
    rows = [_row(one) for one in rarest_first]
    return [
        Section(
            "Attributes",
            text=f"{_rule(settings)} Rarest first. Logits are divided by a temperature of "
            f"{config.attribute_temperature:.2f}.",
            columns=COLUMNS,
            rows=rows,
            pictures=plots,
        )
    ]


def _rule(settings: Settings) -> str:
    if settings.precision:
        return (
            f"An attribute is said where at least {settings.precision:.0%} of what is said is "
            f"right, with a confidence of {settings.confidence:.0%}; never where it cannot be "
            "shown."
        )
    between = ", and nothing is said close to it" if settings.band else ""
    return f"A threshold is where the F1 to be expected is best{between}."


def _row(one: AttributeFigures) -> list[str | Cell]:
    decision = one.decision
    return [
        Cell(one.name, note=decision.why),
        f"{one.known:,}",
        f"{one.positives:,}",
        *map(_shown, (one.ap, one.f1, one.flat_f1, one.precision, one.recall)),
        _shown(decision.yes),
        _shown(decision.no),
        NOTHING if one.unknown is None else f"{one.unknown:.1%}",
    ]


def _taxonomy(told: TaxonomyFigures | None, *, config: DescriberConfig) -> list[Section]:
    if told is None:
        return []
    rows: list[list[str]] = [
        [
            str(level),
            f"{accuracy:.3f}",
            f"{told.told[level]:.1%}",
            _shown(told.right.get(level)),
        ]
        for level, accuracy in told.accuracy.items()
    ]
    text = (
        f"Of {told.known:,} whose category is known, {len(config.categories):,} categories. The "
        f"model goes down the tree as long as a node has a probability of {config.sure:g}, after a "
        f"temperature of {config.category_temperature:.2f}; hierarchical F1 "
        f"{told.hierarchical_f1:.3f} counts the steps that both paths share."
    )
    if told.foreign:
        text += (
            f" Train has no example of the category of {told.foreign:,}: on levels that the "
            "model's tree does not reach they count as wrong."
        )
    columns = ["level", "accuracy of the likeliest", "told so deep", "right, where told"]
    return [Section("Taxonomy", text=text, columns=columns, rows=rows)]


def _embedding(one_shot: float | None) -> list[Section]:
    if one_shot is None:
        return []
    text = (
        f"Of products that it never trained on, {one_shot:.1%} are found again by one picture of "
        "each."
    )
    return [Section("Looking up unknown products", text=text)]


def _phases(settings: Settings) -> str:
    warm = f"{settings.warm_epochs} epochs of the heads alone at {settings.warm_rate:g}"
    if not settings.tune_epochs:
        return f"{warm}; the backbone stays as it was."
    layers = "all layers" if settings.layers < 0 else f"the last {settings.layers} layers"
    return f"{warm}, then up to {settings.tune_epochs} with {layers} at {settings.tune_rate:g}."


def _shown(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"
