"""One folder per matter; one file per register. Where they are at home is for each plan to say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from zhixian.core.catalogue.clauses import clause_of_matter
from zhixian.core.kernel.faults import Fault, Faults
from zhixian.core.plan.model import Plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.registers.model import INDEX, SNAPSHOT, Kept, Reads, Register
from zhixian.core.registers.paper_reading import ABOVE, slots_of
from zhixian.core.registers.reading import read_register
from zhixian.core.registry.tables import ENTERPRISE_KINDS, GI_MARK_KINDS, PATENT_KINDS, PLEDGEABLE_KINDS
from zhixian.core.rules.bases import bases
from zhixian.core.rules.definition import Definitions, Incentive, read_eligibilities, read_incentive
from zhixian.core.workflow.flow import flows
from zhixian.core.workflow.matter import Definition, Surroundings, check_units, hand_to_units, read_matter
from zhixian.core.workflow.model import Matter

MATTERS = ("assessment", "navigation", "gi_mark", "pledge_interest")
"""Folders of this package."""
STUDIES = {
    "assessment": {
        "object": "choice", "name": "text", "features": "long_text", "classes": "text", "rights": "rights",
        "partners": "long_text", "markets": "long_text", "products": "long_text", "standards": "text",
    },
}  # fmt: skip
"""What the system looks into for a matter, with the questions that it reads and their kinds; the site's wiring says how."""
CHECKS: dict[str, Reads] = {
    "aid_costs": Reads(("size", "asked")),
    "aid_rights": Reads(("party", "sort", "rights"), INDEX),
    "aid_same_case": Reads(("party", "number", "rights", "against", "begun_on", "asked", "filed_on")),
    "claim_terms": Reads(("number", "policy", "insurer", "occurred_on", "known_on")),
    "confirmation_window": Reads(("number", "confirm")),
    "contract_on_file": Reads(("need_party", "offer_party")),
    "course_attendance": Reads(("course", "party", "people", "asked_on")),
    "course_places": Reads(("course", "party", "people", "asked_on")),
    "deduction_terms": Reads(("year", "costs", "ip_costs", "deducted", "declared_on")),
    "destination_facts": Reads(("owner", "product", "destination", "leaves_on", "rights", "squatted"), INDEX),
    "evidence_kept": Reads(("law", "found_on")),
    "exhibition_terms": Reads(("exhibition", "begins", "ends")),
    "fits_together": Reads(),
    "gi_candidate": Reads(("stage", "place", "rules", "testing")),
    "given_by_holder": Reads(("owner", "partner", "role", "sort"), INDEX),
    "gi_names": Reads(("product", "place"), SNAPSHOT),
    "gi_user": Reads(("user",)),
    "hand_over_stands": Reads(("case", "number")),
    "honour_in_registry": Reads(("holder", "level", "kind", "awarded_on"), SNAPSHOT),
    "lead_before_case": Reads(("opened_on", "subject")),
    "lead_once": Reads(("number", "holder", "infringer")),
    "licence_gap": Reads(("software", "licences", "installs")),
    "loan_terms": Reads(("principal", "drawn", "due", "quality")),
    "offered_by_holder": Reads(("party", "side"), INDEX),
    "places_abroad": Reads(("places",)),
    "pledge_number_once": Reads(("loan", "lender", "borrower")),
    "policy_left": Reads(("policy", "insurer", "sum_insured")),
    "policy_terms": Reads(("policy", "insurer", "insured", "kind", "sum_insured", "premium", "begins", "ends")),
    "pledge_grounds": Reads(("loan", "borrower", "rights", "drawn", "due"), SNAPSHOT),
    "project_terms": Reads(("year", "asked", "applied_on", "decision")),
    "repair_entered": Reads(("party", "document", "asks")),
    "repeat_infringer": Reads(("number", "infringer", "opened_on")),
    "reward_minimum": Reads(("kind", "granted_on", "agreed")),
    "right_said": Reads(),
    "rights_known": Reads((), INDEX),
    "sides_entered": Reads(("need_party", "need", "offer_party", "offer", "state")),
    "tally_reached": Reads(),
    "transfer_materials": Reads(("number", "materials")),
    "unread_classes": Reads(("title",)),
    "variety_fees": Reads(("sort", "applied_on")),
    "variety_once": Reads(("name", "genus", "number")),
    "variety_sort": Reads(("sort", "genus")),
    "variety_term": Reads(("sort", "applied_on")),
    "within_policy": Reads(("policy", "insurer", "occurred_on")),
}
"""Checks that a register may ask for, with what each of them reads; `web/registers/checking.py` says what it does."""
REGISTRY_CHECKS = frozenset(name for name, check in CHECKS.items() if check.registry)
"""Those that look into the registry; the others look at the row, or at registers."""
SNAPSHOT_CHECKS = frozenset(name for name, check in CHECKS.items() if check.registry == SNAPSHOT)
"""Those that cannot be made while the registry is unreadable."""
HOLDS_BACK = frozenset({"offered_by_holder", "named_in_full"})
"""Checks of which a grave finding keeps a row from everybody's eyes until it has been put right."""
VOCABULARIES = {
    "enterprise_kinds": ENTERPRISE_KINDS,
    "gi_mark_kinds": GI_MARK_KINDS,
    "patent_kinds": PATENT_KINDS,
    "pledgeable_kinds": PLEDGEABLE_KINDS,
}
KNOWN_FACTS = {
    "": {"party": "id", "party_name": "text", "credit_code": "text", "party_kind": "word", "party_region": "region"},
    "loan": {
        "loan_id": "id",
        "lender_name": "text",
        "principal": "money",
        "drawn": "day",
        "due": "day",
        "repaid": "day",
        "pledged_kinds": "words",
        "pledged_rights": "texts",
    },
    "right": {
        "right_id": "id",
        "kind": "word",
        "gi": "yes_no",
        "region": "region",
        "registered": "day",
        "number": "text",
        "title": "text",
    },
    "project": {"project_id": "id", "kind": "word", "cost": "money", "completed": "day"},
}
"""What the registry and the applicant's account can know of a dossier's subject, and the kind of each fact; the key "" of
every applicant."""
HERE = Path(__file__).parent


