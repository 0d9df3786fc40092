"""Rows of a snapshot for people: every right and party in brief as of a day, and all that is known of one of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.core.engine.views import as_dicts, literals, over
from zhixian.core.registry.discontinued import DISCONTINUED, discontinued_on
from zhixian.core.registry.snapshot import PUBLISHED, Snapshot
from zhixian.core.registry.sources import sources_of, staged_folder
from zhixian.core.registry.staging import right_ref

_AT_A_TIME = 2000
Row = dict[str, Any]
GAZETTED_WITHIN = 90
"""Days within which a registered pledge is gazetted: an event no later than that after it tells of the same pledge."""


def rights_in_brief(snapshot: Snapshot, *, as_of: date) -> Iterator[list[Row]]:
    """Every right with its holder, of one that ended the last, and whether it is in force on the day, some thousand at a time, by id.

    `began` says that it is no longer pending: it had begun, or the application is at an end.
    """
    yield from _portions(snapshot, _BRIEF_RIGHTS.format(day=f"DATE '{as_of.isoformat()}'"))


def parties_in_brief(snapshot: Snapshot, *, as_of: date) -> Iterator[list[Row]]:
    """Every party with the number of rights that it has in force on the day, some thousand at a time, by id."""
    yield from _portions(snapshot, _BRIEF_PARTIES.format(day=f"DATE '{as_of.isoformat()}'"))


def right_in_full(snapshot: Snapshot, right: str, *, as_of: date) -> dict[str, list[Row]]:
    """What the snapshot says of one right up to a day: `facts`, `events`, `spans` with names, `pledges`, `honours`, and of an application
    that is at an end without a grant the `day` and `how` in words (`discontinued`).

    What begins later is left out, and what ends later is told as open; events, pledges and honours without a day stay.
    """
    questions = {name: question.format(day=f"DATE '{as_of.isoformat()}'") for name, question in _OF_A_RIGHT.items()}
    return _told(snapshot, right, questions, "rights", "parties", "events", "spans", "pledges", "honours")


def rights_called(snapshot: Snapshot, numbers: Sequence[str], *, as_of: date) -> list[Row]:
    """Rights of these numbers as the registry writes them, a mark also called without its class: `number`, `kind`, `title`,
    `registered`, `expires`, `holder_name` (of one that ended the last) and `in_force` on the day, `ended`, of an application that is at
    an end without a grant `discontinued`, the day, and `discontinued_how` in words; of each the `events`, `pledges`, `spans` and `stops`:
    from when until when it was at an end as an application, whatever the day."""
    tables = ("rights", "parties", "events", "spans", "pledges")
    with over({table: snapshot.path(table) for table in tables}) as con:
        found = as_dicts(con.execute(_CALLED.format(day=f"DATE '{as_of.isoformat()}'"), [list(numbers)]))
        ids = [row["right_id"] for row in found]
        more = {name: as_dicts(con.execute(question, [ids])) for name, question in _OF_CALLED.items()}
    for row in found:
        row.update({name: [one for one in rows if one["right_id"] == row["right_id"]] for name, rows in more.items()})
        row.update(stopped_on(row["stops"], as_of, ended=row["ended"]))
    return found


def stopped_on(stops: Sequence[Row], day: date, *, ended: date | None) -> Row:
    """Of the `stops` of a right and the day on which it `ended` by its spans: `discontinued` and `discontinued_how` on a day, and when it had `ended`."""
    stop = next((one for one in stops if one["day"] <= day and (one["until"] is None or day < one["until"])), None)
    if stop is None:
        return {"discontinued": None, "discontinued_how": None, "ended": ended}
    return {"discontinued": stop["day"], "discontinued_how": stop["how"], "ended": stop["day"]}


def numbers_published(snapshot: Snapshot, published: Sequence[str]) -> dict[str, list[str]]:
    """By publication as `numbers.named_by` puts it: the numbers of the rights that were published so; of those that the registry knows."""
    if not snapshot.path(PUBLISHED).exists():
        return {}
    with over({table: snapshot.path(table) for table in ("rights", PUBLISHED)}) as con:
        rows = con.execute(_NUMBERS_PUBLISHED, [list(published)]).fetchall()
    found: dict[str, list[str]] = {}
    for name, number in rows:
        found.setdefault(name, []).append(number)
    return found


def classes_called(snapshot: Snapshot, numbers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By number of a right as the registry writes it, a mark also without its class: its classes."""
    with over({"rights": snapshot.path("rights")}) as con:
        rows = con.execute(_CLASSES_CALLED, [list(numbers)]).fetchall()
    found: dict[str, dict[str, None]] = {}
    for number, classes in rows:
        for name in {number, number.partition("/")[0]}:
            found.setdefault(name, {}).update(dict.fromkeys(part for part in classes.split(";") if part))
    return {name: tuple(codes) for name, codes in found.items()}


def loans_called(snapshot: Snapshot, loans: Sequence[str]) -> list[Row]:
    """Loans of these numbers: `loan_id`, `lender`, `principal` (fen), `drawn`, `due`, `repaid`."""
    with over({"loans": snapshot.path("loans")}) as con:
        return as_dicts(con.execute(_LOANS_CALLED, [list(loans)]))


