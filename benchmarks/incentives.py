"""Interest subsidies for a million enterprises, from Parquet to one row per award, against its peers in one run.

    .venv/bin/python benchmarks/incentives.py [--enterprises 1000000] [--dir FOLDER] [--without decimal ...]

Prints a Markdown table: the floor is a bare read of the same columns by the same engine. All exact ways must agree to the fen.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.compute as pc

import incentives_data
import incentives_peers as peers
from zhixian.core.analysis.incentives.bulk import compile_incentive
from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.catalogue import definitions
from zhixian.core.engine import connect, read
from zhixian.core.kernel.regions import region_prefix
from zhixian.core.plan.load import load_plan

YEAR = 2018
PLAN = Path(__file__).parents[1] / "plans" / "shanghang"
PREFIX = region_prefix(incentives_data.REGION)


def timed(work):
    """(seconds, result) of one run."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def in_turns(works, *, times):
    """(the least seconds, the last result) of each of several works, taking turns so that a busy machine hits all alike."""
    best, results = [float("inf")] * len(works), [None] * len(works)
    for _ in range(times):
        for number, work in enumerate(works):
            results[number] = None
            seconds, results[number] = timed(work)
            best[number] = min(best[number], seconds)
    return list(zip(best, results, strict=True))


def bare_scan(con, folder):
    """Decode every value of the columns, keep nothing."""
    for table, names in peers.COLUMNS.items():
        rows = read(con, folder / f"{table}.parquet")
        con.execute(rows.aggregate(**{name: rows[name].max() for name in names}))


def bare_read(con, folder):
    """The same columns as Arrow tables, which is how awards come out."""
    for table, names in peers.COLUMNS.items():
        read(con, folder / f"{table}.parquet").select(*names).to_pyarrow()


def bulk_awards(con, folder, plan):
    """The product: compile the definition, run it, one Arrow row per award with workings, cap and what came before."""
    snapshot = SimpleNamespace(id="", path=lambda table: folder / f"{table}.parquet")
    rule = definitions().incentives["pledge_interest"]
    compiled = compile_incentive(
        rule, plan.amounts, FactTables(con, snapshot), year=YEAR, region=incentives_data.REGION
    )
    return compiled.awards.to_pyarrow()


def bulk_sums(con, folder, plan):
    """The yearly sum of every enterprise, by the same expression."""
    snapshot = SimpleNamespace(id="", path=lambda table: folder / f"{table}.parquet")
    rule = definitions().incentives["pledge_interest"]
    compiled = compile_incentive(
        rule, plan.amounts, FactTables(con, snapshot), year=YEAR, region=incentives_data.REGION
    )
    return compiled.awards.group_by("party").aggregate(fen=compiled.awards.amount_fen.sum()).to_pyarrow()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=1_000_000)
    parser.add_argument("--dir", type=Path, help="where the data is made and kept; a temporary folder when absent")
    parser.add_argument("--without", nargs="*", default=[], choices=["decimal", "pandas", "openfisca"])
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        run(args, args.dir or Path(temporary))


def run(args, folder):
    con, plan = connect("duckdb"), load_plan(PLAN)
    incentives_data.make(con.con, folder, enterprises=args.enterprises)
    (scan, _), (arrow, _), (own, awards), (own_sums, sums) = in_turns(
        [
            lambda: bare_scan(con, folder),
            lambda: bare_read(con, folder),
            lambda: bulk_awards(con, folder, plan),
            lambda: bulk_sums(con, folder, plan),
        ],
        times=args.times,
    )
    total = pc.sum(awards["amount_fen"]).as_py()
    assert pc.sum(sums["fen"]).as_py() == total
    rows = [
        ("bare scan of the columns, same engine", scan, ""),
        ("bare read of the columns into Arrow, same engine", arrow, ""),
        ("**Zhixian, one row per award**", own, "exact"),
        ("**Zhixian, yearly sum per enterprise**", own_sums, "exact"),
    ]
    if "pandas" not in args.without:
        seconds, frame = timed(lambda: peers.pandas_awards(folder, YEAR, PREFIX))
        assert int(frame["amount_fen"].sum()) == total
        assert len(frame) == len(awards)
        rows.append(("pandas", seconds, "exact here"))
        del frame
    if "openfisca" not in args.without:
        rows += openfisca_rows(folder, sums)
    if "decimal" not in args.without:
        data = peers.lists(folder)
        seconds, exact = timed(lambda: peers.decimal_loop(data, YEAR, PREFIX))
        found = dict(zip(awards["loan_id"].to_pylist(), awards["amount_fen"].to_pylist(), strict=True))
        assert exact == found
        rows.append(("Decimal loop, rows already in Python lists", seconds, "exact"))
    print(
        f"\n{args.enterprises:,} enterprises, {args.enterprises * incentives_data.LOANS_PER_ENTERPRISE:,} loans, ",
        end="",
    )
    print(f"{len(awards):,} awards in {YEAR}, {pc.sum(awards['capped'].cast(pa.int64())).as_py():,} cut by the cap\n")
    print("| way | seconds | × bare scan | × Zhixian | to the fen |\n|---|---|---|---|---|")
    for name, seconds, note in rows:
        print(f"| {name} | {seconds:.2f} | {seconds / scan:.2f} | {seconds / own:.2f} | {note} |")


def openfisca_rows(folder, sums):
    """OpenFisca with and without the reading and joining that it cannot do itself (pandas does it)."""
    system = peers.openfisca_system()
    prepare, (inputs, enterprise, names) = timed(lambda: peers.openfisca_inputs(folder, PREFIX))
    [(seconds, found)] = in_turns([lambda: peers.openfisca_sums(system, inputs, enterprise, names, YEAR)], times=2)
    exact = dict(zip(sums["party"].to_pylist(), sums["fen"].to_pylist(), strict=True))
    wrong = sum(1 for name, fen in zip(names.tolist(), found.tolist(), strict=True) if exact.get(name, 0) != fen)
    off = abs(int(found.astype("float64").sum()) - sum(exact.values()))
    note = f"{wrong:,} enterprises wrong, {off:,} fen in all"
    return [
        ("OpenFisca-Core, yearly sum: read and join (pandas), build, calculate", prepare + seconds, note),
        ("OpenFisca-Core, yearly sum: build and calculate, arrays and flags ready", seconds, note),
    ]


if __name__ == "__main__":
    sys.exit(main())
