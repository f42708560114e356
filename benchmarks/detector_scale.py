"""Whether one detector finds products at sizes that it was not trained at.

    python benchmarks/detector_scale.py MODEL DATASET [--scales 0.5 1 2 3]

The model's own square is made smaller or larger, so that it meets the same test pictures at half,
once, twice and three times the size of its training: the same weights, no retraining. A
picture with fewer pixels than the square is enlarged.
"""

import argparse
from pathlib import Path

from cartvision.data.reader import open_dataset
from cartvision.models.detectors.open import load_detector
from cartvision.train_detector.checking import check

COARSEST = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--scales", type=float, nargs="+", default=[0.5, 1, 2, 3])
    parser.add_argument("--split", default="test")
    told = parser.parse_args()
    detector = load_detector(told.model)
    trained = detector.config.size
    pictures = list(open_dataset(told.dataset).pictures(told.split))
    found = {}
    for scale in told.scales:
        detector.config.size = round(trained * scale / COARSEST) * COARSEST
        found[scale] = check(detector, pictures=pictures)
        figures = ", ".join(f"{name} {found[scale][name]:.3f}" for name in ("map50", "map"))
        print(f"{scale:g} × ({detector.config.size} px): {figures}", flush=True)
    fifties = sorted(figures["map50"] for figures in found.values())
    print(f"mAP50 from {fifties[0]:.3f} to {fifties[-1]:.3f}: {fifties[-1] - fifties[0]:.3f} apart")


if __name__ == "__main__":
    main()
