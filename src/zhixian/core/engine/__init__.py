"""The only place that opens DuckDB or Spark: behind Ibis for whatever is counted, DuckDB itself where rows are brought in or looked at.

Ibis is loaded with the first backend: it takes longer than reading a small file, and who brings files in needs none of it.
"""

import os
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb import Error as EngineError
from pyarrow import ArrowException

from zhixian.core.kernel.refusal import Refusal

if TYPE_CHECKING:
    import ibis

__all__ = ["ENGINE_TROUBLE", "connect", "open_duckdb", "read"]

ENGINE_TROUBLE = (EngineError, ArrowException)
"""What the engines and their tables throw of themselves: a file that cannot be read, no memory, no disk."""


def open_duckdb(*, memory_limit: str | None = None, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """DuckDB itself in this process, with the same settings as behind Ibis."""
    con = duckdb.connect(config=_settings(memory_limit, threads))
    con.execute("SET timezone = 'UTC'")
    con.execute("SET python_enable_replacements = false")
    return con


def connect(
    spec: str | None = None, *, memory_limit: str | None = None, threads: int | None = None
) -> "ibis.BaseBackend":
    """An Ibis backend: DuckDB in process by default, Spark for `spark://host:port` or `local[2]`.

    `spec` defaults to the environment variable ZHIXIAN_ENGINE. Raises Refusal when the engine is unknown or not installed.
    """
    import ibis  # noqa: PLC0415 -- see above

    spec = spec or os.environ.get("ZHIXIAN_ENGINE") or "duckdb"
    if spec == "duckdb":
        return ibis.duckdb.connect(**_settings(memory_limit, threads))
    if spec.startswith(("spark://", "local[")):
        return ibis.pyspark.connect(_spark(spec))
    raise Refusal(f"不认识的计算引擎“{spec}”", where="ZHIXIAN_ENGINE", expected="duckdb、spark://主机:端口 或 local[2]")


def _settings(memory_limit: str | None, threads: int | None) -> dict[str, Any]:
    settings: dict[str, Any] = {"preserve_insertion_order": False}
    if memory_limit:
        settings["memory_limit"] = memory_limit
    if threads:
        settings["threads"] = threads
    return settings


def _spark(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra of 480 MB
    except ImportError:
        raise Refusal("没有安装 Spark", where="ZHIXIAN_ENGINE", expected="先安装 zhixian[spark]") from None
    return (
        SparkSession.builder.master(master)
        .appName("zhixian")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.warehouse.dir", str(Path(gettempdir()) / "zhixian-spark-warehouse"))
        .config("spark.sql.ansi.enabled", "true")
        .getOrCreate()
    )


def read(con: "ibis.BaseBackend", path: Path) -> "ibis.Table":
    """A Parquet file (or folder of them) as an Ibis table."""
    return con.read_parquet(str(path))