def party_in_full(snapshot: Snapshot, party: str) -> dict[str, list[Row]]:
    """What the snapshot says of one party: `facts`, `honours`, `projects`, `loans` with the rights pledged."""
    return _told(snapshot, party, _OF_A_PARTY, "parties", "honours", "projects", "loans", "pledges")


def rights_of_party(snapshot: Snapshot, party: str, *, as_of: date) -> list[Row]:
    """Rights that the party holds on the day, and those of its that had ended by then: `kind`, `gi`, `number`, `title`, `filed`,
    `registered`, `since`, `ended`, `in_force`, and `used`: its licences, pledges and the like known on the day."""
    day = f"DATE '{as_of.isoformat()}'"
    with over({table: snapshot.path(table) for table in ("rights", "events", "spans")}) as con:
        return as_dicts(con.execute(_OF_HOLDER.format(day=day), [party]))


def where_from(data: Path, snapshot: Snapshot, table: str, key: str, names: Sequence[str]) -> list[Row]:
    """Files and rows that speak of a thing, in the order of import, twenty of each file: `names` are its id and the references to it.

    A right without a readable number has an id that a source refers to as if it were a number.
    """
    names = [*names, *map(right_ref, names)] if key == "right_id" else names
    sources = sources_of(snapshot)
    staged = {
        str(folder / f"{table}.parquet"): number
        for number, source in enumerate(sources)
        if (folder := staged_folder(data, source)) and (folder / f"{table}.parquet").exists()
    }
    if not staged:
        return []
    query = (
        f'SELECT filename, _row FROM read_parquet([{literals(staged)}], filename = true) WHERE "{key}" IN (SELECT unnest(?)) '
        "QUALIFY row_number() OVER (PARTITION BY filename ORDER BY _row) <= 20"
    )
    with over({}) as con:
        found = sorted((staged[path], row) for path, row in con.execute(query, [list(names)]).fetchall())
    return [{"file": sources[number].name, "format": sources[number].format, "row": row} for number, row in found]


def _told(snapshot: Snapshot, key: str, questions: dict[str, str], *tables: str) -> dict[str, list[Row]]:
    with over({table: snapshot.path(table) for table in tables}) as con:
        return {name: as_dicts(con.execute(question, [key])) for name, question in questions.items()}


def _portions(snapshot: Snapshot, query: str) -> Iterator[list[Row]]:
    with over({table: snapshot.path(table) for table in ("rights", "parties", "events", "spans")}) as con:
        answer = con.execute(query)
        names = [column[0] for column in answer.description]
        while rows := answer.fetchmany(_AT_A_TIME):
            yield [dict(zip(names, row, strict=True)) for row in rows]


