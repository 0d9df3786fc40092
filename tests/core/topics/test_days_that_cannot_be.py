"""A day that cannot be is told with its row and not taken: neither the record nor the last day of its source has it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.exports import write_export, write_patsnap
from factories.xml_samples import cnipa_old
from zhixian.core.topics.impossible_days import (
    AFTER_NUMBER,
    AFTER_READING,
    BEFORE_FILING,
    BEFORE_LAW,
    YEAR_AHEAD,
    impossible_days,
)
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2026, 6, 30)
NUMBER = "CN202111286633.X"
FINE = {"申请号": NUMBER, "公开（公告）号": "CN113000001A", "申请日": "2021-08-26", "公开（公告）日": "2021-12-26"}
ENDED = {
    "申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "申请日": "2015-01-04", "公开（公告）日": "2015-06-10", "专利有效性": "失效",
}  # fmt: skip


def made_of(folder, *rows, real=DAY):
    export = write_export(folder / "a.csv", *rows)
    return make_topic(folder / "data", "专题", Recipe(DAY, paths=(export,)), made=DAY, real=real)


def record(made, number=NUMBER):
    [row] = [row for row in made.topic.rows("records") if row["record"] == number]
    return {name: row[name] and row[name].isoformat() for name in ("filed", "published", "granted")}


def remarks(made):
    return [(one.row, one.column, one.value, one.reason, one.refused) for one in made.reports[0].problems]


@pytest.mark.parametrize(
    ("row", "kept", "said"),
    [
        ({"申请日": "2031-08-26"}, {"filed": None}, ("申请日", "2031-08-26", AFTER_READING)),
        ({"申请日": "2024-08-26"}, {"filed": None}, ("申请日", "2024-08-26", AFTER_NUMBER)),
        ({"申请日": "1921-08-26"}, {"filed": None}, ("申请日", "1921-08-26", BEFORE_LAW)),
        ({"公开（公告）日": "2012-12-26"}, {"published": None}, ("公开（公告）日", "2012-12-26", BEFORE_FILING)),
        ({"公开（公告）日": "2026-07-01"}, {"published": None}, ("公开（公告）日", "2026-07-01", AFTER_READING)),
        ({"授权公告日": "2020-01-01"}, {"granted": None}, ("授权公告日", "2020-01-01", BEFORE_FILING)),
        ({"授权公告日": "2062-01-01"}, {"granted": None}, ("授权公告日", "2062-01-01", AFTER_READING)),
    ],
)
def test_a_day_that_cannot_be_is_told_and_not_taken(tmp_path, row, kept, said):
    made = made_of(tmp_path, FINE | row)
    assert record(made) == {"filed": "2021-08-26", "published": "2021-12-26", "granted": None} | kept
    assert remarks(made) == [(2, *said, False)]
    assert (made.reports[0].taken, made.reports[0].refused) == (1, 0)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"申请日": "2022-01-03", "公开（公告）日": "2022-06-01"},
        {"申请日": "2020-01-03"},
        {"公开（公告）日": "2021-08-26", "授权公告日": "2021-08-26"},
        {"公开（公告）日": "2026-06-30"},
    ],
)
def test_days_that_can_be_are_taken(tmp_path, row):
    made = made_of(tmp_path, FINE | row)
    told = FINE | {"授权公告日": None} | row
    assert list(record(made).values()) == [told[name] for name in ("申请日", "公开（公告）日", "授权公告日")]
    assert remarks(made) == []


def test_one_slip_of_the_pen_does_not_make_every_state_unknown(tmp_path):
    made = made_of(tmp_path, FINE | {"申请日": "2031-08-26"}, ENDED)
    assert made.topic.manifest["days"]["last"] == "2021-12-26"
    assert {row["record"]: row["state"] for row in made.topic.rows("records")}["CN201510000001.0"] == "ended"
    assert "2031" not in "".join(made.topic.remarks)


def test_a_publication_that_cannot_be_grants_nothing(tmp_path):
    made = made_of(tmp_path, FINE | {"公开（公告）号": "CN113000001B", "公开（公告）日": "2020-12-26"})
    assert record(made) == {"filed": "2021-08-26", "published": None, "granted": None}


def test_what_happens_after_today_is_known_beforehand_and_no_day_of_the_source(tmp_path):
    history = {
        "INPADOC法律状态": "2017-05-10 | +TRANSFER OF PATENT RIGHT | CN | 2031-01-01 | +TRANSFER OF PATENT RIGHT | CN"
    }
    export = write_patsnap(tmp_path / "p.csv", history)
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(export,)), made=DAY)
    assert [row["day"].isoformat() for row in made.topic.rows("events")] == ["2017-05-10"]
    assert made.topic.manifest["days"]["last"] == "2017-05-10"


def test_a_rehearsed_day_takes_no_day_away(tmp_path):
    export = write_export(tmp_path / "a.csv", ENDED, FINE)
    recipe = Recipe(date(2020, 1, 1), paths=(export,))
    made = make_topic(tmp_path / "data", "专题", recipe, made=date(2020, 1, 1), real=DAY)
    assert made.topic.manifest["days"]["later"] == 1
    assert remarks(made) == []


def test_a_paper_is_held_against_its_number_as_well(tmp_path):
    paper = tmp_path / "paper.xml"
    paper.write_text(cnipa_old(number=NUMBER, day="20121226"), encoding="utf-8")
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(paper,)), made=DAY)
    assert record(made)["published"] is None
    assert [(one.column, one.reason, one.refused) for one in made.reports[0].problems] == [
        ("公开（公告）日", BEFORE_FILING, False)
    ]


def test_a_number_of_a_year_to_come_is_remarked_in_rows_and_papers(tmp_path):
    paper = tmp_path / "paper.xml"
    paper.write_text(cnipa_old(number="203010408762.4"), encoding="utf-8")
    export = write_export(tmp_path / "a.csv", FINE | {"申请号": "203010408763"})
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(paper, export)), made=DAY)
    told = [[(one.column, one.reason, one.refused) for one in report.problems] for report in made.reports]
    assert told == [[("申请号", YEAR_AHEAD, False)]] * 2


days = st.dates(date(1980, 1, 1), date(2040, 1, 1))


@given(st.none() | days, st.none() | days, st.none() | days)
def test_what_is_left_is_in_order_and_not_ahead(filed, published, granted):
    told = {"filed": filed, "published": published, "granted": granted}
    wrong = impossible_days(told, NUMBER, DAY)
    left = {name: day for name, day in told.items() if day and name not in wrong}
    assert all(day <= DAY for day in left.values())
    if "filed" in left:
        assert left["filed"].year <= 2022
        assert all(day >= left["filed"] for day in left.values())
    assert all(told[name] for name in wrong)
    if filed and filed <= DAY and filed.year <= 2022 and filed >= date(1985, 4, 1):
        assert "filed" not in wrong
        later = filed + timedelta(days=1)
        assert impossible_days(told | {"published": min(later, DAY)}, NUMBER, DAY).get("published") is None
