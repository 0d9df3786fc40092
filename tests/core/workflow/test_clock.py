"""The legal clock: stories worked out by hand, a naive oracle that walks day by day, and what cannot have happened."""

import os
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from itertools import product

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.working_days import working_days
from zhixian.core.workflow.clock import (
    STATES,
    Extended,
    Restarted,
    Resumed,
    Started,
    Stopped,
    Suspended,
    clock,
    left_words,
    reminded_until,
    working_days_left,
)
from zhixian.core.workflow.derivation import derivation
from zhixian.core.workflow.limits import Extension, TimeLimit, statutory_limits

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "80"))
FAR = date(2090, 1, 1)
ANY = Extension(None, "负责人", "某规定")
CALENDAR = working_days()
D = date


def limit(amount=20, counts="working_days", *, starts="next_day", rolls="next_working_day", extension=ANY):
    return TimeLimit("办理", amount, counts, "自受理之日起", "某规定第1条", starts, rolls, extension)


def suspended(day):
    return Suspended(day, "等待检验鉴定", "行政许可法第45条")


def extended(day, amount):
    return Extended(day, amount, "负责人", "行政许可法第42条")


def due(rule, *events, as_of=FAR):
    return clock(rule, events, as_of=as_of).due


def sentences(rule, *events, as_of=FAR):
    return [step.sentence for step in derivation(clock(rule, events, as_of=as_of))]


# Stories


@pytest.mark.parametrize(
    ("rule", "start", "last"),
    [
        (limit(20), D(2026, 11, 25), D(2026, 12, 23)),
        (limit(20), D(2026, 9, 10), D(2026, 10, 14)),  # two festivals, 20 September and 10 October worked
        (limit(1), D(2026, 9, 19), D(2026, 9, 20)),  # a Sunday that is worked
        (limit(1), D(2026, 9, 30), D(2026, 10, 8)),
        (limit(1, starts="same_day"), D(2026, 9, 30), D(2026, 9, 30)),
        (limit(1, starts="same_day"), D(2026, 10, 1), D(2026, 10, 8)),
        (limit(90, "calendar_days"), D(2026, 10, 5), D(2027, 1, 4)),  # 3 January is a Sunday
        (limit(90, "calendar_days", rolls="none"), D(2026, 10, 5), D(2027, 1, 3)),
        (limit(15, "calendar_days"), D(2026, 9, 5), D(2026, 9, 20)),  # ends on the Sunday that is worked
        (limit(10, "calendar_days", starts="same_day"), D(2026, 3, 1), D(2026, 3, 10)),
        (limit(1, "months"), D(2026, 1, 15), D(2026, 2, 24)),  # 15 February opens the Spring Festival
        (limit(1, "months", rolls="none"), D(2026, 1, 15), D(2026, 2, 15)),
        (limit(1, "months", rolls="none"), D(2026, 1, 31), D(2026, 2, 28)),
        (limit(1, "months", rolls="none"), D(2024, 1, 31), D(2024, 2, 29)),
        (limit(3, "months", rolls="none"), D(2025, 11, 30), D(2026, 2, 28)),
        (limit(1, "months", rolls="none"), D(2026, 2, 28), D(2026, 3, 28)),
        (limit(1, "months", starts="same_day", rolls="none"), D(2026, 1, 15), D(2026, 2, 14)),
        (limit(1, "months", starts="same_day", rolls="none"), D(2026, 3, 1), D(2026, 3, 31)),
        (limit(1, "months", starts="same_day", rolls="none"), D(2026, 1, 31), D(2026, 2, 28)),
        (limit(3, "years", rolls="none"), D(2024, 2, 29), D(2027, 2, 28)),
    ],
)
def test_a_limit_ends_where_the_law_says(rule, start, last):
    assert due(rule, Started(start, "受理")) == last


PERMIT = statutory_limits()["licence_decision"]
SEPTEMBER = Started(D(2026, 9, 10), "受理")


