"""The same question asked of pandas and PostgreSQL: inventions per 10,000 residents, each county, each quarter's end."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

FIRST, LAST = "2011-01-01", "2020-12-31"
BASE, PERIODS = 2011 * 4 + 1, 40


def by_pandas(spans: Path, population: Path, *, pushed_down: bool) -> int:
    """+1 and −1 by county and quarter, running sums, residents of the year before; returns the sum of all counts."""
    import pandas as pd

    columns = ["kind", "region", "start", "end"]
    if pushed_down:
        rows = pd.read_parquet(spans, columns=columns, filters=[("kind", "==", "invention")])
    else:
        rows = pd.read_parquet(spans, columns=columns)
        rows = rows[rows["kind"] == "invention"]
    moves = []
    for side in ("start", "end"):
        days = pd.to_datetime(rows[side])
        known = days.notna() & (days <= LAST)
        period = (days[known].dt.year * 4 + days[known].dt.quarter).clip(lower=BASE).astype("int64") - BASE
        moves.append(rows.loc[known, ["region"]].assign(period=period).groupby(["region", "period"]).size())
    change = moves[0].sub(moves[1], fill_value=0)
    every = pd.MultiIndex.from_product([change.index.levels[0], range(PERIODS)], names=["region", "period"])
    counts = change.reindex(every, fill_value=0).groupby(level="region").cumsum()
    cells = counts.rename("n").reset_index()
    cells["year"] = 2011 + cells["period"] // 4 - 1
    people = pd.read_parquet(population)
    cells = cells.merge(people, on=["region", "year"], how="left")
    cells["value"] = cells["n"] * 10_000 / cells["residents"]
    return int(cells["n"].sum())


RANGE_JOIN = """
SELECT region, day, count(*) AS n FROM {spans} JOIN {days} ON start <= day AND ("end" IS NULL OR day < "end")
WHERE kind = 'invention' GROUP BY region, day
"""
_DELTA = f"""
WITH moves AS (
    SELECT region, greatest(extract(year FROM start)::int * 4 + extract(quarter FROM start)::int, {BASE}) AS period, count(*) AS n
    FROM spans WHERE kind = 'invention' AND start <= '{LAST}' GROUP BY 1, 2
    UNION ALL
    SELECT region, greatest(extract(year FROM "end")::int * 4 + extract(quarter FROM "end")::int, {BASE}), -count(*)
    FROM spans WHERE kind = 'invention' AND "end" <= '{LAST}' GROUP BY 1, 2
), changes AS (SELECT region, period, sum(n) AS n FROM moves GROUP BY 1, 2),
cells AS (
    SELECT g.region, p AS period, sum(coalesce(n, 0)) OVER (PARTITION BY g.region ORDER BY p) AS n
    FROM (SELECT DISTINCT region FROM changes) AS g CROSS JOIN generate_series({BASE}, {BASE + PERIODS - 1}) AS p
    LEFT JOIN changes AS c ON c.region = g.region AND c.period = p
)
SELECT cells.region, period, n, residents, n * 10000.0 / residents FROM cells
LEFT JOIN population AS r ON r.region = cells.region AND r.year = (period - 1) / 4 - 1
"""


class Postgres:
    """A PostgreSQL server of its own in a folder, stopped at the end. `found()` tells whether it can be had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []

    @staticmethod
    def programs() -> Path | None:
        """Where initdb and pg_ctl lie."""
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        return folders[-1] if folders else None

    def __enter__(self) -> Self:
        programs = self.programs()
        self.folder.mkdir(parents=True)
        if self.as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        self._run(programs / "initdb", "-D", data, "--auth=trust", "--no-sync", "-U", "postgres")
        options = (
            f"-k {self.folder} -c listen_addresses= -c shared_buffers=2GB -c work_mem=512MB -c maintenance_work_mem=1GB "
            "-c fsync=off -c max_wal_size=8GB -c max_parallel_workers_per_gather=2"
        )
        self._run(programs / "pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self.programs() / "pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def load(self, con, spans: Path, population: Path) -> None:
        """The columns asked for, with a covering index on inventions."""
        exported = {
            "spans": (spans, 'kind, region, start, "end"'),
            "population": (population, "region, year, residents"),
        }
        self.ask('CREATE UNLOGGED TABLE spans (kind text, region text, start date, "end" date)')
        self.ask("CREATE UNLOGGED TABLE population (region text, year int, residents bigint)")
        for table, (path, columns) in exported.items():
            rows = self.folder / f"{table}.csv"
            con.execute(f"COPY (SELECT {columns} FROM read_parquet('{path}')) TO '{rows}' (FORMAT csv, HEADER false)")
            self.ask(f"\\copy {table} FROM '{rows}' CSV")
            rows.unlink()
        self.ask("CREATE INDEX ON spans (region, start, \"end\") WHERE kind = 'invention'")
        self.ask("VACUUM ANALYZE")

    def ask(self, sql: str) -> str:
        """Run one statement through psql."""
        return self._run("psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-U", "postgres", "-c", sql)

    def delta(self) -> int:
        """The benchmark's question; every row travels to the client."""
        answer = self.ask(_DELTA)
        return sum(int(line.split("|")[2]) for line in answer.splitlines())

    def _run(self, *command: object) -> str:
        words = [*self.as_user, *map(str, command)]
        done = subprocess.run(words, check=True, capture_output=True, text=True, cwd=self.folder)
        return done.stdout


def timed(work, times: int) -> tuple[float, object]:
    """(least seconds, last result) of several runs."""
    best, result = float("inf"), None
    for _ in range(times):
        begun = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - begun)
    return best, result
