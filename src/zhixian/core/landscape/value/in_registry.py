"""The value indicators of a right of the registry: what the registry can tell of it, among the patents of its field and year there.

The registry knows terms and what was registered of a right; it knows no citations, families or claims, so these are unknown and said
to be so, whatever they are elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa

from zhixian.core.engine import connect
from zhixian.core.engine.views import as_dicts, literals, over
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.asking import Asking
from zhixian.core.landscape.value.inputs import ALL_EVENTS
from zhixian.core.landscape.value.measuring import COUNTED
from zhixian.core.landscape.value.telling import Measure, Valued, value_of
from zhixian.core.registry.discontinued import discontinued_on
from zhixian.core.registry.particulars import GAZETTED_WITHIN
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.terms import TERMS
from zhixian.core.topics.document import Document
from zhixian.core.topics.joining import Record
from zhixian.core.topics.tables import EVENT_WORDS, SCHEMAS
from zhixian.core.topics.technology import Symbol, read_symbol
from zhixian.core.topics.writing import write_records, write_table

TOLD = ("term_left", "transfers", "pledges", "licences")
"""The indicators that the registry has the data for."""
_NOT_TOLD = {"family_size": "同族", "claims": "权利要求项数"}
_OTHER = -1
"""Stands for the rights that are not compared: of each sort one event, which tells that such events are told at all."""
Row = dict[str, Any]


def value_in_registry(snapshot: Snapshot, right: str, *, as_of: date, engine: ibis.BaseBackend | None = None) -> Valued:
    """The indicators of a right as of a day, compared with the patents of its field or subclass that were filed in its year.

    Raises Refusal for a right that is not there, is no patent, or was filed after the day.
    """
    rows = _of_its_year(snapshot, right, as_of)
    mine = next((row for row in rows if row["right_id"] == right), None)
    if mine is None:
        raise Refusal("这一件不是专利，或者截至这一天还没有申请，没有价值指标", expected="发明、实用新型或外观设计")
    main = _main(mine)
    compared = [row for row in rows if row is mine or _is_beside(main, _main(row))]
    with TemporaryDirectory() as folder:
        numbers, counts = _write(Path(folder), snapshot, compared)
        files = {name: Path(folder) / f"{name}.parquet" for name in SCHEMAS}
        told = value_of(Asking(files, as_of, engine or connect()), numbers[right])
    known_first = sorted(told.measures, key=lambda one: one.indicator.id not in TOLD)
    return replace(told, measures=tuple(_as_told_here(one, counts) for one in known_first))


def _of_its_year(snapshot: Snapshot, right: str, as_of: date) -> list[Row]:
    """The patents filed by the day in the year of one of them; nothing where it is not among them, it alone where its year is unknown."""
    with over({name: snapshot.path(name) for name in ("rights", "events", "spans")}) as con:
        return as_dicts(con.execute(_OF_ITS_YEAR.format(kinds=literals(TERMS)), {"right": right, "day": as_of}))


def _main(row: Row) -> Symbol | None:
    """The first IPC symbol with a subclass."""
    symbols = map(read_symbol, filter(None, (row["classes"] or "").split(";")))
    return next((symbol for symbol in symbols if symbol and symbol.system == "ipc" and symbol.subclass), None)


def _is_beside(main: Symbol | None, other: Symbol | None) -> bool:
    if main is None or other is None:
        return False
    return main.subclass == other.subclass or (main.field is not None and main.field == other.field)


def _write(folder: Path, snapshot: Snapshot, rows: Sequence[Row]) -> tuple[dict[str, int], dict[str, int]]:
    """The rights as the tables of a topic; the number of each, and how many events of each sort the registry has of all rights."""
    records = {
        row["right_id"]: Record(
            Document(
                0, "", 0, row["right_id"], by_publication=False, application=row["number"], country="CN", kind=row["kind"],
                title=row["title"], filed=row["filed"], classes=row["classes"].split(";") if row["classes"] else [], state=row["state"],
            )
        )
        for row in rows
    }  # fmt: skip
    write_records(folder, records)
    numbers = {key: nr for nr, key in enumerate(sorted(records))}
    for name in ("parties", "sources"):
        write_table(folder, name, {column: [] for column in SCHEMAS[name].names})
    events, counts = _events(snapshot, list(numbers))
    told = [(key, event, day, party, numbers[key]) for key, event, day, party in events]
    told += [("", event, None, None, _OTHER) for event in counts]
    columns = zip(*told, strict=True) if told else ([] for _ in SCHEMAS["events"].names)
    write_table(folder, "events", dict(zip(SCHEMAS["events"].names, map(list, columns), strict=True)))
    return numbers, counts


def _events(snapshot: Snapshot, rights: Sequence[str]) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """(right, event, day, party) of these rights, and how many of each sort there are of all."""
    told = _ALL.format(events=literals(EVENT_WORDS), gazetted=GAZETTED_WITHIN)
    with over({name: snapshot.path(name) for name in ("events", "parties", "pledges")}) as con:
        con.register("compared", pa.table({"right_id": pa.array(rights, pa.string())}))
        return con.execute(told + _EVENTS).fetchall(), dict(con.execute(told + _COUNTS).fetchall())


def _as_told_here(one: Measure, counts: Mapping[str, int]) -> Measure:
    """In the words of a registry, with how many events of its sort the registry has; without inputs and with the reason where it has
    no data for the indicator."""
    if one.indicator.id not in TOLD:
        return replace(one, value=None, reason=f"登记数据不含{_NOT_TOLD.get(one.indicator.id, '引证')}", inputs=())
    sort = next((event for event, name in COUNTED.items() if name == one.indicator.id), "")
    inputs = tuple(
        ("登记数据内共登记", f"{counts.get(sort, 0):,}") if name == ALL_EVENTS else (name, value)
        for name, value in one.inputs
    )
    limit = one.indicator.limit.replace("专题里", "登记数据里")
    reason = one.reason.replace("专题里", "登记数据里")
    return replace(one, indicator=replace(one.indicator, limit=limit), inputs=inputs, reason=reason)


_OF_ITS_YEAR = f"""
WITH mine AS (SELECT filed FROM rights WHERE right_id = $right),
lasting AS (
    SELECT right_id, bool_or("end" IS NULL OR "end" > $day) AS lasts FROM spans WHERE start <= $day GROUP BY right_id
)
SELECT r.right_id, r.kind, r.number, r.title, r.classes, r.filed,
    CASE WHEN d.day IS NOT NULL THEN 'ended' WHEN s.lasts IS NULL THEN 'pending' WHEN s.lasts THEN 'in_force' ELSE 'ended' END AS state
