"""The anchor detector: its numbers, and that it learns, answers, saves and exports."""

import math
from itertools import pairwise

import pytest
import torch

from cartvision.errors import InputError
from cartvision.models.backbones.efficientnet_lite0 import load_imagenet_weights
from cartvision.models.detectors.anchors.config import AnchorsConfig
from cartvision.models.detectors.anchors.model import AnchorsDetector
from cartvision.models.detectors.open import FAMILIES, load_detector
from cartvision.models.losses import paired_iou
from shelves import BOXES, HEIGHT, shelf

SIZE = 96
SMALL = {"backbone": "resnet18", "channels": 16, "depth": 1, "size": SIZE}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("backbone", "resnet50"),
        ("channels", 256),
        ("depth", 4),
        ("sides", [32, 80, 203, 512]),
        ("ratios", [0.3, 0.5, 1, 2, 3]),
        ("scales", [0.5, 0.75, 1, 1.25]),
        ("match_iou", 0.3),
        ("centre_radius", 1.5),
        ("negatives", 3),
        ("least_negatives", 64),
        ("logit_temperature", 1),
        ("deviations", [0.1, 0.1, 0.2, 0.2]),
        ("delta_limit", 4),
        ("smooth_l1_beta", 1 / 9),
        ("box_weight", 1),
        ("confidence", 0.2),
        ("nms_iou", 0.5),
        ("least_side", 4),
        ("most_area", 0.9),
        ("most_inside", 0.6),
        ("candidates", 6000),
        ("most", 300),
    ],
)
def test_the_detector_is_the_one_that_was_described(name, value):
    assert getattr(AnchorsConfig(), name) == value


def test_the_levels_sizes_follow_each_other_without_a_gap():
    config = AnchorsConfig()
    sizes = [side * scale for side in config.sides for scale in config.scales]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (16, 640)
    assert max(b / a for a, b in pairwise(sizes)) <= 1.5


def test_a_level_without_a_side_is_refused():
    with pytest.raises(InputError, match="4 sides, one a level"):
        AnchorsConfig(sides=[32, 64, 128])


def test_as_described_it_is_a_resnet50_with_levels_at_strides_4_to_32_and_twenty_shapes_a_cell():
    with torch.device("meta"):
        detector = AnchorsDetector(AnchorsConfig(size=64)).eval()
        maps = detector.pyramid(detector.backbone.pyramid(torch.zeros(1, 3, 64, 64)))
        logits, deltas = detector.head(maps)
    assert [tuple(x.shape) for x in maps] == [(1, 256, side, side) for side in (16, 8, 4, 2)]
    assert logits.shape == (1, 340, 20, 1)
    assert deltas.shape == (1, 340, 20, 4)
    assert [one.kernel_size for one in detector.head.tower.convolutions] == [(3, 3)] * 4
    assert sum(len(stage.layers) for stage in detector.backbone.body.encoder.stages) == 16


def shelves(count: int = 4):
    """Square frames with a shelf each, its boxes and two kinds of products."""
    frames = torch.full((count, SIZE, SIZE, 3), 114, dtype=torch.uint8)
    for seed in range(count):
        frames[seed, :HEIGHT] = torch.from_numpy(shelf(seed))
    boxes, kinds = torch.tensor(BOXES), torch.tensor([0, 1, 0])
    return frames, [boxes] * count, [kinds] * count


@pytest.fixture(scope="module")
def learnt():
    """A detector that has learnt four shelves by heart, with its losses."""
    torch.manual_seed(0)
    config = AnchorsConfig(
        backbone="efficientnet-lite0", channels=32, depth=1, size=SIZE, classes=["can", "bag"]
    )
    detector = AnchorsDetector(config).train()
    load_imagenet_weights(detector.backbone)
    optimiser = torch.optim.AdamW(detector.parameters(), lr=2e-3)
    losses = []
    for _ in range(45):
        out = detector(*shelves())
        optimiser.zero_grad()
        out["loss"].backward()
        optimiser.step()
        losses.append(float(out["loss"].detach()))
    return detector.eval(), losses


def test_it_learns_a_few_shelves_by_heart(learnt):
    detector, losses = learnt
    frames, boxes, kinds = shelves()
    assert losses[-1] < losses[0] / 10
    with torch.inference_mode():
        found = detector.find(frames, most=300)
    for number in range(len(frames)):
        best = found.boxes[found.picture == number][:3]
        for box, kind in zip(boxes[number], kinds[number], strict=True):
            iou = paired_iou(best, box.expand(len(best), 4))[0]
            assert iou.max() > 0.6
            assert found.kinds[found.picture == number][iou.argmax()] == kind


def test_a_saved_detector_is_opened_by_its_family_and_answers_as_it_did(learnt, tmp_path):
    detector, _ = learnt
    detector.save_pretrained(tmp_path)
    again = load_detector(tmp_path)
    assert type(again) is FAMILIES["anchors"]
    with torch.inference_mode():
        before, after = detector.find(shelves()[0], most=300), again.find(shelves()[0], most=300)
    assert len(before.boxes) > 0
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


class Finding(torch.nn.Module):
    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, frames):
        return tuple(self.detector.find(frames, most=50))


