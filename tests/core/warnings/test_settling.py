"""When a warning opens, stays, closes and comes back: stories an officer can read, and what must hold whatever is found."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.warnings.judging import late, places, settle, warns
from zhixian.core.warnings.model import Found, Rule

DAY = date(2020, 11, 16)
AHEAD = Rule("due", "到期", "row_days", ("concerned",), most_muted=30, before=30)
SINCE = Rule("over", "终止", "lapsed", ("concerned",), most_muted=30, after=60)
PLAIN = Rule("bad", "落后", "targets", ("concerned",), most_muted=30)


def found(day=None, subject="row:1", **more):
    return Found(subject, "一笔贷款", "要还了", "/x/", day, **more)


STORIES = [
    ("三十天后到期，响", AHEAD, DAY + timedelta(30), True),
    ("三十一天后到期，不响", AHEAD, DAY + timedelta(31), False),
    ("今天到期，响", AHEAD, DAY, True),
    ("过期一年，还响", AHEAD, DAY - timedelta(365), True),
    ("没有日期，不响", AHEAD, None, False),
    ("今天终止，响", SINCE, DAY, True),
    ("终止六十天，响", SINCE, DAY - timedelta(60), True),
    ("终止六十一天，不响", SINCE, DAY - timedelta(61), False),
    ("明天才终止，不响", SINCE, DAY + timedelta(1), False),
    ("本来没有日期的，一出现就响", PLAIN, None, True),
]


@pytest.mark.parametrize(("rule", "day", "expected"), [story[1:] for story in STORIES], ids=[one[0] for one in STORIES])
def test_the_threshold(rule, day, expected):
    assert warns(rule, found(day), as_of=DAY) is expected


@pytest.mark.parametrize(("gone", "expected"), [(80, True), (79, False), (100, True), (3000, True), (None, False)])
def test_a_limit_is_spoken_of_from_so_many_percent_of_the_way(gone, expected):
    rule = Rule("near", "接近", "pools", ("concerned",), most_muted=30, near=80)
    assert warns(rule, found(gone=gone), as_of=DAY) is expected


def test_late_is_what_had_to_be_done_and_was_not():
    assert late(AHEAD, DAY - timedelta(1), as_of=DAY)
    assert not late(AHEAD, DAY, as_of=DAY)
    assert not late(SINCE, DAY - timedelta(1), as_of=DAY)


def test_who_hears_is_told_once_each():
    rule = replace(AHEAD, hears=("concerned", "lead_unit", "lead_office"))
    one = found(units=("a", "b"), organisations=(7,))
    assert places(rule, one, lead_unit="a", lead_office="o") == (("a", None), ("b", None), ("", 7), ("o", None))
    assert places(rule, one, lead_unit="", lead_office="") == (("a", None), ("b", None), ("", 7))
    assert places(replace(rule, hears=("lead_office",)), one, lead_unit="a", lead_office="o") == (("o", None),)


def test_a_warning_opens_stays_closes_and_comes_back():
    here = [found(DAY)]
    assert settle(AHEAD, {}, here, as_of=DAY).opens == tuple(here)
    assert settle(AHEAD, {"row:1": True}, here, as_of=DAY).stays == tuple(here)
    assert settle(AHEAD, {"row:1": True}, [], as_of=DAY).closes == ("row:1",)
    assert settle(AHEAD, {"row:1": False}, [], as_of=DAY).closes == ()
    assert settle(AHEAD, {"row:1": False}, here, as_of=DAY).reopens == tuple(here)


SUBJECTS = st.sampled_from([f"row:{number}" for number in range(6)])
THINGS = st.lists(st.builds(found, st.dates(DAY - timedelta(90), DAY + timedelta(90)), SUBJECTS), max_size=12)


@given(st.lists(THINGS, max_size=6))
def test_whatever_is_found_night_after_night_every_subject_has_one_warning_that_is_open_while_it_holds(nights):
    known: dict[str, bool] = {}
    for number, things in enumerate(nights):
        as_of = DAY + timedelta(number)
        settled = settle(AHEAD, known, things, as_of=as_of)
        kinds = [[one.subject for one in kind] for kind in (settled.opens, settled.reopens, settled.stays)]
        touched = [subject for kind in [*kinds, list(settled.closes)] for subject in kind]
        assert len(touched) == len(set(touched))
        assert not set(kinds[0]) & set(known)
        known |= dict.fromkeys([*kinds[0], *kinds[1]], True) | dict.fromkeys(settled.closes, False)
        holds = {one.subject for one in things if warns(AHEAD, one, as_of=as_of)}
        assert {subject for subject, is_open in known.items() if is_open} == holds
        again = settle(AHEAD, known, things, as_of=as_of)
        assert (again.opens, again.reopens, again.closes) == ((), (), ())
