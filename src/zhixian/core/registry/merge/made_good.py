"""Which waiting rows are made good: by their file's next edition, or by a later source's row of the same thing."""

import pyarrow as pa

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.merge.editions import IDENTITY, editions, is_edition
from zhixian.core.registry.merge.findings import main_of_sheets
from zhixian.core.registry.merge.references import PARTY_COLUMNS
from zhixian.core.registry.staging import ROW, SHEET_STRIDE, party_ref
from zhixian.core.registry.tables import TABLES

IF_READABLE = {"events": ("effective", "gazetted", "party"), "honours": ("awarded",)}
"""What tells two such things apart, where the refused row's cell can be read."""


_OF_MANY = {"pledges": ("loan_id",), "events": ("right_id",)}
"""What a row names that lacks one of several things: its loan, its right; which pledge or event it would be stood in the cell."""


def drop_replaced(bench: Bench) -> None:
    """Rows of a file that came again."""
    refusing = {number for (number,) in bench.rows("SELECT DISTINCT _src FROM waits")}
    for numbers in editions(bench):
        for at, number in enumerate(numbers):
            if number in refusing and any(is_edition(bench, later, number) for later in reversed(numbers[at + 1 :])):
                bench.run(f"DELETE FROM waits WHERE _src = {number}")


def drop_corrected(bench: Bench) -> None:
    """Rows whose thing a later source brought, and rows that a later source has once more."""
    bench.run("CREATE TABLE corrected (_src INTEGER, tbl VARCHAR, place BIGINT)")
    names = [name for (name,) in bench.rows("SELECT DISTINCT tbl FROM waits ORDER BY 1")]
    if "parties" in names:
        _open_companies(bench)
    for name in names:
        if name in TABLES:
            named = [_taken_later(name, IDENTITY[name])]
            if name == "rights":
                named.append(_taken_later(name, ("number",)))
            bench.run(f"INSERT INTO corrected {' UNION '.join(named)}")
    for name, lacks in bench.rows("SELECT DISTINCT tbl, lacks FROM waits WHERE lacks IS NOT NULL ORDER BY ALL"):
        bench.run(f"INSERT INTO corrected {_completed_later(name, lacks)}")
    bench.run(f"INSERT INTO corrected {_pledged_anew()}")
    bench.run(
        "INSERT INTO corrected SELECT w._src, w.tbl, w.place FROM waits AS w JOIN "
        "(SELECT tbl, same, max(_src) AS last FROM waits GROUP BY ALL) AS l ON l.tbl = w.tbl AND l.same = w.same "
        "WHERE w._src < l.last"
    )
    bench.run(
        "DELETE FROM waits AS w USING corrected AS c WHERE c._src = w._src AND c.tbl = w.tbl AND c.place = w.place"
    )
    bench.drop("corrected", "companies")


def _open_companies(bench: Bench) -> None:
    """`companies`: the rows that are about a party. A mark or a loan that only names it says nothing of its code or kind."""
    of_sheets = [
        {"_src": number, "sheet": sheet}
        for number, source in enumerate(bench.sources)
        if "parties" in source.tables()
        for sheet, main in main_of_sheets(bench, number)
        if main == "parties"
    ]
    bench.register(
        "of_parties", pa.Table.from_pylist(of_sheets, pa.schema([("_src", pa.int32()), ("sheet", pa.int64())]))
    )
    bench.run(
        "CREATE TABLE companies AS SELECT r.*, CAST(NULL AS VARCHAR) AS ref FROM r_parties AS r SEMI JOIN of_parties AS o "
        f"ON o._src = r._src AND o.sheet = coalesce(r.{ROW}, 0) // {SHEET_STRIDE}"
    )
    bench.run(f"DELETE FROM companies WHERE {ORD} IN ({_named_by_corrections(bench)})")
    names = [name for (name,) in bench.rows("SELECT DISTINCT name FROM companies WHERE name IS NOT NULL")]
    refs = {"name": names, "ref": [party_ref(name) for name in names]}
    bench.register("refs", pa.table(refs, pa.schema([("name", pa.string()), ("ref", pa.string())])))
    bench.run("UPDATE companies SET ref = refs.ref FROM refs WHERE refs.name = companies.name")


