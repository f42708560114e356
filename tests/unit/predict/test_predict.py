"""What `predict` says, prints, draws and refuses."""

import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from PIL.ExifTags import Base

from cartvision.errors import InputError
from cartvision.predict.__main__ import main
from cartvision.predict.drawing import COLOURS, words
from cartvision.predict.flags import PredictFlags
from cartvision.predict.places import places
from cartvision.predict.seen import Product, Seen
from cartvision.predict.table import MOST, table
from cartvision.vision.codec import decode
from shelves import BOXES, jpeg

TWO_CLASSES = """\
{folder}/a.png, 200 × 120: 2 products from score 0.50
  score  class          left  top  right  bottom  attributes
  0.90   Food             10   20     60      90  damaged
  0.60   Drinks > Soda    80   20    130      90  tilted
"""
ONE_CLASS = """\
{folder}/a.png, 200 × 120: 2 products from score 0.50
  score  left  top  right  bottom
  0.90     10   20     60      90
  0.60     80   20    130      90
"""
CATEGORIES = """\
{folder}/a.png, 200 × 120: 2 products from score 0.50
  score  category      left  top  right  bottom  attributes
  0.90   Food > Chips    10   20     60      90  damaged
  0.60                   80   20    130      90  tilted
"""


def predict(images, *names, model, **more):
    main(PredictFlags(image=[images / name for name in names], model=[model], **more))


def printed(capsys):
    return json.loads(capsys.readouterr().out)


def test_people_see_a_count_and_a_table(images, export, capsys):
    predict(images, "a.png", model=export)
    assert capsys.readouterr().out == TWO_CLASSES.format(folder=images) + "\n"


def test_a_column_that_would_say_nothing_is_left_out(images, plain, capsys):
    predict(images, "a.png", model=plain)
    assert capsys.readouterr().out == ONE_CLASS.format(folder=images) + "\n"


def test_categories_are_told_where_the_model_is_sure(images, categorised, capsys):
    predict(images, "a.png", model=categorised)
    assert capsys.readouterr().out == CATEGORIES.format(folder=images) + "\n"
    predict(images, "a.png", model=categorised, json=True)
    told = [(one["category"], one["certainty"]) for one in printed(capsys)[0]["products"]]
    assert told == [("Food > Chips", 0.875), ("", 0)]


def test_json_is_one_list_with_an_object_a_picture(images, export, capsys):
    predict(images, "b.png", "a.png", model=export, json=True)
    told = printed(capsys)
    assert [one["image"] for one in told] == [str(images / name) for name in ("b.png", "a.png")]
    assert {name: told[0][name] for name in ("width", "height", "min_score", "count")} == {
        "width": 200,
        "height": 120,
        "min_score": 0.5,
        "count": 2,
    }
    assert told[0]["products"][1] == {
        "box": [80, 20, 130, 90],
        "score": 0.6,
        "class": "Drinks > Soda",
        "attributes": ["tilted"],
        "probabilities": {"damaged": 0.2, "tilted": 0.95},
    }


def test_json_of_a_model_without_attributes_does_not_speak_of_them(images, plain, capsys):
    predict(images, "a.png", model=plain, json=True)
    first = printed(capsys)[0]["products"][0]
    assert first == {"box": [10, 20, 60, 90], "score": 0.9, "class": "product"}


@pytest.mark.parametrize(
    ("min_score", "count"),
    [
        pytest.param(None, 2, id="the model's own"),
        pytest.param(0.2, 3, id="lower"),
        pytest.param(0.9, 1, id="exactly that of one"),
        pytest.param(1.0, 0, id="nothing is so sure"),
    ],
)
def test_products_are_shown_from_a_score_on(images, export, capsys, min_score, count):
    predict(images, "a.png", model=export, json=True, min_score=min_score)
    told = printed(capsys)[0]
    assert told["count"] == len(told["products"]) == count


def test_the_others_are_answered_where_one_cannot_be_read(images, export, capsys):
    names = ("a.png", "broken.png", "gone.png", "b.png")
    with pytest.raises(InputError) as ended:
        predict(images, *names, model=export, json=True)
    assert str(ended.value).startswith("2 of 4 pictures not answered: ")
    for name in ("broken.png: not a readable picture", "gone.png: No such file"):
        assert f"{images}/{name}" in str(ended.value)
    told = printed(capsys)
    assert [("error" in one, one.get("count")) for one in told] == [
        (False, 2),
        (True, None),
        (True, None),
        (False, 2),
    ]


