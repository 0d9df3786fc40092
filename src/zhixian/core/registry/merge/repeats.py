"""Rows of one key become one row: same content repeats, other content of a later source updates, of the same file conflicts."""

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import ORD, Bench, columns_of
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.staging import ROW, SHEET_STRIDE
from zhixian.core.registry.tables import TABLES

MADE_ID = "N[0-9a-f]{12}"
"""Ids of parties that are known by their names alone; see `references`."""
KEYS_AT_A_TIME = 100_000
"""An aggregate over texts must fit into memory."""


def merge_repeats(bench: Bench, name: str) -> None:
    """Make `m_<table>`: one row for each key, with the position of its first row; events: one for each content."""
    key = [f'"{k}"' for k in TABLES[name].key] or columns_of(name)
    refused = f"SELECT {ORD} FROM findings WHERE refused AND tbl = '{name}'"
    standing = f"WHERE {ORD} NOT IN ({refused})" if bench.one(f"SELECT count(*) FROM ({refused})") else ""
    bench.run(f"CREATE TEMP VIEW h_{name} AS SELECT *, hash({', '.join(key)}) AS _hash FROM r_{name} {standing}")
    bench.run(f"CREATE TABLE again AS SELECT _hash FROM h_{name} GROUP BY _hash HAVING count(*) > 1")
    chosen = ", ".join(columns_of(name))
    repeated = int(bench.one("SELECT count(*) FROM again"))
    if not repeated:
        bench.run(f"CREATE TABLE m_{name} AS SELECT {chosen}, {ORD}, {ROW} FROM h_{name}")
    else:
        bench.run(f"CREATE TABLE m_{name} AS SELECT {chosen}, {ORD}, {ROW} FROM h_{name} ANTI JOIN again USING (_hash)")
        portions = repeated // KEYS_AT_A_TIME + 1
        bench.run(
            f"CREATE TABLE repeated AS SELECT *, _hash % {portions} AS _portion FROM h_{name} SEMI JOIN again USING (_hash)"
            + (" ORDER BY _portion" if portions > 1 else "")
        )
        _merge_in_portions(bench, name, key, portions)
        bench.drop("repeated")
    bench.drop("again")
    if name == "parties":
        bench.run(
            f"INSERT INTO m_parties (party_id, name, {ORD}) SELECT min(party_id), min(name), -1 FROM new_parties "
            "WHERE party_id NOT IN (SELECT party_id FROM m_parties) GROUP BY party_id"
        )
    _refuse_incomplete(bench, name)


def _merge_in_portions(bench: Bench, name: str, key: list[str], portions: int) -> None:
    for portion in range(portions):
        bench.run(f"CREATE TABLE repeats AS SELECT * FROM repeated WHERE _portion = {portion}")
        if name != "events":
            _refuse_conflicts(bench, name, key)
        _fold_repeats(bench, name, key)
        bench.drop("repeats")


def _refuse_conflicts(bench: Bench, name: str, key: list[str]) -> None:
    """Rows that say something else than the first of their key in the same file."""
    own = "SELECT _src, _hash FROM repeats WHERE _own GROUP BY ALL HAVING count(*) > 1"
    if not bench.one(f"SELECT count(*) FROM ({own})"):
        return
    content = f"struct_pack({', '.join(f'{c} := {c}' for c in columns_of(name))})"
    keys = ", ".join(key)
    bench.run(
        f"CREATE TABLE conflicts AS SELECT * FROM (SELECT *, first_value({content}) OVER w IS DISTINCT FROM {content} AS _other, "
        f"first_value({ROW}) OVER w AS _first FROM repeats SEMI JOIN ({own}) USING (_src, _hash) WHERE _own WINDOW w AS (PARTITION BY _src, {keys} ORDER BY {ORD})) "
        "WHERE _other"
    )
    shown = " || ' ' || ".join(f"coalesce(CAST({k} AS VARCHAR), '')" for k in key)
    column, rows = "、".join(k.strip('"') for k in key), "SELECT * FROM conflicts"
    if name == "parties":  # an id that was made of the name stands in no file
        made = f"SELECT * FROM conflicts WHERE regexp_full_match(party_id, '{MADE_ID}')"
        _find_conflicts(bench, name, "name", "name", made)
        rows = f"{rows} WHERE NOT regexp_full_match(party_id, '{MADE_ID}')"
    _find_conflicts(bench, name, column, f"trim({shown})", rows)
    bench.run(f"DELETE FROM repeats WHERE {ORD} IN (SELECT {ORD} FROM conflicts)")
    bench.drop("conflicts")


def _find_conflicts(bench: Bench, name: str, column: str, value: str, rows: str) -> None:
    find(
        bench, name, column, f"'与' || {_sheet_of_first(bench)} || '第 ' || _first % {SHEET_STRIDE} || ' 行重复而内容不同'",
        rows, value=value,
    )  # fmt: skip


def _sheet_of_first(bench: Bench) -> str:
    """SQL of the name of the sheet on which the first row stands, where its file has several."""
    named = [
        f"WHEN _src = {number} AND _first // {SHEET_STRIDE} = {sheet} THEN {literal(f'工作表“{name}”')}"
        for number, source in enumerate(bench.sources)
        for sheet, name in source.sheets.items()
    ]
    return f"(CASE {' '.join(named)} ELSE '' END)" if named else "''"


def _fold_repeats(bench: Bench, name: str, key: list[str]) -> None:
    """A later non-empty value wins, field by field; what an importer gathered from a party's name never beats what is said of it."""
    weight = f"CASE WHEN _own THEN {ORD} ELSE {ORD} - (1::BIGINT << 61) END" if name == "parties" else ORD
    values = [
        column if column in key else f"arg_max({column}, {weight}) AS {column}"  # passes over empty values
        for column in columns_of(name)
    ]
    bench.run(
        f"INSERT INTO m_{name} SELECT {', '.join(values)}, min({ORD}), arg_min({ROW}, {ORD}) FROM repeats "
        f"GROUP BY {', '.join(key)}"
    )


def _refuse_incomplete(bench: Bench, name: str) -> None:
    """A correction or an export may leave required columns empty; a row that nobody completes cannot stand."""
    for column in TABLES[name].columns:
        if not column.required:
            continue
        empty = f'"{column.name}" IS NULL'
        if not bench.one(f"SELECT count(*) FROM m_{name} WHERE {empty}"):
            continue
        rows = contributions(name, f"(SELECT * FROM m_{name} WHERE {empty})")
        find(bench, name, column.name, "'不能为空，其他来源也没有'", rows, value="NULL")
        bench.run(f"DELETE FROM m_{name} WHERE {empty}")


def contributions(name: str, merged: str) -> str:
    """SQL of all staged rows that went into some merged rows."""
    keys = [f'"{k}"' for k in TABLES[name].key] or columns_of(name)
    same = " AND ".join(f"r.{k} IS NOT DISTINCT FROM m.{k}" for k in keys)
    return f"SELECT r.* FROM r_{name} AS r SEMI JOIN {merged} AS m ON {same}"
