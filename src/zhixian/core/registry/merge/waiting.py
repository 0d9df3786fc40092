"""Which refused rows still wait for correction: not those that a later source has made good, or tells of once more.

A row waits no longer when
- its file came again: the same name from the same folder, with at least half of what stood in the earlier edition; what is
  still wrong in the new edition waits there. The same name in another folder is another file;
- a later source's row of the same thing (the right, the loan, …) is taken, whatever that file is called. A pledge of a right
  that nobody knows is replaced by a later row of the same loan with its pledges; what is wrong with those waits there;
- a later source has the very same row, refused again: it waits once.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhixian.core.registry.bench import ORD, Bench, columns_of, literal
from zhixian.core.registry.identity import normalise_numbers
from zhixian.core.registry.merge.editions import IDENTITY, editions, is_edition
from zhixian.core.registry.merge.findings import MAIN, main_of_sheets, refused_rows
from zhixian.core.registry.staging import REFUSED, ROW, SHEET_STRIDE
from zhixian.core.registry.tables import TABLES

IF_READABLE = {"events": ("effective", "gazetted", "party"), "honours": ("awarded",)}
"""What tells two such things apart, where the refused row's cell can be read."""
_DAYS = {(name, column.name) for name, table in TABLES.items() for column in table.columns if column.kind == "day"}
_LINES_AT_A_TIME = 50_000
_WAITS = pa.schema([
    ("_src", pa.int32()), ("tbl", pa.string()), ("place", pa.int64()), ("row", pa.int64()), ("same", pa.string()),
    ("number", pa.string()),
    *((name, pa.string()) for name in sorted({c for columns in (*IDENTITY.values(), *IF_READABLE.values()) for c in columns})),
])  # fmt: skip
"""`place` is the line of a source's refused rows, below zero the position of what the merge refused of the source's row `row`:
one row may tell of several things, and waits once."""
_ONE_ROW = "DISTINCT (_src, CASE WHEN place < 0 THEN coalesce(row, place) ELSE -1 END, greatest(place, -1))"


_PARTS = (
    "SELECT _src, tbl, -place - 1 AS _ord, first_value(tbl) OVER w AS first_tbl, -first_value(place) OVER w - 1 AS first "
    "FROM waits WHERE place < 0 WINDOW w AS "
    f"(PARTITION BY _src, coalesce(row, place) ORDER BY list_position({list(MAIN)}, tbl), place DESC)"
)
"""Of the rows that the merge refused, the first part stands for all of its row."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that wait: refused for their cells, refused for what they point to; and those made good since.

    `by_source` counts those that wait, `partial` those of them that were taken but for a part, such as a loan without its pledge.
    """

    cells: int
    links: int
    corrected: int
    by_source: dict[int, int]
    partial: dict[int, int]


def write_waiting(bench: Bench, path: Path) -> Waiting:
    """Write the rows that wait, as received, as JSON lines with their reasons."""
    bench.register("nothing", _WAITS.empty_table())
    bench.run("CREATE TABLE waits AS SELECT * FROM nothing")
    refused = [number for number, source in enumerate(bench.sources) if (source.folder / REFUSED).exists()]
    for number in refused:
        for lines in _in_portions(bench.sources[number].folder / REFUSED):
            _note_cells(bench, number, lines)
    _note_links(bench)
    total = bench.one(f"SELECT count({_ONE_ROW}) FROM waits")
    if total:
        _drop_replaced(bench)
        _drop_corrected(bench)
    cells = bench.one("SELECT count(*) FROM waits WHERE place >= 0")
    links = bench.one(f"SELECT count({_ONE_ROW}) FROM waits WHERE place < 0")
    by_source = dict(bench.rows(f"SELECT _src, count({_ONE_ROW}) FROM waits GROUP BY _src ORDER BY _src"))
    partial = _partial(bench) if links else {}
    if cells or links:
        _write(bench, path)
    bench.drop("waits")
    return Waiting(cells, links, total - cells - links, by_source, partial)


