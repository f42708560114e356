"""A release of before categories were told, asked by a cart of today."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import onnx
import pytest

from cartvision.inference.comparing import difference
from cartvision.inference.onnx import OnnxPredictor
from cartvision.triton.client import CartClient
from cartvision.triton.ports import reserve
from cartvision.triton.release import MODELS
from cartvision.triton.server import running
from cartvision.vision.codec import decode
from serving.conftest import Shop
from unit.triton.small import CLASSES, jpeg

pytestmark = pytest.mark.triton

SINCE = ("categories", "certainty")


@pytest.fixture(scope="module")
def models(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release's, without the outputs and the parameter that it lacked."""
    folder = tmp_path_factory.mktemp("former") / "models"
    copytree(shop.release / MODELS, folder)
    for config in folder.glob("*/config.pbtxt"):
        lines = config.read_text().splitlines()
        kept = [line for line in lines if not any(name in line.lower() for name in SINCE)]
        config.write_text("\n".join(kept))
    file = folder / "shelf" / "1" / "model.onnx"
    model = onnx.load(file)
    for output in [one for one in model.graph.output if one.name in SINCE]:
        model.graph.output.remove(output)
    onnx.save(model, file)
    return folder


@pytest.fixture
def client(models: Path, environment, tmp_path) -> Iterator[CartClient]:
    ports = reserve(http=0, grpc=0)
    with (
        running(models, environment=environment, ports=ports, work=tmp_path) as server,
        CartClient(server.url) as opened,
    ):
        yield opened


def test_it_answers_as_before(client, shop):
    expected = OnnxPredictor(shop.export).predict([decode(jpeg())])[0]
    answer = client.ask(jpeg())
    assert (client.classes, client.categories) == (CLASSES, [])
    assert answer.categories == ()
    assert not answer.sureness.any()
    assert len(answer.boxes) == len(expected.boxes) > 0
    assert difference(answer, expected=expected).boxes < 0.1
