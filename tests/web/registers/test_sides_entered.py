"""A match is about a need and an offer that somebody entered."""

import pytest

from factories.people import make_person
from factories.registers import row_of
from zhixian.web.registers.actions import check
from zhixian.web.registers.models import Row

MATCH = {
    "told_by": "某单位", "need_party": "甲公司", "need": "需-1", "offer_party": "乙大学", "offer": "供-1", "state": "asked", "asked_on": "2018-05-20",
}  # fmt: skip
ENTRY = {
    "sort": "enterprise",
    "what": "technology",
    "title": "防霉技术",
    "dual_use": "no",
    "open": "public",
    "posted_on": "2018-05-01",
}


@pytest.fixture
def handler():
    handler = make_person("handler", unit="industry_science_bureau")
    row_of("needs_offers", by=handler, **ENTRY, party="甲公司", number="需-1", side="need")
    row_of("needs_offers", by=handler, **ENTRY, party="乙大学", number="供-1", side="offer")
    return handler


def told(row):
    return [(one["words"], one["grave"]) for one in row.findings if one["check"] == "sides_entered"]


def test_what_was_entered_is_found_however_it_is_typed(handler):
    assert told(row_of("matches_followed", by=handler, **{**MATCH, "offer": "供－1"})) == []


@pytest.mark.parametrize(("state", "grave"), [("asked", True), ("contacted", False)])
def test_a_number_that_nobody_entered_is_told(handler, state, grave):
    row = row_of("matches_followed", by=handler, **{**MATCH, "offer": "不存在", "state": state})
    assert told(row) == [("知识产权供需台账里没有乙大学的“不存在”：核对名称和编号", grave)]


def test_a_number_of_another_party_is_told(handler):
    row = row_of("matches_followed", by=handler, **{**MATCH, "need_party": "丙公司"})
    assert told(row) == [("知识产权供需台账里没有丙公司的“需-1”：核对名称和编号", True)]


def test_an_entry_that_was_struck_since_is_no_fault_of_the_match(handler):
    row = row_of("matches_followed", by=handler, **MATCH)
    Row.objects.filter(register="needs_offers").update(struck_on="2018-05-30")
    check([row])
    assert told(row) == []