FROM rights AS r LEFT JOIN lasting AS s ON s.right_id = r.right_id
LEFT JOIN ({discontinued_on("$day")}) AS d ON d.right_id = r.right_id
WHERE r.kind IN ({{kinds}}) AND (r.filed IS NULL OR r.filed <= $day)
    AND (r.right_id = $right OR year(r.filed) = (SELECT year(filed) FROM mine))
"""  # noqa: S608 -- our own words
_ALL = """
WITH pledged AS (SELECT right_id, registered FROM pledges WHERE registered IS NOT NULL),
in_both AS (
    SELECT DISTINCT e.right_id, e.effective, e.gazetted FROM events AS e JOIN pledged AS g ON g.right_id = e.right_id
    WHERE e.event = 'pledged' AND (
        g.registered = e.effective
        OR (e.effective IS NULL AND e.gazetted BETWEEN g.registered AND g.registered + INTERVAL {gazetted} DAY)
    )
),
told AS (
    SELECT e.right_id, e.event::VARCHAR AS event, coalesce(e.effective, e.gazetted) AS day, e.party
    FROM events AS e
    WHERE e.event IN ({events}) AND NOT (e.event = 'pledged' AND EXISTS (
        SELECT 1 FROM in_both AS b WHERE b.right_id = e.right_id
            AND b.effective IS NOT DISTINCT FROM e.effective AND b.gazetted IS NOT DISTINCT FROM e.gazetted
    ))
    UNION ALL SELECT right_id, 'pledged', registered, NULL FROM pledged
)
"""
"""A pledge that the table of pledges tells and an event tells too is one."""
_EVENTS = """
SELECT t.right_id, t.event, t.day, p.name
FROM told AS t JOIN compared AS c ON c.right_id = t.right_id LEFT JOIN parties AS p ON p.party_id = t.party
ORDER BY ALL
"""
_COUNTS = "SELECT event, count(*) FROM told GROUP BY event ORDER BY event"
