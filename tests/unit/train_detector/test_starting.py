import numpy as np
import pytest

from cartvision.errors import InputError
from cartvision.models.detectors.open import FAMILIES
from cartvision.train_detector.lessons.stock import stock_of
from cartvision.train_detector.presets import settings_of
from cartvision.train_detector.starting import new_detector, sides_of
from shelves import BOXES, HEIGHT, WIDTH, picture, write_dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    shown = [(picture(seed), "train") for seed in range(2)]
    return write_dataset(tmp_path_factory.mktemp("starting") / "d", shown)


def started(dataset, folder, *, architecture="dense", **told):
    settings = settings_of("demo", architecture=architecture, **({"size": 96} | told))
    stock = stock_of(dataset, classes=["product"])
    return new_detector(settings, dataset=dataset, stock=stock, to=folder)


@pytest.mark.parametrize("architecture", FAMILIES)
def test_every_family_starts_from_nothing(dataset, tmp_path, architecture):
    detector = started(dataset, tmp_path, architecture=architecture, weights="random")
    assert type(detector) is FAMILIES[architecture]
    assert (detector.config.size, detector.config.classes) == (96, ["product"])
    fixed = {name.split(".")[-1] for name, w in detector.named_parameters() if not w.requires_grad}
    assert fixed <= {"up", "reg_scale"}  # two numbers of D-FINE that nobody learns


@pytest.mark.parametrize("architecture", ["dense", "anchors"])
def test_a_backbone_that_has_learnt_keeps_its_first_stages(dataset, tmp_path, architecture):
    detector = started(dataset, tmp_path, architecture=architecture, fixed=2)
    learns = [
        all(weight.requires_grad for weight in part.parameters())
        for part in detector.backbone.parts
    ]
    assert learns == [False] * 3 + [True] * 5


def test_numbers_of_a_family_are_what_was_told(dataset, tmp_path):
    detector = started(
        dataset, tmp_path, architecture="anchors", numbers={"channels": 32, "nms_iou": 0.6}
    )
    assert (detector.config.channels, detector.config.nms_iou, detector.config.depth) == (
        32,
        0.6,
        4,
    )


@pytest.mark.parametrize(
    ("architecture", "numbers", "said"),
    [
        pytest.param(
            "dense", {"nms_iou": 0.6}, "dense has no nms_iou; it has .*channels", id="other"
        ),
        pytest.param("anchors", {"backbone": "x"}, "anchors has no backbone", id="another flag's"),
        pytest.param("d-fine", {"x": 1}, "none that can be changed", id="a family without"),
    ],
)
def test_a_number_that_a_family_does_not_have_is_refused(
    dataset, tmp_path, architecture, numbers, said
):
    with pytest.raises(InputError, match=said):
        started(dataset, tmp_path, architecture=architecture, numbers=numbers)


def test_anchors_are_fitted_to_products_in_the_square(dataset, tmp_path):
    sides = np.array(BOXES * 2)
    expected = (sides[:, 2:] - sides[:, :2]) * 192 / max(WIDTH, HEIGHT)
    assert sides_of(dataset, size=192) == pytest.approx(expected)
    fitted = started(dataset, tmp_path, architecture="anchors", anchors="auto").config
    assert fitted.sides != started(dataset, tmp_path, architecture="anchors").config.sides


@pytest.mark.parametrize(
    ("told", "queries"),
    [pytest.param(0, 300, id="for the products"), pytest.param(40, 40, id="as told")],
)
def test_there_are_queries_for_the_densest_picture(dataset, tmp_path, told, queries):
    detector = started(dataset, tmp_path, architecture="d-fine", weights="random", queries=told)
    assert detector.config.queries == queries
