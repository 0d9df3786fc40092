"""What came, went and changed its state between two editions of a topic."""

from typing import Any

from zhixian.core.engine.views import over
from zhixian.core.topics.tables import STATES
from zhixian.core.topics.topic import Topic

MOST = 100
"""Records and applicants that are told one by one."""
_HELD = 'coalesce("{0}".application, "{0}".publication, "{0}".record) AS number, "{0}".title'


def difference(before: Topic, after: Topic) -> dict[str, Any]:
    """Plain data: how many records came, went and changed their state, the first of each, and applicants that came and went.

    `added`, `removed` and `changed` hold number and title, the source's own data: whoever shows them asks the terms.
    """
    files = {
        f"{table}_{age}": topic.path(table)
        for age, topic in (("old", before), ("new", after))
        for table in ("records", "parties")
    }
    with over(files) as con:
        return {
            "counts": {name: int(con.execute(f"SELECT count(*) FROM ({sql})").fetchone()[0]) for name, sql in _QUESTIONS.items()},
            **{name: _first(con, sql) for name, sql in _QUESTIONS.items()},
        }  # fmt: skip


def _came(one: str, other: str) -> str:
    return f"SELECT {_HELD.format(f'records_{one}')} FROM records_{one} ANTI JOIN records_{other} USING (record) ORDER BY records_{one}.record"


def _people(one: str, other: str) -> str:
    told = f"SELECT party_name, count(*) AS records FROM parties_{one} WHERE role = 'applicant' AND NOT again GROUP BY party_name"
    known = f"SELECT party_name FROM parties_{other} WHERE role = 'applicant'"
    return f"SELECT party_name AS name, records FROM ({told}) WHERE party_name NOT IN ({known}) ORDER BY records DESC, name"


_QUESTIONS = {
    "added": _came("new", "old"),
    "removed": _came("old", "new"),
    "changed": (
        f"SELECT {_HELD.format('records_new')}, records_old.state AS was, records_new.state AS state FROM records_new "
        "JOIN records_old USING (record) WHERE records_new.state IS DISTINCT FROM records_old.state ORDER BY records_new.record"
    ),
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
