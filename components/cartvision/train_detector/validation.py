"""What the trained detector is worth on the validation split, and the scores it should show."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cartvision.data.reader import Dataset, RandomAccess
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.parts import everything
from cartvision.evidence.tables import Evidence
from cartvision.evidence.thresholds import thresholds
from cartvision.findings.galleries.extremes import extremes
from cartvision.findings.galleries.sheet import sheet
from cartvision.findings.galleries.tiles import scored_picture
from cartvision.inference.live import LiveDetector
from cartvision.loops import progress
from cartvision.models.detectors.detector import Detector
from cartvision.train_detector.calibration import Calibrated, Calibration, calibrated, rescored
from cartvision.train_detector.checking import gathered, undescribed
from cartvision.vision.codec import decode

TOLD = ("map", "map50", "map75", "ar300", "precision", "recall", "f1", "mean_iou", "count_mae")
PICTURES, COLUMNS = 4, 2  # of the best, and of the worst
DIGITS = 10_000  # of a threshold; cut off, so that rounding hides no product


@dataclass(frozen=True)
class Validation:
    """Of every picture of val."""

    evidence: Evidence = field(repr=False)  # scores calibrated, shown from `min_score`
    calibrated: Calibrated = field(repr=False)
    best: bytes | None = field(repr=False)  # JPEG
    worst: bytes | None = field(repr=False)

    @property
    def min_score(self) -> float:
        return self.evidence.min_score

    @property
    def metrics(self) -> dict[str, float]:
        """For the card: what is known of the model, and how far its scores are from the truth."""
        whole = everything(self.evidence)
        figures = figures_of(self.evidence, whole, only=TOLD)
        return {
            name: value_of(name, figure, evidence=self.evidence, part=whole)
            for name, figure in figures.items()
        } | {
            "ece_uncalibrated": self.calibrated.error_before,
            "ece_calibrated": self.calibrated.error_after,
        }

    @property
    def chosen(self) -> dict[str, float]:
        """What val chose, as the detector's config has it."""
        fit = self.calibrated.chosen
        return {"slope": fit.slope, "offset": fit.offset, "min_score": self.min_score}


def validate(detector: Detector, dataset: Dataset) -> Validation:
    """Judge it on all of val, at each picture's own size; its scores are calibrated in place.

    It is the detector's config that changes: slope, offset, and min_score where F1 is best.
    """
    detector.config.slope, detector.config.offset = Calibration().slope, Calibration().offset
    pictures = progress(dataset.pictures("val"), what="validating", total=dataset.size("val"))
    raw = gathered(detector, pictures)
    fit = calibrated(raw)
    evidence = shown_at_its_best(rescored(raw, by=fit.chosen))
    detector.config.slope, detector.config.offset = fit.chosen.slope, fit.chosen.offset
    detector.config.min_score = evidence.min_score
    drawn = extremes(evidence, most=PICTURES)
    best, worst = (_drawn(detector, dataset, rows) for rows in (drawn.best, drawn.worst))
    return Validation(evidence, fit, best, worst)


def shown_at_its_best(evidence: Evidence) -> Evidence:
    """Shown from the score where F1 is best on; as it was where nothing is right."""
    at = thresholds(evidence)
    if at.best is None:
        return evidence
    return replace(evidence, min_score=int(at.score[at.best] * DIGITS) / DIGITS)


def _drawn(detector: Detector, dataset: Dataset, rows: Sequence[int]) -> bytes | None:
    """Asked once more: to keep the pixels of all of val would take its memory."""
    live, pictures, tiles = LiveDetector(detector), RandomAccess(dataset, split="val"), []
    gathering = Gathering(live, labelled=(), is_rare=lambda _: False)
    for row in rows:
        picture = undescribed(pictures[row])
        pixels = decode(picture.encoded)
        seen = gathering.update(picture, pixels=pixels, answer=live.predict([pixels])[0])
        tiles.append(scored_picture(pixels, seen=seen, path=picture.path))
    return sheet(tiles, columns=COLUMNS)
