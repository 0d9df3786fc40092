"""What parties have, had and owe, by their names as somebody typed them, as of a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir

from zhixian.core.analysis.pledging import pledges_told
from zhixian.core.engine import connect, read
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name

_WIDE = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A party's rights. `kinds` has (kind, in force, ended, not granted yet); `pledged` of those in force; `bought` and `gave_away`
    are rights whose holder changed; `parties` its ids in the registry, none when nobody is called so."""

    name: str
    parties: tuple[str, ...]
    kinds: tuple[tuple[str, int, int, int], ...] = ()
    pledged: int = 0
    bought: int = 0
    gave_away: int = 0

    @property
    def in_force(self) -> int:
        """How many are in force."""
        return sum(kind[1] for kind in self.kinds)


def portfolios(
    snapshot: Snapshot,
    names: Sequence[str],
    *,
    as_of: date,
    borne: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Portfolio]:
    """One for each name, in their order, with what is held under the other names that it bore (`borne`). A name is found whatever the width
    of its brackets."""
    con = connect("duckdb")
    parties, rights, spans, pledges, events = (
        read(con, snapshot.path(name)) for name in ("parties", "rights", "spans", "pledges", "events")
    )
    names_borne = {name: (name, *borne.get(name, ())) for name in names}
    spelled = {
        text
        for name in (one for every in names_borne.values() for one in every)
        for text in (name.strip(), normalise_name(name), normalise_name(name).translate(_WIDE))
        if "\0" not in text  # which no name has and no query can hold
    }
    called = parties.filter(parties.name.isin(sorted(spelled))).select("party_id", "name") if spelled else None
    ids: dict[str, list[str]] = {}
    for row in _rows(called.order_by("party_id")) if called is not None else ():
        ids.setdefault(normalise_name(row["name"]), []).append(row["party_id"])
    every = sorted({one for found in ids.values() for one in found})
    if not every:
        return [Portfolio(name, ()) for name in names]
    day = ibis.literal(as_of)
    kinds = _by_party(_rows(_kinds(rights, spans, every, day)))
    pledged = _by_party(_rows(_pledged(spans, pledges_told(pledges, events), every, day)))
    moved = _by_party(_rows(_moved(spans, every, day)))
    own = {
        name: [one for each in every for one in ids.get(normalise_name(each), ())]
        for name, every in names_borne.items()
    }
    return [_portfolio(name, list(dict.fromkeys(own[name])), kinds, pledged, moved) for name in names]


def _portfolio(
    name: str, parties: Sequence[str], kinds: Mapping[str, Any], pledged: Mapping[str, Any], moved: Mapping[str, Any]
) -> Portfolio:
    told: dict[str, list[int]] = {}
    for row in (row for party in parties for row in kinds.get(party, ())):
        counts = told.setdefault(row["kind"], [0, 0, 0])
        for place, state in enumerate(("live", "over", "waits")):
            counts[place] += row[state]
    rows = [row for party in parties for row in moved.get(party, ())]
    return Portfolio(
        name,
        tuple(parties),
        tuple((kind, counts[0], counts[1], counts[2]) for kind, counts in sorted(told.items())),
        sum(row["n"] for party in parties for row in pledged.get(party, ())),
        sum(row["bought"] for row in rows),
        sum(row["gone"] for row in rows),
    )


def _current(spans: ir.Table, day: Any) -> ir.Table:
    live = spans.filter((spans.start <= day) & (spans["end"].isnull() | (spans["end"] > day)))
    return live.select("right_id", party="holder")


def _kinds(rights: ir.Table, spans: ir.Table, parties: Sequence[str], day: Any) -> ir.Table:
    """Rights by who has them on the day; of those that are over or not granted, by who had them last or applied."""
    begun = spans.filter(spans.start <= day)
    last = begun.group_by("right_id").agg(last=begun.holder.argmax(begun.start))
    live = _current(spans, day).rename(live_id="right_id")
    ever = last.rename(last_id="right_id")
    rows = rights.select("right_id", "kind", "holder").left_join(live, rights.right_id == live.live_id)
    rows = rows.left_join(ever, rows.right_id == ever.last_id)
    rows = rows.mutate(who=ibis.coalesce(rows.party, rows.last, rows.holder))
    rows = rows.filter(rows.who.isin(parties))
    return rows.group_by(party_id=rows.who, kind=rows.kind).agg(
        live=rows.live_id.notnull().sum().cast("int64"),
        over=(rows.live_id.isnull() & rows.last_id.notnull()).sum().cast("int64"),
        waits=rows.last_id.isnull().sum().cast("int64"),
    )


def _pledged(spans: ir.Table, pledges: ir.Table, parties: Sequence[str], day: Any) -> ir.Table:
    own = _current(spans, day)
    own = own.filter(own.party.isin(parties))
    on = pledges.filter((pledges.registered <= day) & (pledges.released.isnull() | (pledges.released > day)))
    held = own.inner_join(on.select("right_id").distinct(), "right_id")
    return held.group_by(party_id="party").agg(n=held.right_id.nunique())


def _moved(spans: ir.Table, parties: Sequence[str], day: Any) -> ir.Table:
    """Times at which a right went from one holder to another: bought by the one, given away by the other."""
    after = spans.filter(spans.start <= day).select(next_id="right_id", begins="start", taker="holder")
    changes = spans.inner_join(after, (spans.right_id == after.next_id) & (spans["end"] == after.begins))
    changes = changes.filter(changes.holder != changes.taker)
    gone = changes.select(party_id="holder", gone=ibis.literal(1), bought=ibis.literal(0))
    got = changes.select(party_id="taker", gone=ibis.literal(0), bought=ibis.literal(1))
    both = gone.union(got)
    both = both.filter(both.party_id.isin(parties))
    return both.group_by("party_id").agg(gone=both.gone.sum(), bought=both.bought.sum())


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def _by_party(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["party_id"], []).append(row)
    return found
