"""What a sample county is like: its place, its neighbours and its sizes, read from `sample.yaml` beside the plan."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhixian.core.kernel.periods import parse_day
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import read_yaml


@dataclass(frozen=True, slots=True)
class Place:
    """A county: the word its companies' names start with, its postal address and its region code."""

    place: str
    address: str
    region: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Sizes are for one county; every count is of rights, loans or parties. Days are half-open where they bound a span."""

    label: str
    province: str
    province_short: str
    place: str
    address: str
    postcode: str
    region: str
    neighbours: tuple[Place, ...]
    first_year: int
    horizon: date
    last_day: date
    plan_day: date
    residents: dict[int, int]
    parties: dict[str, int]
    outside_parties: int
    agencies: tuple[date, ...]
    in_force: dict[str, int]
    lost_share: float
    pending_inventions: int
    gi_marks: tuple[date, ...]
    gi_products: tuple[date, ...]
    copyright_works: int
    software: int
    plant_varieties: int
    loans: dict[int, int]
    patent_pledge_share: float
    big_borrowers: int
    navigation_costs_yuan: dict[date, Decimal]
    industrialisation_projects: int
    honours: int

    @property
    def home(self) -> Place:
        """The county itself."""
        return Place(self.place, self.address, self.region)


def load_profile(plan: Path) -> Profile:
    """The profile of a plan folder. Raises Refusal when `sample.yaml` is missing or lacks a key."""
    path = plan / "sample.yaml"
    given = read_yaml(path)
    wanted = [field.name for field in fields(Profile)]
    for key in wanted:
        if key not in given:
            raise Refusal("缺少这一项", where=f"{path} {key}", expected="见 docs/how-to/bring-your-own-county.md")
    for key in given:
        if key not in wanted:
            raise Refusal("不认识这一项", where=f"{path} {key}", expected="、".join(wanted))
    try:
        return Profile(**{key: _read(key, given[key]) for key in wanted})
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Refusal(
            f"内容不对：{error}", where=str(path), expected="见 docs/how-to/bring-your-own-county.md"
        ) from None


def _read(key: str, value: Any) -> Any:
    if key == "neighbours":
        return tuple(Place(**item) for item in value)
    if key in ("horizon", "last_day", "plan_day"):
        return parse_day(value)
    if key in ("gi_marks", "gi_products", "agencies"):
        return tuple(parse_day(day) for day in value)
    if key == "navigation_costs_yuan":
        return {parse_day(day): Decimal(str(cost)) for day, cost in value.items()}
    return value
