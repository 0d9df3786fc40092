"""Waiting rows that an officer has set aside for good, with the reason: they wait no longer, in whatever edition they come again."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from zhixian.core.registry.bench import ORD, Bench

ROW_OF = ("source", "sheet", "line")
"""What names a waiting row: the source by its hash and how it was read, the sheet (empty where the merge refused it), the row."""
_ASKED = pa.schema([("_src", pa.int32()), ("sheet", pa.string()), ("line", pa.int64())])


def open_set_aside(bench: Bench) -> list[dict[str, Any]]:
    """Make `aside(tbl, same)`, all parts of the rows that are set aside, and tell which rows these are; the last word counts."""
    last: dict[tuple[Any, ...], dict[str, Any]] = {}
    for source, sheet, line, restored, reason, day in bench.rows(
        f"SELECT source, sheet, line, restored, reason, CAST(day AS VARCHAR) FROM s_set_aside ORDER BY {ORD}"
    ):
        last.pop((source, sheet, line), None)
        if not restored:
            told = dict(zip(ROW_OF, (source, sheet, line), strict=True))
            last[source, sheet, line] = told | {"reason": reason, "day": day}
    number_of = {source.read_as: number for number, source in reversed(list(enumerate(bench.sources)))}
    known = [told for told in last.values() if told["source"] in number_of]
    _note_parts(bench, [(number_of[told["source"]], told["sheet"], told["line"]) for told in known])
    return [told | {"file": bench.sources[number_of[told["source"]]].file} for told in known]


def _note_parts(bench: Bench, rows: Sequence[tuple[int, str, int]]) -> None:
    """Those of a row that stand on its line, and whatever else the same row of the source tells of."""
    bench.register("asked", pa.Table.from_pylist([dict(zip(_ASKED.names, row, strict=True)) for row in rows], _ASKED))
    bench.run(
        "CREATE TABLE aside AS WITH here AS (SELECT w.* FROM waits AS w JOIN asked USING (_src, sheet, line)) "
        "SELECT tbl, same FROM here UNION SELECT w.tbl, w.same FROM waits AS w JOIN here AS h ON h._src = w._src AND h.row = w.row"
    )


def drop_set_aside(bench: Bench) -> None:
    """Take them out of what waits, also where a later source has the very same row."""
    bench.run("DELETE FROM waits AS w USING aside AS a WHERE a.tbl = w.tbl AND a.same = w.same")
    bench.drop("aside")
