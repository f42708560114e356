import json
import re
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor
from transformers import AutoModelForObjectDetection

from cartvision.errors import InputError
from cartvision.models.detectors.open import load_detector
from cartvision.models.detectors.queries.config import ARCHITECTURES, QueryConfig, inner_config
from cartvision.models.detectors.queries.starting import (
    pretrained_queries,
    queries_for,
    tiny_queries,
)
from unit.models.query_shelves import SIZE, found_in, raise_scores


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


@pytest.fixture(params=list(ARCHITECTURES))
def checkpoint(request, tmp_path):
    """A folder as the hub has it: eighty classes, three hundred queries, frozen norms."""
    classes = [f"thing {number}" for number in range(80)]
    config = inner_config(tiny_queries(request.param, classes=classes, queries=300))
    config.freeze_backbone_batch_norms = True
    AutoModelForObjectDetection.from_config(config).save_pretrained(tmp_path / "hub")
    return tmp_path / "hub"


def test_a_checkpoint_of_300_queries_answers_with_more(checkpoint, tmp_path):
    detector = pretrained_queries(
        str(checkpoint), classes=["product"], queries=900, size=224, to=tmp_path
    )
    raise_scores(detector)
    found = found_in(detector, torch.randint(0, 255, (1, 224, 224, 3), dtype=torch.uint8), most=900)
    assert len(found.scores) == 900
    assert set(found.kinds.tolist()) == {0}


def test_all_of_a_checkpoint_but_what_knows_its_classes_is_kept(checkpoint, tmp_path):
    detector = pretrained_queries(
        str(checkpoint), classes=["can", "box"], queries=600, size=224, to=tmp_path
    )
    theirs = AutoModelForObjectDetection.from_pretrained(checkpoint).state_dict()
    differ = {
        name for name, value in detector.inner.state_dict().items() if not same(value, theirs[name])
    }
    assert differ
    assert all("class_embed" in name or "enc_score_head" in name for name in differ)
    bias = detector.inner.class_embed[0].bias
    assert bias.sigmoid().tolist() == pytest.approx([0.01, 0.01])


def same(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and torch.equal(one, other)


def test_a_checkpoint_that_was_taken_reloads_from_its_own_folder(checkpoint, tmp_path):
    detector = pretrained_queries(
        str(checkpoint), classes=["product"], queries=400, size=SIZE, to=tmp_path
    ).eval()
    detector.save_pretrained(tmp_path / "ours")
    again = load_detector(tmp_path / "ours").state_dict()
    assert all(torch.equal(value, again[name]) for name, value in detector.state_dict().items())


@pytest.mark.parametrize(
    ("config", "told"),
    [
        pytest.param(None, "no config.json", id="a folder without a model"),
        pytest.param({"model_type": "detr"}, "is a 'detr'", id="another family"),
        pytest.param(
            {"model_type": "d_fine", "learn_initial_query": True},
            "learnt its 300 queries",
            id="queries that were learnt one by one",
        ),
        pytest.param({"model_type": "d_fine"}, "no *.safetensors", id="a config without weights"),
    ],
)
def test_a_checkpoint_that_cannot_be_taken_is_refused_by_name(tmp_path, config, told):
    if config is not None:
        (tmp_path / "config.json").write_text(json.dumps(config))
    if told != "no *.safetensors":
        (tmp_path / "model.safetensors").touch()
    with pytest.raises(InputError, match=re.escape(told)) as error:
        pretrained_queries(str(tmp_path), classes=["product"], queries=9, size=96, to=tmp_path)
    assert str(tmp_path) in str(error.value)


@pytest.mark.parametrize(("most", "queries"), [(0, 300), (200, 300), (201, 302), (700, 1050)])
def test_there_are_half_as_many_queries_again_as_products(most, queries):
    assert queries_for(most) == queries


def test_a_configuration_says_all_that_its_model_is_made_from():
    config = tiny_queries("d-fine", classes=["can", "box"], queries=70)
    again = QueryConfig.from_dict(json.loads(config.to_json_string()))
    assert inner_config(again).to_dict() == inner_config(config).to_dict()
    assert inner_config(again).num_labels == 2
