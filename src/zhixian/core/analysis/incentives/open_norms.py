"""Who waits for the figure of a promise that has none: counted and listed, never paid and never computed as 0."""

from datetime import date

from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.rules.definition import Eligibility


def waiting(eligibility: Eligibility, tables: FactTables, *, first: date, end: date, region: str) -> list[str]:
    """Party ids, sorted, of the rows whose day lies in [first, end) and that satisfy every condition."""
    table = tables.of(eligibility.rows, [condition.fact for condition in eligibility.when])
    facts = table.facts()
    day = table.rows[eligibility.day]
    tests = [condition.column(facts, region=region) for condition in eligibility.when]
    rows = table.rows.filter(*tests, day >= first, day < end, table.rows.party.notnull())
    return sorted(rows.select("party").distinct().to_pyarrow().column("party").to_pylist())
