"""The region of a plan against the table of places: its code, the place the plan names, and the one its issuer speaks for."""

from zhixian.core.kernel.faults import Fault, Faults
from zhixian.core.kernel.regions import is_region, within
from zhixian.core.plan.issuers import place_of
from zhixian.core.plan.model import Plan
from zhixian.core.registry.places import bears, full_name_of, name_of, region_of, regions_named, with_code


def regions_of_issuer(issuer: str) -> list[str]:
    """Codes of the smallest place an issuer names, several where several places bear the name."""
    place = place_of(issuer)
    if named := regions_named(place):
        return named
    code = region_of(place) if place else None
    return [code] if code else []


def region_faults(plan: Plan) -> list[Fault]:
    """A region that the table does not know, that is not the place named, or that is wider than the issuer's own; a place that is no name of it."""
    faults = Faults(lines=plan.lines)
    if not is_region(plan.region):
        return faults.found
    if name_of(plan.region) is None:
        faults.add("plan.yaml", "region", f"“{plan.region}”不是行政区划代码", _choices(regions_named(plan.place)))
        return faults.found
    named, own = regions_named(plan.place), regions_of_issuer(plan.issuer)
    whole = full_name_of(plan.region) or ""
    if not named and plan.place not in whole:
        faults.add(
            "plan.yaml",
            "place",
            f"“{plan.place}”不是 region 的名称，{plan.region}是{whole}",
            f"{name_of(plan.region)}，或改 region",
        )
    if named and not bears(plan.region, plan.place):
        found = f"“{plan.region}”是{name_of(plan.region)}，place 写的是“{plan.place}”"
        faults.add("plan.yaml", "region", found, _choices(named))
    elif own and plan.region not in own and all(within(code, plan.region) for code in own):
        found = f"“{plan.region}”是{name_of(plan.region)}，印发机关是{plan.issuer}"
        faults.add("plan.yaml", "region", found, f"{_choices(own)}；place 也写到它")
    return faults.found


def _choices(codes: list[str]) -> str:
    return "、".join(with_code(code) for code in codes) or '六位行政区划代码，例如 "110101"'
