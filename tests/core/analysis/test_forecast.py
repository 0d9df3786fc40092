"""Forecasts: what they say on courses an officer can work out by hand, and what they never say."""

import os
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from given import COUNTY, plan, residents, snapshot, span, target
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.analysis.chances import chances
from zhixian.core.analysis.forecast import Course, Moment, PastYear, forecast
from zhixian.core.analysis.outlook import look_ahead
from zhixian.core.analysis.outlook_words import sentence
from zhixian.core.kernel.periods import whole_months

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "100"))
NOW, DUE = date(2020, 6, 30), date(2020, 12, 31)
MONTH = timedelta(days=30)


def course(counts, *, goal, due=DUE, per=Fraction(1), **more):
    """Monthly counts up to today."""
    days = [NOW - MONTH * back for back in range(len(counts) - 1, -1, -1)]
    moments = tuple(Moment(day, Fraction(n), Fraction(n) * per) for day, n in zip(days, counts, strict=True))
    return Course(Fraction(goal), due, "件", "件", moments, per, **more)


def steady(last, per_month, months=36):
    return [last - per_month * back for back in range(months, -1, -1)]


def test_a_steady_course_goes_on():
    seen = forecast(course(steady(100, 2), goal=114))
    assert (seen.state, seen.gap, seen.pace) == ("open", 14, 2)
    assert seen.reached == NOW + timedelta(days=214)
    assert seen.at_due.low == seen.at_due.value == seen.at_due.high
    assert round(seen.at_due.value) == 112
    assert seen.chance == "很难达标"
    assert seen.pace_needed == Fraction(14, 6)


def test_a_falling_course_never_gets_there():
    seen = forecast(course(steady(100, -2), goal=114))
    assert (seen.reached, seen.chance) == (None, "很难达标")


def wobbling():
    counts = steady(100, 2)
    counts[::3] = [count + (5 if n % 2 else -5) for n, count in enumerate(counts[::3])]
    return counts


def test_scatter_widens_the_interval():
    seen = forecast(course(wobbling(), goal=114))
    assert seen.at_due.low < seen.at_due.value < seen.at_due.high


def test_too_little_history_says_so_and_invents_nothing():
    seen = forecast(course([0] * 30 + [1, 1, 2, 2, 3, 3, 4], goal=10))
    assert (seen.state, seen.gap, seen.ahead, seen.pace, seen.reached) == ("too_short", 6, (), None, None)
    assert "不足 4 个季度" in seen.method


def test_a_missing_part_of_a_right_is_a_whole_right():
    seen = forecast(course(steady(170, 1), goal="4.6", per=Fraction(10_000, 376_000)))
    assert seen.gap == 3
    assert (170 + 3) * Fraction(10_000, 376_000) >= Fraction("4.6") > (170 + 2) * Fraction(10_000, 376_000)


@pytest.mark.parametrize(
    ("counts", "on_due", "state", "gap"),
    [
        (steady(100, 1), 95, "kept", 0),
        (steady(80, 1), 95, "kept", 10),
        (steady(90, 1), 85, "late", 0),
        (steady(80, 1), 75, "missed", 10),
    ],
)
def test_after_the_due_day_it_says_what_happened(counts, on_due, state, gap):
    seen = forecast(course(counts, goal=90, due=date(2020, 1, 31), on_due=Fraction(on_due)))
    assert (seen.state, seen.gap, seen.at_due) == (state, gap, None)


def test_on_the_due_day_the_figure_of_the_day_decides():
    assert forecast(course(steady(90, 1), goal=90, due=NOW)).state == "kept"
    assert forecast(course(steady(89, 1), goal=90, due=NOW)).state == "missed"


def test_a_met_goal_tells_since_when():
    seen = forecast(course(steady(100, 2), goal=90))
    assert (seen.state, seen.gap, seen.reached) == ("met", 0, NOW - 5 * MONTH)


PAST = (
    PastYear(2017, Fraction(0), Fraction(0)),
    PastYear(2018, Fraction(300), Fraction(900)),
    PastYear(2019, Fraction(500), Fraction(700)),
)


def flow(now, goal, due=DUE, past=PAST):
    return replace(course([0, now], goal=goal, due=due), past_years=past, whole=False)


