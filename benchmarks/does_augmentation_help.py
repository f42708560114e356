"""Whether copies make a better model, at equal optimisation steps, over several seeds.

    python benchmarks/does_augmentation_help.py [--grocery FOLDER] [--arms originals copies sku]

Two tasks. The detector learns on the store of the demo and is judged on its test split, stores that
it never saw: `rare` is recall of the rarer half of the SKUs (by train, those it lacks among them),
at IoU .5 and the score that val chose, like `recall` beside it. The attribute head learns
GroceryStoreDataset (FOLDER): a picture less its MARGIN is one product, its 81 categories are the
attributes. It is judged on val, which also chose the thresholds of `macro_f1`: that figure flatters
all arms alike. Top-1 needs no threshold; `coarse` takes an apple of the wrong kind for right.

Arms are the originals alone; `copies`, ten instances of each picture; and the same number balanced
by `category` or `sku`. A seed draws the copies and the training both. Steps × batch are equal, so a
picture of the originals is seen ten times as often. The head's cap on crops is lifted: it would
keep all of the originals and a part of the copies. Copies that the policy calls unreadable teach
the head nothing, as in the pipeline: with the margin these are a tenth, without it half, the
gentler half. Features are computed once, so that an original's crop is cut in one place, and its
copies' in nine others: that is a part of what copies bring.

A finished run is a line of OUT/results.jsonl and is not run again, unless its settings, its data or
its policy are others by then. Remove the file after a change of the code. Leave both cores alone
meanwhile: PyTorch's threads wait for each other, and a third one at work makes them far slower.
"""

import argparse
import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

import torch

from cartvision.augment.policy import read_policy
from cartvision.data.info import FILE_NAME, read_info
from cartvision.data.picture import Picture, Product
from cartvision.data.reader import Dataset, open_dataset
from cartvision.data.writer import DatasetWriter
from cartvision.demo.verbs import run_verb
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.parts import Part, everything, of_objects
from cartvision.evidence.tables import Evidence
from cartvision.inference.open import open_predictor
from cartvision.models.attributes import AttributeModel
from cartvision.models.card import read_card
from cartvision.models.loading import load_model
from cartvision.train_attributes.features import compute_features
from cartvision.vision.codec import decode

COPIES = 10
ARMS = {"originals": "", "copies": "none", "category": "category", "sku": "sku"}  # → --balance
DETECTOR = {"batch": 4, "size": 320}
EVERY_CROP = 10_000_000
HEAD = {"batch": 512, "crops": EVERY_CROP}
OF_DETECTOR = ("map50", "map", "recall")
MARGIN = 0.1  # of a side: what a copy's geometry may cut without touching the product
SAME_FOR_ALL = 0  # seed of where val's crops are cut for top-1

Figures = dict[str, float]


@dataclass(frozen=True)
class Task:
    """What is learned, on what, and how it is judged."""

    name: str
    policy: str
    dataset: Path
    training: list[str]  # the stage and its flags, without places and seed
    judge: Callable[[Path, Path], Figures]  # by a model folder and the dataset


def main() -> None:
    told = _told()
    results = told.out / "results.jsonl"
    done = known(results)
    for task in _tasks(told):
        wanted = [run_of(task, arm, seed) for seed in range(told.seeds) for arm in told.arms]
        for number, one in enumerate(wanted, start=1):
            print(f"[{number}/{len(wanted)}] {task.name}, {one.arm}, seed {one.seed}", flush=True)
            if one.key not in done:
                done[one.key] = carried_out(one, task, told.out / "work", results=results)
        print("\n".join(table(task, [(one, done[one.key]) for one in wanted])), flush=True)


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks/augmentation"))
    parser.add_argument("--seeds", type=int, default=3)
    arms = ["originals", "copies", "sku"]
    parser.add_argument("--arms", nargs="+", choices=list(ARMS), default=arms)
    parser.add_argument("--grocery", type=Path, help="its folder; without it no attribute head")
    parser.add_argument("--no-detector", action="store_true")
    parser.add_argument("--images", type=int, default=150, help="of the store")
    parser.add_argument("--steps", type=int, default=300, help="of the detector")
    parser.add_argument("--head-steps", type=int, default=600)
    parser.add_argument("--crop", type=int, default=64, help="side of the head's crops, pixels")
    return parser.parse_args()


