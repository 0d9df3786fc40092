"""A country of rights as spans, cube and population, made by the engine in a minute and the same every time."""

from pathlib import Path

from zhixian.core.engine import connect
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.cube import build_cube
from zhixian.core.registry.fold import ROWS_IN_GROUP
from zhixian.core.registry.snapshot import Snapshot

COUNTIES = 2850
_SPANS = """
SELECT 'R' || i AS right_id, kind, kind IN ('collective_mark', 'certification_mark') AND h % 3 = 0 AS gi,
       'P' || (h % 4000000) AS holder, holder_kind, region, start,
       CASE WHEN h // 97 % 100 < 45 THEN start + CAST(30 + h // 1009 % 4000 AS INTEGER) END AS "end"
FROM (
    SELECT i, h, printf('%06d', 110000 + CAST(pow(h // 11 % 1000003 / 1000003.0, 2) * {counties} AS INTEGER)) AS region,
           ['invention', 'invention', 'invention', 'utility_model', 'utility_model', 'utility_model', 'utility_model', 'design',
            'design', 'trademark', 'trademark', 'trademark', 'trademark', 'trademark', 'trademark', 'trademark', 'trademark',
            'software', 'copyright_work', CASE WHEN h % 7 = 0 THEN 'collective_mark' ELSE 'certification_mark' END]
            [1 + h // 13 % 20] AS kind,
           ['enterprise', 'enterprise', 'enterprise', 'enterprise', 'enterprise', 'enterprise', 'individual', 'individual',
            'university', 'soe'][1 + h // 41 % 10] AS holder_kind,
           DATE '2005-01-01' + CAST(sqrt(h // 7919 % 1000003 / 1000003.0) * 6500 AS INTEGER) AS start
    FROM (SELECT range AS i, CAST(hash(range * 7 + 1) >> 1 AS BIGINT) AS h FROM range({rows}))
)
ORDER BY kind, region, start, right_id
"""
_POPULATION = """
SELECT printf('%06d', 110000 + i) AS region, CAST(y AS BIGINT) AS year, CAST(300000 + i * 7 AS BIGINT) AS residents
FROM range({counties} + 1) AS t(i), range(2005, 2023) AS u(y)
"""


def country(folder: Path, rows: int) -> Snapshot:
    """A snapshot of `rows` rights in 2,850 counties, kept in the folder; laid out as the registry lays out its own."""
    folder = folder / f"{rows}"
    snapshot = Snapshot(f"synthetic-{rows}", folder, {"labels": ["合成数据"]})
    if snapshot.path("holder_cube").exists() and snapshot.path("cube").exists():
        return snapshot
    folder.mkdir(parents=True, exist_ok=True)
    con = connect("duckdb", memory_limit="8GB").con
    con.execute(f"SET temp_directory = '{folder / 'spill'}'")
    for name, query in {"population": _POPULATION, "spans": _SPANS}.items():
        made = query.format(rows=rows, counties=COUNTIES)
        size = f"ROW_GROUP_SIZE {ROWS_IN_GROUP}"
        con.execute(f"COPY ({made}) TO '{snapshot.path(name)}' (FORMAT parquet, COMPRESSION zstd, {size})")
    con.close()
    bench = Bench(folder, rows=rows)
    build_cube(bench, folder)
    bench.close()
    (folder / "bench.duckdb").unlink(missing_ok=True)
    return snapshot
