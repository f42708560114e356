"""Whether copies make a better model, at equal optimisation steps, over several seeds.

    python benchmarks/does_augmentation_help.py [--grocery FOLDER] [--arms originals copies sku]

Two tasks. The detector learns on the store of the demo and is judged on its test split, stores that
it never saw: `rare` is recall of the rarer half of the SKUs (by train, those it lacks among them),
at IoU .5 and the score that val chose, like `recall` beside it. The attribute head learns
GroceryStoreDataset (FOLDER): a picture less its MARGIN is one product, its 81 categories are the
attributes. It is judged on val, which also chose the thresholds of `macro_f1`: that figure flatters
all arms alike. Top-1 needs no threshold; `coarse` takes an apple of the wrong kind for right.

Arms are the originals alone; `copies`, ten instances of each picture; `closing`, the same and, for
the last steps of a detector, the originals alone; and the same number balanced by `category` or
`sku`. A seed draws the copies and the training both. Steps × batch are equal, so a picture of the
originals is seen ten times as often. The head's cap on crops is lifted: it would keep all of the
originals and a part of the copies. Copies that the policy calls unreadable teach
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from augmentation_tasks import (
    HEAD,
    Figures,
    Task,
    flags_of,
    groceries,
    judge_detector,
    judge_head,
    store_of_the_demo,
)

from cartvision.augment.policy import read_policy
from cartvision.data.info import read_info
from cartvision.demo.verbs import run_verb

COPIES = 10
ARMS = {  # → --balance of augment, "" without copies
    "originals": "",
    "copies": "none",
    "closing": "none",
    "category": "category",
    "sku": "sku",
}
CLOSING = 0.9  # share of a detector's steps, the last ones, that show no copies; of other arms 0
DETECTOR = {"preset": "demo"}


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
    parser.add_argument("--head-epochs", type=int, default=25, help="of the head, over the copies")
    parser.add_argument("--crop", type=int, default=64, help="side of the head's crops, pixels")
    return parser.parse_args()


def _tasks(told: argparse.Namespace) -> Iterator[Task]:
    """Each with its dataset in place."""
    if not told.no_detector:
        dataset = store_of_the_demo(told.out, images=told.images)
        training = ["train_detector", *flags_of(DETECTOR | {"steps": told.steps})]
        yield Task("detector", "shelf", dataset, training, judge_detector)
    if told.grocery is not None:
        dataset = groceries(told.out, source=told.grocery)
        flags = HEAD | {"crop": told.crop}
        training = ["train_attributes", *flags_of(flags)]
        yield Task("attributes", "product", dataset, training, judge_head, told.head_epochs)


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
    training = " ".join([*task.training, *_of_arm(task, arm)])
    settings = {"data": read_info(task.dataset).fingerprint, "training": training}
    if ARMS[arm]:
        policy = repr(read_policy(task.policy))
        settings |= {"copies": str(COPIES), "policy": hashlib.sha256(policy.encode()).hexdigest()}
    return Run(task.name, arm, seed, settings)


def _of_arm(task: Task, arm: str) -> list[str]:
    if task.name != "detector":
        return flags_of({"warm-epochs": task.epochs * (1 if ARMS[arm] else COPIES)})
    return flags_of({"originals": CLOSING if arm == "closing" else 0.0})


def carried_out(run: Run, task: Task, work: Path, *, results: Path) -> Figures:
    """The run's figures, which `results` also gets; the run's own files are removed."""
    folder = work / f"{run.task}-{run.arm}-{run.seed}"
    began = time.perf_counter()
    dataset = _enlarged(run, task, folder) if ARMS[run.arm] else task.dataset
    enlarged = time.perf_counter()
    places = {"dataset": dataset, "model": folder / "model", "report": folder / "report"}
    stage, *flags = task.training
    run_verb(stage, [*flags, *_of_arm(task, run.arm), *flags_of(places | {"seed": run.seed})])
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
    run_verb("augment", flags_of(places | how))
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
