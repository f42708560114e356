import pytest
import torch

from cartvision.models.assignment import assign, locations

STRIDES = (4, 8, 16)


@pytest.fixture(scope="module")
def grid() -> tuple[torch.Tensor, torch.Tensor]:
    return locations(64, strides=STRIDES, device=torch.device("cpu"))


def test_locations_are_the_centres_of_the_cells_level_by_level(grid):
    centres, steps = grid
    assert len(centres) == 16 * 16 + 8 * 8 + 4 * 4
    assert centres[0].tolist() == [2, 2]
    assert centres[1].tolist() == [6, 2]
    assert centres[16 * 16].tolist() == [4, 4]
    assert steps.unique().tolist() == [4, 8, 16]


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
    centres, steps = grid
    owner = assign(torch.tensor([box]).float(), centres=centres, steps=steps)
    assert steps[owner == 0].unique().tolist() == [stride]


def test_a_location_answers_only_for_a_product_that_it_lies_in(grid):
    centres, steps = grid
    box = torch.tensor([[10.0, 10, 16, 16]])
    taken = assign(box, centres=centres, steps=steps) == 0
    assert taken.any()
    assert (centres[taken] > box[0, :2]).all()
    assert (centres[taken] < box[0, 2:]).all()


def test_between_two_products_the_nearer_centre_decides(grid):
    centres, steps = grid
    boxes = torch.tensor([[8.0, 8, 20, 32], [16.0, 8, 28, 32]])
    owner = assign(boxes, centres=centres, steps=steps)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    for place in (owner >= 0).nonzero().flatten():
        distance = (centres[place] - middle).abs().max(dim=1).values
        assert distance[owner[place]] == distance.min()


def test_a_picture_without_products_is_all_background(grid):
    centres, steps = grid
    assert (assign(torch.zeros(0, 4), centres=centres, steps=steps) == -1).all()
