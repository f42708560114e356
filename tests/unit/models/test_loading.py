from collections.abc import Callable
from pathlib import Path

import pytest
from transformers import PretrainedConfig

from cartvision.errors import InputError
from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.open import load_describer
from cartvision.models.detectors.dense import DenseConfig
from cartvision.models.detectors.open import load_detector


@pytest.mark.parametrize(
    ("config", "load"),
    [
        pytest.param(DescriberConfig(), load_describer, id="a describer"),
        pytest.param(DenseConfig(), load_detector, id="a detector"),
    ],
)
def test_a_model_folder_without_weights_is_refused(
    tmp_path: Path, config: PretrainedConfig, load: Callable[[Path], object]
):
    config.save_pretrained(tmp_path)
    with pytest.raises(InputError, match=r"has no model\.safetensors"):
        load(tmp_path)
