"""Legal events folded into spans: from when to when a right was in force, whose it was and where it counted.

Resolved readings of the data contract:

- An event's day is `effective`, else `gazetted`; events of one day apply in the order of `EVENTS`, then as they stand.
- A right starts on the day of its earliest `granted` event, else on `registered`, else never. Closing events before the
  start have no effect; later `granted` events do nothing; `partly_invalidated` ends nothing.
- It expires on the `until` of the last `renewed` event that has one, else on `expires`. From then on it is not in force,
  whatever else happened: `restored` brings back what was lost, not a term that is over.
- `restored` re-opens it from its day after any closing event, if it had started. `renewed` does not.
- `transferred` to another party than the current holder changes holder, his kind and the region to that party's, also
  before the start. `renamed` changes nothing here.
- Pieces of length zero vanish, adjacent pieces that differ in nothing are one.

Most rights have at most one end and never change hands: for them one aggregate is enough (`_simple`). Only the rest is
walked through event by event, as window functions (`_walked`).
"""

from pathlib import Path

from zhixian.core.engine.views import literal, literals
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.tables import CLOSING_EVENTS, EVENTS

FOLD_VERSION = "1"
"""Part of every snapshot's id: another reading of the rules makes another snapshot."""
ROWS_IN_GROUP = 250_000
WALKED_AT_A_TIME = 200_000
"""Rights; window functions keep all rows of a portion in memory."""
EVENT_RANK = f"list_position([{literals(EVENTS)}], event)"
"""SQL of an event's place among the events of one day."""
_CLOSING = literals(CLOSING_EVENTS)


def fold(bench: Bench, folder: Path) -> int:
    """Write `spans.parquet` from the folder's parties, rights and events; returns the number of spans.

    Sorted by kind, region, start: an as-of scan of one kind or one region reads little.
    """
    for name in ("parties", "rights", "events"):
        table = f"read_parquet({literal(folder / f'{name}.parquet')}, file_row_number = true)"
        bench.run(f"CREATE OR REPLACE TEMP VIEW f_{name} AS SELECT * FROM {table}")
    bench.run(_LIVES)
    bench.run(f"CREATE TABLE spans AS {_SIMPLE}")
    walks = int(bench.one("SELECT count(*) FROM lives WHERE walk"))
    portions = walks // WALKED_AT_A_TIME + 1
    for portion in range(portions):
        bench.run(f"INSERT INTO spans {_WALKED.format(portion=f'hash(right_id) % {portions} = {portion}')}")
    bench.drop("lives")
    bench.write(_SORTED, folder / "spans.parquet", rows_in_group=ROWS_IN_GROUP)
    bench.drop("spans")
    return int(bench.one(f"SELECT count(*) FROM read_parquet({literal(folder / 'spans.parquet')})"))


_DAY = "coalesce(effective, gazetted)"
_LIVES = f"""
CREATE TABLE lives AS
SELECT
    r.right_id, r.kind, coalesce(r.gi, false) AS gi, r.holder, r.region, coalesce(e.granted, r.registered) AS start,
    coalesce(e.until, r.expires) AS expires, e.closed,
    coalesce(e.walk OR e.closed < coalesce(e.granted, r.registered), false) AS walk
FROM f_rights AS r
LEFT JOIN (
    SELECT
        right_id,
        min({_DAY}) FILTER (WHERE event = 'granted') AS granted,
        min({_DAY}) FILTER (WHERE event IN ({_CLOSING})) AS closed,
        arg_max(until, (({_DAY} - DATE '0001-01-01')::BIGINT << 40) + file_row_number)
            FILTER (WHERE event = 'renewed' AND {_DAY} IS NOT NULL) AS until,
        bool_or({_DAY} IS NOT NULL AND (event = 'restored' OR (event = 'transferred' AND party IS NOT NULL))) AS walk
    FROM f_events
    WHERE event IN ('granted', 'renewed', 'restored', 'transferred', {_CLOSING})
    GROUP BY right_id
) AS e ON e.right_id = r.right_id
WHERE coalesce(e.granted, r.registered) IS NOT NULL
"""
"""One row for each right that ever started. `least` below passes over empty days, as DuckDB does."""

_SIMPLE = """
SELECT right_id, l.kind, gi, holder, p.kind AS holder_kind, l.region, start, finish AS "end"
FROM (
    SELECT *, least(closed, expires) AS finish FROM lives WHERE NOT walk
) AS l
LEFT JOIN f_parties AS p ON p.party_id = l.holder
WHERE finish IS NULL OR finish > start
"""

_WALKED = f"""
WITH walkers AS (SELECT * FROM lives WHERE walk AND {{portion}}),
steps AS (
    SELECT e.right_id, {_DAY} AS day, {EVENT_RANK} AS rank, file_row_number AS place, event,
        CASE WHEN event = 'transferred' THEN party END AS party
    FROM f_events AS e SEMI JOIN walkers USING (right_id)
    WHERE event IN ('restored', 'transferred', {_CLOSING}) AND {_DAY} IS NOT NULL
    UNION ALL
    SELECT right_id, start, {EVENTS.index("granted") + 1}, -1, 'granted', NULL FROM walkers
),
moves AS (
    SELECT *, coalesce(lag(party IGNORE NULLS) OVER w, holder) AS held_before
    FROM (SELECT s.*, w.kind, w.gi, w.holder, w.region, w.start FROM steps AS s JOIN walkers AS w USING (right_id))
    WINDOW w AS (PARTITION BY right_id ORDER BY day, rank, place)
),
marked AS (
    SELECT m.*,
        CASE WHEN m.day < m.start THEN NULL WHEN m.event IN ('granted', 'restored') THEN true
             WHEN m.event <> 'transferred' THEN false END AS opens,
        CASE WHEN m.party IS DISTINCT FROM held_before AND m.party IS NOT NULL
             THEN struct_pack(holder := m.party, region := p.region) END AS moved
    FROM moves AS m LEFT JOIN f_parties AS p ON p.party_id = m.party
),
states AS (
    SELECT right_id, kind, gi, day, rank, place,
        coalesce(last_value(opens IGNORE NULLS) OVER w, false) AS is_open,
        coalesce(last_value(moved IGNORE NULLS) OVER w, struct_pack(holder := holder, region := region)) AS seat
    FROM marked
    WINDOW w AS (PARTITION BY right_id ORDER BY day, rank, place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
days AS (
    SELECT right_id, kind, gi, day, CASE WHEN is_open THEN seat END AS seat
    FROM states
    QUALIFY row_number() OVER (PARTITION BY right_id, day ORDER BY rank DESC, place DESC) = 1
),
changes AS (
    SELECT * FROM days
    QUALIFY seat IS DISTINCT FROM lag(seat) OVER (PARTITION BY right_id ORDER BY day)
),
pieces AS (
    SELECT *, lead(day) OVER (PARTITION BY right_id ORDER BY day) AS finish FROM changes
)
SELECT right_id, pieces.kind, pieces.gi, seat.holder, p.kind, seat.region, day, least(finish, expires)
FROM pieces JOIN walkers USING (right_id) LEFT JOIN f_parties AS p ON p.party_id = seat.holder
WHERE seat IS NOT NULL AND (expires IS NULL OR day < expires)
"""

_SORTED = """
SELECT right_id, kind, gi, holder, holder_kind, region, start, "end" FROM spans
ORDER BY kind, region, start, right_id
"""
