"""Rows that officers have withdrawn: taken out of the merged tables, with what hangs on them, whatever file brings them again."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.numbers import application
from zhixian.core.registry.staging import ROW, WITHDRAWABLE, party_ref
from zhixian.core.registry.tables import TABLES

_HANGS_ON = {
    "pledges": (("loan_id", "loans"), ("right_id", "rights")),
    "events": (("right_id", "rights"),),
    "honours": (("right", "rights"),),
}
"""What goes with a loan or a right: without it nobody could correct what the checks would refuse."""


def open_withdrawals(bench: Bench) -> None:
    """Make `withdrawn`, one row for each thing that is withdrawn and not restored since, once parties and rights are merged."""
    bench.run(
        "CREATE TABLE withdrawn (tbl VARCHAR, k1 VARCHAR, k2 VARCHAR, k3 VARCHAR, k4 VARCHAR, shown VARCHAR, reason VARCHAR, "
        f"day DATE, _src INTEGER, {ROW} BIGINT, {ORD} BIGINT, hit BOOLEAN)"
    )
    bench.run("CREATE TABLE withdrawn_rows (_src INTEGER, tbl VARCHAR, _ord BIGINT)")
    bench.run(f"CREATE TABLE m_withdrawals AS SELECT tbl, {ORD}, {ROW} FROM s_withdrawals")
    bench.run(f"CREATE TABLE restores_nothing (tbl VARCHAR, {ORD} BIGINT)")
    last: dict[tuple[str | None, ...], tuple[Any, ...]] = {}
    for tbl, shown, restored, reason, day, source, row, place in bench.rows(
        f"SELECT tbl, key, restored, reason, day, _src, {ROW}, {ORD} FROM s_withdrawals ORDER BY {ORD}"
    ):
        keys = [(tbl, *parts) for parts in product(*_resolved(bench, tbl, shown))]
        before = [last.pop(key, None) for key in keys]
        if restored and not any(before):
            bench.run(f"INSERT INTO restores_nothing VALUES ('{tbl}', {place})")
        if not restored:
            last |= dict.fromkeys(keys, (shown, reason, day, source, row, place))
    for key, told in last.items():
        shown, reason, day, source, row, place = told
        words = [*key, *[None] * (5 - len(key)), shown, reason, day]
        cells = ", ".join("NULL" if word is None else literal(str(word)) for word in words)
        bench.run(f"INSERT INTO withdrawn VALUES ({cells}, {source}, {row}, {place}, false)")


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


def parts(tbl: str, shown: str) -> list[str | None]:
    """The parts of a key as an officer writes them; too few are filled up with nothing."""
    given = [part.strip() or None for part in shown.replace(";", "；").split("；")]
    return given + [None] * (len(TABLES[tbl].key) - len(given))


def _resolved(bench: Bench, tbl: str, shown: str) -> Iterator[list[str | None]]:
    """What each part of a key may mean: one thing, but for a registration in several classes that is pledged as a whole."""
    for column, part in zip(TABLES[tbl].key, parts(tbl, shown), strict=False):
        if part is None:
            yield [None]
        elif column in ("right_id", "right"):
            yield [*_pledged(bench, part)] if tbl == "pledges" else [_right(bench, part)]
        elif column == "party":
            yield [_party(bench, part)]
        else:
            yield [part]


def _right(bench: Bench, part: str) -> str:
    """By id, else by number; a mark's without its class is the first of them, a patent's of old may lack its check digit."""
    name, patent = literal(part), literal(application(part).normal or part)
    found = bench.rows(
        f"SELECT right_id FROM m_rights WHERE right_id IN ({name}, {patent}) OR number IN ({name}, {patent}) "
        f"OR starts_with(number, {name} || '/') ORDER BY right_id <> {name}, number IS DISTINCT FROM {name}, "
        f"number IS NOT DISTINCT FROM {patent}, {ORD} LIMIT 1"
    )
    return str(found[0][0]) if found else part


def _pledged(bench: Bench, part: str) -> list[str]:
    """A mark's number without a class means all of its classes, as it does where it is pledged."""
    right = _right(bench, part)
    classes = bench.rows(
        f"SELECT right_id FROM m_rights WHERE starts_with(number, {literal(part)} || '/') ORDER BY {ORD}"
    )
    return [name for (name,) in classes] if (right,) in classes else [right]


def _party(bench: Bench, part: str) -> str:
    """By id, else by a name that some file calls it."""
    if bench.one("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'party_of'"):
        meant = f"id FROM party_of WHERE ref = {literal(party_ref(part))}"
    else:
        meant = f"party_id FROM m_parties WHERE name = {literal(part)}"
    if bench.one(f"SELECT count(*) FROM m_parties WHERE party_id = {literal(part)}"):
        return part
    known = bench.rows(f"SELECT {meant} ORDER BY 1 LIMIT 1")
    return str(known[0][0]) if known else part