def _partial(bench: Bench) -> dict[int, int]:
    """By source, rows of which something waits although what the row is about was taken."""
    about = [
        {"_src": number, "sheet": sheet, "main": main}
        for (number,) in bench.rows("SELECT DISTINCT _src FROM waits WHERE place < 0")
        for sheet, main in main_of_sheets(bench, number)
    ]
    bench.register("about", pa.Table.from_pylist(about))
    return dict(
        bench.rows(
            f"SELECT w._src, count(*) FROM (SELECT _src, row, list(tbl) AS tbls FROM waits WHERE place < 0 GROUP BY ALL) AS w "
            f"JOIN about AS a ON a._src = w._src AND a.sheet = coalesce(w.row, 0) // {SHEET_STRIDE} "
            "WHERE NOT list_contains(w.tbls, a.main) GROUP BY w._src"
        )
    )


def _in_portions(path: Path) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    portion: list[tuple[int, dict[str, Any]]] = []
    with path.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            portion.append((place, json.loads(line)))
            if len(portion) == _LINES_AT_A_TIME:
                yield portion
                portion = []
    yield portion


def _note_cells(bench: Bench, number: int, lines: list[tuple[int, dict[str, Any]]]) -> None:
    rows = []
    for place, line in lines:
        told = line.get("about") or line["raw"]
        cells = {name: _readable(line["table"], name, told) for name in (*_keys(line["table"]), "number")}
        same = json.dumps(line["raw"], ensure_ascii=False, sort_keys=True)
        rows.append({"_src": number, "tbl": line["table"], "place": place, "same": same, **cells})
    table = pa.Table.from_pylist(rows, schema=_WAITS)
    raws = [line["raw"] for _, line in lines]
    kinds, classes = (pa.array([raw.get(name) for raw in raws], pa.string()) for name in ("kind", "classes"))
    numbers, _ = normalise_numbers(kinds, table["number"], classes)
    bench.register("lines", table.set_column(table.column_names.index("number"), "number", numbers))
    bench.run("INSERT INTO waits SELECT * REPLACE (sha256(same) AS same) FROM lines")
    bench.run(
        "UPDATE waits SET number = substr(right_id, 4) WHERE tbl = 'rights' AND starts_with(right_id, 'no:') "
        f"AND _src = {number}"
    )
    _resolve(bench)


def _keys(table: str) -> tuple[str, ...]:
    return (*IDENTITY.get(table, ()), *IF_READABLE.get(table, ()))


def _readable(table: str, name: str, told: Mapping[str, Any]) -> str | None:
    text = str(told.get(name) or "") or None
    if text is not None and (table, name) in _DAYS:
        with suppress(ValueError):
            return date.fromisoformat(text).isoformat()
        return None
    return text


def _resolve(bench: Bench) -> None:
    """References of refused rows to the ids that the merge gave them."""
    known = {name for (name,) in bench.rows("SELECT table_name FROM duckdb_tables()")}
    for table, columns in (("party_of", ("party_id", "party", "borrower")), ("right_of", ("right_id", "right"))):
        for column in columns:
            if table in known and column in _WAITS.names:
                bench.run(f'UPDATE waits SET "{column}" = o.id FROM {table} AS o WHERE o.ref = waits."{column}"')


def _note_links(bench: Bench) -> None:
    for (name,) in bench.rows("SELECT DISTINCT tbl FROM findings WHERE refused"):
        cells = [
            f'CAST(r."{column}" AS VARCHAR)' if column in _keys(name) else "NULL"
            for column in _WAITS.names[_WAITS.names.index("number") + 1 :]
        ]
        same = f"sha256(CAST(struct_pack({', '.join(f'{c} := r.{c}' for c in columns_of(name))}) AS VARCHAR))"
        bench.run(
            f"INSERT INTO waits SELECT r._src, '{name}', -r.{ORD} - 1, r.{ROW}, {same}, {'r.number' if name == 'rights' else 'NULL'}, "
            f"{', '.join(cells)} FROM r_{name} AS r SEMI JOIN (SELECT _ord FROM findings WHERE refused AND tbl = '{name}') AS f "
            f"ON f._ord = r.{ORD}"
        )


