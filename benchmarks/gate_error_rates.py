"""How often the gate is wrong: equal models that it blocks, and worse ones that it lets pass.

    python benchmarks/gate_error_rates.py --reports A B [C …] [--pictures 300] [--trials 400]

A, B … are reports of `cartvision evaluate` on one large test set, of models that are equally good:
the same recipe, other seeds. A trial draws whole groups from it until the test set has as many
pictures as asked, takes two of the models, and lets the gate compare them by POLICY's rule.

- equal: each picture's answers are dealt to candidate and champion by a coin, so that nothing is
  worse but by chance, in any slice. What is blocked is blocked wrongly.
- other seed: the two models as they are, whatever their seeds made of them.
- loss: the candidate is the champion's equal with detections of objects taken away, so that it
  truly loses that much mean average precision over the large test set. `clustered` takes them in
  some groups more than in others, as a new store does.
- hidden: so many objects are made a slice, and a share of those is lost, nowhere else.

The policy's margins are subtracted from a loss as always: a loss of 2 points of which .5 are
allowed has to be seen as one beyond .5.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import numpy as np
from altered_evidence import Rows, dealt, in_sessions, on_one_scale, taken, without
from scipy import stats

from cartvision.evidence.average_precision import exact_average_precision
from cartvision.evidence.figures import CAP
from cartvision.evidence.parts import everything
from cartvision.evidence.resampling import units_of
from cartvision.evidence.storing import FOLDER, read_evidence
from cartvision.evidence.tables import Evidence
from cartvision.gate.bars import bars, smallest_seen
from cartvision.gate.comparison import compared
from cartvision.gate.policy import Comparison, read_policy
from cartvision.loops import progress

Trial = Callable[[np.random.Generator], tuple[Evidence, Evidence]]

POINTS = 0.02
HIDDEN = [(100, 0.05), (100, 0.10), (100, 0.20), (300, 0.05), (300, 0.10), (1000, 0.05)]


@dataclass(frozen=True)
class Outcome:
    blocked: list[str]  # by these comparisons
    compared: int
    smallest: float  # loss of mAP that this test set shows with 90 %


def main() -> None:
    told = _told()
    models = [on_one_scale(read_evidence(folder / FOLDER)) for folder in told.reports]
    if told.session:
        models = [in_sessions(model, pictures=told.session) for model in models]
    asked = read_policy(str(told.policy)).champion
    assert asked is not None
    pool = Pool(models, pictures=told.pictures)
    print(f"{len(models)} models, {pool.size} pictures in {len(pool.groups)} groups", flush=True)
    for name, trial in scenarios(pool, only=told.only):
        outcomes = list(tried(trial, asked=asked, times=told.trials, seed=told.seed, name=name))
        print(row(name, outcomes), flush=True)


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, nargs="+", required=True)
    parser.add_argument("--policy", type=Path, default=Path("pipelines/policies/production.yaml"))
    parser.add_argument("--pictures", type=int, default=300)
    parser.add_argument("--session", type=int, default=0, help="pictures of a group; 0: as it is")
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="scenarios whose name has this word")
    return parser.parse_args()


class Pool:
    """The large test set, and test sets drawn from it by whole groups."""

    def __init__(self, models: Sequence[Evidence], *, pictures: int) -> None:
        self.models = list(models)
        unit, units = units_of(models[0].pictures.group)
        self.groups = [np.flatnonzero(unit == number) for number in range(units)]
        self.size, self.pictures = len(unit), pictures

    def pair(self, rng: np.random.Generator) -> tuple[Evidence, Evidence]:
        pairs = list(permutations(self.models, 2))
        return pairs[int(rng.integers(len(pairs)))]

    def draw(self, rng: np.random.Generator) -> list[Rows]:
        """Groups, until there are pictures enough."""
        drawn: list[Rows] = []
        for number in rng.permutation(len(self.groups)):
            if sum(map(len, drawn)) >= self.pictures:
                break
            drawn.append(self.groups[number])
        return drawn


def scenarios(pool: Pool, *, only: str) -> Iterator[tuple[str, Trial]]:
    named: dict[str, Callable[[], Trial]] = {
        "equal": lambda: equal(pool),
        "other seed": lambda: other_seed(pool),
        f"loss of {POINTS:.0%} mAP": lambda: lossy(pool, clustered=False),
        f"loss of {POINTS:.0%} mAP, clustered": lambda: lossy(pool, clustered=True),
    }
    for positives, lost in HIDDEN:
        name = f"hidden: {lost:.0%} of {positives} objects"
        named[name] = lambda positives=positives, lost=lost: hidden(pool, positives, lost)
    for name, make in named.items():
        if only in name:
            yield name, make()


def equal(pool: Pool) -> Trial:
    def trial(rng: np.random.Generator) -> tuple[Evidence, Evidence]:
        one, other = pool.pair(rng)
        return dealt(one, other, pool.draw(rng), rng=rng)

    return trial


def other_seed(pool: Pool) -> Trial:
    def trial(rng: np.random.Generator) -> tuple[Evidence, Evidence]:
        rows = np.concatenate(pool.draw(rng))
        one, other = pool.pair(rng)
        return taken(one, rows), taken(other, rows)

    return trial


def lossy(pool: Pool, *, clustered: bool) -> Trial:
    share = _share_for(POINTS, pool)

    def trial(rng: np.random.Generator) -> tuple[Evidence, Evidence]:
        one, other = pool.pair(rng)
        candidate, champion = dealt(one, other, pool.draw(rng), rng=rng)
        unit, units = units_of(candidate.pictures.group)
        by_group = share * (rng.gamma(2, 0.5, units) if clustered else np.ones(units))
        lost = (
            rng.random(len(candidate.objects.picture)) < by_group[unit][candidate.objects.picture]
        )
        return without(candidate, lost), champion

    return trial


def hidden(pool: Pool, positives: int, share: float) -> Trial:
    """The slice of rare objects is this one."""

    def trial(rng: np.random.Generator) -> tuple[Evidence, Evidence]:
        one, other = pool.pair(rng)
        candidate, champion = dealt(one, other, pool.draw(rng), rng=rng)
        chosen = rng.permutation(len(candidate.objects.picture))[:positives]
        rare = np.isin(np.arange(len(candidate.objects.picture)), chosen)
        lost = np.zeros(len(rare), dtype=bool)
        lost[chosen[: round(positives * share)]] = True
        candidate, champion = (
            replace(side, objects=replace(side.objects, rare=rare))
            for side in (candidate, champion)
        )
        return without(candidate, lost), champion

    return trial


def tried(
    trial: Trial, *, asked: Comparison, times: int, seed: int, name: str
) -> Iterator[Outcome]:
    for number in progress(range(times), what=name, total=times, every=100):
        candidate, champion = trial(np.random.default_rng([seed, number]))
        found = compared(candidate, champion, asked=asked, seed=seed + number).found
        barred = list(zip(found, bars(found, confidence=asked.confidence), strict=True))
        blocked = [
            one.name for one, share in barred if one.decidable and one.excess > one.beyond(share)
        ]
        smallest = next(
            smallest_seen(one, share=share) for one, share in barred if one.name == "map"
        )
        yield Outcome(blocked, len(found), smallest)


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    blocked, times = sum(bool(one.blocked) for one in outcomes), len(outcomes)
    ends = stats.binomtest(blocked, times).proportion_ci(method="wilson")
    compared = np.median([one.compared for one in outcomes])
    smallest = np.median([one.smallest for one in outcomes])
    return (
        f"{name:<34} blocked {blocked / times:6.1%} of {times}, {ends.low:.1%} to {ends.high:.1%}; "
        f"{compared:.0f} comparisons; shows {smallest:.3f} mAP; most often by {_often(outcomes)}"
    )


def _often(outcomes: Sequence[Outcome]) -> str:
    counted = Counter(name for one in outcomes for name in one.blocked)
    return ", ".join(f"{name} ({count})" for name, count in counted.most_common(3)) or "nothing"


def _share_for(points: float, pool: Pool) -> float:
    """The share of objects to lose for that much mAP: nearly proportional."""
    rng = np.random.default_rng(0)
    model = pool.models[0]
    trial = 0.05
    lost = rng.random(len(model.objects.picture)) < trial
    return trial * points / (_map(model) - _map(without(model, lost)))


def _map(evidence: Evidence) -> float:
    value = exact_average_precision(evidence, everything(evidence), most=CAP)
    assert value is not None
    return value


if __name__ == "__main__":
    main()
