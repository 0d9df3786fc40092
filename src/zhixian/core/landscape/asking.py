"""A topic asked: expressions compiled once for each question, filled with the files and days of each topic, run on either engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from zhixian.core.engine import statements
from zhixian.core.landscape.rules import last_complete_year
from zhixian.core.topics.tables import SCHEMAS

_TYPES = {"string": "string", "int32": "int32", "date32[day]": "date"}


@cache
def table(name: str) -> ibis.Table:
    """A table of a topic before one is named."""
    schema = {field.name: _TYPES[str(field.type)] for field in SCHEMAS[name]}
    return ibis.table(schema, name=f"{{{name}}}")


def records() -> ibis.Table:
    """The records filed by the day, those without a day of filing too; `year` is that of filing."""
    rows = table("records")
    rows = rows.filter(rows.filed.isnull() | (rows.filed <= statements.day("as_of")))
    return rows.mutate(year=rows.filed.year().cast("int64"))


def applicants() -> ibis.Table:
    """Columns record, party, party_name, year: each applicant of each record once."""
    rows = table("parties")
    rows = rows.filter(rows.role == "applicant").select("record", "party", "party_name").distinct()
    return rows.inner_join(records().select("record", "year"), "record")


def classes() -> ibis.Table:
    """The IPC symbols of the records filed by the day."""
    rows = table("classes")
    return rows.filter(rows.system == "ipc").inner_join(records().select("record", "year"), "record")


@dataclass(frozen=True)
class Asking:
    """A topic's files, the day, and the engine. `region` is the first digits of the county asked about."""

    files: Mapping[str, Path]
    as_of: date
    engine: ibis.BaseBackend
    region: str = ""

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
