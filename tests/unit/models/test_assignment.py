import pytest
import torch

from cartvision.models.detectors.assignment import CENTRE_RADIUS, assign, level_of, locations
from cartvision.models.detectors.dense import LEVEL_SIDES
from cartvision.models.detectors.dense import STRIDES as DENSE

STRIDES, SIDES = (4, 8, 16), (28.0, 64.0)  # of the small pictures here
SIZE = 64
CELLS = 16 * 16 + 8 * 8 + 4 * 4


def assigned(*pictures: list[list[float]]) -> torch.Tensor:
    boxes = [torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4) for boxes in pictures]
    counts = torch.tensor([len(one) for one in boxes])
    return assign(
        torch.cat(boxes),
        picture=torch.arange(len(boxes)).repeat_interleave(counts),
        pictures=len(boxes),
        size=SIZE,
        strides=STRIDES,
        sides=SIDES,
    )


@pytest.fixture(scope="module")
def grid() -> tuple[torch.Tensor, torch.Tensor]:
    return locations(SIZE, strides=STRIDES, device=torch.device("cpu"))


def test_locations_are_the_centres_of_the_cells_level_by_level(grid):
    centres, steps = grid
    assert len(centres) == CELLS
    assert centres[0].tolist() == [2, 2]
    assert centres[1].tolist() == [6, 2]
    assert centres[16 * 16].tolist() == [4, 4]
    assert steps.unique().tolist() == [4, 8, 16]


def test_a_side_that_a_stride_does_not_divide_has_a_cell_for_the_rest():
    centres, _ = locations(96, strides=(64,), device=torch.device("cpu"))
    assert centres.tolist() == [[32, 32], [96, 32], [32, 96], [96, 96]]


@pytest.mark.parametrize(
    ("box", "stride"),
    [
        pytest.param([10, 10, 30, 34], 4, id="a small product on the finest level"),
        pytest.param([4, 4, 40, 60], 8, id="a middle one"),
        pytest.param([0, 0, 20, 64], 8, id="the longer side decides, up to its limit"),
        pytest.param([0, 0, 64, 64.1], 16, id="a large one on the coarsest"),
    ],
)
def test_a_product_is_learnt_by_one_level(grid, box, stride):
    _, steps = grid
    owner = assigned([box])[0]
    assert steps[owner == 0].unique().tolist() == [stride]


def test_levels_up_to_400_pixels_and_more():
    boxes = torch.tensor([[0.0, 0, side, side] for side in (8, 30, 100, 200, 400)])
    levels = level_of(boxes, strides=DENSE, sides=LEVEL_SIDES)
    assert levels.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("width", "height", "level"),
    [
        pytest.param(130, 16, 2, id="cells as wide as it is"),
        pytest.param(130, 15.9, 1, id="no wider ones"),
        pytest.param(20, 400, 2, id="upright"),
        pytest.param(300, 3, 0, id="the finest there are"),
    ],
)
def test_a_slender_product_is_learnt_by_cells_no_wider_than_it_is(width, height, level):
    box = torch.tensor([[10.0, 10, 10 + width, 10 + height]])
    assert level_of(box, strides=DENSE, sides=LEVEL_SIDES).tolist() == [level]


@pytest.mark.parametrize("seed", range(3))
def test_every_product_has_a_location_that_learns_it(seed):
    generator = torch.Generator().manual_seed(seed)
    sides = torch.exp(torch.rand(300, 2, generator=generator) * 4.4) * 4  # 4 to 330 pixels
    corner = torch.rand(300, 2, generator=generator) * (640 - sides)
    boxes = torch.cat([corner, corner + sides], dim=1)
    owner = assign(
        boxes,
        picture=torch.arange(300),
        pictures=300,
        size=640,
        strides=DENSE,
        sides=LEVEL_SIDES,
    )
    assert (owner >= 0).any(dim=1).all()


def naive(boxes: torch.Tensor, grid: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    """Every location against every box, as the docstring of `assign` has it."""
    centres, steps = grid
    owner = torch.full((len(centres),), -1)
    level = level_of(boxes, strides=STRIDES, sides=SIDES)
    for place, (centre, step) in enumerate(zip(centres, steps, strict=True)):
        best = torch.inf
        for row, box in enumerate(boxes):
            distance = float((centre - (box[:2] + box[2:]) / 2).abs().max())
            inside = bool((centre > box[:2]).all() and (centre < box[2:]).all())
            own = bool((((box[:2] + box[2:]) / 2 // step + 0.5) * step == centre).all())
            mine = STRIDES[int(level[row])] == int(step)
            if mine and (inside or own) and distance < CENTRE_RADIUS * step and distance < best:
                best, owner[place] = distance, row
    return owner


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_comparing_all_locations_with_all_boxes_gives(grid, seed):
    generator = torch.Generator().manual_seed(seed)
    centre = torch.rand(40, 2, generator=generator) * SIZE
    half = torch.rand(40, 2, generator=generator) * 20 + 1
    boxes = torch.cat([centre - half, centre + half], dim=1).clamp(0, SIZE)
    assert torch.equal(assigned(boxes.tolist())[0], naive(boxes, grid))


def test_pictures_of_a_batch_do_not_see_each_other():
    first, second = [[10.0, 10, 30, 30]], [[30.0, 30, 50, 52], [2.0, 2, 12, 12]]
    together = assigned(first, [], second)
    assert torch.equal(together[0], assigned(first)[0])
    assert (together[1] == -1).all()
    alone = assigned(second)[0]
    assert torch.equal(together[2], alone.where(alone < 0, alone + len(first)))


def test_a_batch_without_products_is_all_background():
    assert (assigned([], []) == -1).all()
