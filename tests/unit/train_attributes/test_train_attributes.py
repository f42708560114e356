import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from cartvision.data.picture import NA, PictureLabels
from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from cartvision.models.card import read_card
from cartvision.models.describer.config import NEVER
from cartvision.models.describer.model import Describer
from cartvision.models.letterbox import channels_first
from cartvision.models.loading import load_model
from cartvision.models.operators import crops
from cartvision.train_attributes.__main__ import main, pupil_of
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_attributes.material import material
from cartvision.vision.codec import decode, encode_jpeg
from shelves import BOXES, picture, write_dataset
from trained import labelled


def flags(folder, **told) -> TrainAttributesFlags:
    places = {"dataset": [folder / "d"], "model": folder / "m", "report": folder / "r"}
    return TrainAttributesFlags(**places, crop=32, warm_epochs=40, fewest=1, **told)


def told_of_the_first_shelf(model: Describer):
    frame = channels_first(torch.from_numpy(decode(labelled(0).encoded).copy())[None])
    with torch.inference_mode():
        cut = crops(frame, torch.tensor(BOXES), torch.zeros(3, dtype=torch.int64), 32)
        return model.told(cut)


def test_the_category_that_it_learnt_is_told(trained):
    model = load_model(Describer, trained.attributes)
    attributes, node, likely, embedding = told_of_the_first_shelf(model)
    assert attributes.shape == (3, 2)
    assert [model.tree.paths.nodes[number] for number in node] == ["Drinks > Soda"] * 3
    assert (likely > 0.5).all()
    assert torch.allclose(embedding.norm(dim=1), torch.ones(3))


def test_the_model_folder_holds_all_that_a_model_folder_holds(trained):
    names = {"config.json", "model.safetensors", "card.json", "log.jsonl", "curves.png"}
    assert names <= {file.name for file in trained.attributes.iterdir()}
    rows = map(json.loads, (trained.attributes / "log.jsonl").read_text().splitlines())
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < losses[0] / 2


def test_what_only_learning_needs_is_not_kept(trained):
    names = load_model(Describer, trained.attributes).state_dict()
    assert not [name for name in names if "proxies" in name]


def test_the_card_tells_data_and_figures(trained):
    card = read_card(trained.attributes)
    assert card.dataset == open_dataset(trained.dataset).info.fingerprint
    assert card.metrics["macro_ap"] == pytest.approx(1.0)
    assert card.metrics["category_accuracy_level_2"] == 1.0


def bytes_of(folder):
    return (folder / "model.safetensors").read_bytes()


def test_both_phases_learn_and_the_same_seed_gives_the_same_bytes(tmp_path):
    write_dataset(
        tmp_path / "d", [(labelled(s), "train") for s in range(3)] + [(labelled(0), "val")]
    )
    told = {"tune_epochs": 2, "tune_batch": 2, "layers": "5", "colour": 0.2, "flips": "on"}
    told |= {"train_crop": 48, "smoothing": 0.1, "mirrored": "on"}
    main(flags(tmp_path, **told))
    first = bytes_of(tmp_path / "m")
    rows = [json.loads(row) for row in (tmp_path / "m" / "log.jsonl").read_text().splitlines()]
    steps = [row["step"] for row in rows]
    assert steps == sorted(steps)
    assert len([row for row in rows if "category_accuracy" in row]) == 2
    main(flags(tmp_path, **told))
    assert bytes_of(tmp_path / "m") == first
    main(flags(tmp_path, **(told | {"seed": 1})))
    assert bytes_of(tmp_path / "m") != first


def changed(folder, model: Describer, **told) -> set[str]:
    """The names of the weights that tuning changed."""
    main(flags(folder, **told))
    after = load_model(Describer, folder / "m").state_dict()
    return {
        name for name, value in model.state_dict().items() if not torch.equal(value, after[name])
    }


def test_tuning_changes_the_last_layers_alone(tmp_path):
    write_dataset(
        tmp_path / "d", [(labelled(s), "train") for s in range(2)] + [(labelled(0), "val")]
    )
    main(flags(tmp_path, tune_epochs=0))
    warm = load_model(Describer, tmp_path / "m")
    tuned = changed(tmp_path, warm, tune_epochs=2, tune_batch=2, layers="3", patience=0)
    backbone = {name for name in tuned if name.startswith("backbone")}
    layers = {name.rpartition(".")[0] for name in backbone}
    assert 0 < len(layers) <= 3
    assert {name for name in tuned if name.startswith(("attributes", "categories"))}


def test_more_layers_than_the_backbone_has_are_refused_before_anything_is_computed(tmp_path):
    dataset = write_dataset(tmp_path / "d", [(labelled(0), "train"), (labelled(0), "val")])
    told = flags(tmp_path, tune_epochs=1, layers="99").settings()
    known = material(dataset, settings=told)
    with pytest.raises(InputError, match="the backbone has 98: give 0 to 98, or all"):
        pupil_of(known, dataset=dataset, settings=told)
    assert pupil_of(known, dataset=dataset, settings=replace(told, tune_epochs=0))


def test_whole_pictures_are_learnt_where_nobody_drew_boxes(tmp_path):
    def shown(seed: int):
        word = ("Drinks > Soda", "Food > Chips")[seed % 2]
        labels = PictureLabels(category=word, attributes=(seed % 2, NA))
        bare = picture(seed, products=())
        light = np.full((64, 96, 3), 40 + 170 * (seed % 2), dtype=np.uint8)
        return replace(bare, encoded=_jpeg(light, seed), labels=labels)

    rows = [(shown(seed), "train") for seed in range(8)]
    rows += [(shown(seed), "val") for seed in range(8, 12)]
    write_dataset(tmp_path / "d", rows)
    main(flags(tmp_path))
    card = read_card(tmp_path / "m")
    assert card.metrics["category_accuracy_level_1"] == 1.0
    assert card.metrics["macro_ap"] == 1.0


def _jpeg(pixels: np.ndarray, seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    return encode_jpeg(pixels + rng.integers(0, 20, pixels.shape, dtype=np.uint8))


def test_an_attribute_with_too_few_labels_is_never_said_and_the_page_says_why(tmp_path):
    write_dataset(tmp_path / "d", [(picture(s), "train") for s in range(3)] + [(picture(3), "val")])
    main(flags(tmp_path).model_copy(update={"fewest": 2}))
    config = load_model(Describer, tmp_path / "m").config
    assert config.decisions[1] == {"yes": None, "no": None}
    assert config.thresholds[1] == NEVER
    page = (tmp_path / "r" / "report.html").read_text()
    assert "in train 0 known positives, 1 are needed" in page


@pytest.mark.parametrize(
    ("train", "val", "said"),
    [
        pytest.param([], [labelled(0)], "nothing to learn", id="no train"),
        pytest.param([labelled(0)], [], "nothing to choose thresholds by", id="no val"),
        pytest.param(
            [picture(0, products=())], [labelled(0)], "nothing to learn", id="nothing is labelled"
        ),
    ],
)
def test_nothing_to_learn_or_to_judge_by_is_told(tmp_path, train, val, said):
    rows = [(one, "train") for one in train] + [(one, "val") for one in val]
    write_dataset(tmp_path / "d", rows)
    with pytest.raises(InputError, match=said):
        main(flags(tmp_path))
    assert not (tmp_path / "m").exists()
