"""Rows that officers have withdrawn: taken out of the merged tables, with what hangs on them, whatever file brings them again."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pyarrow as pa

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.merge.keys_meant import look_up
from zhixian.core.registry.staging import ROW, WITHDRAWABLE
from zhixian.core.registry.tables import TABLES

_HANGS_ON = {
    "pledges": (("loan_id", "loans"), ("right_id", "rights")),
    "events": (("right_id", "rights"),),
    "honours": (("right", "rights"),),
}
"""What goes with a loan or a right: without it nobody could correct what the checks would refuse."""
_WITHDRAWN = pa.schema([
    ("tbl", pa.string()), ("k1", pa.string()), ("k2", pa.string()), ("k3", pa.string()), ("k4", pa.string()),
    ("shown", pa.string()), ("reason", pa.string()), ("day", pa.date32()), ("_src", pa.int32()), (ROW, pa.int64()),
    (ORD, pa.int64()), ("hit", pa.bool_()),
])  # fmt: skip
_IDLE = pa.schema([("tbl", pa.string()), (ORD, pa.int64())])


def open_withdrawals(bench: Bench) -> None:
    """Make `withdrawn`, one row for each thing that is withdrawn and not restored since, once parties and rights are merged."""
    bench.run("CREATE TABLE withdrawn_rows (_src INTEGER, tbl VARCHAR, _ord BIGINT)")
    bench.run(f"CREATE TABLE m_withdrawals AS SELECT tbl, {ORD}, {ROW} FROM s_withdrawals")
    told = bench.rows(f"SELECT tbl, key, restored, reason, day, _src, {ROW}, {ORD} FROM s_withdrawals ORDER BY {ORD}")
    meant = look_up(bench, [(tbl, shown) for tbl, shown, *_ in told])
    last: dict[tuple[str | None, ...], tuple[Any, ...]] = {}
    idle = []
    for tbl, shown, restored, *how in told:
        keys = [(tbl, *parts) for parts in product(*meant.of(tbl, shown))]
        before = [last.pop(key, None) for key in keys]
        if restored and not any(before):
            idle.append((tbl, how[-1]))
        if not restored:
            last |= dict.fromkeys(keys, (shown, *how))
    _make(bench, "restores_nothing", _IDLE, idle)
    _make(bench, "withdrawn", _WITHDRAWN, [(*key, *[None] * (5 - len(key)), *how, False) for key, how in last.items()])


def _make(bench: Bench, name: str, schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> None:
    """A table of these rows."""
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    bench.register(
        "made",
        pa.table([pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema=schema),
    )
    bench.run(f"CREATE TABLE {name} AS SELECT * FROM made")


def withdraw(bench: Bench, name: str) -> None:
    """Take what is withdrawn, and what hangs on it, out of `m_<name>`."""
    if name not in (*WITHDRAWABLE, *_HANGS_ON) or not bench.one("SELECT count(*) FROM withdrawn"):
        return
    keys = TABLES[name].key
    if keys:
        same = _same(keys)
        bench.run(f"UPDATE withdrawn AS w SET hit = true FROM m_{name} AS m WHERE w.tbl = '{name}' AND {same}")
        gone = [f"EXISTS (SELECT 1 FROM withdrawn AS w WHERE w.tbl = '{name}' AND {same})"]
    else:
        gone = []
    for column, table in _HANGS_ON.get(name, ()):
        gone.append(f"m.\"{column}\" IN (SELECT k1 FROM withdrawn WHERE tbl = '{table}')")
    condition = " OR ".join(gone)
    bench.run(f"INSERT INTO withdrawn_rows SELECT _src, '{name}', {ORD} FROM r_{name} AS m WHERE {condition}")
    bench.run(f"DELETE FROM m_{name} AS m WHERE {condition}")


def _same(keys: tuple[str, ...]) -> str:
    return " AND ".join(
        f'CAST(m."{key}" AS VARCHAR) IS NOT DISTINCT FROM w.k{place}' for place, key in enumerate(keys, start=1)
    )


def close_withdrawals(bench: Bench) -> None:
    """Refuse what withdraws nothing that is in any file, and what restores nothing that is withdrawn: it waits to be mended."""
    for name in WITHDRAWABLE:
        zh = TABLES[name].zh
        idle = f"SELECT {ORD} FROM withdrawn WHERE tbl = '{name}' GROUP BY {ORD} HAVING NOT bool_or(hit)"
        _refuse_idle(bench, idle, f"没有撤回任何{zh}：登记数据里没有这一项，请核对编号")
        idle = f"SELECT {ORD} FROM restores_nothing WHERE tbl = '{name}'"
        _refuse_idle(bench, idle, f"没有恢复任何{zh}：没有撤回过这一项，请核对编号")
    bench.drop("restores_nothing")


def _refuse_idle(bench: Bench, idle: str, reason: str) -> None:
    rows = f"SELECT * FROM r_withdrawals WHERE {ORD} IN ({idle})"
    find(bench, "withdrawals", "撤回编号", literal(reason), rows, value="key")
    bench.run(f"DELETE FROM m_withdrawals WHERE {ORD} IN ({idle})")


def withdrawals_in_force(bench: Bench) -> list[dict[str, Any]]:
    """For the manifest: what is withdrawn, why, by which row of which file."""
    told = bench.rows(
        f"SELECT tbl, shown, reason, CAST(day AS VARCHAR), _src, {ROW} FROM withdrawn WHERE hit "
        f"QUALIFY row_number() OVER (PARTITION BY {ORD}) = 1 ORDER BY {ORD}"
    )
    return [
        {"table": tbl, "key": shown, "reason": reason, "day": day, "file": bench.sources[source].file, "row": row}
        for tbl, shown, reason, day, source, row in told
    ]


def withdrawn_notes(bench: Bench) -> dict[int, str]:
    """By source, that some of its rows are withdrawn."""
    told = ", ".join(f"('{name}')" for name in WITHDRAWABLE)
    counted = bench.rows(
        f"SELECT _src, count(*) FROM withdrawn_rows WHERE tbl IN (SELECT * FROM (VALUES {told})) GROUP BY _src"
    )
    return {source: f"{rows:,} 行已被撤回，没有计入" for source, rows in counted}
