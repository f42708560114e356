"""How a candidate stands beside the champion."""

import numpy as np
import pytest

from cartvision.errors import InputError
from cartvision.gate.comparison import compared
from cartvision.gate.policy import Comparison
from cartvision.reports.metrics import Doubt
from unit.gate.judging import GOOD, by_chance, evidence_of, judged, names_of, verdict

COMPARED = {"overall": {"map": 0.005, "recall": 0.005}, "slices": {"recall": 0.01}}


def test_an_equal_model_passes():
    other = judged(evidence_of(by_chance(0.95, seed=5)))
    said = verdict(judged(GOOD), champion=other, asked=COMPARED)
    assert said.passed, said.reasons
    assert said.champion == "onnx int8"


def test_a_better_model_passes():
    worse = judged(evidence_of(by_chance(0.7, seed=5)))
    assert verdict(judged(GOOD), champion=worse, asked=COMPARED).passed


def test_a_worse_model_is_refused_overall_with_the_pictures_where_it_lost():
    worse = judged(evidence_of(by_chance(0.8, seed=5)))
    said = verdict(worse, champion=judged(GOOD), asked=COMPARED)
    named = names_of(said.checks)
    assert {
        "map: no evidence of harm beyond 0.005",
        "recall: no evidence of harm beyond 0.005",
    } <= {*named}
    check = next(check for check in said.checks if check.name in named)
    assert "and 0.005 is allowed; " in check.reason
    assert "over all 3 comparisons together" in check.reason
    assert "missed" in check.pictures[0]


def test_a_loss_hidden_in_a_slice_is_refused_though_the_whole_is_better():
    champion = judged(evidence_of(by_chance(0.90, seed=1)))
    candidate = judged(evidence_of(by_chance(0.97, seed=1, rare=0.4)))
    said = verdict(candidate, champion=champion, asked=COMPARED)
    named = names_of(said.checks)
    assert "recall in rare: the rarer half of the SKUs: no evidence of harm beyond 0.01" in named


def test_a_slice_with_few_positives_decides_nothing():
    """Three groups of three pictures hold 18 rare objects: none of them found."""
    champion = judged(evidence_of(by_chance(0.95, seed=1), groups=3))
    candidate = judged(evidence_of(by_chance(0.95, seed=1, rare=0.0), groups=3))
    said = verdict(candidate, champion=champion, asked=COMPARED)
    assert not [check.name for check in said.checks if "rare" in check.name]


def test_a_margin_is_what_may_be_lost():
    worse, wide = judged(evidence_of(by_chance(0.8, seed=5))), {"map": 0.5, "recall": 0.5}
    asked = {"overall": wide, "must_see": 0.6}
    assert verdict(worse, champion=judged(GOOD), asked=asked).passed


def test_more_miscounts_are_a_loss():
    many = judged(evidence_of(by_chance(0.95, seed=1), false_alarms=3))
    asked = {"overall": {"count_mae": 0.5}}
    said = verdict(many, champion=judged(GOOD), asked=asked)
    assert names_of(said.checks) == ["count_mae: no evidence of harm beyond 0.5"]
    assert verdict(judged(GOOD), champion=many, asked=asked).passed


def test_a_test_set_too_small_to_decide_says_so_and_how_many_pictures_it_needs():
    one, other = (judged(evidence_of(by_chance(0.8, seed=seed), groups=4)) for seed in (1, 2))
    said = verdict(one, champion=other, asked=COMPARED)
    assert said.passed
    small = [line for line in said.warnings if "too small to decide on recall" in line]
    assert len(small) == 1
    assert "(there are 12 in 4) would show 0.02" in small[0]
    needed = int(small[0].split("about ")[1].split(" pictures")[0])
    assert needed > 100


def test_one_group_says_nothing_of_others():
    one, other = (judged(evidence_of(by_chance(0.9, seed=seed), groups=1)) for seed in (1, 2))
    said = verdict(one, champion=other, asked=COMPARED)
    assert all("one group says nothing of others" in line for line in said.reasons)
    assert len(said.reasons) == 2
    proof = COMPARED | {"rule": "prove-no-harm"}
    assert "one group proves nothing" in verdict(one, champion=other, asked=proof).reasons[0]


PROOF = {"rule": "prove-no-harm", "overall": {"recall": 0.02}, "must_see": 0.05}


def test_to_prove_no_harm_an_equal_model_needs_pictures_enough():
    one, other = (judged(evidence_of(by_chance(0.9, seed=seed), groups=5)) for seed in (1, 2))
    said = verdict(one, champion=other, asked=PROOF)
    assert not said.passed
    assert "the loss may be" in said.reasons[0]
    assert "groups (there are 15 in 5) would prove it" in said.reasons[0]


