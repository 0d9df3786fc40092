"""A topic asked: expressions compiled once for each question, filled with the files and days of each topic, run on either engine."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import BooleanValue, StringValue

from zhixian.core.engine import statements
from zhixian.core.kernel.periods import add_months
from zhixian.core.landscape.rules import last_complete_year, last_year_ended, rules
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.topic import Topic

_SQL = {"string": "STRING", "int32": "INT", "date32[day]": "DATE", "bool": "BOOLEAN", "double": "DOUBLE"}
_TYPES = {"string": "string", "int32": "int32", "date32[day]": "date", "bool": "boolean", "double": "float64"}


@cache
def table(name: str) -> ibis.Table:
    """A table of a topic before one is named."""
    schema = {field.name: _TYPES[str(field.type)] for field in SCHEMAS[name]}
    return ibis.table(schema, name=f"{{{name}}}")


def file_of(topic: Topic, name: str) -> Path | statements.Lacking:
    """A table of a topic; of an edition of before a column was, it lacks that."""
    path = topic.path(name)
    if topic.is_current:
        return path
    there = set(pq.read_schema(path).names)
    lacking = tuple((field.name, _SQL[str(field.type)]) for field in SCHEMAS[name] if field.name not in there)
    return statements.Lacking(path, lacking) if lacking else path


def _by_then(rows: ibis.Table) -> ibis.Table:
    """Those filed by the day, and those without a day of filing; `year` is that of filing."""
    rows = rows.filter(rows.filed.isnull() | (rows.filed <= statements.day("as_of")))
    return rows.mutate(year=rows.filed.year().cast("int64"))


def records() -> ibis.Table:
    """The records filed by the day."""
    return _by_then(table("records"))


def count_of_records() -> ibis.Table:
    """How many records were filed by the day."""
    return records().agg(records=lambda t: t.count())


def parties(role: str) -> ibis.Table:
    """Columns nr, nth, party, party_name, part, year: each party of a role once for each record."""
    rows = _by_then(table("parties"))
    rows = rows.filter(rows.role == role, ~rows.again)
    return rows.select("nr", "nth", "party", "party_name", "part", "year")


def classes(system: str = "ipc") -> ibis.Table:
    """The symbols of the records in one system: of the IPC, or of `locarno`, the classes of designs."""
    rows = _by_then(table("classes"))
    return rows.filter(rows.system == system)


def chosen(value: StringValue, among: str = "chosen") -> BooleanValue:
    """Whether a text is one of those that `choice` was made of; `among` is the parameter that holds them.

    What was ranked first is asked for by name: a join on a limited table is not, since DuckDB may let the other side's keys
    decide which rows the limit sees.
    """
    return statements.text(among).contains(ibis.literal("\n") + value + "\n")


def choice(values: Iterable[object]) -> statements.Text:
    """Texts as the value of the parameter that `chosen` looks into."""
    return statements.Text("\n" + "".join(f"{value}\n" for value in values))


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The enterprise asked about: what it is called, and the parties of the topic that it is."""

    name: str
    parties: tuple[str, ...]


class Answers:
    """Answers that several figures share, by the statement: each is asked for once, also where two threads want it at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: dict[str, Future[pa.Table]] = {}

    def get(self, sql: str, ask: Callable[[], pa.Table]) -> pa.Table:
        """What `ask` answered the first time. What it raises is raised to everybody who waits for it."""
        with self._lock:
            told, mine = self._told.get(sql), False
            if told is None:
                told, mine = self._told.setdefault(sql, Future()), True
        if mine:
            try:
                told.set_result(ask())
            except BaseException as error:  # noqa: BLE001 -- raised below, here and to whoever waits
                told.set_exception(error)
        return told.result()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Legal events that were read and not taken, by sort: the event where it ends or changes a pledge or a licence, else the office (ST.3), empty
    where it is not said. Each is counted once for its application, of which there are so many; by rows where the number is None."""

    events: Mapping[str, int] = field(default_factory=dict)
    applications: int | None = None