def test_a_permit_with_suspension_and_extension_says_how_it_got_there():
    events = (SEPTEMBER, suspended(D(2026, 9, 28)), Resumed(D(2026, 10, 12)), extended(D(2026, 10, 15), 10))
    assert sentences(PERMIT, *events, as_of=D(2026, 10, 20)) == [
        "2026-09-10 受理，当日不计，自 2026-09-11 起算（自受理行政许可申请之日起，行政许可法（2019）第42条、第82条）",
        "期限 20 个工作日，周六、周日和放假日不计，至 2026-10-14",
        "2026-09-28 中止：等待检验鉴定（行政许可法第45条），2026-10-12 恢复，其间 6 个工作日不计，至 2026-10-22",
        "2026-10-15 负责人批准延长 10 个工作日（行政许可法第42条），至 2026-11-05",
        "扣除 2026年9月25日至27日中秋节放假（国办发明电〔2025〕7号）",
        "计入 2026-09-20（星期日）国庆节调休上班（国办发明电〔2025〕7号）",
        "届满日 2026-11-05（星期四）",
    ]


def test_while_suspended_nobody_knows_the_due_day_and_what_is_left_stands_still():
    events = (SEPTEMBER, suspended(D(2026, 9, 28)))
    for as_of in (D(2026, 9, 28), D(2026, 10, 9), D(2027, 6, 1)):
        read = clock(PERMIT, events, as_of=as_of)
        assert (read.due, read.state, read.remaining) == (None, "suspended", 9)
        assert (
            derivation(read)[-1].sentence == "2026-09-28 起中止：等待检验鉴定（行政许可法第45条），届满日待恢复后确定"
        )
    assert clock(PERMIT, events, as_of=D(2026, 9, 27)).remaining == 9


def test_correction_starts_the_clock_anew():
    rule = statutory_limits()["disclosure_answer"]
    read = sentences(
        rule,
        Started(D(2026, 3, 2), "收到申请"),
        extended(D(2026, 3, 3), 20),
        suspended(D(2026, 3, 4)),
        Restarted(D(2026, 4, 7), "收到补正申请", "政府信息公开条例第30条"),
    )
    assert read[0] == "2026-04-07 重新起算：收到补正申请（政府信息公开条例第30条），此前的计算不再适用"
    assert read[-1] == "届满日 2026-05-08（星期五）"


def test_a_last_day_off_names_the_festival_and_the_rule():
    assert sentences(limit(90, "calendar_days"), Started(D(2026, 7, 4), "立案"))[-2:] == [
        "2026-10-02 为休息日（国庆节放假，国办发明电〔2025〕7号），顺延至 2026-10-08（民法典第203条）",
        "届满日 2026-10-08（星期四）",
    ]


@pytest.mark.parametrize(
    ("start", "law"),
    [
        (D(2016, 10, 1), "民法通则第154条"),
        (D(2019, 10, 1), "民法总则第202条"),
        (D(2025, 10, 1), "民法典第202条"),
    ],
)
def test_the_rule_on_months_is_cited_by_the_name_it_had(start, law):
    assert sentences(limit(1, "months"), Started(start, "受理"))[1].startswith(f"期限 1 个月，到期月的对应日（{law}）")


def test_a_due_day_that_waits_for_a_notice_says_so():
    read = clock(limit(20), [Started(D(2026, 12, 14), "受理")], as_of=D(2026, 12, 20))
    assert read.unsettled == (2027,)
    assert [step.sentence for step in derivation(read)][-2:] == [
        "2027 年放假安排未收录，暂按周末和日期固定的法定节日推算，国务院办公厅发布放假安排后重算",
        "届满日（暂定） 2027-01-12（星期二）",
    ]
    assert clock(limit(20), [Started(D(2026, 11, 25), "受理")], as_of=D(2026, 12, 1)).unsettled == ()


def test_days_of_the_calendar_wait_for_a_notice_only_at_their_end():
    started = [Started(D(2026, 12, 14), "受理")]
    across = TimeLimit("办理", 4, "months", "自受理之日起", "某规定", rolls="none")
    assert clock(across, started, as_of=FAR).unsettled == ()
    assert clock(limit(4, "months"), started, as_of=FAR).unsettled == (2027,)


