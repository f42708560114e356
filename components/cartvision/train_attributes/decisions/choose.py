"""An attribute's decision, from its known labels alone."""

import numpy as np

from cartvision.data.picture import NA
from cartvision.train_attributes.decisions.by_f1 import ByF1
from cartvision.train_attributes.decisions.by_guarantee import ByGuarantee
from cartvision.train_attributes.decisions.decision import (
    Decision,
    Groups,
    Labels,
    Probability,
    Support,
)

Rule = ByF1 | ByGuarantee


def choose(
    probability: Probability,
    labels: Labels,
    *,
    rule: Rule,
    support: Support,
    groups: Groups | None = None,
) -> Decision:
    """By too few known labels nothing is guessed; without `groups` every row is its own."""
    known = labels != NA
    positive = labels[known] == 1
    lacks = support.lacks(positive)
    if lacks:
        return Decision(yes=None, no=None, why=lacks)
    if isinstance(rule, ByF1):
        return rule.decide(probability[known], positive)
    own = np.arange(len(labels)) if groups is None else groups
    return rule.decide(probability[known], positive, groups=own[known])
