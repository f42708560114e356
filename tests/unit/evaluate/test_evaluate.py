"""The stage from a model and pictures to a report."""

import json

import onnx
import pytest

from cartvision.data.reader import open_dataset
from cartvision.errors import InputError, WorkError
from cartvision.evaluate.__main__ import main
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.evidence.storing import read_evidence
from cartvision.flags import parse
from cartvision.reports.metrics import read_report
from unit.evaluate.conftest import write_shelves

BOXES = [(10, 10, 50, 60), (60, 10, 100, 60)]
FALSE_ALARM = (10, 80, 30, 100)


def evaluate(tmp_path, dataset, candidate, **more):
    out = tmp_path / "report"
    quick = {"draws": 50, "calls": 2, "trained_on": [], **more}
    main(EvaluateFlags(dataset=dataset, candidate=candidate, report=out, **quick))
    return read_report(out)


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}


def values(figures):
    return {name: round(metric.value, 4) for name, metric in figures.items()}


def release(tmp_path, folder, name="r-0123456789ab"):
    store = tmp_path / "releases-store"
    target = store / "releases" / name / "models/shelf/1/model.onnx"
    target.parent.mkdir(parents=True)
    target.write_bytes((folder / "model.onnx").read_bytes())
    point(store, name)
    return store


def point(store, name):
    pointer = store / "channels" / "stable.json"
    pointer.parent.mkdir(parents=True)
    pointer.write_text(json.dumps({"release": name}))


def test_a_model_without_mistakes_has_full_marks(tmp_path, dataset, export):
    candidate = export(said=((0.9, 0.1), (0.1, 0.9), (0.5, 0.5)))
    report = evaluate(tmp_path, dataset, candidate)
    figures = values(report.overall)
    assert [figures.pop(name) for name in ("count_mae", "count_rmse")] == [0, 0]
    assert figures.pop("ece") == pytest.approx(0.2)
    ratios = ("precision", "recall", "f1", "specificity")
    attributes = {f"attribute_{mean}_{name}" for mean in ("macro", "micro") for name in ratios}
    assert set(figures) == {
        "map", "map50", "map75", "ar300", "map_at_1000", "ar1000", "precision", "recall", "reach",
        "f1", "mean_iou", "count_exact", "attribute_matched_share", *attributes,
    }  # fmt: skip
    assert set(figures.values()) == {1.0}


def test_misses_and_false_alarms_are_counted(tmp_path, dataset, export):
    candidate = export(boxes=[*BOXES, FALSE_ALARM])
    figures = values(evaluate(tmp_path, dataset, candidate).overall)
    assert (figures["precision"], figures["recall"]) == (0.6667, 0.6667)
    assert figures["count_mae"] == 0


def test_attributes_are_judged_on_shown_detections_of_objects(tmp_path, dataset, export):
    """The second product is below the operating score: its wrong attributes do not count."""
    candidate = export(boxes=BOXES, scores=(0.9, 0.3), said=((0.9, 0.1), (0.9, 0.1)))
    report = evaluate(tmp_path, dataset, candidate)
    assert report.overall["attribute_matched_share"].value == 0.5
    assert report.overall["attribute_matched_share"].support == 6
    told = values(report.per_class["open"])
    assert told.pop("ece") == pytest.approx(0.1)
    assert told == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "known": 3.0, "ap": 1.0}


def test_a_figure_without_cases_is_left_out(tmp_path, dataset, export):
    candidate = export(boxes=[FALSE_ALARM], scores=(0.1,), said=((0.9, 0.9),))
    report = evaluate(tmp_path, dataset, candidate)
    assert report.overall["recall"].value == 0
    assert not {"precision", "attribute_macro_f1"} & set(report.overall)
    assert values(report.per_class["red"]) == {"known": 0.0}


def test_a_slice_says_how_much_it_holds_and_whether_that_is_enough(tmp_path, dataset, export):
    report = evaluate(tmp_path, dataset, export(boxes=[*BOXES, FALSE_ALARM]))
    part = report.per_slice["objects in the picture: 1–50"]
    assert (part.pictures, part.positives, part.sufficient) == (3, 9, False)
    assert values(part.figures)["recall"] == 0.6667
    assert values(report.per_slice["size: above .3 % of the picture"].figures) == {
        "recall": 0.6667,
        "reach": 0.6667,
    }


