"""A query over a snapshot as of a day, as documents: what the registry knows of each right, and what happened to it."""

from datetime import date
from typing import Any

import pyarrow as pa

from zhixian.core.engine.views import literals, over
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.fields import ENDED, IN_FORCE, PENDING
from zhixian.core.search.finding import every_hit
from zhixian.core.search.index import Searchable
from zhixian.core.topics.days import REGISTRY, Days
from zhixian.core.topics.document import Document
from zhixian.core.topics.tables import EVENT_WORDS

_LAST = """SELECT max(filed) FILTER (filed <= ?), max(registered) FILTER (registered <= ?),
    (SELECT max(coalesce(effective, gazetted)) FILTER (coalesce(effective, gazetted) <= ?) FROM events) FROM rights"""
_STATES = {IN_FORCE: "in_force", PENDING: "pending", ENDED: "ended"}


def read_rights(searchable: Searchable, snapshot: Snapshot, query: str, *, as_of: date) -> list[Document]:
    """Each right found, as it was on the day. Raises QueryFault for what cannot be read."""
    found = list(every_hit(searchable, query, as_of=as_of))
    first = _first_holders(snapshot)
    return [_document(facts, first, as_of=as_of) for facts in found]


def days_of(snapshot: Snapshot, as_of: date) -> Days:
    """Up to which day the registry tells of a topic of a day: the last on which a right was filed or registered or anything happened."""
    with over({name: snapshot.path(name) for name in ("rights", "events")}) as con:
        told = con.execute(_LAST, [as_of] * 3).fetchone()
    last = max(filter(None, told or ()), default=None)
    return Days(last.isoformat() if last else None, registry=True)


def _document(facts: dict[str, Any], first: dict[str, str], *, as_of: date) -> Document:
    filed, granted = (facts[name] and date.fromisoformat(facts[name]) for name in ("filed", "registered"))
    applicant = first.get(facts["right_id"])
    return Document(
        0, "", 0, facts["right_id"], by_publication=False, application=facts["number"], country="CN", kind=facts["kind"],
        title=facts["title"], filed=filed, granted=granted if granted and granted <= as_of else None,
        applicants=[applicant] if applicant else [], holders=[facts["holder_name"]] if facts["holder_name"] else [],
        region=facts["region"], classes=facts["classes"].split(";") if facts["classes"] else [], state=_STATES[facts["state"]],
        state_by=REGISTRY, status=facts["ending"] if facts["state"] == ENDED else None,
    )  # fmt: skip


def _first_holders(snapshot: Snapshot) -> dict[str, str]:
    with over({name: snapshot.path(name) for name in ("rights", "parties")}) as con:
        rows = con.execute("SELECT r.right_id, p.name FROM rights AS r JOIN parties AS p ON p.party_id = r.holder")
        return dict(rows.fetchall())


def events_of(snapshot: Snapshot, rights: list[str], *, as_of: date) -> list[tuple[str, str, date, str | None]]:
    """Transfers, pledges and licences of these rights until the day, in the order of rights and days."""
    with over({name: snapshot.path(name) for name in ("events", "parties")}) as con:
        con.register("asked", pa.table({"right_id": rights}, schema=pa.schema([("right_id", pa.string())])))
        rows = con.execute(
            "SELECT e.right_id, e.event, coalesce(e.effective, e.gazetted) AS day, p.name FROM events AS e "
            "SEMI JOIN asked USING (right_id) LEFT JOIN parties AS p ON p.party_id = e.party "
            f"WHERE e.event IN ({literals(EVENT_WORDS)}) AND day <= ? ORDER BY ALL",
            [as_of],
        )
        return list(rows.fetchall())
