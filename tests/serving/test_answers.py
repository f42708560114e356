from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cartvision.errors import InputError, WorkError
from cartvision.inference.comparing import difference
from cartvision.inference.onnx import OnnxPredictor
from cartvision.serve.check import check_golden_frames
from cartvision.storage.store import open_store
from cartvision.triton.client import CartClient
from cartvision.triton.ports import HOST, reserve
from cartvision.triton.release import checked_files, read_release
from cartvision.vision.codec import decode, encode_png
from serving.conftest import Shop
from unit.triton.small import ATTRIBUTES, CATEGORIES, CLASSES, MIN_SCORE, THRESHOLDS, frame, jpeg

pytestmark = pytest.mark.triton


@pytest.fixture
def client(server) -> Iterator[CartClient]:
    with CartClient(server.url) as opened:
        yield opened


@pytest.fixture(scope="module")
def predictor(shop: Shop) -> OnnxPredictor:
    return OnnxPredictor(shop.export)


def pictures() -> list[bytes]:
    sizes = [(320, 240), (240, 320), (641, 377), (33, 17), (1280, 960)]
    return [jpeg(seed=n, width=w, height=h) for n, (w, h) in enumerate(sizes * 2)]


def right(client: CartClient, encoded: bytes, *, predictor: OnnxPredictor) -> bool:
    expected = predictor.predict([decode(encoded)])[0]
    assert len(expected.scores) > 0
    return difference(client.ask(encoded), expected=expected).tolerable


def test_the_served_answers_equal_the_model_run_in_process(client, predictor):
    assert [right(client, encoded, predictor=predictor) for encoded in pictures()] == [True] * 10


def test_pictures_of_mixed_sizes_at_once_each_get_their_own_answer(client, predictor):
    with ThreadPoolExecutor(6) as pool:
        said = pool.map(lambda one: right(client, one, predictor=predictor), pictures() * 3)
    assert list(said) == [True] * 30


def test_golden_frames_are_answered_as_promised(client, shop):
    assert check_golden_frames(client, release=shop.release) == 4


def test_a_cart_learns_what_the_model_says(client):
    told = (client.classes, client.attributes, client.thresholds, client.min_score)
    assert told == (CLASSES, ATTRIBUTES, THRESHOLDS, MIN_SCORE)


def test_products_are_told_with_their_classes(client):
    kinds = client.ask(jpeg()).classes
    assert len(kinds) > 2
    assert kinds.tolist() == [rank % 2 for rank in range(len(kinds))]


def test_products_are_told_with_their_categories_where_the_model_is_sure(client):
    answer = client.ask(jpeg())
    assert client.categories == CATEGORIES
    ranks = range(len(answer.boxes))
    assert list(answer.categories) == [["", *CATEGORIES][rank % 4] for rank in ranks]
    assert answer.certainty.tolist() == [rank % 4 / 4 for rank in ranks]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no picture at all", id="other bytes"),
        pytest.param(jpeg()[:900], id="cut short"),
    ],
)
def test_a_broken_picture_is_refused_and_the_next_is_answered(broken, client, predictor):
    with pytest.raises(InputError, match="not a readable picture"):
        client.ask(broken)
    assert right(client, jpeg(), predictor=predictor)


def test_broken_pictures_among_good_ones_harm_nobody(client, predictor):
    def ask(number: int) -> bool:
        if number % 3 == 0:
            with pytest.raises(InputError):
                client.ask(b"broken")
            return True
        return right(client, jpeg(seed=number), predictor=predictor)

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(ask, range(30)))


def test_a_grey_png_is_decoded_as_in_process(client, predictor):
    encoded = encode_png(frame(seed=4, width=90, height=70)[..., 0])
    assert right(client, encoded, predictor=predictor)


def test_serving_in_place_leaves_the_release_as_it_was(client, shop):
    client.ask(jpeg())
    store = open_store(str(shop.releases))
    info = read_release(store, shop.release.name)
    assert {path for path, _ in checked_files(store, info)} == set(info.files)


def test_a_server_that_is_away_is_named():
    away = f"{HOST}:{reserve(http=0, grpc=0).grpc}"
    with pytest.raises(WorkError, match=f"no Triton answers at {away}"):
        CartClient(away)
