"""The page that shows what became of the train pictures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cartvision.augment.policy import Entry, Policy
from cartvision.augment.sheets import family_sheet, transforms_sheet
from cartvision.augment.tally import Frequencies, Tally, effective_classes, rare_gain
from cartvision.data.picture import Picture
from cartvision.reports.page import Section, page
from cartvision.reports.plots import histogram, ranks
from cartvision.vision.codec import Pixels

RAREST = 15  # classes in the table
DRAWN_BY_DEFAULT = 0.5  # the probability that albumentations gives a transform
KINDS = {"category": "categories", "sku": "SKUs"}


def show(
    tally: Tally,
    *,
    policy: Policy,
    families: Sequence[Sequence[Picture]],
    alone: Sequence[tuple[str, Pixels]],
    balance: str,
    fingerprint: str,
) -> str:
    """The page: figures, originals beside their copies, each transform, classes, the policy.

    `families` are an original and its copies each; `alone` is a picture that went through one
    transform, for each with its name.
    """
    kind = KINDS.get(balance)
    how = f"balanced by {kind}" if kind else "as many of every picture"
    return page(
        "Copies of the train pictures",
        lead=f"dataset {fingerprint[:12]}, {how}",
        figures=_figures(tally, balance=balance),
        sections=[
            *_families(families),
            *_transforms(alone),
            *_frequencies("categories", tally.categories),
            *_frequencies("SKUs", tally.skus),
            *(_gains(tally, balance=balance) if kind else []),
            _policy(policy, tally=tally),
            _rules(policy),
        ],
    )


def _classes(tally: Tally, *, balance: str) -> Frequencies:
    return tally.skus if balance == "sku" else tally.categories


def _figures(tally: Tally, *, balance: str) -> dict[str, str]:
    kept = tally.products_expected - tally.dropped
    classes = _classes(tally, balance=balance)
    before, after = effective_classes(classes.before), effective_classes(classes.after)
    products = {
        "products": f"{kept:,}",
        "products dropped": _percent(tally.dropped, tally.products_expected),
        "attributes made NA": _percent(tally.unreadable, kept),
    }
    figures = {
        "pictures": f"{tally.parents:,} → {tally.pictures:,}",
        **(products if tally.products_expected else {}),
        "drawn again": f"{tally.redrawn:,}",
        f"effective {KINDS.get(balance, 'categories')}": f"{before:.1f} → {after:.1f}",
    }
    if balance in KINDS and classes.before:
        figures["rarest tenth"] = f"× {rare_gain(classes.before, classes.after).gain:.1f}"
    return figures


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _families(families: Sequence[Sequence[Picture]]) -> list[Section]:
    if not families:
        return []
    return [
        Section(
            "Originals and their copies",
            text="Boxes are what a copy still shows of its original's products. "
            "Blue: a product of which no attribute is known.",
            pictures=[family_sheet(family) for family in families],
        )
    ]


def _transforms(alone: Sequence[tuple[str, Pixels]]) -> list[Section]:
    if not alone:
        return []
    said = "One picture, each time through one transform alone; a copy meets several."
    return [Section("What each transform does", text=said, pictures=[transforms_sheet(alone)])]


def _frequencies(kind: str, classes: Frequencies) -> list[Section]:
    if not classes.before:
        return []
    before, after = effective_classes(classes.before), effective_classes(classes.after)
    ranked = sorted(classes.before, key=lambda name: (-classes.before[name], name))
    return [
        Section(
            f"How frequent the {kind} are",
            text=f"{len(ranked)} {kind}, spread as evenly as {before:.1f} of equal frequency "
            f"are; with the copies as evenly as {after:.1f}.",
            pictures=[
                ranks(
                    {
                        "originals": _shares(classes.before, ranked),
                        "with copies": _shares(classes.after, ranked),
                    },
                    x=f"{kind}, the most frequent of the originals first",
                    y="share of all instances, %",
                )
            ],
        )
    ]


def _shares(counts: Mapping[str, int], names: Sequence[str]) -> list[float]:
    total = sum(counts.values())
    return [100 * counts[name] / total for name in names]


def _gains(tally: Tally, *, balance: str) -> list[Section]:
    """What balance did, to the rarest classes and to the pictures."""
    classes = _classes(tally, balance=balance)
    if not classes.before:
        return []
    rarest = sorted(classes.before, key=lambda name: (classes.before[name], name))[:RAREST]
    before, after = (_shares(part, rarest) for part in (classes.before, classes.after))
    fewest, most = min(tally.instances), max(tally.instances)
    counts: dict[float, int] = dict(tally.instances.items())
    return [
        Section(
            f"The rarest {KINDS[balance]}",
            text="A class gains only with the pictures that show it, and what stands beside it "
            "gains with them.",
            columns=[balance, "originals", "with copies", "share before", "share after", "gain"],
            rows=[
                [
                    name,
                    classes.before[name],
                    classes.after[name],
                    f"{one:.3f}%",
                    f"{other:.3f}%",
                    f"× {other / one:.1f}",
                ]
                for name, one, other in zip(rarest, before, after, strict=True)
            ],
        ),
        Section(
            "Instances of each picture",
            text=f"{fewest} to {most}, the original included; "
            f"{tally.pictures / tally.parents:.1f} in the mean.",
            pictures=[histogram(counts, x="instances", y="pictures", bins=most - fewest + 1)],
        ),
    ]


def _policy(policy: Policy, *, tally: Tally) -> Section:
    copies = tally.pictures - tally.parents
    parts = {
        "geometry": policy.geometry,
        "occlusion": policy.occlusion,
        "appearance": policy.appearance,
    }
    listed = Counter(
        name for entries in parts.values() for entry in entries for name, *_ in _choices(entry)
    )
    return Section(
        "The policy",
        text="How probable each transform is in a draw, and how many of the copies met it; "
        "draws that lost too much are not among them.",
        columns=["part", "transform", "arguments", "probability", "copies"],
        rows=[
            [
                part,
                f"or {name}" if number else name,
                _in_words(arguments),
                f"{100 * odds:.3g}%",
                _percent(tally.applied.get(name, 0), copies)
                + (" together" if listed[name] > 1 else ""),
            ]
            for part, entries in parts.items()
            for entry in entries
            for number, (name, arguments, odds) in enumerate(_choices(entry))
        ],
    )


def _choices(entry: Entry) -> Iterator[tuple[str, Mapping[str, Any], float]]:
    """Name, arguments and probability of each transform; those of a list share the list's."""
    told = [
        (name, arguments or {})
        for one in entry.get("one_of", [entry])
        for name, arguments in one.items()
    ]
    odds = [arguments.get("p", DRAWN_BY_DEFAULT) for _, arguments in told]
    share = entry["p"] / sum(odds) if "one_of" in entry else 1
    for (name, arguments), own in zip(told, odds, strict=True):
        yield name, arguments, own * share


def _in_words(arguments: Mapping[str, Any]) -> str:
    told = {name.replace("_", " "): value for name, value in arguments.items() if name != "p"}
    return "; ".join(f"{name} {_value(value)}" for name, value in told.items())


def _value(value: Any) -> str:
    match value:
        case [low, high]:
            return str(low) if low == high else f"{low} to {high}"
        case list():
            return ", ".join(map(str, value))
        case dict():
            return f"({_in_words(value)})"
    return str(value)


def _rules(policy: Policy) -> Section:
    keep, (low, high) = policy.keep, policy.jpeg_quality
    return Section(
        "The policy's rules",
        text="Shares are of what the original shows of a product.",
        columns=["rule", "value"],
        rows=[
            ["a product is dropped where less of it is left than", f"{keep.visible:.0%}"],
            ["its attributes become NA where less of it is left than", f"{keep.readable:.0%}"],
            ["a copy is drawn again where it drops more of its products than", f"{keep.lost:.0%}"],
            ["longest side of a copy", f"{policy.longest} pixels"],
            [
                "past the original's edge",
                "its last pixels" if policy.border == "edge" else f"grey {policy.border}",
            ],
            ["JPEG quality", f"{low} to {high}"],
        ],
    )