def _tasks(told: argparse.Namespace) -> Iterator[Task]:
    """Each with its dataset in place."""
    if not told.no_detector:
        dataset = store_of_the_demo(told.out, images=told.images)
        training = ["train_detector", *_flags(DETECTOR | {"steps": told.steps})]
        yield Task("detector", "shelf", dataset, training, judge_detector)
    if told.grocery is not None:
        dataset = groceries(told.out, source=told.grocery)
        flags = HEAD | {"steps": told.head_steps, "crop": told.crop}
        training = ["train_attributes", *_flags(flags)]
        yield Task("attributes", "product", dataset, training, judge_head)


def _flags(values: dict[str, Any]) -> list[str]:
    return [part for name, value in values.items() for part in (f"--{name}", str(value))]


def store_of_the_demo(out: Path, *, images: int) -> Path:
    """Drawn and split as the demo does it."""
    store, dataset = out / f"store-{images}", out / f"store-{images}-dataset"
    drawn = {"images": images, "seed": 7, "scenes": "tidy", "format": "sku110k", "out": store}
    if not store.is_dir():
        run_verb("synthesize", _flags(drawn))
    if not (dataset / FILE_NAME).is_file():
        _ingest(store, "sku110k", dataset)
    return dataset


def _ingest(source: Path, layout: str, dataset: Path) -> None:
    report = dataset.with_name(f"{dataset.name}-report")
    places = {"source": source, "dataset": dataset, "report": report}
    run_verb("ingest", _flags(places | {"format": layout, "val-share": 0.2}))


def judge_detector(model: Path, folder: Path) -> Figures:
    """Figures on the test split; a share of nothing is left out."""
    dataset, predictor = open_dataset(folder), open_predictor([model])
    common = _common_skus(dataset)
    gathering = Gathering(
        predictor, labelled=dataset.info.attributes, is_rare=lambda item: item.sku not in common
    )
    for picture in dataset.pictures("test"):
        pixels = decode(picture.encoded)
        gathering.update(picture, pixels=pixels, answer=predictor.predict([pixels])[0])
    evidence = gathering.evidence()
    whole = everything(evidence)
    rare = of_objects(whole, name="rare", chosen=evidence.objects.rare, evidence=evidence)
    found = _told_of(evidence, rare, ["recall"])
    told = _told_of(evidence, whole, OF_DETECTOR)
    return told | ({"rare": found["recall"]} if found else {})


def _told_of(evidence: Evidence, part: Part, names: Sequence[str]) -> Figures:
    return {
        name: value_of(name, figure, evidence=evidence, part=part)
        for name, figure in figures_of(evidence, part, only=names).items()
    }