def test_a_suspension_or_extension_after_the_due_day_changes_nothing_and_is_told():
    events = (SEPTEMBER, suspended(D(2026, 10, 20)), Resumed(D(2026, 10, 30)), extended(D(2026, 11, 2), 5))
    read = clock(PERMIT, events, as_of=D(2026, 11, 3))
    assert (read.due, read.state) == (D(2026, 10, 14), "overdue")
    told = [step.sentence for step in derivation(read)]
    assert "2026-10-20 中止时期限已于 2026-10-14 届满，不影响届满日" in told
    assert "2026-11-02 延长时期限已于 2026-10-14 届满，不影响届满日" in told


def test_a_suspension_on_the_last_day_leaves_that_day_to_come():
    rule = limit(10, "calendar_days", rolls="none")
    assert due(rule, Started(D(2026, 3, 2), "立案"), suspended(D(2026, 3, 12)), Resumed(D(2026, 3, 16))) == D(
        2026, 3, 16
    )


def test_a_suspension_on_the_day_of_the_start_loses_no_day_that_counted():
    assert due(limit(2), Started(D(2026, 3, 2), "受理"), suspended(D(2026, 3, 2)), Resumed(D(2026, 3, 9))) == D(
        2026, 3, 10
    )


def test_a_suspension_on_the_day_it_moved_to_still_counts():
    rule = limit(90, "calendar_days")  # from 5 October: 3 January 2027, a Sunday, moves to the 4th
    events = (Started(D(2026, 10, 5), "立案"), suspended(D(2027, 1, 4)))
    assert clock(rule, events, as_of=D(2027, 1, 5)).remaining == 1
    assert due(rule, *events, Resumed(D(2027, 1, 6))) == D(2027, 1, 6)


@pytest.mark.parametrize(
    ("as_of", "stopped", "state", "remaining"),
    [
        (D(2026, 9, 9), None, "waiting", None),
        (D(2026, 9, 10), None, "running", 20),
        (D(2026, 9, 30), None, "running", 6),
        (D(2026, 10, 5), None, "running", 6),
        (D(2026, 10, 8), None, "running", 5),
        (D(2026, 10, 12), None, "running", 2),
        (D(2026, 10, 13), None, "running", 1),
        (D(2026, 10, 14), None, "running", 0),
        (D(2026, 10, 15), None, "overdue", -1),
        (D(2026, 10, 18), None, "overdue", -2),
        (D(2026, 11, 1), None, "overdue", -12),
        (D(2026, 10, 30), D(2026, 10, 14), "met", 0),
        (D(2026, 10, 30), D(2026, 10, 16), "missed", -2),
    ],
)
def test_state_and_days_left_on_a_day(as_of, stopped, state, remaining):
    events = [SEPTEMBER, *([Stopped(stopped)] if stopped else [])]
    read = clock(PERMIT, events, as_of=as_of)
    assert (read.state, read.remaining) == (state, remaining)
    assert state in STATES


def test_the_weekend_after_the_due_day_is_late_already():
    read = clock(limit(2), [Started(D(2026, 9, 9), "受理")], as_of=D(2026, 9, 12))
    assert (read.due, read.state, read.remaining) == (D(2026, 9, 11), "overdue", -1)


def test_what_ends_while_suspended_is_in_time():
    read = clock(PERMIT, [SEPTEMBER, suspended(D(2026, 9, 28)), Stopped(D(2027, 9, 1), "撤回申请")], as_of=FAR)
    assert (read.state, read.remaining) == ("met", 9)


def test_people_are_reminded_one_working_day_ahead():
    assert reminded_until(D(2026, 10, 16)) == D(2026, 10, 19)
    assert reminded_until(D(2026, 9, 24)) == D(2026, 9, 28)


def test_before_the_start_there_is_nothing_to_derive():
    assert sentences(PERMIT, SEPTEMBER, as_of=D(2026, 9, 9)) == [
        "作出行政许可决定：自受理行政许可申请之日起起算，尚未起算"
    ]


