"""What the analysis tests are given: spans in one line, snapshots, and plans with chosen targets."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from registries import write_registry
from zhixian.core.plan.model import Plan, Target
from zhixian.core.registry.snapshot import Snapshot

COUNTY = "350823"
_UNITS = {
    "inventions_per_10k": "件/万人",
    "registered_marks": "件",
    "gi_marks": "件",
    "pledge_financing": "万元",
    "enterprise_invention_share": "%",
}


def snapshot(folder: Path, **tables: list[dict[str, Any]]) -> Snapshot:
    """A snapshot of these rows; spans are taken as given."""
    return Snapshot("test", write_registry(folder, **tables).folder, {})


def span(right_id: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    """An invention of an enterprise of the county, unless told otherwise."""
    row = {"kind": "invention", "gi": False, "holder": "p1", "holder_kind": "enterprise", "region": COUNTY}
    return {"right_id": right_id, "start": start, "end": end, **row, **more}


def residents(year: int, people: int, region: str = COUNTY) -> dict[str, Any]:
    """One row of the population table."""
    return {"region": region, "year": year, "residents": people}


def target(indicator: str, goal: str = "1", *, due: date = date(2020, 12, 31), unit: str | None = None) -> Target:
    """A target on an indicator."""
    return Target(indicator, "goal", indicator, Decimal(goal), unit or _UNITS[indicator], due, "")


def plan(*targets: Target, region: str = COUNTY) -> Plan:
    """A plan that promises nothing but these targets."""
    return Plan(
        id="test", folder=Path(), title="", issuer="", number=None, issued=date(2017, 10, 23), place="", region=region,
        horizon=date(2020, 12, 31), text="", parents=(), references=(), sections=(), clauses=(), units={},
        targets=targets, amounts=(), open_norms=(),
    )  # fmt: skip


def five(**goals: str) -> Plan:
    """A plan with all five targets."""
    return plan(*(target(name, goals.get(name, "1")) for name in _UNITS))
