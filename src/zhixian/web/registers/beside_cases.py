"""Checks of cases, leads and hand-overs against one another, and of whose the rights are that they name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.analysis.right_state import holder_on, licensees_on
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.checks.cases import (
    cases_of_lead,
    hand_over_stands,
    holder_registered,
    lead_before_case,
    lead_once,
    repeat_infringers,
)
from zhixian.core.registers.checks.market import licensed_to
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.particulars import rights_called
from zhixian.web.registers.beside import near, saying, told_beside
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registry.queries import current_snapshot


def hand_overs(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether hand-overs fit the cases that they belong to, and the other hand-overs of these."""
    above = {row.of_id for row in rows if row.of_id}
    cases = {row.pk: row.values for row in Row.objects.filter(pk__in=above)}
    by_case, changed = defaultdict(list), {row.pk: row for row in rows}
    for one in Row.objects.filter(of__in=above, register=rows[0].register, struck_on=None) if rows else ():
        by_case[one.of_id].append(changed.get(one.pk, one))
    return {
        row.pk: hand_over_stands(
            row.values,
            cases.get(row.of_id or 0),
            [one.values for one in by_case[row.of_id] if one.pk != row.pk],
        )
        for row in rows
    }


def leads_of_cases(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether cases fit the leads that they name, as far as whoever keeps a case's row may know of these."""
    kept = "online_leads" in kept_registers()
    numbers = {folded(row.values["lead"]) for row in rows if row.values.get("lead")}
    leads = saying("online_leads", "number", numbers) if kept and numbers else []
    by_number = defaultdict(list)
    for lead in leads:
        by_number[folded(lead.values["number"])].append(lead)
    found = {}
    for row in rows:
        named = by_number[folded(row.values.get("lead") or "")]
        found[row.pk] = lead_before_case(
            row.values, [one.values for one in named if told_beside(one, row)] if kept else None
        )
    return found


def leads_once(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Which other cases, of another holder or against somebody else, name the same lead, as far as whoever keeps a row may know."""
    by_lead = _cases_by_lead(row.values["lead"] for row in rows if row.values.get("lead"))
    return {
        row.pk: lead_once(
            row.values,
            [one.values for one in by_lead[folded(row.values["lead"])] if one.pk != row.pk and told_beside(one, row)],
        )
        for row in rows
        if row.values.get("lead")
    }


def cases_of_leads(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Cases that name leads, where they do not fit one another, as far as whoever keeps the lead's row may know of them."""
    by_lead = _cases_by_lead(row.values["number"] for row in rows) if "ip_cases" in kept_registers() else {}
    return {
        row.pk: cases_of_lead(
            [one.values for one in by_lead.get(folded(row.values["number"]), ()) if told_beside(one, row)]
        )
        for row in rows
    }


def _cases_by_lead(leads: Iterable[str]) -> Mapping[str, list[Row]]:
    """The cases that name some leads, in the order in which they were entered, by the lead in one spelling."""
    wanted, found = {folded(lead) for lead in leads}, defaultdict(list)
    for case in saying("ip_cases", "lead", wanted) if wanted else ():
        found[folded(case.values["lead"])].append(case)
    return found


def repeat_infringer(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Other cases of the same infringer in the register."""
    words = {
        folded(row.values[name]) for row in rows for name in ("infringer", "infringer_code") if row.values.get(name)
    }
    every = {row.pk: row.values for row in [*near(rows, words), *rows]}
    places = {pk: place for place, pk in enumerate(every)}
    found = repeat_infringers(list(every.values()), [places[row.pk] for row in rows])
    return dict(zip((row.pk for row in rows), found, strict=True))


def holders_of_cases(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether the registry gives the rights that cases and leads name to the holder that these name, on the day of each; before the
    first import nothing. Who has a licence by the registry, or by a contract that is kept here, may be named."""
    said = {row.pk: {part: meant(part)[0] for part in parts_of(row.values.get("right") or "")} for row in rows}
    numbers = sorted({number for parts in said.values() for found in parts.values() for number in found})
    snapshot = current_snapshot()
    if snapshot is None or not numbers:
        return {}
    called: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for right in rights_called(snapshot, numbers, as_of=as_of):
        for name in {right["number"], right["number"].partition("/")[0]}:  # a mark is called without its class too
            called[name].append(right)
    found = {}
    for row in rows:
        day = row.day or as_of
        rights = {part: [right for name in names for right in called[name]] for part, names in said[row.pk].items()}
        holders = {part: {right["number"]: holder_on(right, day) for right in every} for part, every in rights.items()}
        licensees = [name for every in rights.values() for right in every for name in licensees_on(right, day)]
        found[row.pk] = holder_registered(row.values, holders, licensees, day)
    doubted = [row for row in rows if found[row.pk]]
    by_contract = _licensed_by_contract(doubted, as_of) if doubted and "ip_contracts" in kept_registers() else set()
    return {key: findings for key, findings in found.items() if key not in by_contract}


def _licensed_by_contract(rows: Sequence[Row], as_of: date) -> set[int]:
    """Of some cases those whose holder has a licence to one of their rights by a contract of its own in the register."""
    contracts = saying("ip_contracts", "owner", {folded(row.values["holder"]) for row in rows})
    return {
        row.pk
        for row in rows
        for one in contracts
        if told_beside(one, row)
        and licensed_to(one.values, row.values["holder"], row.values["right"], row.day or as_of)
    }
