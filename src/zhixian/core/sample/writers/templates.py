"""Marks, loans, projects, honours and population as the county's own sheets."""

from pathlib import Path

from zhixian.core.sample.model import County
from zhixian.core.sample.writers.canonical import Row, write_table
from zhixian.core.sample.writers.written import Written


def write_templates(county: County, folder: Path) -> list[Written]:
    """One file each."""
    into = folder / f"标准表-{county.profile.label}"
    into.mkdir(exist_ok=True)
    loans: list[Row] = [
        {
            "loan_id": loan.id, "borrower": loan.borrower.id, "lender": loan.lender, "principal": loan.principal, "drawn": loan.drawn,
            "due": loan.due, "repaid": loan.repaid, "annual_rate": loan.annual_rate,
        }
        for loan in county.loans
    ]  # fmt: skip
    pledges: list[Row] = [
        {"loan_id": loan.id, "right_id": pledge.right.id, "registered": pledge.registered, "released": pledge.released}
        for loan in county.loans
        for pledge in loan.pledges
    ]
    projects: list[Row] = [
        {"project_id": p.id, "kind": p.kind, "party": p.party.id, "cost": p.cost, "completed": p.completed}
        for p in county.projects
    ]
    honours: list[Row] = [
        {
            "party": h.party.id if h.party else None, "right": h.right.id if h.right else None, "honour": h.honour,
            "awarded": h.awarded, "until": h.until, "document": h.document,
        }
        for h in county.honours
    ]  # fmt: skip
    population: list[Row] = [
        {"region": county.profile.region, "year": year, "residents": count}
        for year, count in county.profile.residents.items()
    ]
    return [
        write_table(into, "loans", loans),
        write_table(into, "pledges", pledges),
        write_table(into, "projects", projects),
        write_table(into, "honours", honours),
        write_table(into, "population", population),
    ]
