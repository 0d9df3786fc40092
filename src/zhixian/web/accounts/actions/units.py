"""Units of the plan that apply for something themselves."""

from typing import Any

from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit.plan import unit_name


def units_to_apply_for(user: Any) -> list[str]:
    """Ids of the units in whose name the person may apply."""
    return sorted(user.units_as(HANDLER, CHIEF))


def unit_as_applicant(unit: str, *, by: Any) -> Organisation:
    """The row in whose name a unit applies, made when it applies for the first time. The person must be of the unit."""
    if unit not in units_to_apply_for(by):
        raise LookupError(unit)
    found, new = Organisation.objects.get_or_create(
        unit=unit, defaults={"kind": "unit", "name": unit_name(unit), "credit_code": None}
    )
    if new:
        by.__dict__.pop("applies_for", None)  # which did not know of it
    return found