def test_a_figure_has_an_interval_over_groups(tmp_path, dataset, export):
    """All groups err alike here, so that it has no width."""
    recall = evaluate(tmp_path, dataset, export(boxes=BOXES)).overall["recall"]
    assert (recall.low, recall.high) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_average_precision_is_audited_by_cocos_evaluator(tmp_path, dataset, export):
    audit = evaluate(tmp_path, dataset, export(boxes=[*BOXES, FALSE_ALARM])).audit
    assert audit.pictures == 3
    assert audit.apart < 1e-9


def test_the_artifact_is_timed_on_a_named_machine(tmp_path, dataset, export):
    candidate = export()
    artifact = evaluate(tmp_path, dataset, candidate).artifact
    assert artifact.bytes == (candidate / "model.onnx").stat().st_size
    assert "core" in artifact.hardware
    assert [latency.batch for latency in artifact.latency] == [1, 8]
    assert set(artifact.latency[0].metrics) == {"p50", "p95", "p99"}
    assert artifact.latency[0].metrics["p99"].high is None  # two calls cannot tell


def test_boxes_in_another_form_are_refused_before_a_report_is_written(tmp_path, export):
    many = [(left, 5, left + 8, 30) for left in range(5, 155, 10)]
    shelf = write_shelves(tmp_path / "shelves", boxes=many, pictures=12)
    sizes = [(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in many]
    candidate = export(boxes=sizes, scores=[0.9] * 15, said=((0.9, 0.1),) * 15)
    with pytest.raises(InputError, match="if read as x, y, width, height"):
        evaluate(tmp_path, shelf, candidate)
    assert not (tmp_path / "report").exists()


def test_a_doubt_is_in_the_report_and_on_top_of_the_page(tmp_path, dataset, export):
    report = evaluate(tmp_path, dataset, export())
    (doubt,) = report.doubts
    assert doubt.kind == "unknown-training"
    page = (tmp_path / "report" / "report.html").read_text()
    assert page.index("which was not given") < page.index("<h2>")


def test_the_licences_are_those_of_the_training(tmp_path, dataset, export):
    assert evaluate(tmp_path, dataset, export()).licences == ["CC0-1.0"]


def test_the_test_set_is_known_by_its_rows(tmp_path, dataset, export):
    report = evaluate(tmp_path, dataset, export())
    assert report.test_set == open_dataset(dataset).info.splits["test"].digest
    assert report.units == 3


def test_the_report_has_a_page_and_its_plots(tmp_path, dataset, export):
    page = tmp_path / "ui" / "page.html"
    evaluate(tmp_path, dataset, export(), page=page)
    written = {path.name for path in (tmp_path / "report").iterdir()}
    plots = {path for path in written if path.endswith(".png")}
    assert {"precision_recall.png", "slices.png", "reliability.png", "counts.png"} <= plots
    assert written - plots == {"metrics.json", "report.html", "evidence"}
    assert read_evidence(tmp_path / "report" / "evidence").attributes == ["open", "red"]
    assert page.read_text() == (tmp_path / "report" / "report.html").read_text()


def test_a_second_run_writes_the_same_report(tmp_path, dataset, export):
    """But for the latency, which is not asked for here."""
    candidate = export()
    evaluate(tmp_path, dataset, candidate, calls=0)
    first = contents(tmp_path / "report")
    evaluate(tmp_path, dataset, candidate, calls=0)
    assert contents(tmp_path / "report") == first
    assert len(first) > 10


def test_the_stable_release_is_judged_on_the_same_pictures(tmp_path, dataset, export):
    store = release(tmp_path, export("stable", boxes=BOXES, scores=(0.9, 0.8), said=((1, 0),) * 2))
    ours = evaluate(tmp_path, dataset, export(), champion=str(store))
    theirs = read_report(tmp_path / "report" / "champion")
    assert (ours.test_set, ours.split) == (theirs.test_set, theirs.split)
    assert theirs.subject == "r-0123456789ab, onnx fp32"
    assert (ours.overall["recall"].value, round(theirs.overall["recall"].value, 4)) == (1.0, 0.6667)
    assert "r-0123456789ab" in (tmp_path / "report" / "report.html").read_text()


def test_without_a_stable_release_there_is_no_champion(tmp_path, dataset, export, caplog):
    caplog.set_level("INFO")
    evaluate(tmp_path, dataset, export(), champion=str(tmp_path / "empty"))
    assert not (tmp_path / "report" / "champion").exists()
    assert "no stable release" in caplog.text


def test_a_stable_release_without_its_model_is_an_error(tmp_path, dataset, export):
    point(tmp_path / "store", "r-0123456789ab")
    with pytest.raises(WorkError, match="names r-0123456789ab stable and has no"):
        evaluate(tmp_path, dataset, export(), champion=str(tmp_path / "store"))
    assert not (tmp_path / "report").exists()


def misread(export, *, boxes):
    """A model whose boxes are x, y, width, height."""
    sizes = [(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in boxes]
    return export("stable", boxes=sizes, scores=[0.9] * 15, said=((0.9, 0.1),) * 15)


def without_metadata(export):
    folder = export("stable")
    model = onnx.load(folder / "model.onnx")
    del model.metadata_props[:]
    onnx.save(model, folder / "model.onnx")
    return folder


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(misread, "if read as x, y, width, height", id="its boxes are misread"),
        pytest.param(
            lambda export, **_: without_metadata(export),
            ": model.onnx was not written by export-onnx",
            id="it lacks its metadata",
        ),
    ],
)
def test_a_fault_of_the_champion_is_called_so(tmp_path, export, make, said):
    boxes = [(left, 5, left + 8, 30) for left in range(5, 155, 10)]
    shelf = write_shelves(tmp_path / "shelves", boxes=boxes, pictures=12)
    store = release(tmp_path, make(export, boxes=boxes))
    candidate = export(boxes=boxes, scores=[0.9] * 15, said=((0.9, 0.1),) * 15)
    with pytest.raises(WorkError) as raised:
        evaluate(tmp_path, shelf, candidate, champion=str(store))
    told = str(raised.value)
    assert told.startswith(f"the champion r-0123456789ab of {store}: ")
    assert said in told
    assert told.endswith("judged, or leave --champion out")
    assert "champion-" not in told  # the folder that it was fetched to
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"split": "val"}, "no pictures in val", id="a split without pictures"),
        pytest.param({"trained_on": ["nowhere"]}, "not a dataset folder", id="no training set"),
        pytest.param({"candidate": "nothing"}, "no such file or folder", id="no candidate"),
    ],
)
def test_a_fault_of_what_was_given_is_not_called_the_champions(
    tmp_path, dataset, export, wrong, said
):
    store = release(tmp_path, export("stable"))
    with pytest.raises(InputError, match=said):
        evaluate(tmp_path, dataset, **{"candidate": export(), "champion": str(store)} | wrong)


