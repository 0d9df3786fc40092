"""The cubes: how many rights started and ended in each month, small enough to answer a page in milliseconds.

In force on day d = starts − ends of all months before d's month, from a cube, + those of d's month up to d, from the spans.
`holder_cube` also tells kinds of holders apart; `cube` does not, and is several times smaller.
"""

from pathlib import Path

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import Bench


def build_cube(bench: Bench, folder: Path) -> int:
    """Write `holder_cube.parquet` and `cube.parquet` from the folder's spans; returns the number of cells of the latter."""
    fine, coarse = folder / "holder_cube.parquet", folder / "cube.parquet"
    bench.write(_FINE.format(spans=literal(folder / "spans.parquet")), fine)
    bench.write(_COARSE.format(fine=literal(fine)), coarse)
    return int(bench.one(f"SELECT count(*) FROM read_parquet({literal(coarse)})"))


_FINE = """
SELECT month, kind, gi, region, holder_kind, sum(starts)::BIGINT AS starts, sum(ends)::BIGINT AS ends FROM (
    SELECT date_trunc('month', start)::DATE AS month, kind, gi, region, holder_kind, count(*) AS starts, 0 AS ends
    FROM read_parquet({spans}) GROUP BY ALL
    UNION ALL
    SELECT date_trunc('month', "end")::DATE, kind, gi, region, holder_kind, 0, count(*)
    FROM read_parquet({spans}) WHERE "end" IS NOT NULL GROUP BY ALL
) GROUP BY ALL ORDER BY kind, region, month, gi, holder_kind
"""
_COARSE = """
SELECT month, kind, gi, region, sum(starts)::BIGINT AS starts, sum(ends)::BIGINT AS ends
FROM read_parquet({fine}) GROUP BY ALL ORDER BY kind, region, month, gi
"""