@pytest.mark.parametrize(
    ("events", "refusal"),
    [
        ([suspended(D(2026, 9, 1))], "2026-09-01 中止：时钟还没有起算"),
        ([SEPTEMBER, Started(D(2026, 9, 11), "受理")], "2026-09-11 起算：时钟已于 2026-09-10 起算"),
        ([SEPTEMBER, Resumed(D(2026, 9, 11))], "时钟没有中止"),
        ([SEPTEMBER, suspended(D(2026, 9, 11)), suspended(D(2026, 9, 12))], "时钟已在中止"),
        ([SEPTEMBER, suspended(D(2026, 12, 1)), suspended(D(2026, 12, 2))], "时钟已在中止"),
        ([SEPTEMBER, suspended(D(2026, 9, 9))], "早于前一事件 2026-09-10"),
        ([SEPTEMBER, Stopped(D(2026, 9, 11)), Resumed(D(2026, 9, 12))], "时钟已于 2026-09-11 停止"),
        ([SEPTEMBER, extended(D(2026, 9, 11), 11)], "合计不超过 10 个工作日（行政许可法（2019）第42条）"),
        ([SEPTEMBER, extended(D(2026, 9, 11), 6), extended(D(2026, 9, 12), 5)], "合计 11 个工作日"),
        ([SEPTEMBER, extended(D(2026, 9, 11), 0)], "延长 0 个工作日"),
    ],
)
def test_what_cannot_have_happened_is_refused(events, refusal):
    with pytest.raises(Refusal) as refused:
        clock(PERMIT, events, as_of=FAR)
    assert refusal in str(refused.value)


def test_what_no_law_extends_is_not_extended():
    with pytest.raises(Refusal, match="这个期限不能延长"):
        due(limit(extension=None), SEPTEMBER, extended(D(2026, 9, 11), 1))


# Properties

STARTS = st.dates(D(2015, 2, 1), D(2023, 12, 31))
LIMITS = st.builds(
    limit,
    st.integers(1, 60),
    st.sampled_from(["working_days", "calendar_days"]),
    starts=st.sampled_from(["next_day", "same_day"]),
    rolls=st.sampled_from(["next_working_day", "none"]),
) | st.builds(
    limit,
    st.integers(1, 9),
    st.just("months"),
    starts=st.sampled_from(["next_day", "same_day"]),
    rolls=st.sampled_from(["next_working_day", "none"]),
)
MOVES = st.lists(st.tuples(st.sampled_from(["break", "extend", "restart"]), st.integers(0, 25), st.integers(0, 25)))


def history(start, moves):
    """Events from gaps: a break lasts so many days, an extension is by so many, a restart only waits."""
    day, events = start, [Started(start, "受理")]
    for kind, gap, size in moves[:5]:
        day += timedelta(days=gap)
        if kind == "break":
            events += [suspended(day), Resumed(day := day + timedelta(days=size))]
        elif kind == "extend":
            events.append(extended(day, size % 4 + 1))
        else:
            events.append(Restarted(day, "补正", "某规定"))
    return events


HISTORIES = st.builds(history, STARTS, MOVES)


@cache
def works(day):
    return chinese_calendar.is_workday(day)


def naive_months(start, months, *, counted):
    """民法典第202条 by its words: the corresponding day, or the end of the month where there is none."""
    year, month = start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1
    if start.day > monthrange(year, month)[1]:
        return D(year, month, monthrange(year, month)[1])
    return D(year, month, start.day) - timedelta(days=1 if counted else 0)


def naive_due(rule, start, amount, breaks):
    """Walk from the start, tick off each day that counts, then walk on while offices rest."""
    one = timedelta(days=1)
    day = first = start if rule.starts == "same_day" else start + one
    wanted = amount
    if rule.counts == "months":
        wanted = (naive_months(start, amount, counted=rule.starts == "same_day") - first).days + 1
    while True:
        ran = not any(since <= day < until for since, until in breaks)
        if ran and (rule.counts != "working_days" or works(day)):
            wanted -= 1
        if not wanted:
            break
        day += one
    while rule.rolls != "none" and (not works(day) or any(since <= day < until for since, until in breaks)):
        day += one
    return day