def test_a_split_without_pictures_is_an_error(tmp_path, dataset, export):
    with pytest.raises(InputError, match=r"no pictures in val; it has \{'test': 3\}"):
        evaluate(tmp_path, dataset, export(), split="val")


def test_the_figures_reach_the_executor_output(tmp_path, dataset, export):
    told = tmp_path / "output.json"
    artifact = {"type": {"schemaTitle": "system.Metrics"}, "uri": str(tmp_path / "metrics")}
    curve = artifact | {"type": {"schemaTitle": "system.ClassificationMetrics"}}
    made = {"metrics": {"artifacts": [artifact]}, "classification": {"artifacts": [curve]}}
    outputs = {"outputFile": str(told), "artifacts": made}
    evaluate(tmp_path, dataset, export(), executor_input=json.dumps({"outputs": outputs}))
    written = json.loads(told.read_text())["artifacts"]
    assert written["metrics"]["artifacts"][0]["metadata"]["map50"] == 1.0
    drawn = written["classification"]["artifacts"][0]["metadata"]
    assert {"confusionMatrix", "confidenceMetrics"} == set(drawn)


@pytest.mark.parametrize(
    ("artifacts", "expected"),
    [
        pytest.param({"head": {"artifacts": [{"uri": "/h"}]}}, ["/d", "/h"], id="a head is given"),
        pytest.param({}, ["/d"], id="no head"),
    ],
)
def test_an_optional_head_comes_with_the_executor_input(artifacts, expected):
    told = {"inputs": {"artifacts": {"candidate": {"artifacts": [{"uri": "/d"}]}} | artifacts}}
    arguments = ["--dataset", "/s", "--candidate", "/d", "--split", "test", "--report", "/r"]
    arguments += ["--champion", "", "--executor-input", json.dumps(told)]
    flags = parse(EvaluateFlags, arguments, program="cartvision evaluate")
    assert [str(path) for path in flags.models] == expected