def test_a_picture_is_read_as_it_is_stored_whatever_the_camera_says(images, export, capsys):
    """So do carts and Triton: a box belongs to the stored pixels."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    Image.fromarray(np.zeros((40, 90, 3), np.uint8)).save(images / "lying.jpg", exif=exif)
    predict(images, "lying.jpg", model=export, json=True)
    told = printed(capsys)[0]
    assert (told["width"], told["height"]) == (90, 40)


@pytest.mark.parametrize("name", ["out.png", "out.jpg", "out.JPEG"])
def test_one_picture_is_drawn_into_the_file_that_is_named(images, export, name):
    predict(images, "a.png", model=export, out=images / name)
    drawn = decode((images / name).read_bytes())
    assert drawn.shape[0] > 120
    assert drawn.shape[1] == 200
    for (left, top, *_), kind in (((10, 20), 1), ((80, 20), 0)):
        edge = drawn[top + 40, left - 2 : left + 3].astype(int)
        assert np.abs(edge - COLOURS[kind]).max(axis=1).min() < 80
    below = drawn[75, 140:180].astype(int)  # a product of too low a score is not drawn
    assert np.abs(below - 100).max() < 20


def test_several_pictures_are_drawn_into_a_folder(images, export):
    predict(images, "a.png", "b.png", model=export, out=images / "drawn")
    assert sorted(file.name for file in (images / "drawn").iterdir()) == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("given", "out", "said"),
    [
        pytest.param(["a.png", "b.png"], "o.png", "one picture's file, and 2 are", id="one file"),
        pytest.param(["a.png"], "o.gif", "are .png or .jpg; or name a folder", id="a GIF"),
        pytest.param(["a.png"], "a.png", "would be overwritten", id="onto itself"),
        pytest.param(["x/b.jpg"], "x", "would be overwritten", id="into its own folder"),
        pytest.param(["x/a.png", "y/a.jpg"], "o", "would both be o/a.jpg", id="one name for two"),
    ],
)
def test_a_place_that_would_lose_a_picture_is_refused(images, monkeypatch, given, out, said):
    monkeypatch.chdir(images)
    paths = [type(images)(name) for name in given]
    with pytest.raises(InputError, match=said):
        places(paths, out=type(images)(out))


def test_a_folder_is_never_put_in_the_place_of_a_file(images):
    (images / "file").write_text("here first")
    with pytest.raises(InputError, match="is a file"):
        places([images / "a.png"], out=images / "file")


def shelf_of(count):
    one = Product((0, 0, 10, 10), 0.75, "product", "", 0, (), {})
    return Seen(100, 100, 0.5, ("product",), (), (), (one,) * count)


@pytest.mark.parametrize(
    ("count", "lines", "last"),
    [
        pytest.param(0, 1, "a.png, 100 × 100: 0 products from score 0.50", id="nothing"),
        pytest.param(MOST, MOST + 2, "  0.75      0    0     10      10", id="as many as fit"),
        pytest.param(
            MOST + 7, MOST + 3, "  … and 7 more; --json tells them all", id="a whole shelf"
        ),
    ],
)
def test_a_long_table_is_cut_and_says_so(count, lines, last):
    told = list(table(shelf_of(count), name="a.png"))
    assert (len(told), told[-1]) == (lines, last)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        pytest.param(20, "0.60 2 Soda", id="all of it"),
        pytest.param(10, "0.60 2", id="score and attributes"),
        pytest.param(5, "0.60", id="the score"),
        pytest.param(3, "", id="nothing fits"),
    ],
)
def test_words_are_left_out_where_a_box_is_narrow(letters, expected):
    one = Product((0, 0, 9, 9), 0.6, "Drinks > Soda", "", 0, ("tilted",), {})
    seen = Seen(10, 10, 0.5, ("Food", "Drinks > Soda"), (), ("damaged", "tilted"), (one,))
    assert words(one, seen, letters=letters) == expected


def test_products_of_one_class_bear_their_category():
    one = Product((0, 0, 9, 9), 0.6, "product", "Drinks > Soda", 0.9, (), {})
    seen = Seen(10, 10, 0.5, ("product",), ("Drinks", "Drinks > Soda"), (), (one,))
    assert words(one, seen, letters=20) == "0.60 Soda"


@pytest.mark.parametrize("described", [False, True], ids=["detector", "and attributes"])
def test_model_folders_are_asked_alike(trained, tmp_path, capsys, described):
    (tmp_path / "shelf.jpg").write_bytes(jpeg(0))
    models = [trained.detector, *([trained.attributes] if described else [])]
    main(PredictFlags(image=[tmp_path / "shelf.jpg"], model=models, json=True))
    told = printed(capsys)[0]
    assert told["count"] >= len(BOXES)
    assert all(("attributes" in one) == described for one in told["products"])


def test_from_a_shell_stdout_is_json_alone_and_the_fault_is_told_beside_it(images, export):
    names = [str(images / name) for name in ("a.png", "broken.png")]
    command = [sys.executable, "-m", "cartvision.predict", *names, "--model", str(export), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(json.loads(done.stdout)) == 2
    assert done.stderr.startswith("cartvision predict: error: 1 of 2 pictures not answered")
    assert done.stderr.count("\n") == 1
