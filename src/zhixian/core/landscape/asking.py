"""A topic asked: expressions compiled once for each question, filled with the files and days of each topic, run on either engine."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, StringValue

from zhixian.core.engine import statements
from zhixian.core.landscape.rules import last_complete_year
from zhixian.core.topics.tables import SCHEMAS

_TYPES = {"string": "string", "int32": "int32", "date32[day]": "date", "bool": "boolean", "double": "float64"}


@cache
def table(name: str) -> ibis.Table:
    """A table of a topic before one is named."""
    schema = {field.name: _TYPES[str(field.type)] for field in SCHEMAS[name]}
    return ibis.table(schema, name=f"{{{name}}}")


def _by_then(rows: ibis.Table) -> ibis.Table:
    """Those filed by the day, and those without a day of filing; `year` is that of filing."""
    rows = rows.filter(rows.filed.isnull() | (rows.filed <= statements.day("as_of")))
    return rows.mutate(year=rows.filed.year().cast("int64"))


def records() -> ibis.Table:
    """The records filed by the day."""
    return _by_then(table("records"))


def parties(role: str) -> ibis.Table:
    """Columns nr, nth, party, party_name, part, year: each party of a role once for each record."""
    rows = _by_then(table("parties"))
    rows = rows.filter(rows.role == role, ~rows.again)
    return rows.select("nr", "nth", "party", "party_name", "part", "year")


def classes() -> ibis.Table:
    """The IPC symbols of the records."""
    rows = _by_then(table("classes"))
    return rows.filter(rows.system == "ipc")


def chosen(value: StringValue) -> BooleanValue:
    """Whether a text is one of those that `choice` was made of.

    What was ranked first is asked for by name: a join on a limited table is not, since DuckDB may let the other side's keys
    decide which rows the limit sees.
    """
    return statements.text("chosen").contains(ibis.literal("\n") + value + "\n")


def choice(values: Iterable[object]) -> statements.Text:
    """Texts as the value of the parameter that `chosen` looks into."""
    return statements.Text("\n" + "".join(f"{value}\n" for value in values))


@dataclass(frozen=True)
class Asking:
    """A topic's files, the day, and the engine. `region` is the first digits of the county asked about, `told` the topic's own day, `in_registry` whether
    its records were found in a registry, which holds what belongs to one place."""

    files: Mapping[str, Path]
    as_of: date
    engine: ibis.BaseBackend
    region: str = ""
    told: date | None = None
    in_registry: bool = False

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
    def complete(self) -> int:
        """The last year whose applications are all published."""
        return last_complete_year(self.as_of)

    def arrow(self, build: Callable[..., ibis.Table], *told: Any, **values: statements.Value) -> pa.Table:
        """The answer to a question: the function that builds it, what it is told, and the values of its parameters."""
        shape = (build.__module__, build.__qualname__, told)
        sql = statements.compiled(self.engine, shape, lambda: build(*told))
        known: dict[str, statements.Value] = {
            "as_of": self.as_of, "region": self.region, "complete": self.complete, **values,
        }  # fmt: skip
        return statements.arrow(self.engine, statements.fill(self.engine, sql, files=self.files, values=known))

    def rows(self, build: Callable[..., ibis.Table], *told: Any, **values: statements.Value) -> list[dict[str, Any]]:
        """The same as dicts."""
        found: list[dict[str, Any]] = self.arrow(build, *told, **values).to_pylist()
        return found

    def one(self, build: Callable[..., ibis.Table], *told: Any, **values: statements.Value) -> dict[str, Any]:
        """The only row of an answer."""
        (row,) = self.rows(build, *told, **values)
        return row