@dataclass(frozen=True)
class Asking:
    """A topic's files, the day, and the engine. `region` is the first digits of the county asked about, `told` the topic's own day, `told_until` the last on which its sources know what happened where they do not know its own and `until_words` what that day is called, `exported` the different days of its exports, the earliest first, where that of every file was said, `in_registry` whether
    its records were found in a registry, which holds what belongs to one place; `enterprise` is the one asked about, where one is named;
    `remarks` say what the topic's own day means for its numbers, `unsure` how many records have no status because only a later one is told;
    `passed_over` how many legal events of its sources were not taken."""

    files: Mapping[str, Path | statements.Lacking]
    as_of: date
    engine: ibis.BaseBackend
    region: str = ""
    told: date | None = None
    told_until: date | None = None
    until_words: str = ""
    exported: tuple[date, ...] = ()
    in_registry: bool = False
    enterprise: Enterprise | None = None
    remarks: tuple[str, ...] = ()
    unsure: int = 0
    passed_over: PassedOver = field(default_factory=PassedOver)
    answers: Answers = field(default_factory=Answers, compare=False, repr=False)

    @property
    def of_place(self) -> tuple[str, ...]:
        """What has to be said of shares and ranks of places where the source is the registry of one."""
        if not self.in_registry:
            return ()
        return (
            "这个专题库是从一个地方自己的登记数据里检索出来的，那里只收与本地有关的权利：各地的份额和名次只说明登记数据收了什么，不是在行业或全国中的份额和名次。",
        )

    @property
    def of_state(self) -> tuple[str, ...]:
        """What has to be said of a status where the day is not the topic's: sources tell it of one day only."""
        if self.told in (None, self.as_of):
            return ()
        return (f"法律状态、权利人和被引次数是专题库截止日 {self.told} 的，不是 {self.as_of} 的。",)

    @property
    def known(self) -> date:
        """The day up to which what was published, granted and cited is known: that of the question, or an earlier last one of the sources."""
        return min(self.as_of, self.told_until or self.as_of)

    @property
    def published(self) -> date:
        """The day up to which publications of what was filed by the day are known: that of the earliest export, though it is after the
        question's, where every file says its own; else `known`."""
        return max((self.known, *self.exported[:1]))

    @property
    def complete(self) -> int:
        """The last year that was over on the day and whose applications were all published on the last day that is known."""
        return min(last_complete_year(self.published), last_year_ended(self.as_of))

    @property
    def of_years(self) -> str:
        """Why the last years are not whole."""
        lag, since = f"申请满 {rules()['publication_lag_months']} 个月才公布", self.complete + 1
        if not self._all_published:
            last = f"{self._of_source}，" if self._of_source else ""
            return f"{lag}，{last}{since} 年起的申请{self.not_whole}，只作参考。"
        rest = f"；{since} 年的申请只到这一天，只作参考" if since == self.as_of.year else ""
        return f"{lag}，{self._of_source}，{self.as_of} 以前的申请已经公布{rest}。"

    @property
    def of_whole_years(self) -> str:
        """By which day of the sources a year is whole, where that is not the day of the question."""
        return f"{self._of_source}，数据完整的年份到 {self.complete} 年。" if self._of_source else ""

    @property
    def not_whole(self) -> str:
        """What the applications of those years are."""
        return "没有收全" if self.known < self.as_of or self._all_published else "尚未全部公开"

    @property
    def _all_published(self) -> bool:
        """Whether all that was filed by the day was published when it was exported."""
        return self.published >= add_months(self.as_of, rules()["publication_lag_months"])

    @property
    def _of_source(self) -> str:
        """What the last day that is known of publications is, where it is not that of the question."""
        if self.published > self.known:
            return f"来源的导出日{'最早' if len(self.exported) > 1 else ''}是 {self.published}"
        return self.until_words if self.known < self.as_of else ""

    def arrow(self, build: Callable[..., ibis.Table], *told: Any, **values: statements.Value) -> pa.Table:
        """The answer to a question: the function that builds it, what it is told, and the values of its parameters."""
        shape = (build.__module__, build.__qualname__, told)
        sql = statements.compiled(self.engine, shape, lambda: build(*told))
        known: dict[str, statements.Value] = {
            "as_of": self.as_of, "region": self.region, "complete": self.complete, "known": self.known,
            "enterprise": choice(self.enterprise.parties if self.enterprise else ()), **values,
        }  # fmt: skip
        asked = statements.fill(self.engine, sql, files=self.files, values=known)
        return self.answers.get(asked, lambda: statements.arrow(self.engine, asked))

    def rows(self, build: Callable[..., ibis.Table], *told: Any, **values: statements.Value) -> list[dict[str, Any]]:
        """The same as dicts."""
        found: list[dict[str, Any]] = self.arrow(build, *told, **values).to_pylist()
        return found

    def one(self, build: Callable[..., ibis.Table], *told: Any, **values: statements.Value) -> dict[str, Any]:
        """The only row of an answer."""
        (row,) = self.rows(build, *told, **values)
        return row