def test_a_flow_adds_what_the_rest_of_the_year_used_to_bring():
    seen = forecast(flow(182, 1000))
    by_pace = 182 + Fraction(182, 182) * 184
    outcomes = [182 + 600, 182 + 200, by_pace]
    assert (seen.at_due.low, seen.at_due.value, seen.at_due.high) == (by_pace, sum(outcomes) / 3, 782)
    assert (seen.gap, seen.chance, seen.reached) == (818, "很难达标", None)


def test_a_flow_due_in_a_later_year_looks_at_whole_years():
    seen = forecast(flow(182, 1000, due=date(2022, 12, 31)))
    assert seen.at_due.high == 900
    assert seen.pace_needed == Fraction(1000, 12)


def test_a_goal_that_is_further_off_is_never_called_likelier():
    grades = [step.grade for step in chances().versions[-1].steps]
    for goals, of in (
        (range(200, 1200, 7), lambda goal: flow(182, goal)),
        (range(80, 160), lambda goal: course(wobbling(), goal=goal)),
    ):
        told = [grades.index(forecast(of(goal)).grade) for goal in goals]
        assert told == sorted(told)
        assert {told[0], told[-1]} == {0, len(grades) - 1}


def test_above_the_interval_both_kinds_say_the_same():
    above = forecast(flow(182, 783))
    assert (above.chance, above.at_due.high) == ("很难达标", 782)
    assert forecast(flow(182, 782)).chance != "很难达标"
    assert forecast(flow(182, int(above.at_due.low))).chance == "很有把握"


def test_a_flow_without_earlier_years_says_so():
    assert forecast(flow(182, 1000, past=PAST[:1])).state == "too_short"


def test_a_flow_whose_year_is_over_tells_what_was_missing_then():
    over = replace(flow(10, 1000, due=date(2019, 12, 31)), on_due=Fraction(700))
    assert (forecast(over).state, forecast(over).gap) == ("missed", 300)


counts = st.lists(st.integers(0, 200), min_size=1, max_size=40)
goals = st.integers(1, 300)
dues = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@given(counts, goals, dues, st.booleans())
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_always_holds(history, goal, due, is_flow):
    asked = replace(
        course(history, goal=goal, due=due, on_due=Fraction(history[0])), past_years=PAST if is_flow else None
    )
    seen = forecast(asked)
    assert seen == forecast(asked)
    assert seen.gap >= 0
    if seen.state in {"met", "late"} or (seen.state == "kept" and not is_flow and history[-1] >= goal):
        assert seen.gap == 0
    if seen.state in {"open", "too_short"}:
        assert seen.gap > 0
    for ahead in seen.ahead:
        assert 0 <= ahead.low <= ahead.value <= ahead.high
        assert NOW < ahead.day <= due
    if seen.ahead:
        assert seen.at_due.day == due
    if seen.state == "open" and seen.pace_needed is not None and due.year == NOW.year:
        assert seen.pace_needed * max(whole_months(NOW, due), 1) >= seen.gap
    if due <= NOW:
        assert seen.state in {"kept", "late", "missed"}


@given(counts, goals, st.integers(1, 50))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_higher_goal_is_never_nearer(history, goal, more):
    near, far = forecast(course(history, goal=goal)), forecast(course(history, goal=goal + more))
    assert far.gap >= near.gap
    assert far.ahead == near.ahead or "too_short" in {far.state, near.state}
    if far.reached and near.reached and far.state == near.state == "open":
        assert far.reached >= near.reached


def test_an_outlook_in_words(tmp_path):
    spans = [span(f"r{n}", str(date(2016, 1, 31) + timedelta(days=23 * n))) for n in range(70)]
    made = snapshot(tmp_path, spans=spans, population=[residents(year, 376_000) for year in range(2015, 2021)])
    asked = plan(target("inventions_per_10k", "2.2", due=DUE), target("enterprise_invention_share", "80", due=DUE))
    first, second = look_ahead(asked, made, as_of=NOW).outlooks
    assert first.sentence == (
        "还差 13 件；按目前速度 2021 年 4 月达标；按期达标需在余下 6 个月每月增加 2.17 件；到 2020-12-31 预计 2.07 件/万人（2.06—2.09），很难达标。"
    )
    assert second.sentence == "已达标（至迟自 2017 年 6 月起）；到 2020-12-31 预计 100 %（100—100），很有把握。"
    assert [day for day, _ in first.history][-2:] == [date(2020, 5, 31), NOW]
    assert first.history[-1][1] == first.value.value


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2018-01-05", "到 2020-12-31 预计 50 %（50—50），很难达标。"),
        ("2019-09-05", "可用的历史不足 4 个季度，不作预测。"),
    ],
)
def test_no_share_yet_is_not_a_share_of_0(tmp_path, since, said):
    held = [span("a", since, holder_kind="enterprise"), span("b", since, holder_kind="university")]
    asked = plan(target("enterprise_invention_share", "80", due=DUE))
    (outlook,) = look_ahead(asked, snapshot(tmp_path, spans=held), as_of=NOW).outlooks
    assert outlook.sentence.endswith(said)


