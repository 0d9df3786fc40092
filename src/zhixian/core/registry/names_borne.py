"""Names that one company bore one after the other, as far as events of a change of name tell which name followed which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhixian.core.engine.views import over
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name


@dataclass(frozen=True, slots=True)
class Renamed:
    """A change of name: from which name to which, on which day, and the number of the right whose event tells it."""

    before: str
    after: str
    day: date
    number: str

    @property
    def said(self) -> str:
        """In words."""
        return f"{self.day} 由“{self.before}”更名为“{self.after}”（{self.number}的更名登记）"


def names_borne(
    snapshot: Snapshot, names: Sequence[str], *, as_of: date
) -> dict[str, Mapping[str, tuple[Renamed, ...]]]:
    """By name as it is given: every other name of the same company, normalised, with the changes that lead from the one to the other,
    up to a day. A change tells the name of today of who held the right then; one that does not say the new name tells nothing."""
    beside: dict[str, dict[str, Renamed]] = {}
    for change in _changes(snapshot, as_of):
        before, after = normalise_name(change.before), normalise_name(change.after)
        if before != after:
            beside.setdefault(before, {}).setdefault(after, change)
            beside.setdefault(after, {}).setdefault(before, change)
    return {name: _reached(normalise_name(name), beside) for name in names}


def _reached(name: str, beside: Mapping[str, Mapping[str, Renamed]]) -> Mapping[str, tuple[Renamed, ...]]:
    """What can be reached from a name, by the fewest changes, each way in the order of days."""
    found: dict[str, tuple[Renamed, ...]] = {name: ()}
    waiting = [name]
    for here in waiting:
        for there, change in beside.get(here, {}).items():
            if there not in found:
                found[there] = (*found[here], change)
                waiting.append(there)
    return {other: tuple(sorted(way, key=lambda one: one.day)) for other, way in found.items() if way}


def _changes(snapshot: Snapshot, as_of: date) -> Iterator[Renamed]:
    with over({table: snapshot.path(table) for table in ("events", "spans", "rights", "parties")}) as con:
        for row in con.execute(_RENAMED, [as_of]).fetchall():
            yield Renamed(*row)


_RENAMED = """
WITH told AS (
    SELECT right_id, party, coalesce(effective, gazetted) AS day FROM events
    WHERE event = 'renamed' AND party IS NOT NULL AND coalesce(effective, gazetted) <= ?
), held AS (
    SELECT t.right_id, t.day, arg_max(s.holder, s.start) AS holder FROM told AS t JOIN spans AS s USING (right_id)
    WHERE s.start <= t.day GROUP BY t.right_id, t.day
)
SELECT b.name, a.name, t.day, coalesce(r.number, r.right_id) FROM told AS t JOIN rights AS r USING (right_id)
LEFT JOIN held AS h ON h.right_id = t.right_id AND h.day = t.day
JOIN parties AS b ON b.party_id = coalesce(h.holder, r.holder) JOIN parties AS a ON a.party_id = t.party
WHERE b.party_id <> a.party_id ORDER BY t.day, r.right_id
"""
