"""The rights of a snapshot as documents to be found: what they are called, who holds them, where they count, and from when to when.

A right is there from the day on which it was filed, or the first that is known of it. One whose holder changed, or that came back after it ended, has a document for each such time; on every day exactly one of
them is valid. So a search as of a day sees each right once, as it was. An application that came to an end has a document
that begins and is over on that day: until then it is pending, from then on it has ended, and on no day is it in force; where it was revived
or granted, the next document follows on that day.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from zhixian.core.engine.views import literal, over
from zhixian.core.registry.discontinued import DISCONTINUED
from zhixian.core.registry.snapshot import PUBLISHED, Snapshot
from zhixian.core.search.schema import LONG_AGO, NEVER, Row

_AT_A_TIME = 20_000
_NAMED = (
    "SELECT right_id, string_agg(DISTINCT published, ';' ORDER BY published) AS names FROM published GROUP BY right_id"
)
_UNNAMED = "SELECT NULL::VARCHAR AS right_id, NULL::VARCHAR AS names WHERE false"
_DOCUMENTS = f"""
WITH named AS ({{named}}), stops AS (
    SELECT *, lead(day) OVER w IS NULL AS last
    FROM ({DISCONTINUED}) WINDOW w AS (PARTITION BY right_id ORDER BY day)
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY right_id ORDER BY start, "end") AS nth,
        lead(start) OVER (PARTITION BY right_id ORDER BY start, "end") AS following
    FROM spans
), times AS (
    SELECT r.right_id, s.holder, s.region, CASE WHEN s.nth > 1 THEN s.start ELSE d.until END AS begins, s.following AS until, s.start, s."end",
        NULL::VARCHAR AS ending, s.start AS known
    FROM rights AS r LEFT JOIN numbered AS s ON s.right_id = r.right_id LEFT JOIN stops AS d ON d.right_id = r.right_id AND d.last
    WHERE s.right_id IS NOT NULL OR d.right_id IS NULL OR d.until IS NOT NULL
    UNION ALL
    SELECT right_id, NULL, NULL, lag(until) OVER (PARTITION BY right_id ORDER BY day), until, day, day, day || ' ' || how, NULL FROM stops
), pieces AS (
    SELECT r.right_id, r.kind, coalesce(r.gi, false) AS gi, r.number, r.title, r.classes, r.filed, r.registered, r.expires,
        coalesce(t.holder, r.holder) AS holder, r.holder AS first_holder, coalesce(t.region, r.region) AS region,
        coalesce(coalesce(t.begins, least(r.filed, r.registered, t.known)) - DATE '1970-01-01', {LONG_AGO}) AS since,
        coalesce(t.until - DATE '1970-01-01', {NEVER}) AS until,
        coalesce(t.start - DATE '1970-01-01', {NEVER}) AS start, coalesce(t."end" - DATE '1970-01-01', {NEVER}) AS "end", t.ending
    FROM rights AS r JOIN times AS t ON t.right_id = r.right_id
), told AS (
    SELECT q.right_id, q.kind, q.gi, q.number, q.title, q.classes, q.filed, q.registered, q.expires, q.holder,
        h.name AS holder_name, f.name AS applicant_name, q.region, q.since, q.until, q.start, q."end", q.ending,
        nullif(concat_ws(';', q.number, n.names), '') AS numbers
    FROM pieces AS q LEFT JOIN named AS n ON n.right_id = q.right_id
    LEFT JOIN parties AS h ON h.party_id = q.holder LEFT JOIN parties AS f ON f.party_id = q.first_holder
)
SELECT (hash(told) >> 1)::BIGINT AS key, right_id, kind, gi, numbers AS number, title, classes, filed, registered, expires, holder,
    holder_name, applicant_name, region, since, until, start, "end", to_base64(encode(to_json(struct_pack(right_id, kind, gi, number := told.number, title, classes,
    filed, registered, expires, holder, holder_name, region, start, "end", ending))::VARCHAR)) AS told
FROM told ORDER BY right_id, since
"""


def documents(snapshot: Snapshot, *, but: Path | None = None) -> Iterator[list[Row]]:
    """The documents in the order of their rights, some thousand at a time; but those whose keys stand in a Parquet file."""
    with _opened(snapshot) as con:
        query = f"SELECT * FROM ({_documents(snapshot)})"
        if but is not None:
            query += f" WHERE key NOT IN (SELECT key FROM read_parquet({literal(but)}))"
        answer = con.execute(query)
        while rows := answer.fetchmany(_AT_A_TIME):
            yield rows


def write_keys(snapshot: Snapshot, path: Path) -> int:
    """Write the keys of the snapshot's documents as Parquet; how many there are."""
    with _opened(snapshot) as con:
        con.execute(f"COPY (SELECT key FROM ({_documents(snapshot)})) TO {literal(path)} (FORMAT parquet)")
        return int(con.execute(f"SELECT count(*) FROM read_parquet({literal(path)})").fetchone()[0])


def gone(old: Path, new: Path) -> list[int]:
    """Keys of one file that the other has no more."""
    with over({"old": old, "new": new}) as con:
        return [key for (key,) in con.execute("SELECT key FROM old EXCEPT SELECT key FROM new ORDER BY 1").fetchall()]


def _documents(snapshot: Snapshot) -> str:
    return _DOCUMENTS.format(named=_NAMED if snapshot.path(PUBLISHED).exists() else _UNNAMED)


def _opened(snapshot: Snapshot) -> AbstractContextManager[Any]:
    named = (PUBLISHED,) if snapshot.path(PUBLISHED).exists() else ()
    return over({table: snapshot.path(table) for table in ("rights", "parties", "events", "spans", *named)})