def _common_skus(dataset: Dataset) -> set[str]:
    """The more frequent half."""
    counts = Counter(item.sku for one in dataset.pictures("train") for item in one.objects)
    ranked = sorted(counts, key=lambda sku: (counts[sku], sku))
    return set(ranked[len(ranked) // 2 :])


def groceries(out: Path, *, source: Path) -> Path:
    """Pictures as products, their categories as attributes."""
    ingested, products = out / "grocery", out / f"grocery-products-{MARGIN}"
    if (products / FILE_NAME).is_file():
        return products
    _ingest(source, "lists", ingested)
    dataset = open_dataset(ingested)
    names, made_by = dataset.info.taxonomy, dataset.info.made_by | {"products": MARGIN}
    with DatasetWriter(products, attributes=names, taxonomy=names, made_by=made_by) as writer:
        for split in dataset.shards:
            for picture in dataset.pictures(split):
                writer.add(_as_product(picture, names=names), split=split)
    return products


def _as_product(picture: Picture, *, names: Sequence[str]) -> Picture:
    low, high = MARGIN, 1 - MARGIN
    width, height, category = picture.width, picture.height, picture.labels.category
    box = (width * low, height * low, width * high, height * high)
    values = tuple(int(name == category) for name in names)
    return replace(picture, objects=(Product(box, category, category, values),))


def judge_head(model: Path, folder: Path) -> Figures:
    """Figures on val: that of the training stage, and top-1."""
    dataset, trained = open_dataset(folder), load_model(AttributeModel, model)
    crop, backbone = trained.config.crop, trained.backbone
    val = compute_features(
        backbone, dataset, split="val", most=EVERY_CROP, size=crop, seed=SAME_FOR_ALL
    )
    with torch.inference_mode():
        said = trained.head(val.features).argmax(dim=1)
    is_so = val.labels.argmax(dim=1)
    coarse = _coarse(trained.config.names)
    return {
        "macro_f1": read_card(model).metrics["macro_f1"],
        "top1": float((said == is_so).float().mean()),
        "coarse": float((coarse[said] == coarse[is_so]).float().mean()),
    }


def _coarse(names: Sequence[str]) -> torch.Tensor:
    """A number for each category: the same for all kinds of apples."""
    parents = [tuple(name.split(" > ")[:2]) for name in names]
    return torch.tensor([parents.index(parent) for parent in parents])


@dataclass(frozen=True)
class Run:
    """One training: which, and everything that its figures depend on besides the code."""

    task: str
    arm: str
    seed: int
    settings: dict[str, str]

    @property
    def key(self) -> str:
        return json.dumps(vars(self), sort_keys=True)


def known(results: Path) -> dict[str, Figures]:
    """The figures of the runs that are finished, by their keys."""
    lines = results.read_text().splitlines() if results.is_file() else []
    rows = [json.loads(line) for line in lines]
    return {Run(**row["run"]).key: row["figures"] for row in rows}


def run_of(task: Task, arm: str, seed: int) -> Run:
    settings = {"data": read_info(task.dataset).fingerprint, "training": " ".join(task.training)}
    if ARMS[arm]:
        policy = repr(read_policy(task.policy))
        settings |= {"copies": str(COPIES), "policy": hashlib.sha256(policy.encode()).hexdigest()}
    return Run(task.name, arm, seed, settings)


def carried_out(run: Run, task: Task, work: Path, *, results: Path) -> Figures:
    """The run's figures, which `results` also gets; the run's own files are removed."""
    folder = work / f"{run.task}-{run.arm}-{run.seed}"
    began = time.perf_counter()
    dataset = _enlarged(run, task, folder) if ARMS[run.arm] else task.dataset
    enlarged = time.perf_counter()
    places = {"dataset": dataset, "model": folder / "model", "report": folder / "report"}
    stage, *flags = task.training
    run_verb(stage, [*flags, *_flags(places | {"seed": run.seed})])
    seconds = {"augment": enlarged - began, "train": time.perf_counter() - enlarged}
    figures = task.judge(folder / "model", task.dataset)
    with results.open("a") as file:
        file.write(json.dumps({"run": vars(run), "figures": figures, "seconds": seconds}) + "\n")
    shutil.rmtree(folder)
    return figures


def _enlarged(run: Run, task: Task, folder: Path) -> Path:
    out = folder / "dataset"
    places = {"dataset": task.dataset, "out": out, "policy": task.policy}
    how = {"copies": COPIES, "balance": ARMS[run.arm], "seed": run.seed, "workers": 2}
    run_verb("augment", _flags(places | how))
    return out


def table(task: Task, runs: Sequence[tuple[Run, Figures]]) -> Iterator[str]:
    """Each arm's mean with its lowest and highest, then each seed's gain over the first arm."""
    arms: dict[str, list[Figures]] = {}
    for run, figures in runs:
        arms.setdefault(run.arm, []).append(figures)
    first, *others = arms
    names = list(arms[first][0])
    yield f"\n{' '.join(task.training)}"
    yield _row("mean (lowest–highest)", names)
    for arm, seeds in arms.items():
        columns = [[one[name] for one in seeds] for name in names]
        yield _row(arm, [f"{mean(of):.3f} ({min(of):.3f}–{max(of):.3f})" for of in columns])
    for arm in others:
        pairs = list(zip(arms[arm], arms[first], strict=True))
        gains = [
            " ".join(f"{one[name] - base[name]:+.3f}" for one, base in pairs) for name in names
        ]
        yield _row(f"{arm} − {first}", gains)


def _row(name: str, cells: Sequence[str]) -> str:
    return "".join(f"{cell:<25}" for cell in (name, *cells)).rstrip()


if __name__ == "__main__":
    main()
