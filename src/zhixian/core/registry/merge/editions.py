"""Files that came again: the same name from the same folder, corrected and complete, and no other search saved over it."""

from collections import defaultdict

from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.merge.findings import main_of_sheets
from zhixian.core.registry.staging import ROW, WITHDRAWABLE
from zhixian.core.registry.tables import TABLES

IDENTITY = {name: table.key for name, table in TABLES.items()} | {
    "events": ("right_id", "event"),
    "honours": ("party", "right", "honour"),
}
"""What names the thing a row is about."""


def editions(bench: Bench) -> list[list[int]]:
    """Sources of one name and folder, in the order in which they came."""
    found = defaultdict(list)
    for number, source in enumerate(bench.sources):
        if source.place:
            found[source.place, source.file].append(number)
    return list(found.values())


def is_edition(bench: Bench, later: int, earlier: int) -> bool:
    """Whether the later file has at least half of what stands by the earlier one, over all that its sheets are about.

    A row that was refused says nothing: what was wrong with it may be the very number that names it.
    """
    brought = again = 0
    for name in _about(bench, earlier):
        keys = ", ".join(f'"{key}"' for key in IDENTITY[name])
        refused = f"SELECT {ORD} FROM findings WHERE refused AND tbl = '{name}' AND _src = {earlier}"
        some, of_these = bench.rows(
            f"SELECT count(*), count(*) FILTER (h IN (SELECT hash({keys}) FROM r_{name} WHERE _src = {later})) "
            f"FROM (SELECT DISTINCT hash({keys}) AS h FROM r_{name} WHERE _src = {earlier} AND {ORD} NOT IN ({refused}))"
        )[0]
        brought, again = brought + some, again + of_these
    return bool(2 * again >= brought)


def _about(bench: Bench, number: int) -> list[str]:
    mains = (main for _, main in main_of_sheets(bench, number))
    return [name for name in dict.fromkeys(mains) if name in IDENTITY]


def left_behind(bench: Bench, number: int) -> list[tuple[str, str, int]]:
    """(table, key as shown, row) of what earlier editions of a source brought and neither it nor any other source has: it stays."""
    numbers = next((those for those in editions(bench) if number in those), [])
    earlier = [one for one in numbers if one < number and is_edition(bench, number, one)]
    names = {name for one in earlier for name in (*_about(bench, one), "pledges") if name in WITHDRAWABLE}
    return [row for name in TABLES if name in names for row in _left(bench, name, earlier)]


def _left(bench: Bench, name: str, earlier: list[int]) -> list[tuple[str, str, int]]:
    keys = TABLES[name].key
    these = f"_src IN ({', '.join(map(str, earlier))})"
    same = " AND ".join(f'm."{key}" IS NOT DISTINCT FROM r."{key}"' for key in keys)
    shown = " || '；' || ".join(f"coalesce(CAST(r.\"{key}\" AS VARCHAR), '')" for key in keys)
    return bench.rows(
        f"SELECT '{name}', {shown}, min(r.{ROW}) FROM r_{name} AS r SEMI JOIN m_{name} AS m ON {same} "
        f"ANTI JOIN (SELECT * FROM r_{name} WHERE NOT {these}) AS m ON {same} WHERE {these} GROUP BY ALL ORDER BY 3, 2"
    )
