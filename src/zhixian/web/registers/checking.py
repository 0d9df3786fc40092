"""Checks of rows, against the registry or among themselves, by the names under which registers ask for them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from zhixian.core.analysis.matching import unread_classes
from zhixian.core.catalogue import SNAPSHOT_CHECKS
from zhixian.core.disclosure.rows import named_in_full
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.checks.aid import aid_costs
from zhixian.core.registers.checks.attendance import course_attendance
from zhixian.core.registers.checks.cases import (
    confirmation_window,
    transfer_materials,
)
from zhixian.core.registers.checks.codes import credit_codes, right_said
from zhixian.core.registers.checks.courses import places_taken
from zhixian.core.registers.checks.destinations import madrid_term, places_abroad
from zhixian.core.registers.checks.evidence import evidence_kept, exhibition_terms
from zhixian.core.registers.checks.market import (
    contract_on_file,
    contract_price,
    licence_gap,
    repair_entered,
    sides_entered,
)
from zhixian.core.registers.checks.money import (
    deduction_terms,
    loan_terms,
    pledge_number_once,
    project_terms,
    reward_minimum,
)
from zhixian.core.registers.checks.products import gi_candidate, gi_user
from zhixian.core.registers.checks.same_case import aid_same_case
from zhixian.core.registers.checks.varieties import variety_fees, variety_once, variety_sort, variety_term
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.model import Register
from zhixian.core.registers.rows import Finding, key_of
from zhixian.core.registers.tally import tallied_since, tally_reached
from zhixian.web.kit.plan import companies, the_plan
from zhixian.web.registers.beside import saying, told_beside
from zhixian.web.registers.beside_cases import (
    cases_of_leads,
    hand_overs,
    holders_of_cases,
    leads_of_cases,
    leads_once,
    repeat_infringer,
)
from zhixian.web.registers.beside_policies import claims_sound, claims_within, policies_left, policies_sound
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.in_registry import (
    destinations,
    holders_of_contracts,
    holders_of_offers,
    honour_in_registry,
    names_of_products,
    pledge_grounds,
    rights_defended,
    rights_known,
)
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.queries.answering import called
from zhixian.web.registry.queries import current_snapshot

Check = Callable[[Sequence[Row], date], dict[int, list[Finding]]]
"""Looks at rows of one register as of a day; findings by the row's key in the database. A row without any need not be there."""
CHECKS: dict[str, Check] = {}


def add(**checks: Check) -> None:
    """Take checks under their names; a room above may bring its own."""
    CHECKS.update(checks)


def findings_on(rows: Sequence[Row], *, as_of: date) -> dict[int, list[Finding]]:
    """What every check of the rows' register says, and what is looked at in all registers, grave ones first. The rows are of one
    register."""
    register = rows[0].its_register if rows else None
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    if register is None:
        return found
    for row in rows:
        found[row.pk] += [*credit_codes(register, row.values), *_full_names(register, row.values)]
    for name in register.checks:
        for key, findings in CHECKS[name](rows, as_of).items():
            found[key] += findings
    return {key: sorted(findings, key=lambda one: not one.grave) for key, findings in found.items()}


def _full_names(register: Register, values: Mapping[str, Any]) -> list[Finding]:
    """The full name of a person that was let in by a credit code that is none."""
    return [Finding("named_in_full", words) for words in named_in_full(register, values).values()]


def must_be_checkable(register: Register) -> None:
    """Raises RegistryUnreadable where rows of the register could not be checked, before any is written."""
    if SNAPSHOT_CHECKS.intersection(register.checks):
        current_snapshot()


def each(check: Callable[[Mapping[str, Any]], list[Finding]]) -> Check:
    """A check that looks at nothing but the row."""
    return lambda rows, _: {row.pk: check(row.values) for row in rows}


