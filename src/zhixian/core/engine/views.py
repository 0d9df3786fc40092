"""DuckDB itself over Parquet files, for rows that people look at one by one; whatever is counted is asked through Ibis."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhixian.core.engine import open_duckdb


def literal(text: str | Path) -> str:
    """A text or path as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def literals(words: Iterable[str]) -> str:
    """Words as SQL literals with commas between."""
    return ", ".join(literal(word) for word in words)


def as_dicts(answer: Any) -> list[dict[str, Any]]:
    """The rows of an answer of DuckDB by the names of its columns."""
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@contextmanager
def over(files: Mapping[str, Path]) -> Iterator[Any]:
    """A connection on which each file is a view of that name, until the end."""
    con = open_duckdb()
    try:
        for name, path in files.items():
            con.read_parquet(str(path)).create_view(name)
        yield con
    finally:
        con.close()
