"""The stage from a model and pictures to a report."""

import json

import pytest

from cartvision.errors import InputError, WorkError
from cartvision.evaluate.__main__ import main
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.flags import parse
from cartvision.reports.metrics import read_report

BOXES = [(10, 10, 50, 60), (60, 10, 100, 60)]
FALSE_ALARM = (10, 80, 30, 100)


def evaluate(tmp_path, dataset, candidate, **more):
    out = tmp_path / "report"
    main(EvaluateFlags(dataset=dataset, candidate=candidate, report=out, **more))
    return read_report(out)


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
    assert figures.pop("count_mae") == 0
    assert set(figures) == {
        "map", "map50", "map75", "ar300", "precision", "recall", "f1",
        "attribute_macro_f1", "attribute_micro_f1", "attribute_matched_share",
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
    assert values(report.per_class["open"]) == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "known": 3.0,
    }


def test_a_figure_without_cases_is_left_out(tmp_path, dataset, export):
    candidate = export(boxes=[FALSE_ALARM], scores=(0.1,), said=((0.9, 0.9),))
    report = evaluate(tmp_path, dataset, candidate)
    assert report.overall["recall"].value == 0
    assert not {"precision", "attribute_macro_f1"} & set(report.overall)
    assert values(report.per_class["red"]) == {"known": 0.0}


def test_slices_are_by_objects_in_the_picture_and_by_size(tmp_path, dataset, export):
    report = evaluate(tmp_path, dataset, export(boxes=[*BOXES, FALSE_ALARM]))
    assert values(report.per_slice["objects in the picture: 1–25"])["recall"] == 0.6667
    side = report.per_slice["side of the box: 32–64 px"]["recall"]
    assert (round(side.value, 4), side.support) == (0.6667, 9)


def test_the_report_has_a_page_and_its_plots(tmp_path, dataset, export):
    page = tmp_path / "ui" / "page.html"
    evaluate(tmp_path, dataset, export(), page=page)
    written = {path.name for path in (tmp_path / "report").iterdir()}
    plots = ("attributes", "gallery", "overlaps", "precision_recall", "scores")
    assert written == {"metrics.json", "report.html", *(f"{name}.png" for name in plots)}
    assert page.read_text() == (tmp_path / "report" / "report.html").read_text()


def test_a_second_run_writes_the_same_report(tmp_path, dataset, export):
    candidate = export()
    evaluate(tmp_path, dataset, candidate)
    first = {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()}
    evaluate(tmp_path, dataset, candidate)
    assert {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()} == first


def test_the_stable_release_is_judged_on_the_same_pictures(tmp_path, dataset, export):
    store = release(tmp_path, export("stable", boxes=BOXES, scores=(0.9, 0.8), said=((1, 0),) * 2))
    ours = evaluate(tmp_path, dataset, export(), champion=str(store))
    theirs = read_report(tmp_path / "report" / "champion")
    assert (ours.dataset, ours.split) == (theirs.dataset, theirs.split)
    assert theirs.subject == "r-0123456789ab, onnx fp32"
    assert (ours.value("recall"), round(theirs.value("recall"), 4)) == (1.0, 0.6667)
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


def test_a_split_without_pictures_is_an_error(tmp_path, dataset, export):
    with pytest.raises(InputError, match=r"no pictures in val; it has \{'test': 3\}"):
        evaluate(tmp_path, dataset, export(), split="val")


def test_the_figures_reach_the_executor_output(tmp_path, dataset, export):
    told = tmp_path / "output.json"
    artifact = {"type": {"schemaTitle": "system.Metrics"}, "uri": str(tmp_path / "metrics")}
    outputs = {"outputFile": str(told), "artifacts": {"metrics": {"artifacts": [artifact]}}}
    evaluate(tmp_path, dataset, export(), executor_input=json.dumps({"outputs": outputs}))
    written = json.loads(told.read_text())["artifacts"]["metrics"]["artifacts"][0]["metadata"]
    assert written["map50"] == 1.0


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