@pytest.mark.parametrize("backbone", ["efficientnet-lite0", "resnet18"])
def test_the_exported_graph_finds_what_the_detector_finds_in_frames_of_any_size(learnt, backbone):
    detector = learnt[0]
    if backbone == "resnet18":
        torch.manual_seed(0)
        detector = AnchorsDetector(AnchorsConfig(**SMALL, confidence=0.02)).eval()
    free = torch.export.Dim.DYNAMIC
    example = torch.zeros(2, 80, 120, 3, dtype=torch.uint8)
    program = torch.export.export(
        Finding(detector), (example,), dynamic_shapes=({0: free, 1: free, 2: free},)
    )
    frames = shelves(3)[0][:, :HEIGHT]
    with torch.inference_mode():
        ours = detector.find(frames, most=50)
        theirs = program.module()(frames)
    if backbone == "efficientnet-lite0":
        assert len(ours.boxes) > 0
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


@pytest.mark.parametrize(
    "empty", [pytest.param(1, id="one of two"), pytest.param(2, id="every one")]
)
def test_pictures_without_products_are_learnt_from(empty):
    torch.manual_seed(0)
    detector = AnchorsDetector(AnchorsConfig(**SMALL, classes=["can", "bag"])).train()
    frames, boxes, kinds = shelves(2)
    none = torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64)
    out = detector(frames, boxes[empty:] + [none[0]] * empty, kinds[empty:] + [none[1]] * empty)
    out["loss"].backward()
    assert all(math.isfinite(float(part.detach())) for part in out.values())
    assert all(torch.isfinite(p.grad).all() for p in detector.head.parameters())
    assert detector.head.score.weight.grad.abs().sum() > 0


def test_the_loss_is_the_mean_over_pictures_whoever_stands_beside_whom():
    torch.manual_seed(0)
    detector = AnchorsDetector(AnchorsConfig(**SMALL)).eval()
    frames, boxes, _ = shelves(2)
    boxes = [boxes[0], boxes[1][:1]]
    kinds = [torch.zeros(len(one), dtype=torch.int64) for one in boxes]
    together = detector(frames, boxes, kinds)["loss"]
    alone = [
        detector(frames[i : i + 1], boxes[i : i + 1], kinds[i : i + 1])["loss"] for i in (0, 1)
    ]
    assert float(together.detach()) == pytest.approx(float(sum(alone).detach()) / 2, rel=1e-5)


def test_learning_starts_from_the_same_loss_every_time():
    losses = []
    for _ in range(2):
        torch.manual_seed(0)
        detector = AnchorsDetector(AnchorsConfig(**SMALL)).train()
        frames, boxes, _ = shelves(2)
        losses.append(detector(frames, boxes, [torch.zeros(3, dtype=torch.int64)] * 2)["loss"])
    assert torch.equal(*losses)


@pytest.fixture
def sure():
    """A detector that is sure of every anchor, wherever it looks, and puts boxes on the anchors."""
    torch.manual_seed(0)
    detector = AnchorsDetector(AnchorsConfig(**SMALL)).eval()
    for branch, bias in ((detector.head.score, 4.0), (detector.head.box, 0.0)):
        branch.weight.data.zero_()
        branch.bias.data.fill_(bias)
    return detector


@pytest.mark.parametrize(
    ("change", "fewer"),
    [
        pytest.param({"confidence": 0.99}, 0, id="a score under the confidence is no product"),
        pytest.param({"most": 3}, 3, id="no more than so many a picture"),
        pytest.param({"least_side": 200.0}, 0, id="a box smaller than a product"),
        pytest.param({"most_area": 1e-4}, 0, id="a box larger than a product"),
        pytest.param({"candidates": 1, "nms_iou": 0.5}, 1, id="so many cells are looked at"),
    ],
)
def test_what_is_found_is_limited(sure, change, fewer):
    pixels = torch.zeros(1, 3, SIZE, SIZE)
    with torch.inference_mode():
        usual = len(sure.propose(pixels, most=300).boxes)
        for name, value in change.items():
            setattr(sure.config, name, value)
        found = len(sure.propose(pixels, most=300).boxes)
    assert found == fewer < usual


def test_the_caller_may_want_fewer_than_the_detector_gives(sure):
    with torch.inference_mode():
        assert len(sure.propose(torch.zeros(2, 3, SIZE, SIZE), most=4).boxes) == 8


@pytest.mark.parametrize(("overlap", "apart"), [(0.5, 0.5), (0.1, 0.1)])
def test_no_two_boxes_overlap_more_than_suppression_allows(sure, overlap, apart):
    sure.config.nms_iou = overlap
    with torch.inference_mode():
        boxes = sure.propose(torch.zeros(1, 3, SIZE, SIZE), most=300).boxes
    pairs = torch.combinations(torch.arange(len(boxes)))
    iou = paired_iou(boxes[pairs[:, 0]], boxes[pairs[:, 1]])[0]
    assert 0 < iou.max() <= apart + 1e-6


def test_the_temperature_softens_the_scores(sure):
    pixels = torch.zeros(1, 3, SIZE, SIZE)
    with torch.inference_mode():
        sharp = sure.propose(pixels, most=1).scores
        sure.config.logit_temperature = 2.0
        soft = sure.propose(pixels, most=1).scores
    assert sharp == pytest.approx(1 / (1 + math.exp(-4)))
    assert soft == pytest.approx(1 / (1 + math.exp(-2)))
