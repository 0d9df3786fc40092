"""Promise: a list of ten thousand dossiers shows its due days at once. Zhixian's clock against a walk day by day.

Run `python benchmarks/legal_clock.py [--dossiers 2000]`. Half of the dossiers were suspended and extended. The walk asks
chinesecalendar about each day, as a short script would, and once more with its answers kept in a dictionary. Prints a Markdown
table.
"""

import argparse
import time
from datetime import date, timedelta
from functools import cache
from random import Random

import chinese_calendar

from zhixian.core.kernel.working_days import Calendar, load_holidays, working_days
from zhixian.core.workflow.clock import Extended, Resumed, Started, Suspended, clock
from zhixian.core.workflow.derivation import derivation
from zhixian.core.workflow.limits import statutory_limits

ONE_DAY = timedelta(days=1)
AS_OF = date(2026, 6, 1)
PROMISED_MICROSECONDS = 50
PROMISED_RATIO = 1
"""Against the walk that asks a dictionary; it neither checks what happened nor remembers why."""
SAMPLE = 20


kept = cache(chinese_calendar.is_workday)


def dossiers(count: int, seed: int = 1):
    """Events of invented dossiers, all by the limit for permits: 20 working days, at most 10 more."""
    rng = Random(seed)
    for order in range(count):
        start = date(2015, 2, 1) + timedelta(days=rng.randrange(3800))
        events = [Started(start, "受理")]
        if order % 2:
            since = start + timedelta(days=rng.randint(1, 15))
            until = since + timedelta(days=rng.randint(1, 30))
            events += [Suspended(since, "等待检验鉴定", "行政许可法第45条"), Resumed(until)]
            events.append(Extended(until, rng.randint(1, 10), "负责人", "行政许可法第42条"))
        yield events


def walk(events, works) -> date:
    """The due day, ticked off day by day."""
    wanted = 20 + sum(event.amount for event in events if isinstance(event, Extended))
    since, until = (events[1].day, events[2].day) if len(events) > 1 else (date.max, date.max)
    day = events[0].day
    while wanted:
        day += ONE_DAY
        if not since <= day < until and works(day):
            wanted -= 1
    return day


def seconds(work) -> tuple[float, list]:
    """Best of five turns, and what came out."""
    best, result = float("inf"), []
    for _ in range(5):
        begun = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - begun)
    return best, result


def main() -> None:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=2_000)
    count = parser.parse_args().dossiers
    limit, given = statutory_limits()["licence_decision"], list(dossiers(count))
    working_days()
    for events in given:  # both ways answer from memory
        walk(events, kept)
    loading, _ = seconds(lambda: [Calendar(load_holidays())])
    ours, mine = seconds(lambda: [clock(limit, events, as_of=AS_OF).due for events in given])
    walking, theirs = seconds(lambda: [walk(events, kept) for events in given])
    asking, _ = seconds(lambda: [walk(events, chinese_calendar.is_workday) for events in given[:SAMPLE]])
    deriving, _ = seconds(lambda: [derivation(clock(limit, events, as_of=AS_OF)) for events in given])
    assert mine == theirs
    each = ours / count * 1e6
    print(f"{count:,} dossiers\n\n| what | microseconds each | × ours |\n|---|---:|---:|")
    print(f"| **Zhixian, due day** | {each:.1f} | 1.00 |")
    print(f"| Zhixian, due day and derivation | {deriving / count * 1e6:.1f} | {deriving / ours:.1f} |")
    print(f"| walk day by day, answers kept | {walking / count * 1e6:.1f} | {walking / ours:.1f} |")
    print(
        f"| walk day by day, asking chinesecalendar | {asking / SAMPLE * 1e6:,.0f} | {asking / SAMPLE * 1e6 / each:.0f} |"
    )
    print(f"\nLoading the calendar once: {loading * 1e3:.0f} ms\n\n| promise | reached |\n|---|---|")
    print(f"| at most {PROMISED_MICROSECONDS} microseconds | {each:.1f} |")
    print(f"| at least {PROMISED_RATIO} × the walk with answers kept | {walking / ours:.1f} × |")


if __name__ == "__main__":
    main()
