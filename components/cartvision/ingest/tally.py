"""Counting while the pictures stream by."""

import heapq
from collections import Counter

from cartvision.data.picture import NA, SPLITS, Picture, Split
from cartvision.errors import WorkError
from cartvision.ingest.faults import Fault, Reason
from cartvision.ingest.pictures import Outcome
from cartvision.ingest.sku110k import Source
from cartvision.ingest.summary import Kept, Known, SplitFigures, Summary

SAMPLES = 6  # pictures shown in the report
REASONS_SAID = 3  # in the error of a run with too many faults


class Tally:
    """What was seen so far; it holds no picture but the few that the report shows."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = list(source.faults)
        self.pictures: Counter[Split] = Counter()
        self.negatives: Counter[Split] = Counter()
        self.categories: Counter[str] = Counter()
        self.values: dict[Split, list[Counter[int]]] = {
            split: [Counter() for _ in source.attributes] for split in SPLITS
        }
        self.objects: Counter[Split] = Counter()
        self.groups: dict[str, Split] = {}
        self.described = 0
        self._sample: list[tuple[str, Picture]] = []

    def add(self, outcome: Outcome, *, split: Split) -> None:
        self.faults += outcome.faults
        if outcome.picture is None:
            return
        picture = outcome.picture
        self.pictures[split] += 1
        self.negatives[split] += not picture.objects
        self.objects[split] += len(picture.objects)
        self.groups[picture.group] = split
        self.described += outcome.described
        for item in picture.objects:
            self.categories[item.category] += 1
            for counter, value in zip(self.values[split], item.attributes, strict=True):
                counter[value] += 1
        shown = [*self._sample, (picture.image_id, picture)]
        self._sample = heapq.nsmallest(SAMPLES, shown, key=lambda pair: pair[0])

    @property
    def sample(self) -> list[Picture]:
        """A few pictures, drawn by their bytes: the same ones whatever the order."""
        return [picture for _, picture in self._sample]

    @property
    def rows(self) -> dict[str, Kept]:
        listings = self.source.listings
        lines = sum(len(listing.attributes) for listing in listings)
        orphans = sum(fault.reason is Reason.NO_SUCH_BOX for fault in self.source.faults)
        boxes = sum(len(listing.boxes) for listing in listings)
        return {
            "pictures": Kept(read=len(listings), kept=self.pictures.total()),
            "boxes": Kept(read=boxes, kept=self.objects.total()),
            "attribute rows": Kept(read=lines + orphans, kept=self.described),
        }

    @property
    def reasons(self) -> dict[str, int]:
        return dict(_top(self.faults))

    def require(self, *, max_broken: float) -> None:
        """WorkError if more than this share of any kind of row was lost."""
        for kind, rows in self.rows.items():
            if rows.lost_share > max_broken:
                whole = kind == "pictures"
                of_kind = [fault for fault in self.faults if (fault.row is None) == whole]
                why = of_kind or self.faults  # boxes may be lost with their pictures alone
                raise WorkError(
                    f"{rows.read - rows.kept} of {rows.read} {kind} are broken, more than "
                    f"--max-broken {max_broken:.1%}: "
                    + ", ".join(f"{n} × {reason}" for reason, n in _top(why)[:REASONS_SAID])
                    + ". quarantine.jsonl in the report folder names each"
                )

    def summary(self, *, source: str, fingerprint: str) -> Summary:
        return Summary(
            source=source,
            rows=self.rows,
            quarantined=self.reasons,
            splits={split: self._figures(split) for split in SPLITS},
            categories=dict(self.categories.most_common()),
            attributes=self._known(*SPLITS),
            attributes_by_split={split: self._known(split) for split in SPLITS},
            fingerprint=fingerprint,
        )

    def _figures(self, split: Split) -> SplitFigures:
        return SplitFigures(
            pictures=self.pictures[split],
            objects=self.objects[split],
            groups=list(self.groups.values()).count(split),
            negatives=self.negatives[split],
        )

    def _known(self, *splits: Split) -> dict[str, Known]:
        """Each attribute over these splits together."""
        known = {}
        for number, name in enumerate(self.source.attributes):
            counts = sum((self.values[split][number] for split in splits), Counter[int]())
            known[name] = Known(yes=counts[1], no=counts[0], na=counts[NA])
        return known


def _top(faults: list[Fault]) -> list[tuple[str, int]]:
    """Reasons and how often each, the most frequent first."""
    return Counter(str(fault.reason) for fault in faults).most_common()
