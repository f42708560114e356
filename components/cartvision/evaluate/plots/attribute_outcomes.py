"""How the worst attributes err: by saying what is not so, or by leaving out what is."""

import numpy as np

from cartvision.evaluate.plots.stacked import stacked
from cartvision.evidence.attributes import told
from cartvision.evidence.parts import everything
from cartvision.evidence.tables import Evidence

WORDS = ("rightly said", "wrongly said", "not said")


def plot(evidence: Evidence) -> bytes | None:
    """Of known labels; what was rightly denied does not count."""
    whole = everything(evidence)
    outcomes = {}
    for number, name in enumerate(evidence.attributes):
        outcome = told(evidence, whole, attribute=number).outcome
        right, false, missed = np.bincount(outcome, minlength=3)[:3].tolist()
        outcomes[name] = (right, false, missed)
    return stacked(outcomes, words=WORDS)
