"""Checks of rows, against the registry or among themselves, by the names under which registers ask for them."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from zhixian.core.analysis.matching import unread_classes
from zhixian.core.analysis.pledge_grounds import PledgeLoan, contradictions, grounds, pledged_twice
from zhixian.core.catalogue import SNAPSHOT_CHECKS
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.look_alike.rule import LEVELS
from zhixian.core.look_alike.watching import LookAlike, classes_asked
from zhixian.core.registers.checks.aid import aid_costs, aid_rights
from zhixian.core.registers.checks.cases import (
    confirmation_window,
    hand_over_stands,
    repeat_infringers,
    transfer_materials,
)
from zhixian.core.registers.checks.courses import places_taken
from zhixian.core.registers.checks.destinations import PRIORITY, AtHome, destination_facts
from zhixian.core.registers.checks.evidence import evidence_kept, exhibition_terms
from zhixian.core.registers.checks.insurance import claim_terms, policy_left, policy_terms, within_policy
from zhixian.core.registers.checks.market import contract_on_file, licence_gap, offered_by_holder, repair_entered
from zhixian.core.registers.checks.money import deduction_terms, loan_terms, project_terms, reward_minimum
from zhixian.core.registers.checks.products import gi_candidate, names_of_product
from zhixian.core.registers.checks.varieties import variety_fees, variety_term
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.model import Register
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registers.rows import Finding, key_of
from zhixian.core.registers.tally import tallied_since, tally_reached
from zhixian.core.registry.tables import MARK_KINDS
from zhixian.core.scorecards.honours import check_honours
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.sealed import as_stored
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.queries import companies, is_of_company
from zhixian.web.registry.look_alikes import hits_of_words
from zhixian.web.registry.models import IndexedRight
from zhixian.web.registry.queries import current_snapshot

Check = Callable[[Sequence[Row], date], dict[int, list[Finding]]]
"""Looks at rows of one register as of a day; findings by the row's key in the database. A row without any need not be there."""
CHECKS: dict[str, Check] = {}
PRIORITY_KINDS = {
    **dict.fromkeys(("invention", "utility_model"), "patent"),
    "design": "design",
    **dict.fromkeys(MARK_KINDS, "mark"),
}
"""Kinds of rights in the registry by what their priority is counted as."""
FEW = 20
"""Rows that are looked at by their words; a whole lot is compared with the whole register."""
PLACE_NAMED = "place_named"
"""The reason of marks that share the place and may share nothing else."""
SHOWN_NAMES = 3
"""Marks that come close to a product's name and are named beside it."""
_DIGITS = re.compile(r"([0-9]+)")
DAYS = ("drawn", "due", "pledged_on", "repaid", "released_on")


def add(**checks: Check) -> None:
    """Take checks under their names; a room above may bring its own."""
    CHECKS.update(checks)


def findings_on(rows: Sequence[Row], *, as_of: date) -> dict[int, list[Finding]]:
    """What every check of the rows' register says, grave ones first. The rows are of one register."""
    register = rows[0].its_register if rows else None
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    for name in register.checks if register else ():
        for key, findings in CHECKS[name](rows, as_of).items():
            found[key] += findings
    return {key: sorted(findings, key=lambda one: not one.grave) for key, findings in found.items()}


def must_be_checkable(register: Register) -> None:
    """Raises RegistryUnreadable where rows of the register could not be checked, before any is written."""
    if SNAPSHOT_CHECKS.intersection(register.checks):
        current_snapshot()


