"""Waiting rows that an officer has set aside for good, with the reason: they wait no longer, in whatever edition they come again."""

from typing import Any

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import ORD, Bench

ROW_OF = ("source", "sheet", "line")
"""What names a waiting row: the source by its hash and how it was read, the sheet (empty where the merge refused it), the row."""


def open_set_aside(bench: Bench) -> list[dict[str, Any]]:
    """Make `aside(tbl, same)`, all parts of the rows that are set aside, and tell which rows these are; the last word counts."""
    bench.run("CREATE TABLE aside (tbl VARCHAR, same VARCHAR)")
    last: dict[tuple[Any, ...], dict[str, Any]] = {}
    for source, sheet, line, restored, reason, day in bench.rows(
        f"SELECT source, sheet, line, restored, reason, CAST(day AS VARCHAR) FROM s_set_aside ORDER BY {ORD}"
    ):
        last.pop((source, sheet, line), None)
        if not restored:
            told = dict(zip(ROW_OF, (source, sheet, line), strict=True))
            last[source, sheet, line] = told | {"reason": reason, "day": day}
    return [told | {"file": file} for told in last.values() if (file := _note_parts(bench, told))]


def _note_parts(bench: Bench, told: dict[str, Any]) -> str | None:
    """The name of the file; None where the source is no longer among those of the registry."""
    for number, source in enumerate(bench.sources):
        if source.read_as == told["source"]:
            here = f"_src = {number} AND sheet = {literal(told['sheet'])} AND line = {told['line']}"
            bench.run(
                f"INSERT INTO aside SELECT DISTINCT tbl, same FROM waits WHERE ({here}) "
                f"OR (_src = {number} AND row IN (SELECT row FROM waits WHERE {here} AND row IS NOT NULL))"
            )
            return source.file
    return None


def drop_set_aside(bench: Bench) -> None:
    """Take them out of what waits, also where a later source has the very same row."""
    bench.run("DELETE FROM waits AS w USING aside AS a WHERE a.tbl = w.tbl AND a.same = w.same")
    bench.drop("aside")
