import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor
from transformers.loss.loss_rt_detr import RTDetrLoss

from cartvision.data.categories import UNKNOWN
from cartvision.data.picture import Product
from cartvision.evidence.average_precision import exact_average_precision
from cartvision.evidence.parts import everything
from cartvision.models.detectors.detections import Detections
from cartvision.models.detectors.open import family_of, load_detector
from cartvision.models.detectors.queries.config import ARCHITECTURES
from cartvision.models.detectors.queries.detector import QueryDetector
from evidences import Shot, gathered
from unit.models import query_shelves
from unit.models.query_shelves import (
    SIZE,
    found_in,
    lost_together,
    one_kind,
    raise_scores,
    shelves,
    tiny,
)

STEPS = 100

TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")

architectures = pytest.mark.parametrize("architecture", list(ARCHITECTURES))


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


def map50(found: Detections, boxes: list[Tensor]) -> float:
    shots = [
        Shot(
            [Product(tuple(box)) for box in truth.tolist()],
            boxes=[tuple(box) for box in found.boxes[found.picture == number].tolist()],
            scores=found.scores[found.picture == number].tolist(),
            width=SIZE,
            height=SIZE,
        )
        for number, truth in enumerate(boxes)
    ]
    evidence = gathered(shots)
    value = exact_average_precision(evidence, everything(evidence), most=300, ious=(0,))
    assert value is not None
    return value


@pytest.mark.slow
@architectures
def test_eight_pictures_are_learnt_by_heart(architecture):
    frames, boxes = shelves(8)
    detector = tiny(architecture).train()
    optimizer = torch.optim.AdamW(detector.parameters(), lr=2e-3)
    for _ in range(STEPS):
        optimizer.zero_grad()
        detector(frames, boxes, one_kind(boxes))["loss"].backward()
        torch.nn.utils.clip_grad_norm_(detector.parameters(), 1.0)
        optimizer.step()
    assert map50(found_in(detector, frames), boxes) >= 0.9


@architectures
def test_the_loss_of_the_last_layer_counts_no_denoising_query(architecture):
    """As it was until transformers 5.23, they took the products and the true queries got none."""
    frames, _ = shelves(2)
    detector = tiny(architecture).train()
    labels = [
        {"boxes": torch.rand(3, 4) * 0.2 + 0.3, "class_labels": torch.zeros(3, dtype=torch.int64)}
    ] * 2
    told = detector.inner(frames.permute(0, 3, 1, 2) / 255, labels=labels)
    _, own = told.denoising_meta_values["dn_num_split"]
    assert told.logits.shape[1] > own == 50
    criterion = RTDetrLoss(detector.inner.config)
    alone = criterion(
        {"logits": told.logits[:, -own:], "pred_boxes": told.pred_boxes[:, -own:].clamp(0, 1)},
        labels,
    )
    for part in ("loss_vfl", "loss_bbox", "loss_giou"):
        assert told.loss_dict[part].item() == pytest.approx(alone[part].item(), rel=1e-5), part


@architectures
def test_a_saved_detector_reloads_as_itself(architecture, tmp_path):
    frames, _ = shelves(2)
    detector = tiny(architecture, classes=["can", "box"])
    raise_scores(detector)
    before = found_in(detector, frames)
    detector.save_pretrained(tmp_path)
    again = load_detector(tmp_path)
    assert isinstance(again, QueryDetector)
    assert family_of(again) == architecture
    after = found_in(again, frames)
    assert len(before.scores) == 2 * 50
    for one, other in zip(before, after, strict=True):
        assert torch.equal(one, other)


@architectures
def test_boxes_and_kinds_come_best_first_in_pixels_of_the_frame(architecture):
    detector = tiny(architecture, classes=["can", "box"])
    raise_scores(detector)
    found = found_in(detector, torch.randint(0, 255, (2, 100, 200, 3), dtype=torch.uint8), most=20)
    assert found.picture.tolist() == [0] * 20 + [1] * 20
    assert all(bool((s.diff() <= 0).all()) for s in found.scores.split(20))
    assert set(found.kinds.tolist()) <= {0, 1}
    assert float(found.boxes.min()) >= 0
    assert float(found.boxes[:, 2].max()) > 100  # wider than high: the frame, not the square
    assert float(found.boxes[:, 3].max()) <= 100


@architectures
@pytest.mark.parametrize(
    "empty",
    [
        pytest.param((1,), id="one of two has no product"),
        pytest.param((0, 1), id="none has a product"),
    ],
)
def test_pictures_without_products_teach_too(architecture, empty):
    frames, boxes = shelves(2, empty=empty)
    detector = tiny(architecture).train()
    told = detector(frames, boxes, one_kind(boxes))
    told["loss"].backward()
    assert all(bool(torch.isfinite(value)) for value in told.values())
    grads = [p.grad for p in detector.parameters() if p.grad is not None]
    assert all(bool(torch.isfinite(grad).all()) for grad in grads)
    assert any(bool(grad.any()) for grad in grads)


@architectures
def test_a_product_of_unknown_class_is_no_example(architecture):
    frames, boxes = shelves(2)
    detector = tiny(architecture, classes=["can", "box"]).train()
    kinds = [torch.arange(len(box)) % 2 for box in boxes]
    kinds[0][3:] = UNKNOWN
    kinds[1][:] = UNKNOWN
    known = [kind != UNKNOWN for kind in kinds]
    told = []
    for truth, of in (
        (boxes, kinds),
        ([*map(Tensor.__getitem__, boxes, known)], [*map(Tensor.__getitem__, kinds, known)]),
    ):
        torch.manual_seed(0)
        told.append(detector(frames, truth, of)["loss"].item())
    assert told[0] == told[1]


@pytest.mark.slow
def test_two_processes_lose_what_one_with_all_the_pictures_loses():
    """Though the products are all in the pictures of one."""
    done = subprocess.run(
        [sys.executable, *TORCHRUN, query_shelves.__file__],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    alone = [lost_together(architecture, rank=0) for architecture in ARCHITECTURES]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == pytest.approx(alone, rel=1e-3)  # their norms sum in another order


@architectures
def test_in_half_precision_boxes_stay_finer_than_a_pixel(architecture):
    frames, boxes = shelves(2)
    detector = tiny(architecture).train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = detector(frames, boxes, one_kind(boxes))
        found = detector.eval()._look(frames.permute(0, 3, 1, 2).float()).pred_boxes
    told["loss"].backward()
    assert told["loss"].dtype == found.dtype == torch.float32
    assert not torch.equal(found, found.bfloat16().float())
    assert all(
        bool(torch.isfinite(p.grad).all()) for p in detector.parameters() if p.grad is not None
    )


@architectures
def test_being_asked_between_two_steps_does_not_hinder_learning(architecture):
    frames, boxes = shelves(2)
    detector = tiny(architecture)
    found_in(detector, frames)
    detector.train()(frames, boxes, one_kind(boxes))["loss"].backward()


@architectures
def test_a_picture_with_fewer_places_than_queries_is_looked_at_all_the_same(architecture):
    frames, boxes = shelves(1)
    detector = tiny(architecture, queries=900)
    places = 12**2 + 6**2 + 3**2
    assert detector.train()(frames, boxes, one_kind(boxes))["loss"] > 0
    told = detector.eval()._look(torch.zeros(1, 3, SIZE, SIZE))
    assert told.logits.shape[1] == places
    larger = detector._look(torch.zeros(1, 3, 224, 224))
    assert larger.logits.shape[1] == 900