def oracle(rule, events):
    start, amount, breaks, since, ends = events[0].day, rule.amount, [], None, None
    for event in events:
        ends = naive_due(rule, start, amount, breaks)
        if isinstance(event, Restarted):
            start, amount, breaks = event.day, rule.amount, []
        if isinstance(event, Extended) and event.day <= ends:
            amount += event.amount
        if isinstance(event, Suspended):
            since = event.day if event.day <= ends else None
        if isinstance(event, Resumed) and since:
            breaks.append((since, event.day))
    return naive_due(rule, start, amount, breaks)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(st.integers(1, 60), st.integers(1, 9), HISTORIES)
def test_a_walk_day_by_day_comes_to_the_same_day(days, months, events):
    measures = ((days, "working_days"), (days, "calendar_days"), (months, "months"))
    for (amount, counts), starts, rolls in product(measures, ("next_day", "same_day"), ("next_working_day", "none")):
        rule = limit(amount, counts, starts=starts, rolls=rolls)
        assert due(rule, *events) == oracle(rule, events)


@settings(max_examples=EXAMPLES, deadline=None)
@given(LIMITS, HISTORIES, st.integers(1, 30))
def test_a_longer_limit_is_never_due_earlier(rule, events, more):
    start = events[0]
    longer = limit(rule.amount + more, rule.counts, starts=rule.starts, rolls=rule.rolls)
    assert due(longer, start) >= due(rule, start)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(1, 60), STARTS, st.data())
def test_a_suspension_moves_the_due_day_by_its_working_days(amount, start, data):
    rule = limit(amount)
    plain = due(rule, Started(start, "受理"))
    first = start + timedelta(days=1)
    since = data.draw(st.dates(first, plain))
    until = data.draw(st.dates(since, since + timedelta(days=60)))
    moved = due(rule, Started(start, "受理"), suspended(since), Resumed(until))
    assert CALENDAR.count(plain, moved) == CALENDAR.count(since, until)
    assert CALENDAR.is_working_day(moved)


@settings(max_examples=EXAMPLES, deadline=None)
@given(LIMITS, HISTORIES, st.integers(0, 200))
def test_the_derivation_ends_in_the_due_day_on_any_day(rule, events, later):
    read = clock(rule, events, as_of=events[0].day + timedelta(days=later))
    assert derivation(read)[-1].day == read.due
    assert read.due is None or str(read.due) in derivation(read)[-1].sentence


@settings(max_examples=EXAMPLES, deadline=None)
@given(LIMITS, HISTORIES, st.integers(0, 400))
def test_days_left_run_out_on_the_due_day(rule, events, later):
    read = clock(rule, events, as_of=events[-1].day + timedelta(days=later))
    assert (read.remaining < 0) == (read.state == "overdue")
    assert clock(rule, events, as_of=max(read.due, events[-1].day)).remaining <= 0


@given(STARTS, st.integers(1, 40))
def test_months_follow_the_civil_code(start, months):
    for starts in ("next_day", "same_day"):
        rule = limit(months, "months", starts=starts, rolls="none")
        assert due(rule, Started(start, "受理")) == naive_months(start, months, counted=starts == "same_day")


@pytest.mark.parametrize(
    ("as_of", "due", "left", "words"),
    [
        ("2020-11-16", "2020-11-15", -1, "已超 1 个工作日"),
        ("2020-11-15", "2020-11-15", 0, "今天到期"),
        ("2020-11-13", "2020-11-15", 0, "2 天后到期，其间没有工作日"),
        ("2020-11-24", "2020-11-15", -7, "已超 7 个工作日"),
        ("2020-11-21", "2020-11-23", 1, "还有 1 个工作日"),
        ("2020-11-20", "2020-11-23", 1, "还有 1 个工作日"),
        ("2020-11-22", "2020-11-20", -1, "已超 1 个工作日"),
        ("2014-01-06", "2013-12-31", -3, "已超 6 天"),
        ("2014-01-06", "1949-10-01", -3, "已超 23473 天"),
        ("2099-12-28", "2099-12-31", 2, "还有 3 天"),
    ],
)
def test_desk_and_board_count_the_days_left_alike(as_of, due, left, words):
    days = {"due": date.fromisoformat(due), "as_of": date.fromisoformat(as_of)}
    assert (working_days_left(**days), left_words(**days)) == (left, words)
