"""Checks of cases, leads and hand-overs against one another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zhixian.core.kernel.folding import folded
from zhixian.core.registers.checks.cases import (
    cases_of_lead,
    hand_over_stands,
    lead_before_case,
    lead_once,
    repeat_infringers,
)
from zhixian.core.registers.rows import Finding
from zhixian.web.registers.beside import near, saying, told_beside
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row


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
