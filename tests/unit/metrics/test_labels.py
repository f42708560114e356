"""Known attributes of the objects of a picture."""

from cartvision.data.picture import Product
from cartvision.metrics.labels import any_known, labels_of


def test_crowds_and_objects_without_attributes_have_no_known_label():
    crowd = Product((0, 0, 9, 9), attributes=(1, 1), crowd=True)
    objects = [Product((0, 0, 9, 9), attributes=(1, -1)), Product((0, 0, 9, 9)), crowd]
    labels = labels_of(objects, width=2)
    assert labels.tolist() == [[1, -1], [-1, -1], [-1, -1]]
    assert any_known(labels).tolist() == [True, False, False]
