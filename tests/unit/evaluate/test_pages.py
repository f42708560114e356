"""The page of an evaluation: doubts first, every figure with how sure it is."""

import re
from dataclasses import replace

import pytest

from cartvision.data.picture import Product
from cartvision.evaluate.galleries.gallery import Gallery
from cartvision.evaluate.page import HEADLINES, page_of
from cartvision.evaluate.plots.all import plots_of
from cartvision.findings.measuring import Measuring
from cartvision.findings.numbers import bounds, difference, noted
from cartvision.findings.words import WORDS, title_of, word_of
from cartvision.reports.metrics import Artifact, Audit, Doubt, Latency, Metric, Report
from evidences import Shot, found, gathered, passing, shelves

SHOTS = [*shelves(5, seed=1, attributes=2, categories=["Drinks > Soda", "Food"]), Shot()]
EVIDENCE = gathered(SHOTS, attributes=["open", "red"])
DOUBT = Doubt(kind="near-duplicates", text="7 pictures are known; split again", pictures=["a.jpg"])


def report_of(evidence, **more):
    measuring = Measuring(evidence, draws=20, seed=0)
    told = {
        "subject": "onnx int8",
        "model": "m" * 64,
        "dataset": "d" * 64,
        "split": "test",
        "test_set": "t",
        "units": measuring.whole.units,
        "overall": measuring.overall(),
        "per_class": measuring.attributes(),
        "per_slice": measuring.slices(),
    }
    return Report(**told | more)


REPORT = report_of(EVIDENCE)


def shown(report=REPORT, champion=None, plots=None, gallery=None):
    return page_of(report, champion=champion, plots=plots or {}, gallery=gallery)


def headings(html):
    return re.findall(r"<h2>(.*?)</h2>", html)


