"""Files that came again: the same name from the same folder, corrected and complete, and no other search saved over it."""

from collections import defaultdict

from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.merge.findings import main_of_sheets
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
    for name in dict.fromkeys(main for _, main in main_of_sheets(bench, earlier)):
        keys = ", ".join(f'"{key}"' for key in IDENTITY[name])
        refused = f"SELECT {ORD} FROM findings WHERE refused AND tbl = '{name}' AND _src = {earlier}"
        some, of_these = bench.rows(
            f"SELECT count(*), count(*) FILTER (h IN (SELECT hash({keys}) FROM r_{name} WHERE _src = {later})) "
            f"FROM (SELECT DISTINCT hash({keys}) AS h FROM r_{name} WHERE _src = {earlier} AND {ORD} NOT IN ({refused}))"
        )[0]
        brought, again = brought + some, again + of_these
    return bool(2 * again >= brought)