def lent(tmp_path, *loans):
    """The outlook of 2,000万元 of pledges in 2020 as a function of the day; each loan is its day and 万元."""
    made = snapshot(
        tmp_path,
        parties=[{"party_id": "p1", "name": "甲", "kind": "enterprise", "region": COUNTY}],
        rights=[{"right_id": "i", "kind": "invention"}],
        loans=[
            {"loan_id": day, "borrower": "p1", "principal": wan * 1_000_000, "drawn": day, "due": "2022-01-01"}
            for day, wan in loans
        ],
        pledges=[{"loan_id": day, "right_id": "i", "registered": day} for day, _ in loans],
    )
    asked = plan(target("pledge_financing", "2000", due=DUE))
    return lambda as_of: look_ahead(asked, made, as_of=as_of).outlooks[0]


LOANS = (("2017-03-01", 200), ("2018-03-01", 1590), ("2019-03-01", 1180), ("2020-10-31", 2607))


def test_the_pace_in_words_carries_the_goal_in_the_months_left(tmp_path):
    on = lent(tmp_path, *LOANS[:3])
    assert "2020 年要达标，当年平均每月需 166.67 万元" in on(date(2019, 12, 31)).sentence
    assert "按期达标需在余下 3 个月每月增加 666.67 万元" in on(date(2020, 9, 30)).sentence
    assert "按期达标需在余下 16 天内增加 2,000 万元" in on(date(2020, 12, 15)).sentence


def test_after_the_due_day_only_that_day_decides(tmp_path):
    on = lent(tmp_path, *LOANS)
    assert on(DUE).sentence == "到期日 2020-12-31，到期达到。"
    later = on(date(2021, 12, 31))
    assert (later.on_due, later.met_on_due, later.value.met) == (2607, True, False)
    assert later.sentence == "到期日 2020-12-31 为 2,607 万元，到期达到；现未达到目标值。"


def test_what_the_due_day_decided_stands_though_today_cannot_be_computed(tmp_path):
    spans = [span(f"r{n}", "2016-01-31") for n in range(70)]
    made = snapshot(tmp_path, spans=spans, population=[residents(year, 376_000) for year in range(2015, 2021)])
    (far,) = look_ahead(plan(target("inventions_per_10k", "2.2", due=DUE)), made, as_of=date(2090, 1, 1)).outlooks
    assert (far.forecast.state, far.met_on_due) == ("missed", False)
    assert far.sentence == (
        "到期日 2020-12-31 为 1.86 件/万人，到期未达到；"
        "现在的数值无法计算（缺少行政区划 350823 的 2089 年末常住人口）。"
    )


@pytest.mark.parametrize("grade", ["unsure", "hard", "likely"])
def test_a_speed_that_would_do_and_a_chance_that_is_not_good_are_said_in_one_sentence(tmp_path, grade):
    spans = [span(f"r{n}", str(date(2016, 1, 31) + timedelta(days=23 * n))) for n in range(70)]
    made = snapshot(tmp_path, spans=spans, population=[residents(year, 376_000) for year in range(2015, 2021)])
    (seen,) = look_ahead(plan(target("inventions_per_10k", "2.2", due=DUE)), made, as_of=NOW).outlooks
    said = sentence(seen.value, replace(seen.forecast, reached=date(2020, 11, 3), grade=grade), NOW)
    assert ("按目前速度 2020 年 11 月达标；" in said) == (grade == "likely")
    assert ("按目前速度推算 2020 年 11 月可达，但把握不大：到 2020-12-31 预计 " in said) == (grade != "likely")
    assert said.count("到 2020-12-31 预计") == 1
    late = sentence(seen.value, replace(seen.forecast, reached=date(2021, 4, 1), grade=grade), NOW)
    assert "按目前速度 2021 年 4 月达标；" in late
