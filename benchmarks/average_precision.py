"""How far our average precision is from pycocotools', read correctly, on random fixtures.

    python benchmarks/average_precision.py [--fixtures 300]

The fixtures are those of the tests: two classes, crowds, ties, overlaps exactly on a threshold,
empty pictures, pictures past the cap. Read correctly means precision and recall at the cap itself,
not what `summarize` prints.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]  # the authority is that of the tests

from authority import (  # noqa: E402 - the path above is what finds it
    CLASSES,
    authority,
    hard_pictures,
    random_pictures,
)
from cartvision.metrics.coco import curves  # noqa: E402 - after the path, as its neighbours
from unit.evidence.test_average_precision import (  # noqa: E402 - as above
    gathered,
    shots,
    told,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fixtures", type=int, default=300)
    fixtures = parser.parse_args().fixtures
    for most in (300, 1000):
        apart: dict[str, float] = defaultdict(float)
        past = 0
        for seed in range(fixtures):
            pictures = hard_pictures(seed) if seed % 4 else random_pictures(seed)
            past += any(len(found) > most for found, _ in pictures)
            compare(pictures, most=most, apart=apart)
        worst = ", ".join(f"{name} {value:.1e}" for name, value in apart.items())
        print(f"at {most}: worst of {fixtures} fixtures, {past} of them past the cap: {worst}")


def compare(pictures: list, *, most: int, apart: dict[str, float]) -> None:
    expected = authority(pictures, most=most)
    ours = told(gathered(shots(pictures), classes=CLASSES), most=most)
    drawn = curves(pictures, classes=CLASSES, most=most)
    values = drawn.precision[drawn.precision > -1]
    for name, value in ours.items():
        if value is not None:
            apart[name] = max(apart[name], abs(value - expected[name]))
    if values.size:
        gap = abs(float(values.mean()) - expected["map"])
        apart["faster-coco-eval map"] = max(apart["faster-coco-eval map"], gap)


if __name__ == "__main__":
    main()
