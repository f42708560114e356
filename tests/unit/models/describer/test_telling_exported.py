import numpy as np
import onnxruntime as ort
import pytest
import torch
from torch import Tensor, nn

from cartvision.export_onnx.graph import OPSET
from cartvision.export_onnx.quiet import quiet
from cartvision.models.describer.model import Describer
from unit.models.describer.describers import TINY_RESNET, awake, config, crops, elsewhere

INPUT = "crops"


class Told(nn.Module):
    def __init__(self, describer: Describer) -> None:
        super().__init__()
        self.describer = describer

    def forward(self, crops: Tensor) -> tuple[Tensor, ...]:
        return self.describer.told(crops)


def exported(describer: Describer, path) -> ort.InferenceSession:
    with quiet():
        program = torch.onnx.export(
            Told(describer),
            (crops(2),),
            dynamo=True,
            verbose=False,
            opset_version=OPSET,
            input_names=[INPUT],
            dynamic_shapes=({0: torch.export.Dim.DYNAMIC},),
        )
    program.save(str(path))
    return ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"sure": 0.6}, id="Lite0"),
        pytest.param({"sure": 0.6, "mirrored": True}, id="Lite0, mirrored too"),
        pytest.param({"backbone": "theirs", "inner": elsewhere(), "sure": 0.6}, id="EfficientNet"),
        pytest.param(
            {
                "backbone": "theirs",
                "inner": elsewhere(TINY_RESNET, width=16),
                "names": [],
                "categories": [],
            },
            id="a ResNet, with an embedding alone",
        ),
    ],
)
def test_the_exported_graph_tells_what_pytorch_tells(tmp_path, told):
    describer = awake(config(**told))
    session = exported(describer, tmp_path / "told.onnx")
    for many in (0, 1, 7):
        with torch.inference_mode():
            seen = describer.backbone(crops(many))
            expected = describer.told(crops(many))
        assert many < 2 or seen.std(dim=0).mean() > 0.01  # else anything would agree
        answers = session.run(None, {INPUT: crops(many).numpy()})
        for answer, true in zip(answers, expected, strict=True):
            assert answer.dtype == true.numpy().dtype
            np.testing.assert_allclose(answer, true.numpy(), atol=1e-4)
