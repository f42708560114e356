import pickle

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from cartvision.data.picture import Picture, Product
from cartvision.train_detector.lessons.pictures import TrainingPictures, Views, collate
from cartvision.train_detector.lessons.plan import Course, plan_of
from cartvision.train_detector.lessons.stock import stock_of
from cartvision.vision.codec import encode_png
from shelves import BOXES, picture, write_dataset

COLOURS = {"Drinks > Soda": (220, 30, 30), "Food > Chips": (30, 30, 220), "": (30, 200, 30)}
CATEGORIES = list(COLOURS)
CLASSES = ["Drinks", "Food"]
AS_SERVED = Views()
KINDS = {0: COLOURS["Drinks > Soda"], 1: COLOURS["Food > Chips"], -1: COLOURS[""]}

VIEWS = [
    pytest.param(AS_SERVED, id="as served"),
    pytest.param(Views(zoom=(0.3, 3)), id="zoomed"),
    pytest.param(Views(zoom=(0.5, 2), mosaic=1.0), id="mosaic"),
]


def wall(seed):
    """Grey tiles with up to 23 products, coloured by their category."""
    rng = np.random.default_rng(seed)
    height, width = (160, 240) if seed % 2 else (240, 160)
    tiles = rng.integers(60, 180, (height // 8, width // 8, 1), dtype=np.uint8)
    pixels = np.kron(tiles, np.ones((8, 8, 3), dtype=np.uint8))
    products = []
    for top in range(0, height - 30, 40):
        for left in range(0, width - 30, 40):
            if rng.random() < 0.7:
                right, bottom = left + int(rng.integers(12, 31)), top + int(rng.integers(12, 31))
                category = CATEGORIES[rng.integers(3)]
                pixels[top:bottom, left:right] = COLOURS[category]
                products.append(Product((left, top, right, bottom), category=category))
    return Picture(
        encoded=encode_png(pixels),
        path=f"wall-{seed}.png",
        width=width,
        height=height,
        group=f"store-{seed}",
        objects=tuple(products),
    )


@pytest.fixture(scope="module")
def walls(tmp_path_factory):
    pictures = [(wall(seed), "train") for seed in range(9)]
    return write_dataset(tmp_path_factory.mktemp("walls") / "d", pictures, pictures_per_shard=4)


def shown_from(dataset, *, views=AS_SERVED, classes=CLASSES, **course):
    given = {"steps": 15, "batch": 2, "seed": 1, "sides": (128,)} | course
    plan = plan_of(dataset, course=Course(**given), stock=stock_of(dataset, classes=classes))
    return TrainingPictures(dataset, plan=plan, classes=classes, views=views)


def coloured(frame):
    """Where a frame shows a product."""
    return np.ptp(frame.astype(int), axis=2) > 60


@pytest.mark.parametrize("views", VIEWS)
def test_boxes_lie_on_their_products_and_no_product_is_without(walls, views):
    seen = 0
    for item in shown_from(walls, views=views):
        frame, boxes = item["frames"].numpy(), item["boxes"].numpy()
        unclaimed = coloured(frame)
        for box, kind in zip(boxes, item["kinds"].tolist(), strict=True):
            left, top = np.ceil(box[:2] + 0.25 * (box[2:] - box[:2])).astype(int)
            right, bottom = np.floor(box[2:] - 0.25 * (box[2:] - box[:2])).astype(int)
            inner = frame[top : bottom + 1, left : right + 1].reshape(-1, 3)
            assert np.median(inner, axis=0) == pytest.approx(KINDS[kind], abs=45)
            left, top = np.floor(box[:2]).astype(int) - 1
            right, bottom = np.ceil(box[2:]).astype(int) + 1
            unclaimed[max(top, 0) : bottom, max(left, 0) : right] = False
            seen += 1
        assert not unclaimed.any()
    assert seen > 150


@pytest.mark.parametrize("views", VIEWS)
def test_boxes_are_as_wide_as_their_products_to_the_pixel(walls, views):
    apart = []
    for item in shown_from(walls, views=views):
        lit = coloured(item["frames"].numpy())
        for left, top, right, bottom in item["boxes"].tolist():
            if right - left > 12 and bottom - top > 12:
                row = lit[int((top + bottom) / 2), int(left) + 3 : int(right) - 3]
                assert row.all()
                line = lit[int((top + bottom) / 2), max(int(left) - 3, 0) : int(right) + 4]
                apart.append(abs(line.sum() - (right - left)))
    assert np.median(apart) < 1
    assert len(apart) > 25


def same(one, other):
    return all(torch.equal(one[name], other[name]) for name in ("frames", "boxes", "kinds"))


@pytest.mark.parametrize("views", VIEWS)
def test_an_item_is_the_same_whenever_it_is_asked_for(walls, views):
    first, second = (shown_from(walls, views=views, sides=(96, 128)) for _ in range(2))
    items = [first[item] for item in range(30)]
    assert all(same(second[item], items[item]) for item in reversed(range(30)))


def test_another_item_of_the_same_picture_is_shown_otherwise(walls):
    pictures = shown_from(walls, views=Views(zoom=(0.5, 2)))
    rows = [pictures.plan.lesson(item).row for item in range(18)]
    again = rows[9:].index(rows[0]) + 9
    assert not torch.equal(pictures[0]["frames"], pictures[again]["frames"])


@pytest.mark.filterwarnings("ignore:This DataLoader will create")  # where there is one core
@pytest.mark.parametrize("workers", [0, 2])
def test_workers_change_nothing(walls, workers):
    pictures = shown_from(walls, views=Views(zoom=(0.3, 3), mosaic=0.3), sides=(96, 128))
    loader = DataLoader(pictures, batch_size=2, num_workers=workers, collate_fn=collate)
    copied = pickle.loads(pickle.dumps(pictures))  # noqa: S301 - our own
    for step, batch in enumerate(loader):
        expected = collate([copied[step * 2 + place] for place in range(2)])
        assert torch.equal(batch["frames"], expected["frames"])
        for name in ("boxes", "kinds"):
            assert all(map(torch.equal, batch[name], expected[name]))
    assert step == 14


@pytest.mark.parametrize("views", VIEWS)
def test_types_and_shapes_hold_even_where_there_is_nothing(tmp_path, views):
    crowd = Product(BOXES[2], category="Food > Chips", crowd=True)
    given = [picture(0, products=()), picture(1, products=(crowd,)), picture(2)]
    dataset = write_dataset(tmp_path / "d", [(one, "train") for one in given])
    shown = list(shown_from(dataset, views=views, classes=["product"]))
    assert all(one["frames"].shape == (128, 128, 3) for one in shown)
    assert {one["frames"].dtype for one in shown} == {torch.uint8}
    assert {one["boxes"].dtype for one in shown} == {torch.float32}
    assert {one["kinds"].dtype for one in shown} == {torch.int64}
    assert all(one["boxes"].shape == (len(one["kinds"]), 4) for one in shown)
    assert all(one["frames"].is_contiguous() for one in shown)
    if not views.mosaic:
        assert {len(one["boxes"]) for one in shown} >= {0}


def test_as_served_boxes_are_those_of_the_picture_scaled(tmp_path):
    dataset = write_dataset(tmp_path / "d", [(picture(0), "train")])
    item = shown_from(dataset, classes=["product"], sides=(192,))[0]
    assert item["boxes"].tolist() == [[side * 2 for side in box] for box in BOXES]
    assert (item["frames"][130:] == 114).all()
