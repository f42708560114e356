"""The page that shows what came in."""

from collections.abc import Mapping

import cv2
import numpy as np

from cartvision.data.figures import SIDE_STEP, Known, SplitFigures
from cartvision.data.picture import Picture
from cartvision.ingest.samples import Samples
from cartvision.ingest.summary import Summary
from cartvision.reports.page import Section, page
from cartvision.reports.plots import bars, histogram
from cartvision.vision.codec import Pixels, decode, encode_jpeg
from cartvision.vision.drawing import contact_sheet, draw_boxes, write

MOST_FREQUENT = 25  # categories in the plot
TILE = 440  # pixels, of a picture in the contact sheet
CROSSINGS_SHOWN = 10


def show(summary: Summary, *, samples: Samples) -> str:
    """The page: where it came from, splits, what was left out, what is in it, some pictures."""
    sections = [
        _sources(summary),
        _splits(summary),
        *_faults("Left out", summary.left_out, said=_lost(summary)),
        *_faults(
            "Put right", summary.mended, said="Each is in quarantine.jsonl with what was done."
        ),
        _pictures("A few pictures", samples.typical),
        _copies(summary),
        *_categories(summary.all),
        *_attributes(summary, of="products"),
        *_attributes(summary, of="pictures"),
        *_shapes(summary.all),
        *_outliers(summary, samples),
    ]
    return page(
        "Pictures that came in",
        lead=f"dataset {summary.fingerprint[:12]}",
        figures={
            "pictures": summary.all.pictures,
            "products": summary.all.objects,
            "categories": len([name for name in _named(summary.all) if name]),
            "left out": sum(summary.left_out.values()),
            "put right": sum(summary.mended.values()),
        },
        sections=sections,
    )


def _sources(summary: Summary) -> Section:
    rows = [
        [source.uri, source.format, name or "(none told)", licence]
        for source in summary.sources
        for name, licence in source.licences.items()
    ]
    return Section(
        "Sources",
        text="What a licence allows goes with the pictures into the card of every model.",
        columns=["source", "format", "licence", "class"],
        rows=rows,
    )


def _splits(summary: Summary) -> Section:
    return Section(
        "Splits",
        text="A group (store, session or bin) is never divided between splits.",
        columns=["split", "pictures", "products", "groups", "without products"],
        rows=[
            [name, split.pictures, split.objects, split.groups, split.negatives]
            for name, split in summary.splits.items()
        ],
    )


def _lost(summary: Summary) -> str:
    shares = [f"{rows.broken_share:.1%} of the {kind}" for kind, rows in summary.rows.items()]
    return f"Broken: {', '.join(shares)}. Each row is in quarantine.jsonl with its reason."


def _faults(title: str, counts: dict[str, int], *, said: str) -> list[Section]:
    if not counts:
        return []
    return [Section(title, text=said, columns=["reason", "rows"], rows=list(counts.items()))]


def _copies(summary: Summary) -> Section:
    copies = summary.copies
    said = (
        f"{copies.pairs} pairs of pictures nearly equal each other; {copies.joined_groups} groups "
        f"were joined so that none of them crosses a split. {copies.remembered} pictures keep the "
        f"place of an earlier run."
    )
    if copies.crossings_in_all:
        said += (
            f" {copies.crossings_in_all} cross splits that the source gave as official ones: they "
            "stay, and scores on them are too good."
        )
    return Section(
        "Copies",
        text=said,
        columns=["picture or group", "nearly equals", "splits"],
        rows=[
            [first, second, f"{one} and {other}"]
            for first, second, one, other in copies.crossings[:CROSSINGS_SHOWN]
        ],
    )


def _named(figures: SplitFigures) -> dict[str, int]:
    """Categories of products, else of whole pictures."""
    return dict(figures.categories or figures.picture_categories)


def _categories(figures: SplitFigures) -> list[Section]:
    counts = {name or "(unknown)": count for name, count in _named(figures).items()}
    if not counts:
        return []
    shown = dict(list(counts.items())[:MOST_FREQUENT])
    said = f"The {len(shown)} most frequent of {len(counts)}." if len(counts) > len(shown) else ""
    what = "products" if figures.categories else "pictures"
    return [Section("Categories", text=said, pictures=[bars(shown, x=what)])]


def _attributes(summary: Summary, *, of: str) -> list[Section]:
    def known(split: SplitFigures) -> Mapping[str, Known]:
        return split.attributes if of == "products" else split.picture_attributes

    whole = known(summary.all)
    if not sum(one.total for one in whole.values()):
        return []
    splits = {name: known(split) for name, split in summary.splits.items() if split.pictures}
    return [
        Section(
            f"Attributes of {of}",
            text="NA is not known: it is neither yes nor no, here and in training.",
            columns=["attribute", "yes", "no", "NA", "NA rate", *(f"NA in {s}" for s in splits)],
            rows=[
                [name, one.yes, one.no, one.na, f"{one.na_rate:.1%}"]
                + [f"{split[name].na_rate:.1%}" for split in splits.values()]
                for name, one in whole.items()
            ],
        )
    ]


def _shapes(figures: SplitFigures) -> list[Section]:
    if not figures.objects:
        return []
    densities: dict[float, int] = dict(figures.densities.items())
    sides = {number * SIDE_STEP * 100: count for number, count in figures.sides.items()}
    return [
        Section(
            "Sizes and density",
            text="A product's side is that of a square as large as its box.",
            pictures=[
                histogram(sides, x="side of a product, % of the picture's", y="products"),
                histogram(densities, x="products in a picture", y="pictures"),
            ],
        )
    ]


def _outliers(summary: Summary, samples: Samples) -> list[Section]:
    light, sharp = summary.brightness, summary.sharpness
    said = {
        "darkest": f"Brightness is {light.p1:.0f} to {light.p99:.0f} in 98 % of the pictures.",
        "brightest": "",
        "most blurred": f"Sharpness is {sharp.p1:.0f} to {sharp.p99:.0f} in 98 % of the pictures.",
    }
    return [
        _pictures(
            f"The {kind}",
            [picture for _, picture in found],
            words=[f"{measure:.0f}" for measure, _ in found],
            text=said[kind],
        )
        for kind, found in samples.outliers.items()
        if found
    ]


def _pictures(
    title: str, pictures: list[Picture], *, words: list[str] | None = None, text: str = ""
) -> Section:
    tile = TILE if words is None else TILE // 2
    drawn = [_drawn(picture, tile=tile) for picture in pictures]
    for pixels, word in zip(drawn, words or [], strict=False):
        write(pixels, word, left=4, top=4)
    sheet = contact_sheet(drawn, columns=3 if words is None else 6, tile=tile)
    return Section(title, text=text, pictures=[encode_jpeg(sheet)])


def _drawn(picture: Picture, *, tile: int) -> Pixels:
    """The picture at the size it is shown in, so that the boxes' lines stay visible."""
    scale = tile / max(picture.width, picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = cv2.resize(decode(picture.encoded), size, interpolation=cv2.INTER_AREA)
    boxes = np.array([item.bbox for item in picture.objects], dtype=np.float32).reshape(-1, 4)
    return draw_boxes(np.asarray(small, dtype=np.uint8), boxes * np.float32(scale))