def test_the_very_same_answers_prove_no_harm():
    assert verdict(judged(GOOD), champion=judged(GOOD), asked=PROOF).passed


def test_a_figure_that_one_of_the_two_lacks_does_not_pass():
    asked = {"overall": {"recall": 0.01, "specificity": 0.01}}
    said = verdict(judged(GOOD), champion=judged(GOOD), asked=asked)
    assert said.reasons == [
        "the champion has no specificity to compare with and which needs pictures without a product"
    ]


def test_what_the_candidate_no_longer_tells_is_lost():
    silent = judged(evidence_of(lambda *_: False))
    asked = {"overall": {"recall": 0.01, "precision": 0.01}}
    said = verdict(silent, champion=judged(GOOD), floors={"recall": 0.0}, asked=asked)
    assert "the champion tells precision, and the candidate no longer does" in " ".join(
        said.reasons
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(judged(GOOD, test_set="t2"), id="other rows"),
        pytest.param(judged(evidence_of(by_chance(0.9, seed=1), groups=3)), id="fewer pictures"),
    ],
)
def test_equal_test_sets_are_demanded(other):
    with pytest.raises(InputError, match=r"not the same test set\. Run evaluate on both"):
        verdict(judged(GOOD), champion=other, asked=COMPARED)
    with pytest.raises(InputError, match="the reference was judged on test of dataset d1"):
        verdict(judged(GOOD), reference=other, keeps={"map": 0.99})


def test_the_same_seed_gives_the_same_verdict():
    worse = judged(evidence_of(by_chance(0.9, seed=5)))
    first, second = (verdict(worse, champion=judged(GOOD), asked=COMPARED) for _ in range(2))
    assert first == second


def test_nothing_lost_cannot_be_proved():
    asked = PROOF | {"overall": {"recall": 0.0}}
    said = verdict(judged(GOOD), champion=judged(GOOD), asked=asked)
    assert "cannot be proved: allow a margin" in said.reasons[0]


STORES = {"groups": 4, "pictures": 12}


def test_a_group_is_compared_where_the_policy_asks_for_it():
    """The first of four stores is lost."""
    worse = by_chance(0.95, seed=1)
    lost = judged(
        evidence_of(lambda number, place: number >= 12 and worse(number, place), **STORES)
    )
    champion = judged(evidence_of(by_chance(0.95, seed=2), **STORES))
    for asked, named in ((COMPARED, False), (COMPARED | {"groups": {"recall": 0.05}}, True)):
        said = verdict(lost, champion=champion, asked=asked)
        assert any("recall in group: " in check.name for check in said.checks) is named


def test_a_policy_that_compares_nothing_says_so():
    few = judged(evidence_of(by_chance(0.95, seed=1), groups=1))
    asked = {"overall": {"recall": 0.01}, "slices": {"f1": 0.01}, "attributes": {"f1": 0.01}}
    told = verdict(few, champion=few, asked=asked).warnings
    assert "f1 was compared in no slice: none has 100 positives" in told
    assert "f1 was compared in no attribute: none has 100 positives" in told


@pytest.mark.parametrize(
    ("more", "policy", "told"),
    [
        pytest.param({}, {"asked": COMPARED}, "there was no champion", id="no champion"),
        pytest.param({}, {"keeps": {"map": 0.99}}, "no --reference was given", id="no reference"),
        pytest.param(
            {"champion": judged(GOOD)}, {}, "nothing was compared", id="a champion nobody asks for"
        ),
        pytest.param(
            {"champion": judged(GOOD, doubts=[Doubt(kind="cap", text="it caps at 300")])},
            {"asked": COMPARED},
            "of the champion: it caps at 300",
            id="a champion in doubt",
        ),
    ],
)
def test_what_was_not_asked_is_said(more, policy, told):
    assert any(told in line for line in verdict(judged(GOOD), **more, **policy).warnings)


def test_slices_and_the_whole_are_drawn_together():
    """What is the same in them does not count twice when many are compared."""
    sides = (evidence_of(by_chance(0.9, seed=seed)) for seed in (1, 2))
    asked = Comparison(overall={"recall": 0.005}, slices={"recall": 0.01})
    whole, rare = compared(*sides, asked=asked, seed=1).found
    assert rare.part == "rare: the rarer half of the SKUs"
    together = np.corrcoef(whole.drawn, rare.drawn)[0, 1]
    assert together > 0.2
