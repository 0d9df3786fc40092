"""One folder per matter; one file per register. Where they are at home is for each plan to say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from zhixian.core.catalogue.clauses import clause_of_matter
from zhixian.core.kernel.faults import Fault, Faults
from zhixian.core.plan.model import Plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.registers.model import INDEX, NUMBERS, SNAPSHOT, Kept, Reads, Register
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
    "aid_costs": Reads(("size", "asked"), words="申请和支持的金额"),
    "aid_rights": Reads(
        ("party", "sort", "rights"),
        INDEX,
        words="涉及的权利是谁的、是否有效",
        asks=("rights",),
        among=INDEX,
        never=(("sort", ("defend",)),),
    ),
    "aid_same_case": Reads(
        ("party", "number", "rights", "against", "begun_on", "asked", "filed_on"), words="同一案件的其他申请"
    ),
    "cases_of_lead": Reads(("number",), words="由它立案的案件"),
    "claim_terms": Reads(
        ("number", "policy", "insurer", "occurred_on", "known_on"), words="同一保单的其他理赔、索赔的时限"
    ),
    "confirmation_window": Reads(
        ("number", "confirm"), words="申请司法确认的期限", asks=("effective_on",), never=(("confirm", ("no",)),)
    ),
    "contract_price": Reads(("owner", "sort"), words="金额与有偿、无偿合不合", asks=("amount",)),
    "contract_on_file": Reads(("need_party", "offer_party"), words="合同台账里有没有这份合同", asks=("contract",)),
    "course_attendance": Reads(("course", "party", "people", "asked_on"), words="报名、到课和结业"),
    "course_places": Reads(("course", "party", "people", "asked_on"), words="课程的名额"),
    "deduction_terms": Reads(("year", "costs", "ip_costs", "deducted", "declared_on"), words="费用、扣除的比例和年份"),
    "destination_facts": Reads(
        ("owner", "product", "destination", "leaves_on", "rights", "squatted"),
        INDEX,
        words="目的地的布局、预警和优先权",
    ),
    "evidence_kept": Reads(("law", "found_on"), words="证据的哈希、时间和存放处", asks=("evidence",)),
    "exhibition_terms": Reads(("exhibition", "begins", "ends"), words="展期、投诉点和投诉的处理"),
    "fits_together": Reads(words="各项之间合不合"),
    "gi_candidate": Reads(
        ("stage", "place", "rules", "testing"), words="申请要说明的各项、拟申请人", never=(("stage", ("dropped",)),)
    ),
    "given_by_holder": Reads(
        ("owner", "partner", "role", "sort"),
        INDEX,
        words="权利是不是许可人、转让人的",
        asks=("rights",),
        among=INDEX,
        never=(("role", ("both",)), ("sort", ("cooperation",))),
    ),
    "gi_names": Reads(("product", "place"), SNAPSHOT, words="与产品名称相近的商标"),
    "gi_user": Reads(("user",), words="使用人是不是方案里的单位"),
    "hand_over_stands": Reads(("case", "number"), words="与案件、其他移送的先后"),
    "holder_registered": Reads(("holder",), SNAPSHOT, words="权利人是不是登记的", asks=("right",), among=SNAPSHOT),
    "honour_in_registry": Reads(("holder", "level", "kind", "awarded_on"), SNAPSHOT, words="登记数据里的同一荣誉"),
    "lead_before_case": Reads(
        ("opened_on", "subject", "holder", "infringer"), words="与线索合不合", asks=("lead",), among="online_leads"
    ),
    "lead_once": Reads(("number", "holder", "infringer"), words="同一线索的其他案件", asks=("lead",)),
    "licence_gap": Reads(("software", "licences", "installs"), words="安装数和授权数"),
    "loan_terms": Reads(("principal", "drawn", "due", "quality"), words="贷款的期限和质量"),
    "madrid_term": Reads(
        ("route", "state"),
        words="国际注册的有效期",
        asks=("registered_on",),
        never=(("route", ("paris", "pct", "hague")),),
    ),
    "offered_by_holder": Reads(
        ("party", "side"),
        INDEX,
        words="权利是不是登记单位的",
        asks=("rights",),
        among=INDEX,
        never=(("side", ("need",)),),
    ),
    "places_abroad": Reads(("places",), words="国家和地区是不是境外的"),
    "pledge_number_once": Reads(
        ("loan", "lender", "borrower"), words="同一质押登记号的其他贷款", asks=("pledge_number",)
    ),
    "policy_left": Reads(("policy", "insurer", "sum_insured"), words="赔付以后剩下的保额"),
    "policy_terms": Reads(
        ("policy", "insurer", "insured", "kind", "sum_insured", "premium", "begins", "ends"),
        words="保险期间、保费和保额、同一保单",
    ),
    "pledge_grounds": Reads(
        ("loan", "borrower", "rights", "drawn", "due"),
        SNAPSHOT,
        words="质押的权利是谁的、是否有效、有没有别的质押",
        asks=("rights",),
        among=SNAPSHOT,
    ),
    "project_terms": Reads(("year", "asked", "applied_on", "decision"), words="年份、金额和决定"),
    "repair_entered": Reads(("party", "document", "asks"), words="信用记录里的同一文书"),
    "repeat_infringer": Reads(("number", "infringer", "opened_on"), words="同一涉嫌侵权人的其他案件"),
    "reward_minimum": Reads(
        ("kind", "granted_on", "agreed"), words="奖金的最低数", asks=("reward",), never=(("agreed", ("yes",)),)
    ),
    "right_said": Reads(
        words="权利号完不完整",
        asks=(
            "right",
            "number",
        ),
    ),
    "rights_known": Reads(
        (),
        INDEX,
        words="登记数据里有没有这些权利",
        asks=(
            "rights",
            "right",
        ),
        among=NUMBERS,
    ),
    "sides_entered": Reads(("need_party", "need", "offer_party", "offer", "state"), words="供需台账里有没有这两方"),
    "tally_reached": Reads(words="按商品和来源地的累计"),
    "transfer_materials": Reads(("number", "materials"), words="移送材料"),
    "unread_classes": Reads(("title",), words="分类号", asks=("classes",)),
    "variety_fees": Reads(("sort", "applied_on"), words="年费", asks=("fee_until",)),
    "variety_once": Reads(("name", "genus", "number"), words="同一品种的其他行"),
    "variety_sort": Reads(("sort", "genus"), words="植物类别"),
    "variety_term": Reads(("sort", "applied_on"), words="品种权的期限", asks=("granted_on",)),
    "within_policy": Reads(("policy", "insurer", "occurred_on"), words="在不在保单的期间和保额里"),
}
"""Checks that a register may ask for, with what each of them reads; `web/registers/checking.py` says what it does."""
REGISTRY_CHECKS = frozenset(name for name, check in CHECKS.items() if check.registry)
"""Those that look into the registry; the others look at the row, or at registers."""
SNAPSHOT_CHECKS = frozenset(name for name, check in CHECKS.items() if check.registry == SNAPSHOT)
"""Those that cannot be made while the registry is unreadable."""
HOLDS_BACK = frozenset({"offered_by_holder", "named_in_full", "gi_user", "right_said"})
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
