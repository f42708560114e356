import pytest
import torch

from cartvision.data.picture import NA
from cartvision.errors import InputError
from cartvision.models.describer.config import NEVER, DescriberConfig
from cartvision.models.describer.model import Describer
from cartvision.models.describer.paths import Paths
from cartvision.models.loading import load_model
from unit.models.describer.describers import CATEGORIES, NAMES, awake, config, crops, elsewhere

FEATURES = torch.randn(4, 1280, generator=torch.Generator().manual_seed(0))
LABELS = torch.tensor([[1, 0], [NA, 1], [0, NA], [NA, NA]], dtype=torch.int8)
CATEGORY = torch.tensor([2, NA, 0, 1])
SKU = torch.tensor([NA, 0, 2, NA])

UNSAID = {"dtype": "float32", "_name_or_path": ""}  # where a model is from, and its bits


@pytest.fixture(scope="module")
def describer() -> Describer:
    return awake(config(sure=0.6, attribute_temperature=1.7, category_temperature=0.8))


@pytest.fixture
def learner(describer):
    describer.learn_skus(3)
    yield describer
    describer.forget_skus()


def test_every_crop_is_told_its_own_and_some_are_abstained_from(describer):
    with torch.inference_mode():
        attributes, node, likely, embedding = describer.told(crops(16))
    assert attributes.shape == (16, len(NAMES))
    assert len(set(node.tolist())) > 2
    assert ((node == NA) == (likely == 0)).all()
    assert (likely[node != NA] >= 0.6).all()
    assert torch.allclose(embedding.norm(dim=1), torch.ones(16))


def test_crops_and_their_kept_features_are_answered_alike(describer):
    with torch.inference_mode():
        seen = describer.backbone(crops(3))
        kept, shown = describer(features=seen), describer(crops=crops(3))
    assert all(torch.equal(kept[name], shown[name]) for name in kept)


def test_a_mirrored_describer_answers_a_crop_and_its_mirror_image_alike():
    mirrored = awake(config(mirrored=True))
    with torch.inference_mode():
        once, again = mirrored(crops=crops(3)), mirrored(crops=crops(3).flip(3))
        plain = mirrored.attributes(mirrored.backbone(crops(3)))
    for name, told in once.items():
        assert torch.allclose(told, again[name], atol=1e-5)
    assert not torch.allclose(once["attribute_logits"], plain, atol=1e-3)


def test_attributes_are_told_at_their_temperature(describer):
    with torch.inference_mode():
        logits = describer(crops=crops(3))["attribute_logits"]
        told = describer.told(crops(3))[0]
    assert torch.allclose(told.logit() * 1.7, logits, atol=1e-4)


def test_nodes_are_told_at_their_temperature(describer):
    with torch.inference_mode():
        logits = describer(crops=crops(3))["category_logits"]
        nodes = describer.node_probabilities(logits)
    leaves = (logits / 0.8).softmax(dim=1)
    food = describer.tree.paths.nodes.index("Food")
    assert torch.allclose(nodes[:, food], leaves[:, CATEGORIES.index("Food > Bread")])


def test_the_loss_is_the_sum_of_its_parts(learner):
    out = learner(features=FEATURES, labels=LABELS, category=CATEGORY, sku=SKU)
    parts = [out[name] for name in ("attribute_loss", "category_loss", "sku_loss")]
    assert all(part > 0 and not part.requires_grad for part in parts)
    assert float(out["loss"].detach()) == pytest.approx(float(sum(parts)))


def test_without_targets_there_is_no_loss(describer):
    assert set(describer(features=FEATURES)) == {
        "attribute_logits",
        "category_logits",
        "embedding",
    }


@pytest.mark.parametrize(
    ("output", "unknown", "known"),
    [
        pytest.param("attribute_logits", LABELS == NA, LABELS != NA, id="attributes"),
        pytest.param("category_logits", CATEGORY == NA, CATEGORY != NA, id="category"),
        pytest.param("embedding", SKU == NA, SKU != NA, id="sku"),
    ],
)
def test_what_is_unknown_has_exactly_no_gradient(learner, output, unknown, known):
    out = learner(features=FEATURES, labels=LABELS, category=CATEGORY, sku=SKU)
    gradient = torch.autograd.grad(out["loss"], out[output])[0]
    assert (gradient[unknown] == 0).all()
    assert (gradient[known] != 0).any(dim=-1).all()


def test_targets_that_are_all_unknown_leave_every_weight_as_it_is(learner):
    nothing = torch.full((4,), NA)
    labels = torch.full((4, 2), NA, dtype=torch.int8)
    learner.zero_grad()
    out = learner(features=FEATURES, labels=labels, category=nothing, sku=nothing)
    out["loss"].backward()
    heads = (learner.attributes, learner.categories, learner.embedding, learner.proxies)
    grads = [weight.grad for head in heads for weight in head.parameters()]
    assert float(out["loss"].detach()) == 0
    assert all((grad == 0).all() for grad in grads)


def test_an_embedding_near_its_skus_place_costs_less(learner):
    places = learner.proxies.places.detach()
    sku = torch.arange(3)
    with torch.inference_mode():
        right, wrong = learner.proxies(places, sku), learner.proxies(places.roll(1, 0), sku)
    assert float(right) < float(wrong) / 10


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"decisions": [{"yes": 0.3, "no": 0.2}, {"yes": None, "no": None}]}, id="all"),
        pytest.param({"names": [], "sure": 0.8}, id="categories alone"),
        pytest.param({"categories": []}, id="attributes alone"),
        pytest.param({"backbone": "resnet18"}, id="a ResNet"),
        pytest.param({"backbone": "hub/of-theirs", "inner": elsewhere()}, id="of transformers"),
    ],
)
def test_a_saved_model_answers_exactly_as_it_did(tmp_path, told):
    made = awake(config(**told))
    made.save_pretrained(tmp_path)
    again = load_model(Describer, tmp_path)
    with torch.inference_mode():
        before, after = made.told(crops(3)), again.told(crops(3))
    assert all(torch.equal(*parts) for parts in zip(before, after, strict=True))
    assert again.config.to_diff_dict() | UNSAID == made.config.to_diff_dict() | UNSAID


def test_the_places_of_skus_are_not_kept(learner, tmp_path):
    before = sum(weight.numel() for weight in learner.parameters())
    learner.forget_skus()
    learner.save_pretrained(tmp_path)
    kept = load_model(Describer, tmp_path)
    assert sum(weight.numel() for weight in kept.parameters()) == before - 3 * 128


def test_thresholds_are_where_attributes_are_said_and_out_of_reach_where_they_never_are():
    decisions = [{"yes": 0.3, "no": 0.2}, {"yes": None, "no": None}]
    assert DescriberConfig(names=NAMES, decisions=decisions).thresholds == [0.3, NEVER]
    assert NEVER > 1


@pytest.mark.parametrize("sure", [0.49, 1.01])
def test_a_sureness_that_two_categories_could_share_is_refused(sure):
    with pytest.raises(InputError, match="must be from"):
        DescriberConfig(sure=sure)


def test_one_category_is_always_sure():
    made = awake(config(categories=["Drinks"]))
    with torch.inference_mode():
        _, node, likely, _ = made.told(crops(2))
    assert node.tolist() == [Paths.of(["Drinks"]).node_of("Drinks")] * 2
    assert likely.tolist() == [1.0, 1.0]
