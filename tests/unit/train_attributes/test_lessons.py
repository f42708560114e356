import numpy as np
import pytest
import torch

from cartvision.data.picture import NA
from cartvision.data.reader import RandomAccess
from cartvision.models.describer.paths import Paths
from cartvision.train_attributes.lessons import CropLessons, VectorLessons, collate
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.listing import subjects
from cartvision.train_attributes.subjects.targets import Targets, targets
from cartvision.train_attributes.subjects.variety import Views
from cartvision.training.epochs import Epochs
from shelves import TAXONOMY, picture, write_dataset


@pytest.fixture(scope="module")
def cutter(tmp_path_factory) -> Cutter:
    made = write_dataset(
        tmp_path_factory.mktemp("d") / "d", [(picture(s), "train") for s in range(5)]
    )
    pictures = RandomAccess(made, split="train")
    return Cutter(pictures, subjects(made, split="train"), 16, Views(colour=0.3))


def learnt_of(cutter: Cutter) -> Targets:
    skus = {"sku-0": 0, "sku-2": 1}
    return targets(cutter.some, paths=Paths.of(TAXONOMY), skus=skus)


def lessons(cutter: Cutter, *, most: int = 2, seed: int = 0, repeats=None) -> CropLessons:
    often = np.ones(len(cutter.some)) if repeats is None else repeats
    return CropLessons(
        cutter, learnt_of(cutter), repeats=often, epochs=2, batch=2, most=most, seed=seed
    )


def test_targets_are_numbers_of_the_model(cutter):
    told = learnt_of(cutter)
    assert told.labels[:3].tolist() == [[0, NA], [1, NA], [0, NA]]
    nodes = Paths.of(TAXONOMY).nodes
    names = [nodes[number] for number in told.category[:3]]
    assert names == ["Drinks > Soda", "Food > Chips", "Drinks > Soda"]
    assert told.sku[:3].tolist() == [0, NA, 1]


def test_new_points_have_attributes_and_nothing_else(cutter):
    more = learnt_of(cutter).followed_by(torch.tensor([[1, 1]], dtype=torch.int8))
    last = more.of(torch.tensor([15]))
    assert last["labels"].tolist() == [[1, 1]]
    assert (last["category"].item(), last["sku"].item()) == (NA, NA)


def test_a_phase_shows_every_picture_as_often_as_it_has_epochs(cutter):
    shown = lessons(cutter)
    assert (shown.steps, len(shown)) == (5, 10)
    with pytest.raises(IndexError):
        shown[10]


@pytest.mark.parametrize(("most", "crops"), [(1, 1), (2, 2), (8, 3)])
def test_an_item_is_some_subjects_of_one_picture(cutter, most, crops):
    shown = lessons(cutter, most=most)[0]
    assert shown["crops"].shape == (crops, 3, 16, 16)
    assert {len(part) for part in shown.values()} == {crops}


def test_an_item_depends_on_the_seed_and_its_number_alone(cutter):
    one, again, other = lessons(cutter), lessons(cutter), lessons(cutter, seed=1)
    assert torch.equal(one[7]["crops"], again[7]["crops"])
    assert not torch.equal(one[7]["crops"], other[7]["crops"])


def test_what_is_rare_is_chosen_more_often(cutter):
    repeats = np.where(cutter.some.place == 2, 20.0, 1.0)
    chosen = [lessons(cutter, most=1, seed=s, repeats=repeats)[0]["sku"].item() for s in range(60)]
    assert chosen.count(1) > 40


def test_vectors_are_shown_with_their_own_targets(cutter):
    told = learnt_of(cutter)
    vectors = torch.arange(15.0)[:, None]
    shown = VectorLessons(vectors, told, Epochs(np.ones(15), seed=0), items=30)
    together = collate([shown[item] for item in range(15)])
    assert sorted(together["features"][:, 0].tolist()) == list(range(15))
    rows = together["features"][:, 0].long()
    assert torch.equal(together["labels"], told.labels[rows])
