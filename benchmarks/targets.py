"""Promise: targets for a country cost about one scan. Inventions per 10,000 residents, 2,850 counties × 40 quarter-ends.

    .venv/bin/python benchmarks/targets.py [--rows 50000000] [--dir FOLDER] [--without pandas postgres]

Prints a Markdown table. Each line is measured in a process of its own (its peak memory is its own), except that our lines
and their floors take turns in one process. All answers must agree.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import targets_peers as peers
from synthetic import country
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.series import series
from zhixian.core.engine import connect, statements
from zhixian.core.kernel.periods import period_ends
from zhixian.core.registry.snapshot import Snapshot

INDICATOR = INDICATORS["inventions_per_10k"]
ASKED = {"first": date.fromisoformat(peers.FIRST), "last": date.fromisoformat(peers.LAST), "every": 3}
COUNTY = "110007"
TIMES = 7
LABELS = {
    "scan": "floor: bare scan of the columns, every row",
    "scan_kind": "floor: the same, inventions only (pushed down)",
    "spans": "**Zhixian from the spans**",
    "grid": "floor: dense grid alone (2,850 × 40 with a running sum)",
    "cube": "**Zhixian from the monthly cube**",
    "county": "**Zhixian, one county, from the cube**",
    "county_spans": "Zhixian, one county, from the spans",
    "all_five": "Zhixian, the four stock targets of all counties, from the spans",
    "range_join": "range join, same engine",
    "pandas": "pandas, same algorithm",
    "pandas_filtered": "pandas, same algorithm, reading inventions only (Arrow filter)",
    "postgres": "PostgreSQL 15, same algorithm, covering index",
}


def ours(snapshot: Snapshot) -> dict[str, object]:
    """Our lines and their floors, in turns on one connection."""
    con = connect("duckdb")
    spans = f"read_parquet('{snapshot.path('spans')}')"
    scan = f'SELECT count(kind), max(region), max(start), max("end") FROM {spans}'
    grid = (
        "SELECT g, p, sum(p % 7) OVER (PARTITION BY g ORDER BY p ROWS UNBOUNDED PRECEDING) FROM "
        "(SELECT CAST(110000 + range AS VARCHAR) AS g FROM range(2851)) CROSS JOIN (SELECT range AS p FROM range(40))"
    )

    def drawn(indicator=INDICATOR, **more):
        return series(snapshot, indicator, **ASKED, engine=con, **more)

    def four():
        names = ("inventions_per_10k", "registered_marks", "gi_marks", "enterprise_invention_share")
        return [drawn(INDICATORS[name], by="county", from_cube=False) for name in names]

    works = {
        "scan": lambda: statements.arrow(con, scan),
        "scan_kind": lambda: statements.arrow(con, f"{scan} WHERE kind = 'invention'"),
        "spans": lambda: drawn(by="county", from_cube=False),
        "grid": lambda: statements.arrow(con, grid),
        "cube": lambda: drawn(by="county"),
        "county": lambda: drawn(region=COUNTY),
        "county_spans": lambda: drawn(region=COUNTY, from_cube=False),
        "all_five": four,
    }
    best = dict.fromkeys(works, float("inf"))
    found = {}
    for _ in range(TIMES):
        for name, work in works.items():
            seconds, found[name] = peers.timed(work, 1)
            best[name] = min(best[name], seconds)
    sums = {name: total(found[name]) for name in ("spans", "cube")}
    assert sums["spans"] == sums["cube"]
    return {"seconds": best, "sum": sums["spans"]}


def total(table) -> int:
    """Sum of all counts: what every way must agree on."""
    return sum(table["numerator"].to_pylist())


def range_join(snapshot: Snapshot) -> dict[str, object]:
    con = connect("duckdb")
    ends = ", ".join(f"(DATE '{day}')" for day in period_ends(**ASKED))
    sql = peers.RANGE_JOIN.format(
        spans=f"read_parquet('{snapshot.path('spans')}')", days=f"(SELECT * FROM (VALUES {ends}) AS t(day))"
    )
    seconds, table = peers.timed(lambda: statements.arrow(con, sql), 2)
    return {"seconds": {"range_join": seconds}, "sum": sum(table["n"].to_pylist())}


def pandas(snapshot: Snapshot) -> dict[str, object]:
    paths = snapshot.path("spans"), snapshot.path("population")
    seconds, counted = peers.timed(lambda: peers.by_pandas(*paths, pushed_down=False), 2)
    return {"seconds": {"pandas": seconds}, "sum": counted}


def pandas_filtered(snapshot: Snapshot) -> dict[str, object]:
    paths = snapshot.path("spans"), snapshot.path("population")
    seconds, counted = peers.timed(lambda: peers.by_pandas(*paths, pushed_down=True), 2)
    return {"seconds": {"pandas_filtered": seconds}, "sum": counted}


def postgres(snapshot: Snapshot) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with peers.Postgres(Path(folder) / "server") as server:
            server.load(connect("duckdb").con, snapshot.path("spans"), snapshot.path("population"))
            seconds, counted = peers.timed(server.delta, 3)
    return {"seconds": {"postgres": seconds}, "sum": counted}


WAYS = {
    "ours": ours,
    "range_join": range_join,
    "pandas": pandas,
    "pandas_filtered": pandas_filtered,
    "postgres": postgres,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "zhixian-benchmarks")
    parser.add_argument("--without", nargs="*", default=[], choices=WAYS)
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    snapshot = country(args.dir, args.rows)
    if args.only:
        measured = WAYS[args.only](snapshot)
        measured["mb"] = peak_mb()
        print(json.dumps(measured))
        return
    seconds, memory, sums = {}, {}, {}
    for way in WAYS:
        if way in args.without:
            continue
        if way == "postgres" and peers.Postgres.programs() is None:
            print("PostgreSQL is not installed: left out", file=sys.stderr)
            continue
        command = [sys.executable, __file__, "--rows", str(args.rows), "--dir", str(args.dir), "--only", way]
        measured = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        seconds |= measured["seconds"]
        memory |= dict.fromkeys(measured["seconds"], measured["mb"])
        sums[way] = measured["sum"]
    assert len(set(sums.values())) == 1, sums
    print(table(seconds, memory, args.rows))


def peak_mb() -> int:
    """The most memory this process ever held. Not ru_maxrss: a child starts with what its parent held."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024


def table(seconds: dict[str, float], memory: dict[str, int], rows: int) -> str:
    """The measurements as Markdown; ratios against our line from the spans."""
    lines = [
        f"{rows:,} rights, 2,850 counties, 40 quarter-ends", "",
        "| what | seconds | × ours from the spans | MB |", "|---|---|---|---|",
    ]  # fmt: skip
    for name, label in LABELS.items():
        if name in seconds:
            mb = "server" if name == "postgres" else str(memory[name])
            lines.append(f"| {label} | {seconds[name]:.4f} | {seconds[name] / seconds['spans']:.2f} | {mb} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
