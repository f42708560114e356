"""A detector of two classes, from PyTorch by way of its export to what a cart is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartvision.data.reader import open_dataset
from cartvision.deploy_triton.candidate import Export
from cartvision.deploy_triton.contents import golden_frames, release_contents
from cartvision.evaluate.judge import judge
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.parts import everything
from cartvision.evidence.tables import Evidence
from cartvision.export_onnx.comparison import write_both
from cartvision.files import write_bytes
from cartvision.inference.answer import Answer, Predictor
from cartvision.inference.comparing import difference
from cartvision.inference.onnx import OnnxPredictor
from cartvision.inference.torch import TorchPredictor
from cartvision.serve.check import check_golden_frames
from cartvision.triton.client import CartClient
from cartvision.triton.ports import reserve
from cartvision.triton.release import MODELS
from cartvision.triton.server import running
from cartvision.vision.codec import decode
from shelves import TAXONOMY, jpeg
from two_classes import TwoClasses, train_two_classes

pytestmark = pytest.mark.triton


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TwoClasses:
    return train_two_classes(tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def trained(made: TwoClasses) -> TorchPredictor:
    return TorchPredictor(detector=made.detector, attributes=made.attributes)


@pytest.fixture(scope="module")
def file(made: TwoClasses, trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pictures = open_dataset(made.dataset).pictures("train")
    return write_both(trained, tmp_path_factory.mktemp("onnx"), calibration=pictures)["fp32"]


@pytest.fixture(scope="module")
def exported(file: Path) -> OnnxPredictor:
    return OnnxPredictor(file)


@pytest.fixture(scope="module")
def release(made: TwoClasses, file: Path, exported, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    export = Export(onnx=file.read_bytes(), card={}, predictor=exported)
    frames = golden_frames(open_dataset(made.dataset))
    for path, content in release_contents(export, frames=frames).items():
        write_bytes(folder / path, content)
    return folder


@pytest.fixture(scope="module")
def client(release: Path, environment, tmp_path_factory) -> Iterator[CartClient]:
    work, ports = tmp_path_factory.mktemp("work"), reserve(http=0, grpc=0)
    with (
        running(release / MODELS, environment=environment, ports=ports, work=work) as server,
        CartClient(server.url) as opened,
    ):
        yield opened


def answers(predictor: Predictor) -> list[Answer]:
    return predictor.predict([decode(jpeg(seed)) for seed in range(4)])


def test_both_classes_are_told_before_the_export(trained):
    assert trained.classes == TAXONOMY
    for answer in answers(trained):
        assert set(answer.classes[answer.scores >= trained.min_score].tolist()) == {0, 1}


def test_the_export_tells_the_same_classes(trained, exported):
    assert exported.classes == TAXONOMY
    for answer, expected in zip(answers(exported), answers(trained), strict=True):
        assert difference(answer, expected=expected).tolerable


def test_a_cart_is_told_the_same_classes(client, exported):
    assert client.classes == TAXONOMY
    for seed, expected in enumerate(answers(exported)):
        assert set(expected.classes.tolist()) == {0, 1}
        assert difference(client.ask(jpeg(seed)), expected=expected).tolerable


def test_a_server_proves_its_classes_by_golden_frames(client, release):
    assert check_golden_frames(client, release=release) == 2


def judged(file: Path, *, made: TwoClasses) -> tuple[Evidence, float]:
    """Without a whole evaluation, which refuses pictures that the model has learnt."""
    evidence = judge(OnnxPredictor(file), open_dataset(made.dataset), split="test").evidence
    whole = everything(evidence)
    figure = figures_of(evidence, whole, only=["map50"])["map50"]
    return evidence, value_of("map50", figure, evidence=evidence, part=whole)


def test_the_export_is_judged_class_by_class(file, made):
    evidence, map50 = judged(file, made=made)
    assert evidence.classes == TAXONOMY
    assert set(evidence.detections.kind.tolist()) == set(evidence.objects.kind.tolist()) == {0, 1}
    assert map50 > 0.9


def test_products_of_the_wrong_class_are_wrong(file, made, tmp_path):
    first, second = (f'"{name}"'.encode() for name in TAXONOMY)
    turned = file.read_bytes().replace(first + b", " + second, second + b", " + first)
    (tmp_path / "turned.onnx").write_bytes(turned)
    evidence, map50 = judged(tmp_path / "turned.onnx", made=made)
    assert evidence.classes == TAXONOMY[::-1]
    assert map50 < 0.1
