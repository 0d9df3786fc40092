"""What the merge found wrong, and what became of each source's rows."""

from collections.abc import Collection
from dataclasses import dataclass

from zhixian.core.engine.views import literal
from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.bench import Bench, columns_of, within_source
from zhixian.core.registry.staging import MOST_PROBLEMS_LISTED, ROW, SHEET_STRIDE, FileReport, is_abroad

MAIN = ("rights", "loans", "pledges", "projects", "honours", "population", "events", "parties", "withdrawals")
"""The first of these tables that a sheet of a source has rows of is what its rows are about; the others come along."""
_SHEET = f"coalesce({ROW}, 0) // {SHEET_STRIDE}"
"""SQL of the sheet that a row stood on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows of one source: taken are the first of their key, refused are those the merge could not let stand."""

    taken: int
    refused: int


def open_findings(bench: Bench) -> None:
    """Make the table that the checks write to."""
    bench.run(
        "CREATE TABLE findings (_src INTEGER, _row BIGINT, _ord BIGINT, tbl VARCHAR, col VARCHAR, value VARCHAR, "
        "reason VARCHAR, refused BOOLEAN)"
    )


def find(bench: Bench, table: str, column: str, reason: str, rows: str, *, value: str, refused: bool = True) -> None:
    """Note a fault of each row that the query `rows` gives (with _src, _row, _ord); `value` and `reason` are SQL of it."""
    bench.run(
        f"INSERT INTO findings SELECT _src, {ROW}, _ord, '{table}', '{column}', CAST({value} AS VARCHAR), {reason}, {refused} "
        f"FROM ({rows})"
    )


def main_table(tables: Collection[str]) -> str | None:
    """The table that rows are about, of those they went to."""
    return next((name for name in MAIN if name in tables), None)


def settle_report(bench: Bench, number: int, report: FileReport, *, known: bool) -> None:
    """Complete a source's report with what the merge decided about its rows; a `known` source only repeats itself."""
    outcomes = [_outcome(bench, number, main, sheet) for sheet, main in main_of_sheets(bench, number)]
    _add_problems(bench, number, report)
    report.problems.sort(key=lambda problem: is_abroad(problem.reason))
    report.refused += sum(outcome.refused for outcome in outcomes)
    taken = sum(outcome.taken for outcome in outcomes)
    report.taken = 0 if known else min(taken, report.rows - report.refused)
    report.merged = report.rows - report.refused - report.taken


def main_of_sheets(bench: Bench, number: int) -> list[tuple[int, str]]:
    """(sheet, what its rows are about): a workbook may hold projects on one and population on another."""
    gone_to: dict[int, set[str]] = {}
    for name in bench.sources[number].tables():
        for (sheet,) in bench.rows(f"SELECT DISTINCT {_SHEET} FROM s_{name} WHERE {within_source(number)}"):
            gone_to.setdefault(sheet, set()).add(name)
    return [(sheet, main) for sheet, tables in sorted(gone_to.items()) if (main := main_table(tables))]


def _outcome(bench: Bench, number: int, main: str, sheet: int) -> Outcome:
    mine = f"_src = {number} AND tbl = '{main}' AND {_SHEET} = {sheet}"
    refused = bench.one(f"SELECT count(DISTINCT {ROW}) FROM findings WHERE {mine} AND refused")
    taken = bench.one(
        f"SELECT count(DISTINCT {ROW}) FROM m_{main} WHERE {within_source(number)} AND {_SHEET} = {sheet}"
    )
    return Outcome(taken, refused)


def _add_problems(bench: Bench, number: int, report: FileReport) -> None:
    listed = bench.rows(
        f"SELECT {ROW}, col, value, reason, refused FROM findings WHERE _src = {number} "
        f"ORDER BY refused DESC, {ROW}, col, reason LIMIT {MOST_PROBLEMS_LISTED}"
    )
    for row, column, value, reason, refused in listed:
        if len(report.problems) < MOST_PROBLEMS_LISTED:
            sheet, line = divmod(row or 0, SHEET_STRIDE)
            named = (
                dict(bench.sources[number].named).get(sheet) or report.file
            )  # as the importer names it in its own problems
            report.problems.append(Problem(named, line, column, (value or "")[:60], reason, refused))
    grouped = bench.rows(
        f"SELECT col, reason, count(*) FROM findings WHERE _src = {number} GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT 1000"
    )
    for column, reason, count in grouped:
        report.grouped[column, reason] = report.grouped.get((column, reason), 0) + count


def refused_rows(bench: Bench, chosen: str) -> str:
    """SQL of the rows the merge refused, as received, each with the reasons of all of its parts.

    `chosen` gives the parts (_src, tbl, _ord) and for each the one (first_tbl, first) that stands for its row.
    """
    tables = [name for (name,) in bench.rows("SELECT DISTINCT tbl FROM findings WHERE refused ORDER BY 1")]
    reasons = (
        "SELECT c.first_tbl, c.first AS _ord, list_sort(list_distinct(list(concat_ws(' ', f.col, f.value, f.reason)))) AS reasons "
        f"FROM findings AS f JOIN ({chosen}) AS c ON c.tbl = f.tbl AND c._ord = f._ord WHERE f.refused GROUP BY ALL"
    )
    parts = " UNION ALL ".join(_refused_rows(bench, name) for name in tables)
    return f"WITH told AS ({reasons}) {parts}" if tables else ""


def _refused_rows(bench: Bench, name: str) -> str:
    files = " ".join(f"WHEN {number} THEN {literal(source.file)}" for number, source in enumerate(bench.sources))
    read_as = " ".join(f"WHEN {number} THEN {literal(source.read_as)}" for number, source in enumerate(bench.sources))
    raw = ", ".join(f"{column} := r.{column}" for column in columns_of(name))
    return (
        f"""SELECT CASE r._src {files} END AS file, CASE r._src {read_as} END AS source, '{name}' AS "table", r.{ROW} AS row, to_json(struct_pack({raw})) AS raw, """
        f"f.reasons FROM s_{name} AS r JOIN told AS f USING (_ord) WHERE f.first_tbl = '{name}'"
    )