_NUMBERS_PUBLISHED = """
SELECT p.published, r.number FROM published AS p JOIN rights AS r ON r.right_id = p.right_id
WHERE p.published IN (SELECT unnest($1)) AND r.number IS NOT NULL ORDER BY r.right_id
"""
_CLASSES_CALLED = """
SELECT number, classes FROM rights WHERE (number IN (SELECT unnest($1)) OR split_part(number, '/', 1) IN (SELECT unnest($1))) AND classes IS NOT NULL
ORDER BY right_id
"""
_OF_A_RIGHT = {
    "discontinued": f"SELECT day, how FROM ({discontinued_on('{day}')}) WHERE right_id = ?",
    "facts": "SELECT * FROM rights WHERE right_id = ?",
    "events": "SELECT e.*, coalesce(effective, gazetted) AS day, p.name AS party_name FROM events AS e LEFT JOIN parties AS p "
    "ON p.party_id = e.party WHERE right_id = ? AND coalesce(effective, gazetted, {day}) <= {day} ORDER BY coalesce(effective, gazetted), event",
    "spans": 'SELECT s.* REPLACE (CASE WHEN s."end" <= {day} THEN s."end" END AS "end"), p.name AS holder_name FROM spans AS s LEFT JOIN parties AS p ON p.party_id = s.holder '
    "WHERE right_id = ? AND start <= {day} ORDER BY start",
    "pledges": "SELECT g.* REPLACE (CASE WHEN g.released <= {day} THEN g.released END AS released) FROM pledges AS g "
    "WHERE right_id = ? AND coalesce(registered, {day}) <= {day} ORDER BY registered",
    "honours": 'SELECT * FROM honours WHERE "right" = ? AND coalesce(awarded, {day}) <= {day} ORDER BY awarded',
}
_OF_A_PARTY = {
    "facts": "SELECT * FROM parties WHERE party_id = ?",
    "honours": "SELECT * FROM honours WHERE party = ? ORDER BY awarded",
    "projects": "SELECT * FROM projects WHERE party = ? ORDER BY completed",
    "loans": "SELECT l.*, g.pledged FROM loans AS l LEFT JOIN (SELECT loan_id, list(right_id ORDER BY right_id) AS pledged "
    "FROM pledges GROUP BY loan_id) AS g ON g.loan_id = l.loan_id WHERE borrower = ? ORDER BY drawn",
}
_OF_HOLDER = """
SELECT r.right_id, r.kind, coalesce(r.gi, false) AS gi, r.number, r.title, r.filed, r.registered, s.since,
    s.open IS NOT NULL AS in_force, CASE WHEN s.open IS NULL THEN s.ended END AS ended, e.used
FROM (
    SELECT right_id, min(start) AS since, max("end") AS ended,
        max(CASE WHEN "end" IS NULL OR {day} < "end" THEN start END) AS open
    FROM spans WHERE holder = ? AND start <= {day} GROUP BY right_id
) AS s
JOIN rights AS r ON r.right_id = s.right_id
LEFT JOIN (
    SELECT right_id, list({{'event': event, 'day': coalesce(effective, gazetted)}} ORDER BY coalesce(effective, gazetted), event) AS used
    FROM events WHERE event IN ('licensed', 'pledged') AND coalesce(effective, gazetted) <= {day} GROUP BY right_id
) AS e ON e.right_id = r.right_id
ORDER BY s.open IS NULL, r.kind, r.filed, r.right_id
"""
_CALLED = """
SELECT r.right_id, r.number, r.kind, r.title, r.registered, r.expires, p.name AS holder_name,
    s.right_id IS NOT NULL AS in_force, e.ended
FROM rights AS r
LEFT JOIN (SELECT right_id, any_value(holder) AS holder FROM spans
    WHERE start <= {day} AND ("end" IS NULL OR {day} < "end") GROUP BY right_id) AS s ON s.right_id = r.right_id
LEFT JOIN (SELECT right_id, max("end") AS ended FROM spans WHERE "end" <= {day} GROUP BY right_id) AS e ON e.right_id = r.right_id
LEFT JOIN (SELECT right_id, arg_max(holder, start) AS holder FROM spans WHERE start <= {day} GROUP BY right_id) AS f ON f.right_id = r.right_id
LEFT JOIN parties AS p ON p.party_id = coalesce(s.holder, f.holder, r.holder)
WHERE r.number IN (SELECT unnest($1)) OR split_part(r.number, '/', 1) IN (SELECT unnest($1))
ORDER BY r.right_id
"""
_OF_CALLED = {
    "events": "SELECT e.right_id, e.event, coalesce(e.effective, e.gazetted) AS day, e.until, p.name AS party_name FROM events AS e "
    "LEFT JOIN parties AS p ON p.party_id = e.party WHERE e.right_id IN (SELECT unnest(?)) ORDER BY coalesce(e.effective, e.gazetted)",
    "pledges": "SELECT right_id, loan_id, registered, released FROM pledges WHERE right_id IN (SELECT unnest(?)) ORDER BY registered",
    "stops": f"SELECT right_id, day, until, how FROM ({DISCONTINUED}) WHERE right_id IN (SELECT unnest(?)) ORDER BY day",
    "spans": 'SELECT s.right_id, s.holder, p.name AS holder_name, s.region, s.start, s."end" FROM spans AS s LEFT JOIN parties AS p '
    "ON p.party_id = s.holder WHERE s.right_id IN (SELECT unnest(?)) ORDER BY s.start",
}
_LOANS_CALLED = """
SELECT loan_id, lender, principal, drawn, due, repaid FROM loans WHERE loan_id IN (SELECT unnest(?)) ORDER BY loan_id
"""
_BRIEF_RIGHTS = f"""
SELECT r.right_id, r.kind, coalesce(r.gi, false) AS gi, r.number, r.title, r.filed, r.registered, r.expires,
    coalesce(s.holder, f.holder, r.holder) AS holder, p.name AS holder_name, coalesce(s.region, f.region, r.region) AS region,
    s.right_id IS NOT NULL AS in_force, coalesce(s.began, f.began, d.day) IS NOT NULL AS began
FROM rights AS r
LEFT JOIN (SELECT right_id, any_value(holder) AS holder, any_value(region) AS region, min(start) AS began FROM spans
    WHERE start <= {{day}} AND ("end" IS NULL OR {{day}} < "end") GROUP BY right_id) AS s ON s.right_id = r.right_id
LEFT JOIN (SELECT right_id, min(start) AS began, arg_max(holder, start) AS holder, arg_max(region, start) AS region FROM spans
    WHERE start <= {{day}} GROUP BY right_id) AS f ON f.right_id = r.right_id
LEFT JOIN ({discontinued_on("{day}")}) AS d ON d.right_id = r.right_id
LEFT JOIN parties AS p ON p.party_id = coalesce(s.holder, f.holder, r.holder)
ORDER BY r.right_id
"""
_BRIEF_PARTIES = """
SELECT p.party_id, p.name, p.kind, p.region, coalesce(s.rights, 0) AS rights
FROM parties AS p
LEFT JOIN (SELECT holder, count(*) AS rights FROM spans WHERE start <= {day} AND ("end" IS NULL OR {day} < "end")
    GROUP BY holder) AS s ON s.holder = p.party_id
ORDER BY p.party_id
"""
