"""What each figure is called, and what it means, for people."""

from dataclasses import dataclass, replace

from cartvision.evidence.figures import CAP, HIGH_CAP

CAPPED = f"at most {CAP} detections"
CAPPED_HIGH = f"at most {HIGH_CAP:,} detections"


@dataclass(frozen=True)
class Word:
    """A figure's title, what is behind it, and one sentence of what it tells."""

    title: str
    meaning: str
    cap: str = ""  # of detections, for what depends on it


AP = "Average precision, as COCO has it"
WORDS = {
    "map": Word(
        "AP@[.5:.95]", f"{AP}: the mean over ten demands on the overlap, IoU .50 to .95.", CAPPED
    ),
    "map50": Word(
        "AP50", f"{AP}, where an overlap of IoU .50 is enough: is each product found?", CAPPED
    ),
    "map75": Word(
        "AP75", f"{AP}, where IoU .75 is demanded: do the boxes lie closely as well?", CAPPED
    ),
    "ar300": Word(
        "AR", "Average recall: the share of products reached at any score, mean over IoUs.", CAPPED
    ),
    f"map_at_{HIGH_CAP}": Word(
        "AP@[.5:.95]",
        f"The same with more detections: far from that at {CAP}, pictures hold more than {CAP}.",
        CAPPED_HIGH,
    ),
    f"ar{HIGH_CAP}": Word("AR", "Average recall with more detections.", CAPPED_HIGH),
    "recall": Word("recall", "Of the products that are there, the share that is shown."),
    "reach": Word("reach", "Recall at any score: what a lower operating score could win at most."),
    "precision": Word("precision", "Of the boxes that are shown, the share that is a product."),
    "f1": Word("F1", "Precision and recall in one: their harmonic mean."),
    "mean_iou": Word("mean IoU", "How closely the shown boxes lie on their products; 1 is exact."),
    "ece": Word(
        "ECE",
        "Expected calibration error: how far a score is from the share of boxes that are right.",
    ),
    "count_mae": Word("count error", "By how many products the count of a picture is off: mean."),
    "count_rmse": Word("count RMSE", "The same; large errors weigh more."),
    "count_exact": Word("exact counts", "The share of pictures with products counted exactly."),
    "specificity": Word(
        "specificity", "Of the pictures without products, the share in which nothing is shown."
    ),
    "attribute_matched_share": Word(
        "labelled products found",
        "The share of products with known attributes whose attributes could be judged.",
    ),
}

OVER = {
    "macro": "mean over attributes, rare ones weigh as much as common ones",
    "micro": "over all labels as one",
}
OF_ATTRIBUTES = {
    "precision": ("precision", "of what is said, the share that is so"),
    "recall": ("recall", "of what is so, the share that is said"),
    "f1": ("F1", "precision and recall in one"),
    "specificity": ("specificity", "of what is not so, the share that is not said"),
}
WORDS |= {
    f"attribute_{over}_{name}": Word(
        f"attributes: {over} {title}", f"{over.title()}: {how}; {what}."
    )
    for over, how in OVER.items()
    for name, (title, what) in OF_ATTRIBUTES.items()
}

LEVEL = "_level_"
WORDS |= {
    "category_coverage": Word(
        "categories told", "The share of found products that are given a category at all."
    ),
    "category_hprecision": Word(
        "hierarchical precision", "Of the steps told from the root, the share that is right."
    ),
    "category_hrecall": Word(
        "hierarchical recall", "Of the steps that are true, the share that is told."
    ),
    "category_hf1": Word("hierarchical F1", "Both in one: a sibling in the tree is nearly right."),
    "category_accuracy_level": Word(
        "accuracy at level {}", "The share told rightly so deep; telling nothing is wrong."
    ),
    "category_selective_level": Word(
        "accuracy where told, level {}", "The same, of those that are told so deep."
    ),
    "category_coverage_level": Word(
        "told at level {}", "The share that is told so deep, right or wrong."
    ),
}


def word_of(name: str) -> Word:
    """Of a figure by its name in the report; a figure of a level has the level in its title."""
    key, level = _key(name)
    return replace(WORDS[key], title=WORDS[key].title.format(level))


def place_of(name: str) -> tuple[int, int]:
    """Where it stands among the figures: as in WORDS, then by level."""
    key, level = _key(name)
    return list(WORDS).index(key), int(level or 0)


def title_of(name: str) -> str:
    return word_of(name).title


def _key(name: str) -> tuple[str, str]:
    """The name among WORDS, and the level, "" where there is none."""
    stem, _, level = name.partition(LEVEL)
    return (f"{stem}_level", level) if level else (name, "")
