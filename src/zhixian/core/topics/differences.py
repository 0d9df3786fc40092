"""What came, went, changed its state and was corrected between two editions of a topic."""

from typing import Any

from zhixian.core.engine.views import over
from zhixian.core.topics.tables import STATES
from zhixian.core.topics.topic import Topic

MOST = 100
"""Records and applicants that are told one by one."""
_HELD = 'coalesce("{0}".application, "{0}".publication, "{0}".record) AS number, "{0}".title'


def difference(before: Topic, after: Topic) -> dict[str, Any]:
    """Plain data: how many records came, went, changed their state and were corrected, the first of each, and applicants that came and went.

    `added`, `removed`, `changed` and `amended` hold number and title, the source's own data: whoever shows them asks the terms. Of
    `amended` `cell` says which cell another one replaced: a title, applicants or holders as they are spelt; a name that is joined with
    another is none.
    """
    files = {
        f"{table}_{age}": topic.path(table)
        for age, topic in (("old", before), ("new", after))
        for table in ("records", "parties")
    }
    with over(files) as con:
        return {
            "counts": {name: int(con.execute(f"SELECT count({_COUNTED.get(name, '*')}) FROM ({sql})").fetchone()[0]) for name, sql in _QUESTIONS.items()},
            **{name: _first(con, sql) for name, sql in _QUESTIONS.items()},
        }  # fmt: skip


def _came(one: str, other: str) -> str:
    return f"SELECT {_HELD.format(f'records_{one}')} FROM records_{one} ANTI JOIN records_{other} USING (record) ORDER BY records_{one}.record"


def _people(one: str, other: str) -> str:
    """Applicants of one edition none of whose names applied for anything in the other: one that was joined with another, or parted from
    it, neither comes nor goes."""
    known = f"SELECT DISTINCT key, true AS known FROM parties_{other} WHERE role = 'applicant'"
    return (
        f"SELECT min(party_name) AS name, count(*) FILTER (NOT again) AS records FROM parties_{one} LEFT JOIN ({known}) USING (key) "
        "WHERE role = 'applicant' GROUP BY party HAVING count(known) = 0 ORDER BY records DESC, name"
    )


def _names(one: str) -> str:
    told = "string_agg(name, '、' ORDER BY nth) FILTER (role = '{0}') AS {0}"
    return f"SELECT record, {told.format('applicant')}, {told.format('holder')} FROM parties_{one} GROUP BY record"


def _amended() -> str:
    """A row for each cell that changed; a record that has several has several rows."""
    cells = {"标题": ("records_{0}.title"), "申请人": "names_{0}.applicant", "权利人": "names_{0}.holder"}
    listed = ", ".join(
        f"struct_pack(cell := '{word}', was := {cell.format('old')}, now := {cell.format('new')})"
        for word, cell in cells.items()
    )
    return (
        f"SELECT number, title, one.cell AS cell, one.was AS before, one.now AS after, record FROM (SELECT {_HELD.format('records_new')}, "
        f"records_new.record, unnest([{listed}]) AS one FROM records_new JOIN records_old USING (record) "
        f"LEFT JOIN ({_names('old')}) AS names_old USING (record) LEFT JOIN ({_names('new')}) AS names_new USING (record)) "
        "WHERE one.was IS DISTINCT FROM one.now AND one.was IS NOT NULL ORDER BY record, cell"
    )


_COUNTED = {"amended": "DISTINCT record"}
_QUESTIONS = {
    "added": _came("new", "old"),
    "removed": _came("old", "new"),
    "changed": (
        f"SELECT {_HELD.format('records_new')}, records_old.state AS was, records_new.state AS state FROM records_new "
        "JOIN records_old USING (record) WHERE records_new.state IS DISTINCT FROM records_old.state ORDER BY records_new.record"
    ),
    "amended": _amended(),
    "came": _people("new", "old"),
    "went": _people("old", "new"),
}


def _first(con: Any, sql: str) -> list[dict[str, Any]]:
    answer = con.execute(f"{sql} LIMIT {MOST}")
    names = [column[0] for column in answer.description]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    for row in rows:
        row |= {name: STATES[row[name] or ""] for name in ("was", "state") if name in row}
    return rows
