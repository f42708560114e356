"""What val tells of a trained detector, and what it chooses."""

import io

import numpy as np
import pytest
from PIL import Image

from cartvision.data.picture import Product
from cartvision.data.reader import open_dataset
from cartvision.models.detectors.open import load_detector
from cartvision.reports.metrics import read_report
from cartvision.train_detector.calibration import Calibrated, Calibration
from cartvision.train_detector.checking import gathered as judged_again
from cartvision.train_detector.report import Run, fitted_in_words, write_report
from cartvision.train_detector.validation import shown_at_its_best, validate
from evidences import Shot, box, gathered
from shelves import BOXES, picture, write_dataset

PNG = b"\x89PNG"
ALARMS = 30


@pytest.fixture(scope="module")
def validated(trained):
    detector = load_detector(trained.detector)
    detector.config.slope, detector.config.offset = 9.0, -9.0  # of an earlier run
    return detector, validate(detector, open_dataset(trained.dataset))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Enough pictures to fit a curve to: some are of other products than were learnt."""
    strange = tuple(
        Product((left - 3, top - 20, right - 3, bottom - 20))
        for left, top, right, bottom in BOXES[2:]
    )
    rows = [(picture(seed, products=strange if seed % 3 else ()), "val") for seed in range(60)]
    rows += [(picture(seed), "val") for seed in range(60, 90)]
    return write_dataset(tmp_path_factory.mktemp("many") / "d", rows)


def test_few_detections_leave_the_scores_as_they_are(validated):
    detector, told = validated
    assert told.calibrated.unfitted
    assert (detector.config.slope, detector.config.offset) == (1.0, 0.0)
    assert told.metrics["map50"] > 0.9
    assert told.metrics["ece_calibrated"] == told.metrics["ece_uncalibrated"]


def test_what_was_chosen_is_in_the_config_and_told(validated):
    detector, told = validated
    assert told.chosen == {name: getattr(detector.config, name) for name in told.chosen}
    assert 0.1 < told.min_score < 1


def test_the_detector_then_answers_with_the_scores_that_were_judged(trained, many):
    detector = load_detector(trained.detector)
    told = validate(detector, many)
    assert not told.calibrated.unfitted
    assert told.metrics["ece_calibrated"] < told.metrics["ece_uncalibrated"]
    now = judged_again(detector, many.pictures("val"))
    assert now.detections.score == pytest.approx(told.evidence.detections.score, abs=1e-5)
    assert (now.shown == told.evidence.shown).all()


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param([0.91239, 0.3], 0.9123, id="cut off, so that a hair hides nothing"),
        pytest.param([0.25, 0.75], 0.25, id="one that is exact stays"),
    ],
)
def test_the_threshold_lies_just_under_the_score_of_the_best_f1(scores, expected):
    there, away = Product(box(10)), box(300)
    boxes = [there.bbox, away] if scores[0] > scores[1] else [there.bbox, away][:1]
    evidence = gathered([Shot(objects=[there], boxes=boxes, scores=scores[: len(boxes)])])
    assert shown_at_its_best(evidence).min_score == expected


def test_nothing_found_leaves_the_threshold():
    evidence = gathered([Shot(objects=[Product(box(10))])], min_score=0.3)
    assert shown_at_its_best(evidence).min_score == 0.3


@pytest.fixture(scope="module")
def reported(trained, validated, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "r"
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((4, 4, 3), np.uint8)).save(buffer, "PNG")
    run = Run(
        told="dense, 100 steps of 4 pictures at 96 px",
        model="a" * 64,
        dataset=open_dataset(trained.dataset).info,
        curves=buffer.getvalue(),
        checks=[{"step": 50, "map": 0.25, "map50": 0.5}, {"step": 100, "map50": 0.75}],
        seed=0,
    )
    return folder, write_report(folder, validated[1], run=run)


def test_the_report_folder_holds_figures_page_and_plots(reported, validated, trained):
    folder, html = reported
    names = {file.name for file in folder.iterdir()}
    plots = {"curves", "precision_recall", "thresholds", "overlaps", "counts", "reliability"}
    assert names == {"metrics.json", "report.html"} | {f"{one}.png" for one in plots | {"scores"}}
    assert all((folder / f"{name}.png").read_bytes().startswith(PNG) for name in plots)
    assert (folder / "report.html").read_text() == html
    report = read_report(folder)
    assert (report.split, report.model, report.units) == ("val", "a" * 64, 2)
    assert report.dataset == open_dataset(trained.dataset).info.fingerprint
    assert report.overall["map50"].value == pytest.approx(validated[1].metrics["map50"])
    assert report.overall["map50"].support == 6


def test_the_page_tells_every_part(reported):
    _, html = reported
    for said in (
        "dense, 100 steps of 4 pictures at 96 px",
        "Training curves",
        "Checks over the run",
        "<td>50</td><td>0.250</td><td>0.500</td>",
        "<td>100</td><td>–</td><td>0.750</td>",
        "Precision and recall",
        "F1 by threshold",
        "Overlap of found products",
        "Counts",
        "Scores stay as the model gives them: of the detections",
        "The pictures that it reads best",
        "The pictures that it reads worst",
        "What the figures mean",
    ):
        assert said in html, said


@pytest.mark.parametrize(
    ("crossed", "said"),
    [
        pytest.param(True, "by a fit to the others", id="by groups"),
        pytest.param(False, "which flatters it", id="on itself"),
    ],
)
def test_the_page_says_how_calibration_was_judged(crossed, said):
    half = np.array([0.5, 0.5], np.float32)
    right = np.array([True, False])
    text = fitted_in_words(
        Calibrated(Calibration(2.0, -1.0), "", right, before=half, after=half, crossed=crossed)
    )
    assert said in text
    assert "slope of 2.00 and an offset of -1.00" in text
