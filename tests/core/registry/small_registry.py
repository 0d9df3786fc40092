"""Folders of canonical tables as CSV, and imports of them, for tests of the registry store."""

import csv
from pathlib import Path

import pyarrow.parquet as pq

from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current

PARTIES = [
    {"party_id": "P1", "name": "紫铜矿业（集团）有限公司", "kind": "enterprise", "region": "350823"},
    {"party_id": "P2", "name": "某大学", "kind": "university", "region": "350200"},
]
RIGHTS = [
    {"right_id": "R1", "kind": "invention", "number": "201410408762.5", "title": "一种尾矿处理装置", "filed": "2014-08-15",
     "registered": "2016-01-02", "expires": "2034-08-15", "holder": "P1", "region": "350823"},
    {"right_id": "R2", "kind": "trademark", "number": "12345678", "classes": "31", "title": "杭川", "filed": "2014-08-15",
     "registered": "2016-01-02", "expires": "2026-01-02", "holder": "P2", "region": "350200"},
]  # fmt: skip
EVENTS = [{"right_id": "R1", "event": "transferred", "effective": "2018-01-01", "party": "P2"}]
LOANS = [{"loan_id": "L1", "borrower": "P1", "principal": "100000000", "drawn": "2018-01-01", "due": "2019-01-01"}]
PLEDGES = [{"loan_id": "L1", "right_id": "R1", "registered": "2018-01-02"}]
WHOLE = {"parties": PARTIES, "rights": RIGHTS, "events": EVENTS, "loans": LOANS, "pledges": PLEDGES}


def write_csv(path: Path, rows, *, encoding: str = "utf-8") -> Path:
    """One table; columns in order of appearance."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_folder(folder: Path, **tables) -> Path:
    """The whole small registry, with the tables given in place of its own."""
    for name, rows in (WHOLE | tables).items():
        write_csv(folder / f"{name}.csv", rows)
    return folder


def take(data: Path, *paths: Path, **options):
    """Import."""
    return import_paths(list(paths), data=data, importers=importers(), **options)


def table(data: Path, name: str):
    """Rows of a table of the current snapshot."""
    return pq.read_table(current(data).path(name)).to_pylist()


def outcome(result, name: str):
    """(rows, taken, merged, refused) of a file."""
    report = next(report for report in result.files if report.file.startswith(name))
    assert report.rows == report.taken + report.merged + report.refused
    return report.rows, report.taken, report.merged, report.refused


def reasons(result, name: str):
    """(row, column, reason) of every problem of a file."""
    report = next(report for report in result.files if report.file.startswith(name))
    return [(p.row, p.column, p.reason) for p in report.problems]
