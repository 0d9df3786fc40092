"""Ratings that rest on rows alone: grades, the rows behind, and how a score goes day by day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from given_cards import item, kept

from zhixian.core.scorecards import scoring
from zhixian.core.scorecards.model import Counted, Grade
from zhixian.core.scorecards.reading import scorecards
from zhixian.core.scorecards.scoring import history, score
from zhixian.core.scorecards.subjects import rows_of, tally

CODE, OTHER = "91350823MA2XYZ1234", "91350823MA2XYZ5678"
MEMBERS = Counted("agencies", "agency", "code", day="set_up_on", until="left_on")
EVENTS = Counted(
    "credit_events", "party", "code", only=("sort", "bad"), day="decided_on", until="until", unless=("repaired_on",)
)
GRADES = tuple(Grade(name, Fraction(start)) for name, start in (("A+", 101), ("A", 90), ("B", 80), ("C", 60), ("D", 0)))
DAY = date(2020, 11, 16)


def agency(code=CODE, **more):
    return {"agency": f"机构{code[-1]}", "code": code, "set_up_on": "2018-05-01", **more}


def event(decided_on, code=CODE, **more):
    return {"party": "旧名", "code": code, "sort": "bad", "decided_on": decided_on, **more}


def rating(step=10):
    bad = item("bad", full=60, counted=EVENTS, deduct=True, each=Fraction(1), points=Fraction(step))
    found = kept(bad, members=MEMBERS)
    return replace(found, card=replace(found.card, scored="rows", base=Fraction(100), grades=GRADES))


def scored(rows, day=DAY, **given):
    return {card.subject.id: card for card in score(None, rating(**given), rows, region="350823", as_of=day).cards}


def test_everybody_begins_with_the_base_and_is_graded():
    rows = {"agencies": [agency(), agency(OTHER)], "credit_events": [event("2020-01-01", OTHER)]}
    found = scored(rows)
    assert (found[CODE].score, found[CODE].grade) == (100, "A")
    assert (found[OTHER].score, found[OTHER].grade) == (90, "A")


@pytest.mark.parametrize(("events", "grade"), [(0, "A"), (1, "A"), (2, "B"), (3, "C"), (4, "C"), (5, "D"), (9, "D")])
def test_a_grade_holds_from_its_line_on(events, grade):
    rows = {
        "agencies": [agency()],
        "credit_events": [event("2020-01-01") for _ in range(events)] or [event("2020-01-01", OTHER)],
    }
    assert scored(rows)[CODE].grade == grade


def test_without_any_row_of_a_register_nobody_is_graded():
    card = scored({"agencies": [agency()], "credit_events": []})[CODE]
    assert (card.grade, [part.points for part in card.parts]) == ("", [None])


def test_who_came_later_or_has_left_is_not_rated():
    rows = {
        "agencies": [agency(set_up_on="2020-12-01"), agency(OTHER, left_on="2020-11-16")],
        "credit_events": [event("2020-01-01")],
    }
    assert scored(rows) == {}


def test_the_rows_behind_are_those_that_count_on_the_day():
    rows = [
        event("2020-03-01"),
        event("2019-01-01"),
        event("2020-12-01"),
        event("2018-01-01", until="2020-01-01"),
        event("2020-01-01", OTHER),
    ]
    card = scored({"agencies": [agency()], "credit_events": rows})[CODE]
    told = rows_of(EVENTS, card.subject.parties[0], rows, DAY)
    assert [row["decided_on"] for row in told] == ["2019-01-01", "2020-03-01"]
    assert card.parts[0].figure.value == len(told)


def test_a_score_falls_rises_with_the_repair_and_when_a_record_ends():
    rows = {
        "agencies": [agency()],
        "credit_events": [
            event("2019-02-01", repaired_on="2019-06-01"),
            event("2019-03-01", until="2020-03-01"),
            event("2021-01-01"),
        ],
    }
    [card] = scored(rows).values()
    turns = history(rating(step=15), card.subject, rows, since=date(2018, 5, 1), as_of=DAY)
    assert [(str(turn.day), int(turn.score), turn.grade) for turn in turns] == [
        ("2018-05-01", 100, "A"), ("2019-02-01", 85, "B"), ("2019-03-01", 70, "C"), ("2019-06-01", 85, "B"), ("2020-03-01", 100, "A"),
    ]  # fmt: skip


def test_the_last_turn_is_the_score_of_the_day():
    rows = {
        "agencies": [agency()],
        "credit_events": [event("2019-02-01"), event("2020-06-01", repaired_on="2020-11-16")],
    }
    [card] = scored(rows).values()
    assert history(rating(), card.subject, rows, since=date(2018, 5, 1), as_of=DAY)[-1].score == card.score == 90


def test_only_days_and_rows_of_the_subject_are_tallied(monkeypatch):
    others = [event(f"2019-{month:02}-{day:02}", OTHER) for month in range(1, 13) for day in range(1, 29)]
    rows = {"agencies": [agency()], "credit_events": [*others, event("2019-02-01", repaired_on="2019-06-01")]}
    [card] = scored(rows).values()
    tallied = []
    monkeypatch.setattr(
        scoring, "tally", lambda counted, found, day: tallied.append(len(found)) or tally(counted, found, day)
    )
    turns = history(rating(), card.subject, rows, since=date(2018, 5, 1), as_of=DAY)
    assert [int(turn.score) for turn in turns] == [100, 90, 100]
    assert tallied == [1, 1, 1]


def test_a_year_turns_what_is_counted_by_the_year():
    yearly = replace(EVENTS, yearly=True, until="", unless=())
    bad = item("bad", full=60, counted=yearly, deduct=True, each=Fraction(1), points=Fraction(10))
    card_of = replace(rating(), card=replace(rating().card, items=(bad,)))
    rows = {"agencies": [agency()], "credit_events": [event("2019-02-01")]}
    [card] = score(None, card_of, rows, region="350823", as_of=DAY).cards
    turns = history(card_of, card.subject, rows, since=date(2018, 5, 1), as_of=DAY)
    assert [(str(turn.day), int(turn.score)) for turn in turns] == [
        ("2018-05-01", 100),
        ("2019-02-01", 90),
        ("2020-01-01", 100),
    ]


def test_what_ships_says_that_its_marks_are_a_proposal_and_tells_no_customer():
    card = scorecards()["agencies"]
    assert any("系统给的起点" in words for words in card.source)
    assert not any("party" in item.tells for item in card.items)
