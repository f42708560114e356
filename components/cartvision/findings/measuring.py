"""From evidence to the figures of a report, each with its interval and its support."""

from collections.abc import Mapping

import numpy as np

from cartvision.evidence.attributes import exact_ap, of_attribute, told
from cartvision.evidence.average_precision import exact_average_precision
from cartvision.evidence.average_recall import average_recall
from cartvision.evidence.figures import HIGH_CAP, figures_of, value_of
from cartvision.evidence.parts import Part, everything
from cartvision.evidence.resampling import Drawn, Figure, Weights, draw, interval, once
from cartvision.evidence.slices import SUFFICIENT, positives, slices_of
from cartvision.evidence.tables import Evidence
from cartvision.reports.metrics import Metric, Slice

Metrics = dict[str, Metric]

# What a slice is told by: the rest of the figures would say little more.
OF_A_SLICE = (
    "map",
    "map50",
    "recall",
    "reach",
    "precision",
    "f1",
    "count_mae",
    "specificity",
    "attribute_macro_f1",
    "category_hf1",
)


class Measuring:
    """Every figure of one model on the same draws of its test set."""

    def __init__(self, evidence: Evidence, *, draws: int, seed: int) -> None:
        self.evidence = evidence
        self.whole = everything(evidence)
        self._draws, self._seed = draws, seed
        self._weights = draw(self.whole.units, times=draws, seed=seed)

    def overall(self) -> Metrics:
        figures = figures_of(self.evidence, self.whole)
        return self._measured(figures, self.whole) | self._at_the_high_cap() | self._reached()

    def attributes(self) -> dict[str, Metrics]:
        """Of every attribute of the dataset, those without a known label among them."""
        return {
            name: self._of_attribute(number) for number, name in enumerate(self.evidence.attributes)
        }

    def slices(self) -> dict[str, Slice]:
        return {part.name: self._slice(part) for part in slices_of(self.evidence)}

    def _slice(self, part: Part) -> Slice:
        figures = figures_of(self.evidence, part, only=OF_A_SLICE)
        cases = positives(self.evidence, part)
        return Slice(
            pictures=int(part.pictures.sum()),
            positives=cases,
            sufficient=cases >= SUFFICIENT,
            figures=self._measured(figures, part),
        )

    def _of_attribute(self, number: int) -> Metrics:
        figures = dict(of_attribute(self.evidence, self.whole, attribute=number))
        one = told(self.evidence, self.whole, attribute=number)
        known = {"known": Metric(value=len(one.true), support=len(one.true))}
        area = exact_ap(one)
        if area is not None:
            known["ap"] = Metric(value=area, support=int(one.true.sum()))
        return self._measured(figures, self.whole) | known

    def _measured(self, figures: Mapping[str, Figure], part: Part) -> Metrics:
        weights = self._weights_of(part)
        return {
            name: self._metric(name, figure, part, weights=weights)
            for name, figure in figures.items()
        }

    def _metric(self, name: str, figure: Figure, part: Part, *, weights: Weights) -> Metric:
        value = value_of(name, figure, evidence=self.evidence, part=part)
        drawn = figure(weights)
        off = _off(name, drawn, once_each=float(figure(once(part.units))[0]))
        ends = interval(drawn, units=figure.units)
        low, high = (None, None) if ends is None else (end + value - off for end in ends)
        return Metric(value=value, support=figure.support, low=low, high=high)

    def _weights_of(self, part: Part) -> Weights:
        """A slice that is drawn by pictures has draws of its own."""
        if part.by_picture:
            return draw(part.units, times=self._draws, seed=self._seed)
        return self._weights

    def _at_the_high_cap(self) -> Metrics:
        """Beside those at 300: a difference tells that pictures hold more."""
        if not self.evidence.finds:
            return {}
        precision = exact_average_precision(self.evidence, self.whole, most=HIGH_CAP)
        recall = average_recall(self.evidence, self.whole, most=HIGH_CAP)
        if precision is None or recall is None:
            return {}
        values = {
            f"map_at_{HIGH_CAP}": precision,
            f"ar{HIGH_CAP}": float(recall(once(self.whole.units))[0]),
        }
        support = self.whole.positives
        return {name: Metric(value=value, support=support) for name, value in values.items()}

    def _reached(self) -> Metrics:
        """Of the objects with a known attribute, how many were found, and so could be judged."""
        labelled = int(np.sum(self.evidence.pictures.labelled))
        if not labelled:
            return {}
        share = float(np.sum(self.evidence.pictures.reached)) / labelled
        return {"attribute_matched_share": Metric(value=share, support=labelled)}


def _off(name: str, drawn: Drawn, *, once_each: float) -> float:
    """Where the draws stand for the value itself.

    Those of average precision are a little coarse, all by the same amount. A calibration error only
    grows by chance, and is larger in every draw than in what is drawn from.
    """
    return float(np.nanmean(drawn)) if name == "ece" else once_each
