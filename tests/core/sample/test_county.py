"""The imagined county has the sizes of its profile, lives that can happen, and is the same for the same seed."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers import application
from zhixian.core.sample.county import imagine
from zhixian.core.sample.make import truth_days
from zhixian.core.sample.model import County
from zhixian.core.sample.profile import load_profile
from zhixian.core.sample.truth import here, holder, targets


def test_the_same_seed_makes_the_same_county(small):
    first, second = (imagine(small, seed=5) for _ in range(2))
    assert first == second
    assert imagine(small, seed=6) != first


def test_as_many_rights_are_in_force_as_the_profile_wants(county):
    wanted = county.profile.in_force
    held = here(county, county.profile.horizon)
    inventions = [r for r in held if r.kind == "invention"]
    by_enterprises = [r for r in inventions if holder(r, county.profile.horizon, county)[0] in ("enterprise", "soe")]
    assert len(by_enterprises) == wanted["invention_by_enterprises"]
    assert len(inventions) - len(by_enterprises) == wanted["invention_by_others"]
    for kind in ("utility_model", "design", "trademark"):
        assert sum(r.kind == kind for r in held) == wanted[kind]
    assert sum(r.gi for r in held) == len(county.profile.gi_marks)


def test_every_patent_number_has_its_check_digit(county):
    for right in county.of_kind("invention", "utility_model", "design"):
        assert application(right.number).normal == right.number
        assert application(right.number).kind == right.kind


def test_no_number_and_no_name_stands_for_two(county):
    assert len({r.number for r in county.rights}) == len(county.rights)
    assert len({p.name for p in county.parties}) == len(county.parties)
    assert len({p.id for p in county.parties}) == len(county.parties)


def test_every_name_says_that_it_is_invented(county):
    for party in county.parties:
        assert "拟" in party.name or "样例" in party.name


def test_days_come_in_the_order_of_life(county):
    for right in county.rights:
        days = (
            [right.filed, right.published, right.registered]
            if right.kind == "invention"
            else [right.filed, right.registered]
        )
        known = [day for day in days if day]
        if right.kind != "invention":
            assert all(a < b for a, b in pairwise(known)), right
        assert all(event.day >= right.filed for event in right.events), right
        if right.expires and right.registered:
            assert right.registered < right.expires


def test_nothing_is_known_after_the_last_day(county):
    last = county.profile.last_day
    for right in county.rights:
        assert all((e.gazetted or e.effective) <= last for e in right.events if e.event != "renewed"), right
    for loan in county.loans:
        assert loan.drawn <= last
        assert loan.repaid is None or loan.repaid <= last


def test_each_loan_is_secured_by_rights_of_its_borrower_in_force_when_drawn(county):
    assert county.loans
    for loan in county.loans:
        assert 1 <= len(loan.pledges) <= 3
        for pledge in loan.pledges:
            assert pledge.right.holders[0] is loan.borrower
            assert pledge.right.registered <= loan.drawn


@pytest.mark.parametrize(("horizon", "leap_day"), [("2020-12-31", "2020-02-29"), ("2023-06-30", "2020-02-29")])
def test_the_truth_is_told_for_a_leap_day_whatever_year_the_plan_ends(small, horizon, leap_day):
    days = truth_days(County(replace(small, horizon=date.fromisoformat(horizon))))
    assert date.fromisoformat(leap_day) in days


def test_the_truth_can_be_counted_by_hand(county):
    day = date(2020, 12, 31)
    told = targets(county, day)
    residents = county.profile.residents[2019]
    inventions = sum(r.kind == "invention" for r in here(county, day))
    assert (told["inventions_per_10k"]["numerator"], told["inventions_per_10k"]["denominator"]) == (
        inventions,
        residents,
    )


def test_a_profile_without_a_key_is_refused_by_name(tmp_path, shanghang):
    text = (shanghang / "sample.yaml").read_text(encoding="utf-8")
    (tmp_path / "sample.yaml").write_text(text.replace("region:", "regoin:", 1), encoding="utf-8")
    with pytest.raises(Refusal, match="region"):
        load_profile(tmp_path)


def test_a_plan_without_profile_is_refused(tmp_path):
    with pytest.raises(Refusal, match="没有这个文件"):
        load_profile(tmp_path)
