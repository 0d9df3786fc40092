"""Time limits as data: how long, counted how, from when, and by which article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from zhixian.core.kernel.periods import add_months, next_day
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import Node, reading_whole

MEASURES = {"working_days": "个工作日", "calendar_days": "日", "months": "个月", "years": "年"}
STARTS = {"next_day": "当日不计", "same_day": "当日计入"}
ROLLS = ("next_working_day", "none")
MONTHS = {"months": 1, "years": 12}
UNBOUNDED = "不限"
LONGEST = 10_000
"""In any measure; anything longer is a slip."""


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much in all a limit may be extended (None: the law names no bound), on whose approval, by which article."""

    amount: int | None
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """期限. `name` says what has to be done (作出行政许可决定), `words` is the law's phrase for the start (自受理之日起), `source` the
    articles.

    `starts` says whether the day of the starting event counts (民法典第201条: it does not, unless a law says so);
    `rolls` whether a last day off moves to the next working day (民法典第203条).
    """

    name: str
    amount: int
    counts: str
    words: str
    source: str
    starts: str = "next_day"
    rolls: str = "next_working_day"
    extension: Extension | None = None

    def __post_init__(self) -> None:
        if not 0 < self.amount <= LONGEST:
            raise Refusal(f"期限为 {self.amount}", where=self.name, expected=f"1 至 {LONGEST}")
        for value, known in ((self.counts, MEASURES), (self.starts, STARTS), (self.rolls, ROLLS)):
            if value not in known:
                raise Refusal(f"“{value}”", where=self.name, expected="、".join(known) + " 之一")

    @property
    def in_working_days(self) -> bool:
        """Whether only working days count."""
        return self.counts == "working_days"

    def first_day(self, event: date) -> date:
        """The first day that counts when the period starts with an event on this day."""
        return event if self.starts == "same_day" else next_day(event)

    def length(self, amount: int) -> str:
        """`20 个工作日`, `3 个月`, `90 日`."""
        return f"{amount} {MEASURES[self.counts]}"


def last_of_months(event: date, months: int, *, counted: bool) -> date:
    """The last day of a period of months, by 民法典第202条: the corresponding day, else the end of that month.

    When the day of the event is itself `counted`, the period ends one day earlier: from 15 January one month is to
    14 February, from 31 January to the end of February either way.
    """
    day = add_months(event, months)
    return day - timedelta(days=1) if counted and day.day == event.day else day


@cache
def statutory_limits() -> Mapping[str, TimeLimit]:
    """The limits of general laws that ship, by id."""
    return load_limits(Path(__file__).parent / "data" / "time_limits.yaml")


def load_limits(path: Path) -> dict[str, TimeLimit]:
    """Limits from a YAML file. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        limits: dict[str, TimeLimit] = {}
        for node in head.nodes("limits"):
            name = node.text("id")
            if name in limits:
                node.fault("id", f"“{name}”写了两次", "每个期限一个编号")
            limit = read_limit(node)
            if limit:
                limits[name] = limit
            node.done()
    return limits


def read_limit(node: Node) -> TimeLimit | None:
    """One limit from a mapping with the keys of TimeLimit; what is wrong goes to the node's faults."""
    name, words, source = node.text("name"), node.text("words"), node.text("source")
    counts = node.choice("counts", MEASURES)
    starts = node.choice("starts", STARTS, default="next_day")
    rolls = node.choice("rolls", ROLLS, default="next_working_day")
    amount, extension = _amount(node, "amount"), _extension(node)
    if not (amount and counts and starts and rolls):
        return None
    return TimeLimit(name, amount, counts, words, source, starts, rolls, extension)


def _extension(node: Node) -> Extension | None:
    bound = node.text("extension", default=None)
    if bound is None:
        return None
    amount = None if bound == UNBOUNDED else _amount(node, "extension")
    return Extension(amount, node.text("extension_by"), node.text("extension_source"))


def _amount(node: Node, key: str) -> int:
    """A whole number from 1 to LONGEST, or 0 with a fault noted."""
    text = node.text(key, example='"20"')
    if text.isdecimal() and 0 < int(text) <= LONGEST:
        return int(text)
    node.fault(key, f"“{text}”", f'加引号的 1 至 {LONGEST} 的整数，例如 "20"')
    return 0
