"""The page of an evaluation, for people: doubts first, then figures, plots and pictures."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_UP, Context

from cartvision.evaluate.confusions import MOST
from cartvision.evaluate.galleries.gallery import A_PICTURE, Gallery
from cartvision.findings.tables import (
    INTERVALS,
    attributes_table,
    figures_table,
    key_figures,
    latency_table,
    legend_table,
    slices_table,
)
from cartvision.reports.metrics import Audit, Doubt, Report
from cartvision.reports.page import Alarm, Section, page

HEADLINES = (
    "map50",
    "map",
    "recall",
    "precision",
    "count_mae",
    "specificity",
    "attribute_macro_f1",
    "category_hf1",
)
CATEGORIES = "category_"
PLOTS = {  # name → title and words
    "precision_recall": ("Precision and recall", ""),
    "scores": (
        "Scores",
        "Every detection at any score; what lies left of the line is not shown to people.",
    ),
    "overlaps": ("Overlap of found products with their boxes", ""),
    "counts": (
        "Counts",
        "A dot is a picture; on the line the count is exact. Crowds are left aside.",
    ),
    "reliability": (
        "Calibration",
        "A dot is a bin of scores, at their mean; on the line a score of .8 is right in eight of "
        "ten cases. Above it the model is too modest, below it too sure.",
    ),
    "slices": (
        "Slices",
        "A dot with its 95 % interval; the dashed lines are the values of the whole test set. n is "
        "the number of products; grey slices have fewer than 100, too few to decide anything by.",
    ),
    "attributes": ("Attributes", "F1 with its 95 % interval; n is the number of known positives."),
    "attribute_outcomes": (
        "How the worst attributes err",
        f"The {MOST} with the lowest F1. At the right: rightly said / wrongly said / not said.",
    ),
    "confusion": (
        "The most confused categories",
        "Of objects whose category is known: what is there, and what was told. Orange is wrong, "
        "the darker the larger its share of the row; among the others right and wrong are one.",
    ),
    "class_outcomes": (
        "The worst classes",
        f"The {MOST} with the lowest F1. At the right: found / false alarms / missed. A box of a "
        "wrong class is a false alarm of one class and a miss of the other.",
    ),
}
MISTAKES = "Green: a product that was found. Red: missed. Blue: a false alarm."
FALSE_ALARMS = (
    "Blue: a shown box that is no product, or one that is found already; the highest scores first, "
    f"at most {A_PICTURE} a picture. Green: labelled products. IoU is the overlap with the nearest."
)
MISSES = (
    "Red: a labelled product that is not shown. Those that no score finds come first, the largest "
    f"of them before the others; at most {A_PICTURE} a picture. Blue: shown boxes. “Seen at”: the "
    "score of the box that lies on it, too low to be shown."
)


def page_of(
    report: Report,
    *,
    champion: Report | None,
    plots: Mapping[str, bytes],
    gallery: Gallery | None,
) -> str:
    return page(
        f"Evaluation of {report.subject}",
        lead=_lead(report),
        alarms=[_alarm(doubt) for doubt in report.doubts],
        figures=key_figures(report, names=HEADLINES),
        sections=[
            *_overall(report, champion=champion),
            *_drawn("precision_recall", "counts", "reliability", "scores", "overlaps", of=plots),
            *_slices(report, plots=plots),
            *_attributes(report, plots=plots),
            *_categories(report, champion=champion, plots=plots),
            *([latency_table(report.artifact)] if report.artifact is not None else []),
            *_gallery(gallery),
            legend_table(report.overall),
        ],
    )


def _lead(report: Report) -> str:
    licences = ", ".join(report.licences) or "pictures of unknown licence"
    return (
        f"The {report.split} split of dataset {report.dataset[:12]}, {report.units:,} groups; "
        f"model {report.model[:12]}, trained on {licences}."
    )


def _alarm(doubt: Doubt) -> Alarm:
    pictures = f"Pictures: {', '.join(doubt.pictures)}" if doubt.pictures else ""
    title = f"Do not trust the figures yet: {doubt.kind.replace('-', ' ')}"
    return Alarm(title, text=f"{doubt.text[:1].upper()}{doubt.text[1:]}.", note=pictures)


def _overall(report: Report, *, champion: Report | None) -> list[Section]:
    """None for a head that tells categories alone: they have a section of their own."""
    figures = {
        name: metric for name, metric in report.overall.items() if not name.startswith(CATEGORIES)
    }
    if not figures:
        return []
    text = INTERVALS + _audited(report.audit)
    return [figures_table("Figures", figures, champion=champion, text=text)]


def _audited(audit: Audit | None) -> str:
    if audit is None:
        return ""
    theirs = "that of COCO's evaluator (faster-coco-eval)"
    said = f"differs from {theirs} by at most {_rounded_up(audit.apart):.1g}"
    if not audit.apart:
        said = f"is the same as {theirs}"
    return f" Average precision {said} on the first {audit.pictures:,} pictures."


def _rounded_up(value: float) -> float:
    """To one digit: rounded to the nearest it would be no bound."""
    return float(Context(prec=1, rounding=ROUND_UP).create_decimal_from_float(value))


def _slices(report: Report, *, plots: Mapping[str, bytes]) -> list[Section]:
    told = {name: part for name, part in report.per_slice.items() if part.figures}
    return [*_drawn("slices", of=plots), *([slices_table(told)] if told else [])]


def _attributes(report: Report, *, plots: Mapping[str, bytes]) -> list[Section]:
    if not report.per_class:
        return []
    drawn = _drawn("attributes", "attribute_outcomes", of=plots)
    return [*drawn, attributes_table(report.per_class)]


def _categories(
    report: Report, *, champion: Report | None, plots: Mapping[str, bytes]
) -> list[Section]:
    figures = {
        name: metric for name, metric in report.overall.items() if name.startswith(CATEGORIES)
    }
    text = "Of found products whose category is known; level 1 is the root's first step. "
    told = figures_table("Taxonomy", figures, champion=champion, text=text + INTERVALS)
    table = [told] if figures else []
    return [*table, *_drawn("confusion", "class_outcomes", of=plots)]


def _gallery(gallery: Gallery | None) -> list[Section]:
    if gallery is None:
        return []
    sheets = (
        ("The pictures with the most mistakes", MISTAKES, gallery.mistakes()),
        ("The worst false alarms", FALSE_ALARMS, gallery.false_alarms()),
        ("The worst misses", MISSES, gallery.misses()),
    )
    return [
        Section(title, text=text if sheet else "There are none.", pictures=[sheet] if sheet else [])
        for title, text, sheet in sheets
    ]


def _drawn(*names: str, of: Mapping[str, bytes]) -> Sequence[Section]:
    """A plot of nothing has no section."""
    return [
        Section(PLOTS[name][0], text=PLOTS[name][1], pictures=[of[name]])
        for name in names
        if name in of
    ]
