"""What vendors say of a right's status against what its events say: differences are told, neither side is changed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.discontinued import DISCONTINUED
from zhixian.core.registry.staging import ROW

MOST_LISTED = 100
MOST_NOTED = 3


@dataclass(frozen=True)
class Disagreements:
    """`listed` holds the first: source number, file, row, right, what was claimed, as of which day, what the events say."""

    count: int
    by_source: dict[int, int]
    listed: list[tuple[int, str, int, str, str, str, str]]

    def notes(self, source: int) -> list[str]:
        """A sentence for the report of one source, and its first cases."""
        if source not in self.by_source:
            return []
        first = [
            f"第 {row} 行 {right}：来源称“{claimed}”，按授权日、届满日和法律事件，在 {day} {state}"
            for number, _, row, right, claimed, day, state in self.listed
            if number == source
        ]
        return [f"{self.by_source[source]} 件权利的状态与法律事件推得的不同（以法律事件为准）", *first[:MOST_NOTED]]

    def to_json(self) -> dict[str, Any]:
        """For the manifest."""
        names = ("file", "row", "right_id", "claimed", "as_of", "by_events")
        return {"count": self.count, "first": [dict(zip(names, case[1:], strict=True)) for case in self.listed]}


def compare_claims(bench: Bench, folder: Path) -> Disagreements:
    """Compare each claim with the spans on its day; a claim without a day is taken as of the last day its source knows of.

    A day ahead of the import is a slip of the pen or an announcement: no source knows what will be so on that day. An application of
    which a source only says that it came to nothing, and no event when, stays pending here: that is told too.
    """
    if not bench.one("SELECT count(*) FROM s_claims WHERE alive IS NOT NULL"):
        return Disagreements(0, {}, [])
    files = {name: literal(folder / f"{name}.parquet") for name in ("spans", "events")}
    bench.run(_COMPARED.format(**files, imported_on=_latest(bench)))
    by_source = dict(bench.rows("SELECT _src, count(*) FROM disagreements GROUP BY _src"))
    first = bench.rows(
        f"SELECT _src, {ROW}, right_id, coalesce(claimed, ''), CAST(day AS VARCHAR), by_events FROM disagreements "
        f"QUALIFY row_number() OVER (PARTITION BY _src ORDER BY {ROW}, right_id) <= {MOST_LISTED} ORDER BY _src, {ROW}, right_id"
    )
    listed = [
        (number, bench.sources[number].file, row, right, claimed, day, by_events)
        for number, row, right, claimed, day, by_events in first
    ]
    return Disagreements(sum(by_source.values()), by_source, listed)


def _latest(bench: Bench) -> str:
    return f"DATE '{bench.imported_on or date.max}'"


_COMPARED = f"""
CREATE TABLE disagreements AS
WITH last_days AS (
    SELECT _src, max(day) AS day FROM (
        SELECT _src, greatest(max(filed) FILTER (filed <= {{imported_on}}), max(registered) FILTER (registered <= {{imported_on}})) AS day
        FROM s_rights GROUP BY _src
        UNION ALL SELECT _src, max(coalesce(effective, gazetted)) FROM s_events
        WHERE coalesce(effective, gazetted) <= {{imported_on}} GROUP BY _src
    ) GROUP BY _src
),
dated AS (
    SELECT c._src, c.{ROW}, c.right_id, c.claimed, c.alive, coalesce(c.as_of, l.day) AS day
    FROM r_claims AS c LEFT JOIN last_days AS l USING (_src) SEMI JOIN m_rights AS r ON r.right_id = c.right_id
    WHERE c.alive IS NOT NULL
),
lit AS (
    SELECT DISTINCT d._src, d.{ROW}, d.right_id
    FROM dated AS d JOIN read_parquet({{spans}}) AS s ON s.right_id = d.right_id
    WHERE s.start <= d.day AND (s."end" IS NULL OR s."end" > d.day)
),
spans AS (FROM read_parquet({{spans}})), events AS (FROM read_parquet({{events}})),
explained AS (
    SELECT DISTINCT d._src, d.{ROW}, d.right_id FROM dated AS d JOIN ({DISCONTINUED}) AS x ON x.right_id = d.right_id
    WHERE x.until IS NULL OR (x.day <= d.day AND d.day < x.until)
),
never AS (
    SELECT DISTINCT right_id FROM (SELECT * FROM dated WHERE NOT alive) AS d
    ANTI JOIN spans USING (right_id) ANTI JOIN explained USING (_src, {ROW}, right_id) SEMI JOIN (
        SELECT right_id FROM m_rights WHERE registered IS NULL
    ) AS r USING (right_id)
)
SELECT dated.*, CASE WHEN a.right_id IS NOT NULL THEN '有效' WHEN n.right_id IS NOT NULL THEN '还没有授权' ELSE '无效' END AS by_events
FROM dated LEFT JOIN lit AS a ON a._src = dated._src AND a.{ROW} = dated.{ROW} AND a.right_id = dated.right_id
LEFT JOIN never AS n ON n.right_id = dated.right_id
LEFT JOIN explained AS x ON x._src = dated._src AND x.{ROW} = dated.{ROW} AND x.right_id = dated.right_id
WHERE dated.day IS NOT NULL AND ((a.right_id IS NOT NULL) <> dated.alive OR (n.right_id IS NOT NULL AND x.right_id IS NULL))
"""
"""Equality decides the joins, the days filter after: as conditions of one outer join they would be tried pair by pair."""
