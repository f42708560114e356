import pytest

from cartvision.data.labels import labels
from cartvision.data.picture import Product
from cartvision.errors import InputError
from shelves import BOXES, PRODUCTS, picture, write_dataset

CROWD = Product(BOXES[0], category="Food > Chips", sku="many", crowd=True)


def test_labels_are_those_of_the_pictures_in_their_order(tmp_path):
    shown = [PRODUCTS, (), (CROWD, PRODUCTS[1]), PRODUCTS[:1], (CROWD,)]
    pictures = [(picture(seed, products=some), "train") for seed, some in enumerate(shown)]
    dataset = write_dataset(tmp_path / "d", pictures, pictures_per_shard=2)
    read = list(labels(dataset, split="train"))
    counts = [count for one in read for count in one.counts]
    skus = [one.skus[place] for one in read for place in one.sku]
    categories = [one.categories[place] for one in read for place in one.category]
    single = [item for some in shown for item in some if not item.crowd]
    assert len(read) == 3
    assert counts == [3, 0, 1, 1, 0]
    assert skus == [item.sku for item in single]
    assert categories == [item.category for item in single]


def test_a_broken_shard_is_named(tmp_path):
    dataset = write_dataset(tmp_path / "d", [(picture(0), "train")])
    shard = dataset.shards["train"][0]
    shard.write_bytes(shard.read_bytes()[:-20])
    with pytest.raises(InputError, match=shard.name):
        list(labels(dataset, split="train"))