def fitting(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether what each row says fits together by the rules of its register."""
    register = rows[0].its_register if rows else None
    return {row.pk: fits_together(register, row.values, as_of=as_of) for row in rows} if register else {}


def rights_said(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Numbers of rights that are too short to be one."""
    register = rows[0].its_register if rows else None
    return {row.pk: right_said(register, row.values) for row in rows} if register else {}


def fees_of_varieties(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Which yearly fee of each variety comes next, or was not paid."""
    return {row.pk: variety_fees(row.values, as_of=as_of) for row in rows}


def varieties_once(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Which other rows, as far as whoever keeps a row may know of them, are of the same variety."""
    every = saying("plant_varieties", "name", {folded(row.values["name"]) for row in rows})
    return {
        row.pk: variety_once(row.values, [one.values for one in every if one.pk != row.pk and told_beside(one, row)])
        for row in rows
    }


def pledge_numbers(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Which other loans, whoever keeps them, say that their pledge was registered under the same number."""
    said = {row.pk: folded(row.values.get("pledge_number") or "") for row in rows}
    changed, numbers = {row.pk: row for row in rows}, set(filter(None, said.values()))
    by_number = defaultdict(list)
    for one in saying("pledge_loans", "pledge_number", numbers) if numbers else ():
        by_number[folded(one.values["pledge_number"])].append(changed.get(one.pk, one))
    return {
        row.pk: pledge_number_once(
            row.values, [one.values for one in by_number[said[row.pk]] if one.pk != row.pk and said[row.pk]]
        )
        for row in rows
    }


def repairs_entered(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether credit records show what was decided on them, as far as the register of them is kept here. Of an organisation's row only
    its own records are told."""
    kept = "credit_events" in kept_registers()
    codes = {row.values["code"] for row in rows}
    events = kept_rows("credit_events").filter(values__code__in=codes).order_by("pk") if kept else []
    by_code = defaultdict(list)
    for event in events:
        by_code[event.values["code"]].append(event.values)
    return {
        row.pk: repair_entered(row.values, by_code[row.values["code"]] if kept and _of_its_own_code(row) else None)
        for row in rows
    }


def _of_its_own_code(row: Row) -> bool:
    """Whether a row speaks of whoever keeps it, by the credit code; a unit's may speak of anybody."""
    return row.organisation is None or row.values["code"] == row.organisation.credit_code


def contracts_on_file(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether contracts that came of matches stand in the register of contracts, as far as whoever keeps the row may know of them."""
    numbers = {folded(row.values["contract"]) for row in rows if row.values.get("contract")}
    kept = "ip_contracts" in kept_registers()
    contracts = saying("ip_contracts", "number", numbers) if numbers and kept else []
    return {
        row.pk: contract_on_file(
            row.values, [one.values for one in contracts if told_beside(one, row)] if kept else None
        )
        for row in rows
    }


def sides_of_matches(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether the need and the offer that a match is about were ever entered, be they struck since."""
    sides = rows[0].its_register.sides if rows and rows[0].its_register else None
    above = kept_registers().get(sides.register) if sides else None
    if sides is None or above is None:
        return {}
    named = {
        (row.pk, number): {field: row.values[name] for field, name in one.items()}
        for row in rows
        for number, one in enumerate(sides.named)
    }
    keys = {place: key_of(above.register, said) for place, said in named.items()}
    there = set(Row.objects.filter(register=sides.register, key__in=set(keys.values())).values_list("key", flat=True))
    return {
        row.pk: sides_entered(
            row.values,
            [tuple(named[place].values()) for place in keys if place[0] == row.pk and keys[place] not in there],
        )
        for row in rows
    }


def aid_once(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Which other applications, as far as whoever keeps a row may know of them, are for the same case."""
    changed, parties = {row.pk: row for row in rows}, {folded(row.values["party"]) for row in rows}
    cases = {folded(row.values["case"]) for row in rows if row.values.get("case")}
    alike = saying("protection_aid", "case", cases) + saying("protection_aid", "party", parties)
    every = {one.pk: changed.get(one.pk, one) for one in alike}
    ordered = [every[key] for key in sorted(every)]
    return {
        row.pk: aid_same_case(row.values, [one.values for one in ordered if one.pk != row.pk and told_beside(one, row)])
        for row in rows
    }


def candidates(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """What products of the place lack before they can be applied for as indications."""
    return {row.pk: gi_candidate(row.values, as_of=as_of, region=the_plan().region) for row in rows}


def users_of_indications(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Users that are themselves an authority of the place."""
    units = the_plan().units.keys() - companies()
    names = [name for unit in units for name in called(unit)]
    place = the_plan().place
    whole = [f"{place}{name[1:]}" for name in names if name[:1] == place[-1:]]
    return {row.pk: gi_user(row.values, [*names, *whole]) for row in rows}


def places_in_courses(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether those who asked for a place in a course found one, in the order in which they were entered. An organisation is told how many
    are taken, and not by whom."""
    courses = {row.of_id: row.of for row in rows if row.of_id and row.of}
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    changed = {row.pk: row for row in rows}
    for course in courses.values():
        every = kept_rows("course_places").filter(of=course).order_by("pk")
        asked = [changed.get(row.pk, row) for row in every]
        for place, row in enumerate(asked):
            if row.pk in changed:
                found[row.pk] = places_taken(row.values, course.values, [one.values for one in asked[:place]])
    return found


def attendance(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether who came and who has certificates fits the courses, and the certificates of every other row."""
    certified = any(row.values.get("certificates") for row in rows)
    every = list(kept_rows("course_places").order_by("pk")) if certified else []
    return {
        row.pk: course_attendance(
            row.values,
            row.of.values if row.of else None,
            [one.values for one in every if one.pk != row.pk],
            as_of=as_of,
        )
        for row in rows
    }


def tally(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Groups of the register that have reached their limit, told of the newest row of each."""
    register = rows[0].its_register if rows else None
    if register is None or register.tally is None:
        return {}
    changed = {row.pk: row for row in rows}
    recent = Q(day__gt=tallied_since(register.tally, as_of=as_of), day__lte=as_of) | Q(pk__in=changed)
    every = [changed.get(row.pk, row) for row in kept_rows(register.id).filter(recent).order_by("pk")]
    found = tally_reached(register, [row.values for row in every], as_of=as_of)
    return {row.pk: findings for row, findings in zip(every, found, strict=True) if row.pk in changed}


add(
    aid_costs=each(aid_costs),
    aid_rights=rights_defended,
    aid_same_case=aid_once,
    cases_of_lead=cases_of_leads,
    claim_terms=claims_sound,
    confirmation_window=each(confirmation_window),
    contract_on_file=contracts_on_file,
    contract_price=each(contract_price),
    course_attendance=attendance,
    course_places=places_in_courses,
    deduction_terms=each(deduction_terms),
    destination_facts=destinations,
    evidence_kept=each(evidence_kept),
    exhibition_terms=each(exhibition_terms),
    fits_together=fitting,
    gi_candidate=candidates,
    gi_names=names_of_products,
    gi_user=users_of_indications,
    given_by_holder=holders_of_contracts,
    hand_over_stands=hand_overs,
    holder_registered=holders_of_cases,
    honour_in_registry=honour_in_registry,
    lead_before_case=leads_of_cases,
    lead_once=leads_once,
    licence_gap=each(licence_gap),
    loan_terms=lambda rows, as_of: {row.pk: loan_terms(row.values, as_of) for row in rows},
    madrid_term=lambda rows, as_of: {row.pk: madrid_term(row.values, as_of=as_of) for row in rows},
    offered_by_holder=holders_of_offers,
    places_abroad=each(places_abroad),
    pledge_grounds=pledge_grounds,
    pledge_number_once=pledge_numbers,
    policy_left=policies_left,
    policy_terms=policies_sound,
    project_terms=each(project_terms),
    repair_entered=repairs_entered,
    repeat_infringer=repeat_infringer,
    reward_minimum=each(reward_minimum),
    right_said=rights_said,
    rights_known=rights_known,
    sides_entered=sides_of_matches,
    tally_reached=tally,
    transfer_materials=each(transfer_materials),
    unread_classes=each(unread_classes),
    variety_fees=fees_of_varieties,
    variety_once=varieties_once,
    variety_sort=each(variety_sort),
    variety_term=lambda rows, as_of: {row.pk: variety_term(row.values, as_of=as_of) for row in rows},
    within_policy=claims_within,
)
