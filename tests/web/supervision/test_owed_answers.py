"""An answer that is owed counts on the board for whoever owes it, and not for whoever waits."""

from datetime import date

import pytest

from factories.people import make_organisation, make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.registers.rows import read_row
from zhixian.core.supervision.lights import Open
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.duties import register_duties
from zhixian.web.supervision.evidence import shown_reasons
from zhixian.web.supervision.facts import registers
from zhixian.web.supervision.lights import Board

KEEPER, POLICE, DECIDES = "market_regulation_bureau", "police_bureau", "industry_science_bureau"
SENT = {**TRANSFER, "approved_on": "2018-05-30", "sent_on": "2018-05-31", "article": "第二百一十三条"}
LATE = "2018-06-20"


@pytest.fixture
def sent(settings):
    settings.TODAY = "2018-06-01"
    handler = make_person("handler", unit=KEEPER)
    row_of("ip_cases", by=handler, **CASE)
    return row_of("case_transfers", by=handler, **SENT)


def open_signs():
    return [(clause, unit, sign.due, sign.count) for clause, unit, sign in registers(today()) if isinstance(sign, Open)]


def red(clause, unit):
    light = Board(as_of=today()).cell(clause, unit).light
    return [reason.words for reason in light.reasons if reason.colour == "red"]


def test_what_the_police_owe_is_late_for_the_police_alone(sent, settings):
    settings.TODAY = LATE
    assert open_signs() == [("5", POLICE, sent.due, 1)]
    assert red("5", POLICE) == ["台账 1 行逾期，最早 2018-06-04 届满，已超 11 个工作日"]
    assert not red("5", KEEPER)


def test_the_rows_behind_it_are_shown_to_who_may_read_them(sent, settings):
    settings.TODAY = LATE
    board = Board(as_of=today())

    def pieces(person):
        shown = shown_reasons(board.cell("5", POLICE), person, as_of=today())
        return [piece.link for one in shown for piece in one.pieces if one.reason.kind == "register"]

    link = f"/registers/case_transfers/{sent.pk}/"
    assert pieces(make_person("lead_office", unit="leading_group_office")) == [link]
    assert pieces(make_person("enterprise", organisation=make_organisation(name="乙公司"))) == []


def test_an_answer_that_two_units_owe_counts_for_both_and_ends_with_it(settings):
    settings.TODAY = "2018-06-01"
    company = make_organisation(name="甲公司", credit_code="91000000MA0000001R")
    kept = kept_registers()["credit_objections"]
    typed = {
        "party": "甲公司", "code": company.credit_code, "document": "文1", "asks": "objection", "why": "错", "filed_on": "2018-05-20",
    }  # fmt: skip
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong
    row = enter_row(kept, values, by=make_person("enterprise", organisation=company), organisation=company)
    assert open_signs() == [("16", KEEPER, date(2018, 6, 9), 1), ("16", DECIDES, date(2018, 6, 9), 1)]
    row.due, row.due_name = None, ""
    row.save()
    assert open_signs() == []


def test_a_letter_to_the_police_of_another_place_counts_for_nobody(settings):
    settings.TODAY = "2018-06-01"
    handler = make_person("handler", unit=KEEPER)
    row_of("ip_cases", by=handler, **CASE)
    row_of("case_transfers", by=handler, **{**SENT, "police": "邻县公安局"})
    settings.TODAY = LATE
    assert open_signs() == []


def test_an_enrolment_counts_once_and_stands_under_a_clause_of_its_host(client, settings):
    settings.TODAY = "2018-06-01"
    host = make_person("handler", unit="commerce_bureau")
    course = {
        "number": "训-1", "title": "实务班", "sort": "course", "host": "县商务局", "held_on": "2018-06-20", "place": "某校", "places": "2",
    }  # fmt: skip
    row_of("activities", by=make_person("handler", unit="industry_science_bureau"), **course)
    company, kept = make_organisation(name="甲公司"), kept_registers()["course_places"]
    typed = {"course": "训-1", "party": "甲公司", "people": "2", "asked_on": "2018-05-20"}
    values, _ = read_row(kept.register, typed, today=today())
    enter_row(kept, values, by=make_person("enterprise", organisation=company), organisation=company)
    assert open_signs() == [("19", "commerce_bureau", date(2018, 5, 25), 1)]
    assert red("19", "commerce_bureau")
    assert not red("20", "commerce_bureau")
    ask = Ask(when="overdue", day=today())
    [duty] = register_duties(host, ask)
    assert duty.clause == "19"
    shown = shown_reasons(Board(as_of=today()).cell("19", "commerce_bureau"), host, as_of=today())
    assert [piece.name for one in shown for piece in one.pieces] == ["甲公司，实务班，训-1：确认报名"]
