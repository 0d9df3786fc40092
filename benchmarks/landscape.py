"""Promise: the landscape of a topic of 100,000 rights in 2 s and of 1,000,000 in 10 s, five times as fast as pandas.

    .venv/bin/python benchmarks/landscape.py [--rows 100000 1000000] [--dir FOLDER] [--times 3]

Prints a Markdown table. Both make every figure from the same Parquet files, in turns in one process, and must agree.
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

import landscape_data as data
import landscape_peers as peers
from zhixian.core.engine import connect
from zhixian.core.landscape.everything import landscape
from zhixian.core.landscape.rules import last_complete_year

REGION = "110107"
AS_OF = date.fromisoformat(data.AS_OF)


def agree(figures, told) -> None:
    """The figures that both make say the same."""
    for name, columns in {
        **dict.fromkeys([f"ipc_{level}" for level in ("section", "class", "subclass", "main_group", "symbol")], ("class", "records")),
        "applicants": ("applicant", "records"), "inventors": ("inventor", "records"), "newcomers": ("applicant", "records"),
        "leavers": ("applicant", "records"), "regions_county": ("code", "records"), "regions_province": ("code", "records"),
        "offices": ("code", "records"), "most_cited": ("record", "inside"), "purchase": ("record", "score"),
    }.items():  # fmt: skip
        found = [tuple(row[column] for column in columns) for row in figures[name].as_dicts()]
        assert found == told[name], (name, found[:3], told[name][:3])
    assert {row["field"]: row["records"] for row in figures["fields"].as_dicts()} == told["fields"]
    assert {row["year"]: row["records"] for row in figures["filings"].as_dicts()} == told["filings"]
    hhi = {row["year"]: row["hhi"] for row in figures["concentration"].as_dicts()}
    assert abs(hhi["全部"] - told["concentration"]["all"][0]) <= 1
    path = [row["paths"] for row in figures["main_path"].as_dicts() if row["paths"]]
    assert max(path, default=0) == told["main_path"]


def measured(folder: Path, rows: int, times: int) -> tuple[float, float, float]:
    """Seconds of the first call in this process, the median of the next, and of pandas."""
    topic = data.topic(folder / str(rows), rows)
    engine = connect("duckdb")
    complete = last_complete_year(AS_OF)
    works = {
        "ours": lambda: landscape(topic, region=REGION, engine=engine),
        "pandas": lambda: peers.by_pandas(topic.folder, as_of=AS_OF, complete=complete, region=REGION),
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    answers = {}
    for _ in range(times):
        for name, work in works.items():
            began = time.perf_counter()
            answers[name] = work()
            seconds[name].append(time.perf_counter() - began)
    agree({figure.id: figure for figure in answers["ours"].figures}, answers["pandas"])
    return seconds["ours"][0], median(seconds["ours"][1:] or seconds["ours"]), median(seconds["pandas"])


def main() -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        print("| records | first call, s | later calls, s | pandas, s | ratio |\n|---|---|---|---|---|")
        for rows in args.rows:
            first, later, pandas = measured(args.dir or Path(temporary), rows, args.times)
            print(f"| {rows:,} | {first:.2f} | {later:.2f} | {pandas:.2f} | {pandas / later:.1f}× |", flush=True)


if __name__ == "__main__":
    main()