def _drop_replaced(bench: Bench) -> None:
    """Rows of a file that came again."""
    refusing = {number for (number,) in bench.rows("SELECT DISTINCT _src FROM waits")}
    for numbers in editions(bench):
        for at, number in enumerate(numbers):
            if number in refusing and any(is_edition(bench, later, number) for later in reversed(numbers[at + 1 :])):
                bench.run(f"DELETE FROM waits WHERE _src = {number}")


def _drop_corrected(bench: Bench) -> None:
    """Rows whose thing a later source brought, and rows that a later source has once more."""
    bench.run("CREATE TABLE corrected (_src INTEGER, tbl VARCHAR, place BIGINT)")
    for (name,) in bench.rows("SELECT DISTINCT tbl FROM waits"):
        if name in TABLES:
            named = [_taken_later(name, IDENTITY[name])]
            if name == "rights":
                named.append(_taken_later(name, ("number",)))
            bench.run(f"INSERT INTO corrected {' UNION '.join(named)}")
    bench.run(f"INSERT INTO corrected {_pledged_anew()}")
    bench.run(
        "INSERT INTO corrected SELECT w._src, w.tbl, w.place FROM waits AS w JOIN "
        "(SELECT tbl, same, max(_src) AS last FROM waits GROUP BY ALL) AS l ON l.tbl = w.tbl AND l.same = w.same "
        "WHERE w._src < l.last"
    )
    bench.run(
        "DELETE FROM waits AS w USING corrected AS c WHERE c._src = w._src AND c.tbl = w.tbl AND c.place = w.place"
    )
    bench.drop("corrected")


def _pledged_anew() -> str:
    """SQL of waiting pledges whose loan a later source tells again with its pledges: what is wrong with those waits there."""
    return (
        "SELECT w._src, w.tbl, w.place FROM waits AS w JOIN (SELECT DISTINCT r._src, r.loan_id FROM r_pledges AS r "
        "SEMI JOIN r_loans AS l ON l._src = r._src AND l.loan_id = r.loan_id) AS t "
        "ON t.loan_id = w.loan_id AND t._src > w._src WHERE w.tbl = 'pledges'"
    )


def _taken_later(name: str, keys: tuple[str, ...]) -> str:
    """SQL of the waiting rows for which a later source's row stands in the merged table."""
    either = name == "honours"  # of a party or of a right
    equal = [f'CAST(r."{key}" AS VARCHAR) {"IS NOT DISTINCT FROM" if either else "="} w."{key}"' for key in keys]
    equal += [f'(w."{c}" IS NULL OR CAST(r."{c}" AS VARCHAR) = w."{c}")' for c in IF_READABLE.get(name, ())]
    if either:
        equal.append('w.honour IS NOT NULL AND (w.party IS NOT NULL OR w."right" IS NOT NULL)')
    whole = (*IDENTITY[name], *IF_READABLE.get(name, ()))
    stands = " AND ".join(f'm."{c}" IS NOT DISTINCT FROM r."{c}"' for c in whole)
    return (
        f"SELECT w._src, w.tbl, w.place FROM waits AS w JOIN r_{name} AS r ON {' AND '.join(equal)} "
        f"SEMI JOIN m_{name} AS m ON {stands} WHERE w.tbl = '{name}' AND r._src > w._src"
    )


def _write(bench: Bench, path: Path) -> None:
    cells = defaultdict(set)
    for number, place in bench.rows("SELECT _src, place FROM waits WHERE place >= 0"):
        cells[number].add(place)
    with path.open("w", encoding="utf-8") as out:
        for number in sorted(cells):
            source = bench.sources[number]
            for lines in _in_portions(source.folder / REFUSED):
                for place, line in lines:
                    if place in cells[number]:
                        out.write(json.dumps({"file": source.file, **line}, ensure_ascii=False) + "\n")
        beside = path.with_name("links.jsonl")
        if query := refused_rows(bench, _PARTS):
            bench.run(f"COPY ({query}) TO {literal(beside)} (FORMAT json)")
            out.write(beside.read_text(encoding="utf-8"))
            beside.unlink()
