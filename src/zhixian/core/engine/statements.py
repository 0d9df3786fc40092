"""Runs Ibis expressions as SQL compiled once per shape and filled with the files, days and regions of each question.

An expression names its tables `{spans}`, `{loans}`, … (unbound) and its parameters as text literals `{as_of}`, `{region_from}`, …
Compiling costs some 30 ms, filling none; no view is made on the connection, so two snapshots can be asked at once.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import RLock

import ibis
import pyarrow as pa
from duckdb import IOException

from zhixian.core.kernel.refusal import Refusal

Value = str | int | date


class Text(str):
    """A text of any content, such as a party's id that is made of its name: written as the engine quotes it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A file of before some columns were: they are read as unknown. `columns` are their names, each with its type in SQL."""

    path: Path
    columns: tuple[tuple[str, str], ...]


_HOLE = re.compile(r"""["`]\{(?P<table>\w+)\}["`]|\{(?P<value>\w+)\}""")
_SAFE = re.compile(r"[\w:.-]*")
_SPARK_READS = re.compile(r"\[(?:PATH_NOT_FOUND|UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY|(?:FAILED|CANNOT)_READ_FILE\b)")
"""Error conditions of Spark: no such path, a file that is no Parquet, one that goes or breaks while it is read."""
_NAMED = re.compile(r'"([^"]+\.parquet)"|\bfile:(?://)?(/[^\n]+?\.parquet)')
"""The file as DuckDB and as Spark name it."""
_compiled: dict[tuple[str, Hashable], str] = {}
_compiling = RLock()
"""One at a time: it is Python's own work, and a backend's compiler was not made for two."""


def day(name: str) -> ibis.expr.types.DateValue:
    """A parameter that will be a day."""
    return ibis.literal(f"{{{name}}}").cast("date")


def text(name: str) -> ibis.expr.types.StringValue:
    """A parameter that will be a short text without quotes or blanks."""
    return ibis.literal(f"{{{name}}}")


def integer(name: str) -> ibis.expr.types.IntegerValue:
    """A parameter that will be an integer."""
    return ibis.literal(f"{{{name}}}").cast("int64")


def days() -> ibis.Table:
    """A table that will hold the days asked for: column `day`."""
    return ibis.table({"day": "date"}, name="{days}")


def compiled(con: ibis.BaseBackend, shape: Hashable, build: Callable[[], ibis.Table]) -> str:
    """SQL of the expression `build()`, compiled the first time this shape is asked of this kind of engine."""
    key = (con.name, shape)
    if key not in _compiled:
        with _compiling:
            if key not in _compiled:
                _compiled[key] = con.compile(build())
    return _compiled[key]


def fill(
    con: ibis.BaseBackend,
    sql: str,
    *,
    files: Mapping[str, Path | Lacking],
    values: Mapping[str, Value],
    days: Sequence[date] = (),
) -> str:
    """The SQL with every hole filled. Raises KeyError for a hole without a filling, ValueError for an unsafe text."""

    def filling(hole: re.Match[str]) -> str:
        if name := hole["table"]:
            return _listed(days) if name == "days" else _parquet(con, files[name])
        value = str(values[hole["value"]])
        if isinstance(values[hole["value"]], Text):
            return value.replace("'", "''") if con.name == "duckdb" else _backslashed(value)
        if not _SAFE.fullmatch(value):
            raise ValueError(f"{hole['value']}: {value!r}")
        return value

    return _HOLE.sub(filling, sql)


def rows(con: ibis.BaseBackend, sql: str) -> list[tuple[object, ...]]:
    """All rows as tuples of Python values: for small answers."""
    with _reading():
        if con.name != "duckdb":
            return [tuple(row) for row in con.raw_sql(sql).collect()]
        answer: list[tuple[object, ...]] = con.con.cursor().execute(sql).fetchall()
    return answer


def arrow(con: ibis.BaseBackend, sql: str) -> pa.Table:
    """All rows as an Arrow table: for large answers. Sums come as int64 on either engine."""
    with _reading():
        duckdb = con.name == "duckdb"
        answer = con.con.cursor().execute(sql).to_arrow_table() if duckdb else con.raw_sql(sql).toArrow()
    fields = [field.with_type(pa.int64()) if _is_sum(field.type) else field for field in answer.schema]
    return answer.cast(pa.schema(fields))


@contextmanager
def _reading() -> Iterator[None]:
    """A file that has gone or cannot be read, in the user's words: somebody moved or emptied the folder meanwhile."""
    try:
        yield
    except Exception as error:
        if not _is_of_a_file(error):
            raise
        named = _NAMED.search(str(error))
        raise Refusal(
            "快照的文件读不出，可能被移走或清空了",
            where=named[1] or named[2] if named else "数据目录",
            expected="完好的数据目录；来源文件还在时可用 zhixian registry rebuild 重建",
        ) from error


def _is_of_a_file(error: Exception) -> bool:
    """Whether an engine could not read a file. Spark says it before it runs or while it runs, in classes of an extra that may be absent."""
    if type(error).__module__.startswith(("pyspark.", "py4j.")):
        return bool(_SPARK_READS.search(str(error)))
    return isinstance(error, IOException)


def _is_sum(kind: pa.DataType) -> bool:
    """DuckDB sums integers as 128-bit ones, which Arrow shows as decimals without places."""
    return bool(pa.types.is_decimal(kind) and kind.scale == 0)


def _backslashed(value: str) -> str:
    """Spark reads backslashes in quotes."""
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _listed(days: Sequence[date]) -> str:
    values = ", ".join(f"(DATE '{day}')" for day in days)
    return f"(SELECT * FROM (VALUES {values}) AS asked(day))"  # noqa: S608 -- dates


def _parquet(con: ibis.BaseBackend, path: Path | Lacking) -> str:
    if isinstance(path, Lacking):
        quote = '"' if con.name == "duckdb" else "`"
        nulls = "".join(f", CAST(NULL AS {kind}) AS {quote}{name}{quote}" for name, kind in path.columns)
        return f"(SELECT *{nulls} FROM {_parquet(con, path.path)})"  # noqa: S608 -- names and types of our own tables
    if con.name == "duckdb":
        name = re.sub(r"[*?\[]", r"[\g<0>]", str(path.absolute())).replace("'", "''")
        return f"read_parquet('{name}')"
    return "parquet.`file://{}`".format(str(path.absolute()).replace("`", "``"))