def _named_by_corrections(bench: Bench) -> str:
    """SQL of the parties that came along with a corrected row of something else: a correction has a file for each table."""
    manual = ", ".join(str(number) for number, source in enumerate(bench.sources) if source.manual) or "NULL"
    named = " UNION ".join(
        f'SELECT "{column}" FROM s_{name} WHERE _src IN ({manual})'
        for name, columns in PARTY_COLUMNS.items()
        if name != "parties"
        for column in columns
    )
    return f"SELECT {ORD} FROM s_parties WHERE _src IN ({manual}) AND starts_with(party_id, 'name:') AND party_id IN ({named})"


def _completed_later(name: str, lacks: str) -> str:
    """SQL of the rows taken without `lacks` (`projects.cost;…`) for which a later source brings each of these."""
    come = [
        f'EXISTS (SELECT 1 FROM {_rows_of(table)} AS r WHERE r._src > w._src AND {_same_thing(table)} AND r."{column}" IS NOT NULL)'
        for table, column in (part.split(".") for part in lacks.split(";"))
    ]
    return (
        f"SELECT w._src, w.tbl, w.place FROM waits AS w WHERE w.tbl = '{name}' AND w.lacks = {literal(lacks)} "
        f"AND {' AND '.join(come)}"
    )


def _rows_of(name: str) -> str:
    return "companies" if name == "parties" else f"r_{name}"


def _same_thing(name: str) -> str:
    keys = _OF_MANY.get(name, IDENTITY[name])
    return " AND ".join(_equal(name, key) for key in keys)


def _equal(name: str, key: str) -> str:
    if (name, key) == ("parties", "party_id"):
        return "w.party_id IN (r.party_id, r.ref)"
    if name == "honours":  # of a party or of a right
        return f'CAST(r."{key}" AS VARCHAR) IS NOT DISTINCT FROM w."{key}"'
    return f'CAST(r."{key}" AS VARCHAR) = w."{key}"'


def _pledged_anew() -> str:
    """SQL of waiting pledges whose loan a later source tells again with its pledges: what is wrong with those waits there."""
    return (
        "SELECT w._src, w.tbl, w.place FROM waits AS w JOIN (SELECT DISTINCT r._src, r.loan_id FROM r_pledges AS r "
        "SEMI JOIN r_loans AS l ON l._src = r._src AND l.loan_id = r.loan_id) AS t "
        "ON t.loan_id = w.loan_id AND t._src > w._src WHERE w.tbl = 'pledges'"
    )


def _taken_later(name: str, keys: tuple[str, ...]) -> str:
    """SQL of the waiting rows for which a later source's row stands in the merged table."""
    equal = [_equal(name, key) for key in keys]
    equal += [f'(w."{c}" IS NULL OR CAST(r."{c}" AS VARCHAR) = w."{c}")' for c in IF_READABLE.get(name, ())]
    if name == "honours":
        equal.append('w.honour IS NOT NULL AND (w.party IS NOT NULL OR w."right" IS NOT NULL)')
    whole = (*IDENTITY[name], *IF_READABLE.get(name, ()))
    stands = " AND ".join(f'm."{c}" IS NOT DISTINCT FROM r."{c}"' for c in whole)
    return (
        f"SELECT w._src, w.tbl, w.place FROM waits AS w JOIN {_rows_of(name)} AS r ON {' AND '.join(equal)} "
        f"SEMI JOIN m_{name} AS m ON {stands} WHERE w.tbl = '{name}' AND w.lacks IS NULL AND r._src > w._src"
    )