def pledge_grounds(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether what loans are secured by may be pledged and is still there, by the registry if there is one, and is not pledged in
    another row; and whether the registry says the same of the loan itself."""
    numbers = {digits for row in rows for part in parts_of(row.values["rights"]) for digits in _digits(part)}
    every = {row.pk: _loan_of(row.values) for row in [*_near(rows, numbers), *rows]}
    places = {pk: place for place, pk in enumerate(every)}
    twice = pledged_twice(list(every.values()), [places[row.pk] for row in rows])
    snapshot = current_snapshot()
    loans = [every[row.pk] for row in rows]
    nothing: list[list[Finding]] = [[] for _ in loans]
    otherwise = contradictions(snapshot, loans) if snapshot else nothing
    told = grounds(snapshot, loans, as_of=as_of) if snapshot else nothing
    every_kind = zip(rows, otherwise, told, twice, strict=True)
    return {row.pk: [finding for kind in kinds for finding in kind] for row, *kinds in every_kind}


def _digits(number: str) -> list[str]:
    """What of a number every spelling of it has: a patent's digits without the check digit, a mark's without its class."""
    return [found[1] for meaning in meant(number)[0] if (found := _DIGITS.search(meaning))]


def _near(rows: Sequence[Row], words: Collection[str]) -> QuerySet[Row]:
    """Rows of the register in which one of the words stands; all of them where many rows are looked at together."""
    every = kept_rows(rows[0].register).order_by("pk")
    if len(rows) > FEW:
        return every
    return every.filter(reduce(or_, (Q(search__contains=word) for word in sorted(words)), Q(pk__in=())))


def _loan_of(values: Mapping[str, Any]) -> PledgeLoan:
    days = {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    rights = tuple(parts_of(values["rights"]))
    return PledgeLoan(
        loan=values["loan"],
        borrower=values["borrower"],
        rights=rights,
        lender=values.get("lender", ""),
        principal=values.get("principal"),
        **days,
    )


def each(check: Callable[[Mapping[str, Any]], list[Finding]]) -> Check:
    """A check that looks at nothing but the row."""
    return lambda rows, _: {row.pk: check(row.values) for row in rows}


def fitting(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether what each row says fits together by the rules of its register."""
    register = rows[0].its_register if rows else None
    return {row.pk: fits_together(register, row.values) for row in rows} if register else {}


def fees_of_varieties(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Which yearly fee of each variety comes next, or was not paid."""
    return {row.pk: variety_fees(row.values, as_of=as_of) for row in rows}


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


def repeat_infringer(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Other cases of the same infringer in the register."""
    words = {
        folded(row.values[name]) for row in rows for name in ("infringer", "infringer_code") if row.values.get(name)
    }
    every = {row.pk: row.values for row in [*_near(rows, words), *rows]}
    places = {pk: place for place, pk in enumerate(every)}
    found = repeat_infringers(list(every.values()), [places[row.pk] for row in rows])
    return dict(zip((row.pk for row in rows), found, strict=True))


def honour_in_registry(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """What the registry knows of the same honours; nothing before the first import."""
    snapshot = current_snapshot()
    told = check_honours(snapshot, [row.values for row in rows]) if snapshot else [[] for _ in rows]
    return {row.pk: findings for row, findings in zip(rows, told, strict=True)}


def policies_left(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """What the claims that whoever keeps a policy's row may know of leave of its sum insured."""
    claims = _claims_on(rows)
    return {
        row.pk: policy_left(row.values, [claim.values for claim in claims[_policy(row)] if _known(claim, row)])
        for row in rows
    }


def claims_within(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether claims fit their policies, as far as whoever keeps the claim's row may know of policy and other claims."""
    claims, policies = _claims_on(rows), _policies_of(rows)
    found = {}
    for row in rows:
        there = policies.get(_policy(row))
        policy = there.values if there and _known(there, row) else None
        others = [one.values for one in claims[_policy(row)] if one.pk != row.pk and _known(one, row)]
        found[row.pk] = within_policy(row.values, policy, others)
    return found


def policies_sound(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether policies can be, and stand there once, as far as whoever keeps a row may know of the others."""
    insured = {folded(row.values["insured"]) for row in rows}
    every = _saying(kept_rows("ip_policies"), "insured", insured)
    return {
        row.pk: policy_terms(
            row.values, [one.values for one in every if one.pk != row.pk and _known(one, row)], as_of=as_of
        )
        for row in rows
    }


def claims_sound(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether claims can be, and stand there once, as far as whoever keeps a row may know of the others."""
    claims = _claims_on(rows)
    return {
        row.pk: claim_terms(
            row.values, [one.values for one in claims[_policy(row)] if one.pk != row.pk and _known(one, row)]
        )
        for row in rows
    }


def _claims_on(rows: Sequence[Row]) -> defaultdict[tuple[str, str], list[Row]]:
    """Claims by insurer and policy, on the policies that some rows name."""
    wanted, found = {_policy(row) for row in rows}, defaultdict(list)
    for claim in _saying(kept_rows("ip_claims"), "policy", {policy for _, policy in wanted}):
        if _policy(claim) in wanted:
            found[_policy(claim)].append(claim)
    return found


def _policies_of(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """By insurer and policy the policies that some rows name, found by the register's key."""
    kept = kept_registers().get("ip_policies")
    keys = {key_of(kept.register, row.values) for row in rows} if kept else set()
    return {_policy(row): row for row in kept_rows("ip_policies").filter(key__in=keys)}


def _policy(row: Row) -> tuple[str, str]:
    return folded(row.values["insurer"]), folded(row.values["policy"])


def _known(other: Row, row: Row) -> bool:
    """Whether what is told beside a row may come from another: units read all rows, an organisation its own, a company that is a unit
    those of its own business."""
    if not row.unit:
        return other.organisation_id == row.organisation_id
    kept = kept_registers().get(other.register)
    if row.unit not in companies() or kept is None or not kept.register.business:
        return True
    return is_of_company(row.unit, other, kept)


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
    there = kept_rows("ip_contracts") if numbers and "ip_contracts" in kept_registers() else None
    contracts = _saying(there, "number", numbers) if there is not None else []
    kept = "ip_contracts" in kept_registers()
    return {
        row.pk: contract_on_file(row.values, [one.values for one in contracts if _known(one, row)] if kept else None)
        for row in rows
    }


def holders_of_offers(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether what is offered belongs to whoever offers it, as far as the index of the registry has it."""
    known = _indexed(rows)
    return {
        row.pk: offered_by_holder(row.values, {number: right.holder_name for number, right in known[row.pk].items()})
        for row in rows
    }


def _indexed(rows: Sequence[Row]) -> dict[int, dict[str, IndexedRight]]:
    """By row, the rights of the index that its `rights` can mean, by number."""
    numbers = {
        row.pk: [number for part in parts_of(row.values.get("rights") or "") for number in meant(part)[0]]
        for row in rows
    }
    wanted = {number for each_row in numbers.values() for number in each_row}
    known = IndexedRight.objects.filter(edition__current=True, number__in=wanted) if wanted else []
    found = {right.number: right for right in known}
    return {key: {number: found[number] for number in said if number in found} for key, said in numbers.items()}


def rights_defended(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether rights that somebody defends are theirs and in force, as far as the index of the registry has them."""
    known = _indexed(rows)
    return {
        row.pk: aid_rights(
            row.values, {number: (right.holder_name, right.in_force) for number, right in known[row.pk].items()}
        )
        for row in rows
    }


def candidates(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """What products of the place lack before they can be applied for as indications."""
    return {row.pk: gi_candidate(row.values, as_of=as_of) for row in rows}


def names_of_products(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Which marks of the registry come close to products' names; nothing before the first import."""
    snapshot = current_snapshot()
    if snapshot is None:
        return {}
    places = [word.name for word in the_plan().place_words]
    found = {}
    for row in rows:
        product, classes = row.values["product"], _classes(row.values.get("classes") or "")
        hits = {
            hit.mark.right_id: hit
            for name in names_of_product(product, row.values["place"], places)
            for hit in hits_of_words(name, classes, snapshot, as_of=as_of)
        }
        found[row.pk] = _names_told(product, list(hits.values()))
    return found


def _classes(text: str) -> tuple[str, ...]:
    try:
        return classes_asked(text)
    except Refusal:
        return ()


def _names_told(product: str, hits: Sequence[LookAlike]) -> list[Finding]:
    """Marks that share more with a product than the place."""
    levels = list(LEVELS)
    near = [
        hit for hit in hits
        if hit.level != levels[-1] and hit.mark.state != "ended" and any(reason.id != PLACE_NAMED for reason in hit.reasons)
    ]  # fmt: skip
    if not near:
        return [Finding("gi_names", f"登记数据里没有与“{product}”相近的商标（只有产地相同的不算）", grave=False)]
    near.sort(key=lambda hit: levels.index(hit.level))
    told = "；".join(f"{hit.mark.title}（{hit.mark.number}，{hit.mark.holder_name}）" for hit in near[:SHOWN_NAMES])
    more = "等" if len(near) > SHOWN_NAMES else ""
    words = f"与“{product}”相近的商标 {len(near)} 件：{told}{more}；理由在“近似商标”里查这个名称"
    return [Finding("gi_names", words, grave=False)]


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


def destinations(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """What filings and alerts that whoever keeps a check's row may know of, and the registry, tell of its owner and destination."""
    kept = kept_registers()
    owners = {folded(row.values["owner"]) for row in rows}
    filings = _saying(kept_rows("overseas_filings"), "owner", owners) if "overseas_filings" in kept else None
    alerts = list(kept_rows("overseas_alerts").order_by("pk")) if "overseas_alerts" in kept else []
    at_home = {owner: _at_home(owner, as_of) for owner in {row.values["owner"] for row in rows}}
    return {
        row.pk: destination_facts(
            row.values,
            None if filings is None else [one.values for one in filings if _known(one, row)],
            [one.values for one in alerts if _known(one, row)],
            at_home[row.values["owner"]],
            as_of=as_of,
        )
        for row in rows
    }


def _saying(rows: QuerySet[Row], field: str, wanted: Collection[str]) -> list[Row]:
    """Rows that say one of these in a field that is not sealed, as texts are compared; only those are opened."""
    with as_stored():
        told = [(key, folded(values[field])) for key, values in rows.values_list("pk", "values")]
    return list(rows.filter(pk__in=[key for key, said in told if said in wanted]).order_by("pk"))


def _at_home(owner: str, as_of: date) -> list[AtHome]:
    """Rights of that name in the index whose priority may not be over."""
    since = add_months(as_of, -max(PRIORITY.values()))
    rows = IndexedRight.objects.filter(
        edition__current=True, holder_name=owner, filed__gte=since, kind__in=PRIORITY_KINDS
    )
    return [AtHome(PRIORITY_KINDS[row.kind], row.number, row.filed) for row in rows if row.filed]


add(
    aid_costs=each(aid_costs),
    aid_rights=rights_defended,
    claim_terms=claims_sound,
    confirmation_window=each(confirmation_window),
    contract_on_file=contracts_on_file,
    course_places=places_in_courses,
    deduction_terms=each(deduction_terms),
    destination_facts=destinations,
    evidence_kept=each(evidence_kept),
    exhibition_terms=each(exhibition_terms),
    fits_together=fitting,
    gi_candidate=candidates,
    gi_names=names_of_products,
    hand_over_stands=hand_overs,
    honour_in_registry=honour_in_registry,
    licence_gap=each(licence_gap),
    loan_terms=lambda rows, as_of: {row.pk: loan_terms(row.values, as_of) for row in rows},
    offered_by_holder=holders_of_offers,
    pledge_grounds=pledge_grounds,
    policy_left=policies_left,
    policy_terms=policies_sound,
    project_terms=each(project_terms),
    repair_entered=repairs_entered,
    repeat_infringer=repeat_infringer,
    reward_minimum=each(reward_minimum),
    tally_reached=tally,
    transfer_materials=each(transfer_materials),
    unread_classes=each(unread_classes),
    variety_fees=fees_of_varieties,
    variety_term=each(variety_term),
    within_policy=claims_within,
)
