"""The page that shows what came in."""

import cv2
import numpy as np

from cartvision.data.picture import Picture
from cartvision.ingest.summary import Summary
from cartvision.reports.page import Section, page
from cartvision.reports.plots import bars
from cartvision.vision.codec import Pixels, decode, encode_png
from cartvision.vision.drawing import contact_sheet, draw_boxes

MOST_FREQUENT = 25  # categories in the plot
TILE = 440  # pixels, of a picture in the contact sheet


def show(summary: Summary, *, sample: list[Picture]) -> str:
    """The page: figures, splits, categories, attributes, a few pictures with their boxes."""
    sections = [_splits(summary), *_quarantine(summary), _pictures(sample)]
    sections += [*_categories(summary), *_attributes(summary)]
    return page(
        "Pictures that came in",
        lead=f"{summary.source}, dataset {summary.fingerprint[:12]}",
        figures={
            "pictures": summary.rows["pictures"].kept,
            "products": summary.rows["boxes"].kept,
            "categories": len([name for name in summary.categories if name]),
            "quarantined": sum(summary.quarantined.values()),
        },
        sections=sections,
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


def _quarantine(summary: Summary) -> list[Section]:
    if not summary.quarantined:
        return []
    lost = [f"{rows.lost_share:.1%} of the {kind}" for kind, rows in summary.rows.items()]
    return [
        Section(
            "Left out",
            text=f"Broken: {', '.join(lost)}. Each row is in quarantine.jsonl with its reason.",
            columns=["reason", "rows"],
            rows=list(summary.quarantined.items()),
        )
    ]


def _categories(summary: Summary) -> list[Section]:
    counts = {name or "(unknown)": count for name, count in summary.categories.items()}
    if not counts:
        return []
    shown = dict(list(counts.items())[:MOST_FREQUENT])
    said = f"The {len(shown)} most frequent of {len(counts)}." if len(counts) > len(shown) else ""
    return [Section("Categories", text=said, pngs=[bars(shown, x="products")])]


def _attributes(summary: Summary) -> list[Section]:
    if not summary.attributes:
        return []
    by_split = summary.attributes_by_split
    return [
        Section(
            "Attributes",
            text="NA is not known: it is neither yes nor no, here and in training.",
            columns=["attribute", "yes", "no", "NA", "NA rate", *(f"NA in {s}" for s in by_split)],
            rows=[
                [name, known.yes, known.no, known.na, f"{known.na_rate:.1%}"]
                + [f"{split[name].na_rate:.1%}" for split in by_split.values()]
                for name, known in summary.attributes.items()
            ],
        )
    ]


def _pictures(sample: list[Picture]) -> Section:
    sheet = contact_sheet([_drawn(picture) for picture in sample], columns=3, tile=TILE)
    return Section("A few pictures", pngs=[encode_png(sheet)])


def _drawn(picture: Picture) -> Pixels:
    """The picture at the size it is shown in, so that the boxes' lines stay visible."""
    scale = TILE / max(picture.width, picture.height)
    small = cv2.resize(
        decode(picture.encoded), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
    )
    boxes = np.array([item.bbox for item in picture.objects], dtype=np.float32).reshape(-1, 4)
    return draw_boxes(np.asarray(small, dtype=np.uint8), boxes * np.float32(scale))
