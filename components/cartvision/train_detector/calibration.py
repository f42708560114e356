"""Scores that mean what they say: of those at .8, eight in ten are right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.finding import SCORE_BINS, calibration
from cartvision.evidence.resampling import once, units_of
from cartvision.evidence.tables import NEVER, Evidence
from cartvision.evidence.thresholds import judged

FEWEST = 20  # detections that are right, and as many that are wrong: fewer fit nothing
GENTLEST = 0.05  # slope: a flatter one would make one score of all
RIDGE = 1e-3  # how little it takes to stay as it is, where right and wrong lie wholly apart
STEPS, HALVINGS, ENOUGH = 100, 30, 1e-10
HIGHEST = 12.0  # log-odds: beyond it single precision takes different scores for the same
FOLDS = 5
EDGE = 1e-6  # scores are kept so far from 0 and 1, as the detector does it

Scores = NDArray[np.float32]  # (n,)
Right = NDArray[np.bool_]  # (n,)


@dataclass(frozen=True)
class Calibration:
    """A rising curve over scores; the first one leaves them as they are."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, scores: Scores) -> Scores:
        """As Detector.find has it."""
        told = 1 / (1 + np.exp(-(logits(scores) * self.slope + self.offset)))
        return np.asarray(told, dtype=np.float32)


@dataclass(frozen=True)
class Calibrated:
    """What was fitted, and how far scores are from the truth without and with it."""

    chosen: Calibration
    unfitted: str  # why scores stay as they are, "" where they do not
    right: Right
    before: Scores
    after: Scores  # by `chosen`, or where `crossed` by fits to the other groups alone
    crossed: bool

    @property
    def error_before(self) -> float:
        return expected_error(self.before, self.right)

    @property
    def error_after(self) -> float:
        return expected_error(self.after, self.right)


def calibrated(evidence: Evidence) -> Calibrated:
    """Fitted to raw scores; judged by leaving out a fifth of the groups at a time."""
    scores, right = judged(evidence)
    chosen = fitted(scores, right)
    if chosen is None:
        why = _too_few(right) or "a higher score is hardly more often right"
        return Calibrated(Calibration(), why, right, scores, scores, crossed=False)
    held_out = _held_out(evidence, scores, right)
    after = chosen(scores) if held_out is None else held_out
    return Calibrated(chosen, "", right, scores, after, crossed=held_out is not None)


def fitted(scores: Scores, right: Right) -> Calibration | None:
    """The likeliest curve, as Platt fits it; None where the detections do not tell one."""
    if _too_few(right):
        return None
    slope, offset = _likeliest(logits(scores), target=_targets(right))
    return Calibration(slope, offset) if slope >= GENTLEST else None


def rescored(evidence: Evidence, *, by: Calibration) -> Evidence:
    """The same answers with calibrated scores."""
    objects, rows = evidence.objects, evidence.detections
    found = np.where(objects.score > NEVER, by(objects.score), np.float32(NEVER))
    return replace(
        evidence,
        objects=replace(objects, score=found),
        detections=replace(rows, score=by(rows.score)),
    )


def expected_error(scores: Scores, right: Right) -> float:
    """Over all detections, where the figure `ece` is of the shown ones; 0 of none."""
    if not len(scores):
        return 0.0
    one = np.zeros(len(scores), dtype=np.int64)
    return float(calibration(scores, right, one, units=1, bins=SCORE_BINS)(once(1))[0])


def logits(scores: Scores) -> NDArray[np.float64]:
    kept = np.clip(scores.astype(np.float64), EDGE, 1 - EDGE)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def _too_few(right: Right) -> str:
    yes, no = int(right.sum()), int((~right).sum())
    if min(yes, no) >= FEWEST:
        return ""
    return f"of the detections {yes} are right and {no} wrong; it takes {FEWEST} of each"


def _targets(right: Right) -> NDArray[np.float64]:
    """Platt's: never wholly sure, the less so the fewer there are."""
    yes, no = right.sum(), (~right).sum()
    return np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))


def _likeliest(x: NDArray[np.float64], *, target: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and offset; if the best score passed HIGHEST, those of the curves that end there."""
    free = _newton(np.stack([x, np.ones_like(x)], axis=1), target=target, start=[1.0, 0.0])
    slope, offset = free.tolist()
    best = float(x.max())
    if slope * best + offset <= HIGHEST:
        return slope, offset
    bound = _newton((x - best)[:, None], target=target, start=[1.0], constant=HIGHEST)
    slope = float(bound[0])
    return slope, HIGHEST - slope * best


def _newton(
    inputs: NDArray[np.float64],  # (n, k)
    *,
    target: NDArray[np.float64],
    start: Sequence[float],
    constant: float = 0.0,
) -> NDArray[np.float64]:
    """The likeliest weights (k,) of a logistic curve; a step is halved until nothing is worse."""
    origin = np.array(start)

    def cost(at: NDArray[np.float64]) -> float:
        z = inputs @ at + constant
        return float((np.logaddexp(0, z) - target * z).sum() + RIDGE * ((at - origin) ** 2).sum())

    at = origin
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-(inputs @ at + constant)))
        slope = inputs.T @ (share - target) + 2 * RIDGE * (at - origin)
        bend = (inputs.T * (share * (1 - share))) @ inputs + 2 * RIDGE * np.eye(len(at))
        step, here = np.linalg.solve(bend, slope), cost(at)
        sizes = (0.5**halving for halving in range(HALVINGS))
        step *= next((size for size in sizes if cost(at - size * step) <= here), 0.0)
        at = at - step
        if np.abs(step).max() < ENOUGH:
            break
    return at


def _held_out(evidence: Evidence, scores: Scores, right: Right) -> Scores | None:
    """Each score by a fit to other groups; None where too little is left to fit to."""
    unit, units = units_of(evidence.pictures.group)
    rows = evidence.detections
    fold = unit[rows.picture[rows.spared & 1 == 0]] % FOLDS
    told = np.array(scores)
    for left_out in range(min(FOLDS, units)):
        rest = fold != left_out
        fit = fitted(scores[rest], right[rest])
        if fit is None:
            return None
        told[~rest] = fit(scores[~rest])
    return told