@cache
def definitions() -> Definitions:
    """The money rules that ship, in the order of `MATTERS`, and who waits for the figure of an open norm."""
    paying = (matter for matter in MATTERS if (HERE / matter / "incentive.yaml").exists())
    read = [read_incentive(HERE / matter / "incentive.yaml", VOCABULARIES) for matter in paying]
    return Definitions(
        incentives={incentive.id: incentive for incentive in read},
        eligibilities=read_eligibilities(HERE / "open_norms.yaml", VOCABULARIES),
    )


@cache
def matters() -> dict[str, Matter]:
    """The matters that ship, without units and clause. Raises Refusal when one does not hold together."""
    rule_facts = {name: facts_of(incentive) for name, incentive in definitions().incentives.items()}
    around = Surroundings(flows(), KNOWN_FACTS, rule_facts, STUDIES)
    read = (read_matter(HERE / matter / "matter.yaml", around) for matter in MATTERS)
    return {matter.id: matter for matter in read}


def matter_faults(plan: Plan) -> list[Fault]:
    """What keeps a place from running the matters it names: one that nobody wrote, one of no clause, a step without a unit."""
    faults = Faults(lines=plan.lines)
    for name, units in plan.matter_units.items():
        matter = matters().get(name)
        if matter is None:
            faults.unknown("matters.yaml", f"{name}.id", name, list(matters()), what="事项")
            continue
        clause_of_matter(plan, matter, definitions().incentives, faults)
        check_units(matter, flows()[matter.flow], units, faults)
    return faults.found


def matters_of(plan: Plan) -> dict[str, Definition]:
    """The matters that a place runs, in the order of its clauses, each under its clause and in the hands of its units.

    Raises PlanRefused with every fault of `matter_faults`.
    """
    if faults := matter_faults(plan):
        raise PlanRefused(str(plan.folder), faults)
    found = {name: _at_home(plan, matter) for name, matter in matters().items() if name in plan.matter_units}
    order = [clause.id for clause in plan.clauses]
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].matter.clause)))


def _at_home(plan: Plan, matter: Matter) -> Definition:
    clause = clause_of_matter(plan, matter, definitions().incentives, Faults())
    placed = replace(matter, clause=clause, legal_basis=(plan.basis(clause), *matter.legal_basis))
    return hand_to_units(placed, flows()[matter.flow], plan.matter_units[matter.id], plan.lines)


@cache
def registers() -> dict[str, Register]:
    """The registers that ship, in the order of their names. Raises Refusal when one does not hold together."""
    read = [read_register(path, checks=CHECKS) for path in sorted((HERE / "registers").glob("*.yaml"))]
    found = {register.id: register for register in read}
    faults = Faults()
    for register in read:
        _check_ties(register, found, faults)
    faults.refuse("registers")
    return found