def row(html, name):
    """The cells of the first row that begins with this name."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", one) for one in rows]
    return next(one for one in cells if one and re.match(rf"{re.escape(name)}(<|$)", one[0]))


def metric(value, low=None, high=None):
    return Metric(value=value, support=400, low=low, high=high)


def test_doubts_come_before_every_figure_and_say_what_to_do():
    html = shown(report_of(EVIDENCE, doubts=[DOUBT]))
    assert html.index("7 pictures are known; split again.") < html.index("<dl>")
    assert "Do not trust the figures yet: near duplicates" in html
    assert "Pictures: a.jpg" in html


def test_without_a_doubt_nothing_is_alarming():
    assert 'role="alert"' not in shown()


def test_sections_stand_in_the_order_of_their_weight():
    gallery = Gallery()
    for picture, pixels, seen in passing(SHOTS, attributes=["open", "red"]):
        gallery.consider(picture, pixels=pixels, seen=seen)
    artifact = Artifact(bytes=30_000_000, hardware="A processor, 2 cores", latency=[])
    html = shown(
        report_of(EVIDENCE, artifact=artifact),
        plots=plots_of(EVIDENCE, report=REPORT),
        gallery=gallery,
    )
    assert headings(html) == [
        "Figures",
        "Precision and recall",
        "Counts",
        "Calibration",
        "Scores",
        "Overlap of found products with their boxes",
        "Slices",
        "Figures by slice",
        "Attributes",
        "How the worst attributes err",
        "Figures by attribute",
        "Taxonomy",
        "The most confused categories",
        "Size and latency",
        "The pictures with the most mistakes",
        "The worst false alarms",
        "The worst misses",
        "What the figures mean",
    ]
    assert len(html) < 3_000_000


def test_a_page_needs_nothing_from_outside():
    html = shown(plots=plots_of(EVIDENCE, report=REPORT))
    addresses = re.findall(r'(?:src|href)="(.{12})', html)
    assert set(addresses) == {"data:image/p"}
    assert "http" not in html


def test_an_attribute_head_alone_has_attributes_and_no_gallery():
    head = gathered([], attributes=["open", "red"])
    labels = replace(EVIDENCE.labels)
    evidence = replace(
        EVIDENCE, detections=head.detections, objects=head.objects, labels=labels, classes=[],
        finds=False, names_categories=False,
    )  # fmt: skip
    html = shown(report_of(evidence))
    wanted = ["Figures", "Figures by slice", "Figures by attribute", "What the figures mean"]
    assert headings(html) == wanted


def test_a_head_that_tells_categories_alone_has_no_heading_without_figures():
    nothing = gathered([], attributes=[])
    pictures = EVIDENCE.pictures
    evidence = replace(
        EVIDENCE, pictures=replace(pictures, labelled=pictures.labelled * 0),
        detections=nothing.detections, labels=nothing.labels, attributes=[],
        positives=[], thresholds=[], classes=[], finds=False,
    )  # fmt: skip
    html = shown(report_of(evidence))
    assert headings(html) == ["Figures by slice", "Taxonomy", "What the figures mean"]


def test_a_gallery_without_mistakes_says_so():
    assert shown(gallery=Gallery()).count("There are none.") == 3


@pytest.mark.parametrize("name", [name for name in REPORT.overall if "level" not in name])
def test_every_figure_has_its_row_and_its_meaning(name):
    html = shown()
    told = row(html, title_of(name))
    assert told[1:2] == [noted(name, REPORT.overall[name]).text]
    assert WORDS[name].meaning in html.replace("&#39;", "'")


@pytest.mark.parametrize(
    ("name", "cap"),
    [
        pytest.param("map", "at most 300 detections", id="AP"),
        pytest.param("map50", "at most 300 detections", id="AP50"),
        pytest.param("map75", "at most 300 detections", id="AP75"),
        pytest.param("ar300", "at most 300 detections", id="AR"),
        pytest.param("map_at_1000", "at most 1,000 detections", id="AP at the high cap"),
        pytest.param("ar1000", "at most 1,000 detections", id="AR at the high cap"),
    ],
)
def test_the_cap_stands_beside_every_figure_that_depends_on_it(name, cap):
    assert f"{title_of(name)}<small>{cap}</small>" in shown()


def test_the_headlines_are_figures_of_reports():
    assert set(HEADLINES) <= set(REPORT.overall)


def test_a_figure_of_a_level_has_the_level_in_its_title():
    assert title_of("category_accuracy_level_2") == "accuracy at level 2"
    assert word_of("category_coverage_level_1").title == "told at level 1"
    assert word_of("category_coverage").title == "categories told"


def test_the_champion_stands_beside_with_the_difference():
    overall = {"recall": metric(0.9), "count_mae": metric(2.0), "specificity": metric(0.5)}
    theirs = {"recall": metric(0.8), "count_mae": metric(1.5)}
    html = shown(
        report_of(EVIDENCE, overall=overall),
        champion=report_of(EVIDENCE, overall=theirs, subject="r-1, onnx fp32"),
    )
    assert "champion (r-1, onnx fp32)" in html
    assert row(html, "recall")[-2:] == ["0.800", "+0.100"]
    assert row(html, "count error")[-2:] == ["1.50", "+0.50"]
    assert row(html, "specificity")[-2:] == ["–", "–"]


@pytest.mark.parametrize(
    ("name", "ours", "kind"),
    [
        pytest.param("recall", 0.9, "better", id="more recall"),
        pytest.param("recall", 0.7, "worse", id="less recall"),
        pytest.param("count_mae", 0.7, "better", id="a smaller error"),
        pytest.param("ece", 0.9, "worse", id="a larger error"),
        pytest.param("recall", 0.8004, "", id="no difference that is shown"),
    ],
)
def test_a_difference_has_the_colour_of_what_it_means(name, ours, kind):
    assert difference(name, metric(ours), metric(0.8)).kind == kind


@pytest.mark.parametrize(
    ("low", "high", "note"),
    [
        pytest.param(11.5, 12.5, "11.5 to 12.5", id="both"),
        pytest.param(11.5, None, "11.5 to –", id="too few calls for the upper"),
        pytest.param(None, None, "– to –", id="too few for either"),
    ],
)
def test_a_latency_has_its_bounds(low, high, note):
    cell = bounds(metric(12.0, low, high))
    assert (cell.text, cell.note) == ("12.0", note)


def test_latency_is_told_with_the_hardware():
    times = {name: metric(12.0, 11.5, None) for name in ("p50", "p95", "p99")}
    one = Latency(batch=8, threads=2, pictures_per_second=80.0, metrics=times)
    artifact = Artifact(bytes=29_700_000, hardware="A processor, 2 cores", latency=[one])
    html = shown(report_of(EVIDENCE, artifact=artifact))
    assert "29.7 MB, asked on A processor, 2 cores." in html
    assert "12.0<small>11.5 to –</small>" in html


def test_an_insufficient_slice_says_so():
    html = shown()
    name = next(
        name for name, one in REPORT.per_slice.items() if not one.sufficient and one.figures
    )
    assert "<small>insufficient</small>" in row(html, name)[2]


def test_many_attributes_are_folded_and_a_few_are_not():
    many = report_of(EVIDENCE, per_class={f"a{n}": REPORT.per_class["open"] for n in range(13)})
    assert "All figures of 13 attributes" in shown(many)
    assert "All figures of 2 attributes" not in shown()


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        pytest.param(
            2.2e-16, "differs from {} by at most 3e-16 on", id="the last digit of a float"
        ),
        pytest.param(4.1e-5, "differs from {} by at most 5e-05 on", id="never less than it is"),
        pytest.param(0.0, "is the same as {} on", id="no difference at all"),
    ],
)
def test_the_evaluators_agreement_is_told(apart, said):
    html = shown(report_of(EVIDENCE, audit=Audit(pictures=500, apart=apart)))
    said = said.format("that of COCO's evaluator (faster-coco-eval)")
    assert f"Average precision {said} the first 500 pictures." in html.replace("&#39;", "'")


def test_a_key_figure_has_its_interval_and_its_cases():
    overall = {"recall": metric(0.9, 0.88, 0.92), "specificity": metric(0.5)}
    html = shown(report_of(EVIDENCE, overall=overall))
    assert "<dd>0.900<small>0.880–0.920, n 400</small></dd>" in html
    assert "<dd>0.500<small>n 400</small></dd>" in html


def test_one_group_gives_no_interval():
    html = shown(report_of(gathered([found(Product((10, 10, 60, 60)))])))
    assert row(html, "recall")[1:3] == ["1.000", "–"]
