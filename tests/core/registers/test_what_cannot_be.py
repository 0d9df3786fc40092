"""Rows that say what cannot be: a claim of another than the insured, a moment that no calendar has, a court to confirm no agreement."""

import pytest

from zhixian.core.registers.checks.cases import confirmation_window
from zhixian.core.registers.checks.evidence import evidence_kept
from zhixian.core.registers.checks.insurance import within_policy

POLICY = {"policy": "Y1", "insured": "甲公司", "begins": "2020-01-01", "ends": "2020-12-31", "sum_insured": 100}


@pytest.mark.parametrize(
    ("insured", "words"),
    [("甲公司", []), ("甲 公司", []), ("乙公司", ["被保险人写的是乙公司，保单的被保险人是甲公司"])],
)
def test_a_claim_is_of_who_is_insured(insured, words):
    claim = {"policy": "Y1", "insured": insured, "occurred_on": "2020-05-01"}
    assert [one.words for one in within_policy(claim, POLICY, [])] == words


@pytest.mark.parametrize(
    ("moment", "is_one"),
    [
        ("2020-11-02 10:15", True),
        ("2020-11-02T10:15:30", True),
        ("2020-13-45 27:99", False),
        ("2020-02-30 10:00", False),
        ("2020-11-02 24:00", False),
    ],
)
def test_evidence_has_a_moment_of_the_calendar(moment, is_one):
    found = evidence_kept({"law": "commerce", "evidence": f"页面；{'ab' * 32}；{moment}；柜"})
    assert (found == []) == is_one


@pytest.mark.parametrize("result", ["failed", "withdrawn"])
def test_no_court_confirms_what_was_not_agreed(result):
    [found] = confirmation_window({"result": result, "confirm": "yes"})
    assert found.grave
    assert "没有达成协议" in found.words
    assert confirmation_window({"result": result, "confirm": "no"}) == []
