"""Which refused rows still wait for correction: not those that a later source has made good, or tells of once more.

A row waits no longer when
- its file came again: the same name from the same folder, with at least half of what stood in the earlier edition; what is
  still wrong in the new edition waits there. The same name in another folder is another file;
- a later source's row of the same thing (the right, the loan, …) is taken, whatever that file is called. A pledge of a right
  that nobody knows is replaced by a later row of the same loan with its pledges; what is wrong with those waits there;
- a later source has the very same row, refused again: it waits once;
- it was taken without a cell that could not be read, and a later source brings that cell.

A row about a right of another country never waits: there is nothing to correct.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhixian.core.engine.views import literal
from zhixian.core.kernel.periods import parse_day
from zhixian.core.registry.bench import ORD, Bench, columns_of
from zhixian.core.registry.identity import normalise_numbers
from zhixian.core.registry.merge.editions import IDENTITY
from zhixian.core.registry.merge.findings import MAIN, main_of_sheets, refused_rows
from zhixian.core.registry.merge.made_good import IF_READABLE, drop_corrected, drop_replaced
from zhixian.core.registry.merge.set_aside import drop_set_aside, open_set_aside
from zhixian.core.registry.staging import REFUSED, ROW, SHEET_STRIDE
from zhixian.core.registry.tables import TABLES

_DAYS = {(name, column.name) for name, table in TABLES.items() for column in table.columns if column.kind == "day"}
_LINES_AT_A_TIME = 50_000
_WAITS = pa.schema([
    ("_src", pa.int32()), ("tbl", pa.string()), ("place", pa.int64()), ("row", pa.int64()), ("same", pa.string()),
    ("number", pa.string()), ("lacks", pa.string()), ("sheet", pa.string()), ("line", pa.int64()),
    *((name, pa.string()) for name in sorted({c for columns in (*IDENTITY.values(), *IF_READABLE.values()) for c in columns})),
])  # fmt: skip
"""`place` is the line of a source's refused rows, below zero the position of what the merge refused of the source's row `row`:
one row may tell of several things, and lack a cell besides, and waits once. A row that was refused as a whole has no `row`."""
_ONE_ROW = "DISTINCT (_src, coalesce(row, -1), CASE WHEN row IS NULL THEN place END)"


_PARTS = (
    "SELECT _src, tbl, -place - 1 AS _ord, first_value(tbl) OVER w AS first_tbl, -first_value(place) OVER w - 1 AS first "
    "FROM waits WHERE place < 0 AND (_src, row) NOT IN (SELECT (_src, row) FROM waits WHERE lacks IS NOT NULL) WINDOW w AS "
    f"(PARTITION BY _src, coalesce(row, place) ORDER BY list_position({list(MAIN)}, tbl), place DESC)"
)
"""Of the rows that the merge refused, the first part stands for all of its row; a row that lacks a cell stands for itself."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that wait: refused for their cells, refused for what they point to; and those made good since.

    `by_source` counts those that wait, `partial` those of them that were taken but for a part, such as a loan without its pledge.
    `abroad` counts the rows about rights of other countries, which do not wait. `set_aside` tells of those that an officer has set aside, with file, row, reason and day.
    """

    cells: int
    links: int
    corrected: int
    by_source: dict[int, int]
    partial: dict[int, int]
    set_aside: list[dict[str, Any]]
    abroad: int = 0


def write_waiting(bench: Bench, path: Path) -> Waiting:
    """Write the rows that wait, as received, as JSON lines with their reasons."""
    bench.register("nothing", _WAITS.empty_table())
    bench.run("CREATE TABLE waits AS SELECT * FROM nothing")
    refused = [number for number, source in enumerate(bench.sources) if (source.folder / REFUSED).exists()]
    abroad: set[bytes] = set()
    for number in refused:
        for lines in _in_portions(bench.sources[number].folder / REFUSED):
            abroad.update(sha256(_content(line).encode()).digest() for _, line in lines if line.get("abroad"))
            _note_cells(bench, number, [(place, line) for place, line in lines if not line.get("abroad")])
    _note_links(bench)
    total = bench.one(f"SELECT count({_ONE_ROW}) FROM waits")
    set_aside = open_set_aside(bench)
    if total:
        drop_replaced(bench)
        drop_corrected(bench)
    uncorrected = bench.one(f"SELECT count({_ONE_ROW}) FROM waits")
    drop_set_aside(bench)
    cells = bench.one("SELECT count(*) FROM waits WHERE place >= 0")
    links = bench.one(f"SELECT count({_ONE_ROW}) FROM waits") - cells
    by_source = dict(bench.rows(f"SELECT _src, count({_ONE_ROW}) FROM waits GROUP BY _src ORDER BY _src"))
    partial = _partial(bench)
    if cells or links:
        _write(bench, path)
    bench.drop("waits")
    return Waiting(cells, links, total - uncorrected, by_source, partial, set_aside, len(abroad))


def _partial(bench: Bench) -> dict[int, int]:
    """By source, rows of which something waits although what the row is about was taken: without a cell, or without a link."""
    about = [
        {"_src": number, "sheet": sheet, "main": main}
        for (number,) in bench.rows("SELECT DISTINCT _src FROM waits WHERE row IS NOT NULL OR place < 0")
        for sheet, main in main_of_sheets(bench, number)
    ]
    if not about:
        return {}
    bench.register("about", pa.Table.from_pylist(about))
    return dict(
        bench.rows(
            "SELECT w._src, count(*) FROM (SELECT _src, row, list(tbl) FILTER (place < 0) AS tbls FROM waits "
            "WHERE row IS NOT NULL OR place < 0 GROUP BY ALL) AS w "
            f"JOIN about AS a ON a._src = w._src AND a.sheet = coalesce(w.row, 0) // {SHEET_STRIDE} "
            "WHERE NOT list_contains(coalesce(w.tbls, []), a.main) GROUP BY w._src"
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
        same = _content(line)
        lacks = ";".join(line.get("lacks", ())) or None
        own = {"place": place, "row": line.get("at"), "same": same, "lacks": lacks}
        own |= {"sheet": line["sheet"], "line": line["row"]}
        rows.append({"_src": number, "tbl": line["table"], **own, **cells})
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


def _content(line: Mapping[str, Any]) -> str:
    return json.dumps(line["raw"], ensure_ascii=False, sort_keys=True)


def _keys(table: str) -> tuple[str, ...]:
    return (*IDENTITY.get(table, ()), *IF_READABLE.get(table, ()))


def _readable(table: str, name: str, told: Mapping[str, Any]) -> str | None:
    text = str(told.get(name) or "") or None
    if text is not None and (table, name) in _DAYS:
        with suppress(ValueError):
            return parse_day(text).isoformat()
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
            for column in _WAITS.names[_WAITS.names.index("line") + 1 :]
        ]
        same = f"sha256(CAST(struct_pack({', '.join(f'{c} := r.{c}' for c in columns_of(name))}) AS VARCHAR))"
        bench.run(
            f"INSERT INTO waits SELECT r._src, '{name}', -r.{ORD} - 1, r.{ROW}, {same}, {'r.number' if name == 'rights' else 'NULL'}, NULL, '', r.{ROW}, "
            f"{', '.join(cells)} FROM r_{name} AS r SEMI JOIN (SELECT _ord FROM findings WHERE refused AND tbl = '{name}') AS f "
            f"ON f._ord = r.{ORD}"
        )


def _write(bench: Bench, path: Path) -> None:
    cells = defaultdict(set)
    for number, place in bench.rows("SELECT _src, place FROM waits WHERE place >= 0"):
        cells[number].add(place)
    besides = _besides(bench)
    with path.open("w", encoding="utf-8") as out:
        for number in sorted(cells):
            source = bench.sources[number]
            for lines in _in_portions(source.folder / REFUSED):
                for place, line in lines:
                    if place in cells[number]:
                        reasons = [*line["reasons"], *besides.get((number, place), ())]
                        told = {"file": source.file, "source": source.read_as, **line, "reasons": reasons}
                        out.write(json.dumps(told, ensure_ascii=False) + "\n")
        beside = path.with_name("links.jsonl")
        if query := refused_rows(bench, _PARTS):
            bench.run(f"COPY ({query}) TO {literal(beside)} (FORMAT json)")
            out.write(beside.read_text(encoding="utf-8"))
            beside.unlink()


def _besides(bench: Bench) -> dict[tuple[int, int], list[str]]:
    """What the merge found of these rows besides, by source and line: of those that lack a cell, and of what refused ones point to."""
    return {
        (number, place): reasons
        for number, place, reasons in bench.rows(
            "SELECT l._src, l.place, list_sort(list_distinct(list(concat_ws(' ', f.col, f.value, f.reason)))) "
            "FROM waits AS l JOIN waits AS w ON w._src = l._src AND w.row = l.row AND w.place < 0 "
            "JOIN findings AS f ON f.tbl = w.tbl AND f._ord = -w.place - 1 AND f.refused "
            "WHERE l.lacks IS NOT NULL GROUP BY ALL UNION ALL "
            "SELECT l._src, l.place, list_sort(list_distinct(list(concat_ws(' ', f.col, f.value, f.reason)))) "
            "FROM waits AS l JOIN s_pointed AS p ON p._src = l._src AND p.sheet = l.sheet AND p.line = l.line "
            f"JOIN findings AS f ON f.tbl = 'pointed' AND f._ord = p.{ORD} WHERE l.place >= 0 AND l.lacks IS NULL GROUP BY ALL"
        )
    }