def _check_ties(register: Register, known: Mapping[str, Register], faults: Faults) -> None:
    """Note ties between registers that lead nowhere: a row of what is not there, a slot of no field, a day that nothing can hold up."""
    file, tie = f"registers/{register.id}.yaml", register.of
    if tie and tie.register not in known:
        faults.unknown(file, "of.register", tie.register, list(known), what="台账")
    elif tie:
        above = known[tie.register]
        if above.key != (tie.matches,):
            faults.add(file, "of.matches", f"“{tie.matches}”不是{above.name}唯一的 key", "、".join(above.key))
        fields = [field.id for field in above.fields if not field.is_private]
        for paper in register.papers:
            for slot in slots_of(paper):
                if slot.startswith(ABOVE) and slot.removeprefix(ABOVE) not in fields:
                    faults.unknown(file, f"papers.{paper.id}", slot, [f"{ABOVE}{name}" for name in fields], what="字段")
    if (sides := register.sides) and sides.register not in known:
        faults.unknown(file, "sides.register", sides.register, list(known), what="台账")
    elif sides:
        key = known[sides.register].key
        for named in sides.named:
            if set(named) != set(key):
                faults.add(
                    file,
                    "sides.named",
                    f"说了 {'、'.join(named)}",
                    f"{known[sides.register].name}的 key：{'、'.join(key)}",
                )
    _check_becomes(register, known, faults)
    for due in register.dues:
        holder = known.get(due.held_by)
        if due.held_by and not (holder and holder.of and holder.of.register == register.id):
            faults.add(file, f"dues.{due.id}.held_by", f"“{due.held_by}”", f"of 是 {register.id} 的台账")


def _check_becomes(register: Register, known: Mapping[str, Register], faults: Faults) -> None:
    """Note what a row could not lead to: no such register, fields that are not there, or not both open."""
    leads = register.becomes
    if leads is None:
        return
    file, there = f"registers/{register.id}.yaml", known.get(leads.register)
    if there is None:
        faults.unknown(file, "becomes.register", leads.register, list(known), what="台账")
        return
    pairs = (*leads.fills, leads.told, leads.back[::-1])
    for register_, names in ((there, [one for one, _ in pairs]), (register, [one for _, one in pairs])):
        fields = [field.id for field in register_.fields if not field.is_private]
        for name in names:
            if name not in fields:
                faults.unknown(file, "becomes", name, fields, what=f"{register_.name}的字段")


def _check_offices(register: Register, offices: Sequence[tuple[str, str]], faults: Faults) -> None:
    """Note offices that rows of a register cannot name."""
    known = [answer for answer, _ in register.field(register.office).choices or ()] if register.office else []
    for answer, _ in offices:
        if answer not in known:
            faults.unknown("registers.yaml", f"{register.id}.offices", answer, known, what="审批机关")


def registers_of(plan: Plan) -> dict[str, Kept]:
    """The registers that a place keeps, in the order of its file. Raises Refusal for one that nobody wrote."""
    faults = Faults(lines=dict(plan.lines))
    for name in plan.register_homes:
        if name not in registers():
            faults.unknown("registers.yaml", f"{name}.id", name, list(registers()), what="台账")
        elif (tie := registers()[name].of) and tie.register not in plan.register_homes:
            faults.add(
                "registers.yaml",
                f"{name}.id",
                f"它的每一行属于 {tie.register}，这里没有记那本台账",
                f"加上 {tie.register}",
            )
    for name, home in plan.register_homes.items():
        if home.answers and name in registers() and not registers()[name].answered:
            faults.add("registers.yaml", f"{name}.answers", "这本台账没有要答复的", "不写 answers")
        if name in registers():
            _check_offices(registers()[name], home.offices, faults)
    faults.refuse(plan.id)
    return {
        name: Kept(registers()[name], home.clauses, home.units, home.answers, home.offices)
        for name, home in plan.register_homes.items()
    }


def facts_of(incentive: Incentive) -> frozenset[str]:
    """Every fact that a money rule asks for."""
    base = bases()[incentive.base] if incentive.base else None
    return frozenset(
        (
            "party",
            incentive.subject,
            *(condition.fact for condition in incentive.conditions),
            *((incentive.day,) if incentive.day else ()),
            *((*base.needs, *base.optional) if base else ()),
        )
    )
