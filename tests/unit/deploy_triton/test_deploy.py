import json
from pathlib import Path

import pytest

from cartvision.data.info import read_info
from cartvision.deploy_triton.__main__ import main
from cartvision.errors import InputError
from cartvision.inference.comparing import difference
from cartvision.inference.onnx import OnnxPredictor
from cartvision.storage.store import Store, open_store
from cartvision.triton.channels import look_at_channels, released_on
from cartvision.triton.golden import as_answer, read_golden
from cartvision.triton.outcome import Outcome, find_outcome
from cartvision.triton.release import ONNX_PATH, checked_files, place_release, read_release
from cartvision.vision.codec import decode
from unit.triton.small import WHEN, deploy_flags, model_bytes, write_dataset, write_judgement


def everything(store: Store) -> dict[str, bytes]:
    return {key: store.read(key) for key in store.keys("")}


@pytest.fixture(params=["file", "s3"])
def releases(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "s3":
        return str(request.getfixturevalue("bucket"))
    return f"file://{tmp_path}/releases-of"


def test_a_passed_model_becomes_the_stable_release(releases, tmp_path):
    flags = deploy_flags(tmp_path, releases=releases)
    main(flags)
    store = open_store(releases)
    info = read_release(store, released_on(store, "stable"))
    files = dict(checked_files(store, info))
    assert files[ONNX_PATH] == model_bytes()
    assert (info.precision, info.created_at, info.parent) == ("fp32", WHEN, "")
    assert info.metrics["map50"].value == 0.93
    assert find_outcome(store, run="run-1") == Outcome(outcome="released", release=info.name)
    copied = json.loads((flags.release / "release.json").read_text())
    assert copied == json.loads(info.model_dump_json())


def test_deploying_the_same_again_changes_nothing(releases, tmp_path):
    flags = deploy_flags(tmp_path, releases=releases)
    main(flags)
    before = everything(open_store(releases))
    main(flags.model_copy(update={"created_at": WHEN.replace(year=2027)}))
    assert everything(open_store(releases)) == before


def test_a_second_model_remembers_the_first(releases, tmp_path):
    main(deploy_flags(tmp_path / "first", releases=releases))
    store = open_store(releases)
    first = released_on(store, "stable")
    flags = deploy_flags(tmp_path / "second", releases=releases, run="run-2")
    export = flags.model / "model.onnx"
    export.write_bytes(export.read_bytes().replace(b'"min_score": 0.4', b'"min_score": 0.3'))
    write_judgement(tmp_path / "second", dataset=read_info(flags.dataset).fingerprint)
    main(flags)
    seen = look_at_channels(store)
    assert seen.stable.release != first
    assert seen.previous.release == first
    assert read_release(store, seen.stable.release).parent == first


def test_golden_frames_hold_the_answers_of_the_model(releases, tmp_path):
    flags = deploy_flags(tmp_path, releases=releases)
    main(flags)
    store = open_store(releases)
    info = read_release(store, released_on(store, "stable"))
    golden = read_golden(place_release(store, info, fetch_to=tmp_path / "fetched"))
    predictor = OnnxPredictor(flags.model)
    assert [name for name, _, _ in golden] == ["0", "1", "2", "3"]
    for _, jpeg, expected in golden:
        assert expected.scores
        assert difference(
            predictor.predict([decode(jpeg)])[0], expected=as_answer(expected)
        ).tolerable


def test_a_refused_model_is_not_released(tmp_path):
    releases = tmp_path / "releases-of"
    flags = deploy_flags(tmp_path, releases=str(releases), passed=False)
    with pytest.raises(InputError, match=r"the gate refused this model: map50 is \.93"):
        main(flags)
    assert not releases.exists()


def judged_another_model(folder: Path) -> None:
    rewrite(folder / "report" / "metrics.json", model="0" * 64)


def verdict_on_another_model(folder: Path) -> None:
    rewrite(folder / "verdict.json", model="0" * 64)


def rewrite(file: Path, **changed: str) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | changed))


def judged_another_dataset(folder: Path) -> None:
    report = folder / "report" / "metrics.json"
    told = json.loads(report.read_text())
    report.write_text(json.dumps(told | {"dataset": "0" * 64}))


def card_without_licences(folder: Path) -> None:
    (folder / "export" / "card.json").write_text('{"precision": "fp32"}')


def no_test_pictures(folder: Path) -> None:
    fingerprint = write_dataset(folder / "dataset", split="val")
    report = folder / "report" / "metrics.json"
    rewrite(report, dataset=fingerprint)


def verdict_is_no_verdict(folder: Path) -> None:
    (folder / "verdict.json").write_text('{"ok": true}')


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        pytest.param(
            judged_another_model, "the report is on 'onnx fp32' 0000", id="report on another model"
        ),
        pytest.param(verdict_on_another_model, "the verdict is on", id="verdict on another"),
        pytest.param(judged_another_dataset, "measured on the dataset 000", id="other dataset"),
        pytest.param(card_without_licences, r"lacks \['licences'\]", id="card without licences"),
        pytest.param(no_test_pictures, "no test pictures", id="no test split"),
        pytest.param(verdict_is_no_verdict, "is not a verdict", id="not a verdict"),
    ],
)
def test_what_does_not_fit_together_is_not_released(harm, said, tmp_path):
    releases = tmp_path / "releases-of"
    flags = deploy_flags(tmp_path, releases=str(releases))
    harm(tmp_path)
    with pytest.raises(InputError, match=said):
        main(flags)
    assert not releases.exists()


def test_the_pipeline_is_told_the_name_and_precision_of_the_release(tmp_path):
    told = {
        "outputs": {
            "artifacts": {"release": {"artifacts": [{"name": "release", "uri": "release"}]}},
            "outputFile": str(tmp_path / "executor_output.json"),
        }
    }
    flags = deploy_flags(
        tmp_path, releases=str(tmp_path / "releases-of"), executor_input=json.dumps(told)
    )
    main(flags)
    written = json.loads((tmp_path / "executor_output.json").read_text())
    name = released_on(open_store(flags.releases), "stable")
    [artifact] = written["artifacts"]["release"]["artifacts"]
    assert artifact["metadata"] == {"name": name, "precision": "fp32"}
