"""One record of a topic with the value indicators of it, as its page shows them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhixian.core.engine.views import literal, over
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.value.telling import Valued, value_of
from zhixian.core.search.fields import UNKNOWN
from zhixian.core.topics.days import GRANT, REGISTRY
from zhixian.core.topics.tables import TERM
from zhixian.core.topics.topic import Topic, open_topic
from zhixian.web.navigation.models import Edition
from zhixian.web.navigation.queries import tables
from zhixian.web.navigation.searching import Gone
from zhixian.web.registry.queries import data


@dataclass(frozen=True)
class Shown:
    """A record: its row, who applied for it and invented it, its symbols; `value` is none where `silence` says why."""

    row: dict[str, Any]
    people: dict[str, list[str]]
    symbols: list[str]
    value: Valued | None
    silence: str = ""

    @property
    def state_note(self) -> str:
        """What has to be said of the state: that the term ended by law, or the grant came later, or what the source says."""
        who = "登记的事件：" if self.row.get("state_by") == REGISTRY else "来源说"
        said = f"{who}“{self.row['status']}”" if self.row["status"] else ""
        word = _NOTES.get(self.row.get("state_by") or "", "")
        return "；".join(filter(None, (word, said)))

    @property
    def state(self) -> str:
        """Its state as of the edition's day, as lists of hits call it; one that its source does not tell is unknown."""
        return self.row["state"] or UNKNOWN


def shown(edition: Edition, record: str) -> Shown | None:
    """A record of an edition by its name; none where it is not there. Raises Gone where the tables cannot be read."""
    found = tables(edition)
    if found is None:
        raise Gone
    return _shown(data(), found.name, found.id, record)


@lru_cache(maxsize=256)
def _shown(folder: Path, name: str, stamp: str, record: str) -> Shown | None:
    topic = open_topic(folder, name, stamp)
    row = _row(topic, record)
    if row is None:
        return None
    people, symbols = _beside(topic, row["nr"])
    try:
        return Shown(row, people, symbols, value_of(asking(topic), row["nr"], topic))
    except Refusal as refusal:
        return Shown(row, people, symbols, None, refusal.why)


def _row(topic: Topic, record: str) -> dict[str, Any] | None:
    """The name stands in the statement as a literal: a first parameter makes DuckDB load pandas, which is slower than the whole page."""
    with over({"records": topic.path("records")}) as con:
        rows: list[dict[str, Any]] = (
            con.execute(f"FROM records WHERE record = {literal(record)}").to_arrow_table().to_pylist()
        )
    return rows[0] if rows else None


def _beside(topic: Topic, nr: int) -> tuple[dict[str, list[str]], list[str]]:
    people: dict[str, list[str]] = {"applicant": [], "holder": [], "inventor": []}
    with over({name: topic.path(name) for name in ("parties", "classes")}) as con:
        for role, who in con.execute(_PEOPLE.format(nr=nr)).fetchall():
            people[role].append(who)
        found = con.execute(_SYMBOLS.format(nr=nr)).fetchall()
    return people, [symbol for (symbol,) in found]


_NOTES = {TERM: "法定期限届满", GRANT: "截止日以后才授权"}
_PEOPLE = "SELECT role, name FROM parties WHERE nr = {nr:d} ORDER BY role, nth"
_SYMBOLS = "SELECT symbol FROM classes WHERE nr = {nr:d} GROUP BY symbol ORDER BY min(nth), symbol"
