"""Registers of the demonstration: the sample bank's pledge loans as the registry knows them, and invented rows of the units."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from zhixian.core.analysis.leads import leads
from zhixian.core.engine import connect, read
from zhixian.core.kernel.money import plain, plain_yuan
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.registers.rows import read_row
from zhixian.core.registry.particulars import rights_of_party
from zhixian.core.registry.tables import PATENT_KINDS
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import change_row, enter_rows
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import kept_rows
from zhixian.web.registers.queries.visibility import fields_open_to
from zhixian.web.registers.showing import typed_of

MOST = 40


ROWS = Path(__file__).parent / "sample_rows.yaml"
ANSWERS = Path(__file__).parent / "sample_answers.yaml"
HERE = "本县"
"""Stands in those rows for the code of the place."""


PARKS = ("样例工业园", "样例高新园")
PROJECTS = 11
FUNDS = ("科技研发专项资金", "成果转化资金")
IN_A_PARK = 30
"""Companies in each of them."""


def fill(world: Any) -> None:
    """The bank's loans, companies of the sample county in parks and with honours, and some rows of each register that a unit
    of the place keeps."""
    _fill_loans(world)
    companies = _companies(world)
    parks = [
        {
            "park": park, "member": company["name"], "member_code": _code(company["party_id"]), "industry": company["industry"] or "",
            "joined_on": "2016-03-01",
        }
        for place, park in enumerate(PARKS)
        for company in companies[place :: len(PARKS)][:IN_A_PARK]
    ]  # fmt: skip
    _enter(world, "park_enterprises", parks)
    _enter(world, "honours", _honours(companies))
    _enter(world, "leads_followed", _followed(world))
    _enter(world, "funding_projects", _projects(world, companies))
    _fill_market(world)
    for name, lots in read_yaml(ROWS).items():
        for lot in lots if isinstance(lots, list) else [lots]:
            _enter_lot(world, name, lot)
    _fill_objection(world)
    for one in read_yaml(ANSWERS)["answers"]:
        _answer(world, one)


def _answer(world: Any, one: dict[str, Any]) -> None:
    """What a unit fills in of a row that is there."""
    kept, person = kept_registers().get(one["register"]), world.people.get(f"handler:{one['unit']}")
    said = {f"values__{field}": value for field, value in one["of"].items()}
    row = kept_rows(one["register"]).filter(**said).first()
    if kept is None or person is None or row is None:
        return
    values, wrong = read_row(kept.register, {**typed_of(row, kept), **one["says"]}, today=today())
    if not wrong and fields_open_to(person, row, kept):
        change_row(row, kept, values, by=person, version=row.version)


def _fill_objection(world: Any) -> None:
    """A credit record of the sample enterprise, and that it asked to have it repaired."""
    kept, person, own = kept_registers(), world.people.get("enterprise"), world.organisations.get("enterprise")
    if person is None or own is None or "credit_objections" not in kept:
        return
    document = "样市监责改〔2020〕3号"
    event = {
        "party": own.name, "code": own.credit_code, "sort": "bad", "event": "包装上的专利标识不规范，被责令改正",
        "document": document, "decided_on": "2020-03-12", "repaired_on": "2020-11-02",
    }  # fmt: skip
    asked = {
        "party": own.name, "code": own.credit_code, "document": document, "asks": "repair",
        "why": "包装已经全部更换，改正的照片和新包装附后", "filed_on": "2020-10-20",
    }  # fmt: skip
    _enter(world, "credit_events", [event])
    values, wrong = read_row(kept["credit_objections"].register, asked, today=today())
    if not wrong:
        enter_rows(kept["credit_objections"], [values], by=person, organisation=own)


def _enter_lot(world: Any, register: str, lot: dict[str, Any]) -> None:
    """Rows of one unit; nothing where the place has no such register in its hands."""
    kept, person = kept_registers().get(register), world.people.get(f"handler:{lot['unit']}")
    if kept is not None and person is not None and lot["unit"] in kept.units:
        read = [read_row(kept.register, row, today=today()) for row in at_home(lot["rows"], world.plan.region)]
        enter_rows(kept, [values for values, wrong in read if not wrong], by=person, unit=lot["unit"])


def at_home(rows: list[dict[str, Any]], region: str) -> list[dict[str, Any]]:
    """Sample rows with the code of the place where they say that they are of it."""
    return [{**row, "region": region} if row.get("region") == HERE else row for row in rows]


def _companies(world: Any) -> list[dict[str, Any]]:
    """Enterprises of the place that hold something, the oldest first."""
    con = connect()
    parties, spans = (read(con, world.snapshot.path(table)) for table in ("parties", "spans"))
    here = parties.filter(parties.kind == "enterprise", parties.region == world.plan.region)
    found: list[dict[str, Any]] = (
        here.semi_join(spans, [("party_id", "holder")]).order_by("founded", "party_id").to_pyarrow().to_pylist()
    )
    return found


def _honours(companies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some that no import has brought yet."""
    given = (
        ("provincial", "advantage", "2019-11-05"),
        ("city", "demonstration", "2020-06-18"),
        ("city", "pilot", "2018-03-20"),
    )
    return [
        {
            "holder": company["name"], "level": level, "kind": kind, "awarded_on": day, "until": f"{int(day[:4]) + 3}{day[4:]}",
            "document": f"样知〔{day[:4]}〕{number}号",
        }
        for number, (company, (level, kind, day)) in enumerate(zip(companies, given, strict=False), start=5)
    ]  # fmt: skip


def _projects(world: Any, companies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Projects of some companies, that of the sample enterprise among them, with rights that they hold; one relies on a number that the
    registry does not know, one on nothing yet. Those of last year are decided."""
    own = world.organisations["enterprise"].party if "enterprise" in world.organisations else ""
    chosen = [one for one in companies if one["party_id"] == own] + [
        one for one in companies if one["party_id"] != own
    ][:PROJECTS]
    this = today().year
    found = []
    for place, company in enumerate(chosen):
        held = rights_of_party(world.snapshot, company["party_id"], as_of=today())
        numbers = [one["number"] for one in held if one["in_force"] and one["number"] and one["kind"] in PATENT_KINDS]
        decided = place % 3 == 2
        year = this - 1 if decided else this
        found.append({
            "applicant": company["name"], "code": _code(company["party_id"]), "fund": FUNDS[place // 3 % len(FUNDS)], "year": str(year),
            "number": f"样科项{year}-{place + 1:02}", "project": f"样例项目{place + 1}", "asked": str(100000 * (place + 2)),
            "rights": "；".join(numbers[:3]), "expected": str(place % 4), "applied_on": f"{year}-03-1{place % 10}",
            "decision": ("supported" if place % 2 else "declined") if decided else "open",
            "decided_on": f"{year}-06-20" if decided else "",
        })  # fmt: skip
    for one, rights in zip(found[1:3], ("ZL201510000001.0", ""), strict=False):
        one["rights"] = rights
    return found


def _followed(world: Any) -> list[dict[str, Any]]:
    """The first lead of each sort was talked about some weeks ago, one of them to be asked again."""
    first = {lead.sort: lead for lead in reversed(leads(world.snapshot, region=world.plan.region, as_of=today()))}
    results = ("planned", "told", "done", "planned", "declined", "told")
    return [
        {
            "lead": lead.sort, "party": lead.name, "contacted_on": (today() - timedelta(days=20 + place)).isoformat(),
            "result": result, "again_on": (today() + timedelta(days=5)).isoformat() if result == "planned" else "",
        }
        for place, (lead, result) in enumerate(zip(first.values(), results, strict=False))
    ]  # fmt: skip


def _enter(world: Any, register: str, rows: list[dict[str, Any]]) -> None:
    """As typed by the unit in the lead; nothing where the place keeps no such register or nobody sits there."""
    kept = kept_registers().get(register)
    person = world.people.get(f"handler:{kept.units[0]}") if kept else None
    if kept is None or person is None:
        return
    good = [values for values, wrong in (read_row(kept.register, row, today=today()) for row in rows) if not wrong]
    if good:
        enter_rows(kept, good, by=person, unit=kept.units[0])


def _fill_market(world: Any) -> None:
    """What the sample enterprise looks for, and that it asked to be introduced to one who may have it."""
    kept, person = kept_registers().get("needs_offers"), world.people.get("enterprise")
    if kept is None or person is None:
        return
    own = world.organisations["enterprise"]
    need = {
        "party": own.name, "number": "需-1", "sort": "enterprise", "side": "need", "what": "technology", "terms": ["licence", "cooperation"],
        "title": "竹木包装盒防霉处理技术", "about": "竹木包装盒在库房里发霉，要防霉处理的办法，药剂不含氯。",
        "classes": "B27K5/04；B65D", "region": world.plan.region, "dual_use": "no", "open": "members", "posted_on": "2020-10-12",
        "until": "2021-06-30", "contact": "样例甲", "phone": "13900000003",
    }  # fmt: skip
    asked = {
        "told_by": own.name, "need_party": own.name, "need": "需-1", "offer_party": "样例研究院", "offer": "研-7", "state": "asked",
        "asked_on": (today() - timedelta(days=4)).isoformat(),
    }  # fmt: skip
    earlier = {**asked, "offer_party": "样例知识产权代理有限公司", "offer": "服-1", "asked_on": "2020-10-20"}
    for register, typed in (("needs_offers", need), ("matches_followed", asked), ("matches_followed", earlier)):
        if register in kept_registers():
            values, wrong = read_row(kept_registers()[register].register, typed, today=today())
            if not wrong:
                enter_rows(kept_registers()[register], [values], by=person, organisation=own)


def _fill_loans(world: Any) -> None:
    """The loans of the bank that has an account here, with their pledges; nothing where the place keeps no such register."""
    kept = kept_registers().get("pledge_loans")
    if kept is None or "bank" not in world.organisations:
        return
    bank = world.organisations["bank"]
    rows = [row for row in (_typed(loan) for loan in _loans(world, bank)) if row]
    good = [values for values, wrong in (read_row(kept.register, row, today=today()) for row in rows) if not wrong]
    if good:
        enter_rows(kept, good[:MOST], by=world.people["bank"], organisation=bank)


def _loans(world: Any, bank: Any) -> list[dict[str, Any]]:
    """Loans drawn before the site's day, with names and numbers, the latest first."""
    con = connect()
    loans, pledges, rights, parties = (
        read(con, world.snapshot.path(t)) for t in ("loans", "pledges", "rights", "parties")
    )
    names = parties.select("party_id", borrower_name="name")
    drawn = loans.filter(loans.drawn <= today()).left_join(names, loans.borrower == names.party_id)
    lent = drawn.filter(drawn.lender == bank.name)
    pledged = pledges.join(rights.select("right_id", "number"), "right_id").to_pyarrow().to_pylist()
    by_loan: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pledge in pledged:
        by_loan[pledge["loan_id"]].append(pledge)
    found = lent.order_by(lent.drawn.desc(), lent.loan_id).to_pyarrow().to_pylist()
    return [{**loan, "lender_name": str(bank), "pledges": by_loan[loan["loan_id"]]} for loan in found]


def _typed(loan: dict[str, Any]) -> dict[str, Any] | None:
    """What the clerk would type; a loan without a pledge or a borrower's name is not of this register."""
    pledges = [pledge for pledge in loan["pledges"] if pledge["number"]]
    if not pledges or not loan["borrower_name"] or not loan["due"]:
        return None
    registered = [pledge["registered"] for pledge in pledges if pledge["registered"]]
    released = [pledge["released"] for pledge in pledges if pledge["released"] and pledge["released"] <= today()]
    repaid = loan["repaid"] if loan["repaid"] and loan["repaid"] <= today() else None
    return {
        "loan": loan["loan_id"],
        "lender": loan["lender_name"],
        "borrower": loan["borrower_name"],
        "borrower_code": _code(loan["borrower"]),
        "rights": "；".join(pledge["number"] for pledge in pledges),
        "pledge_number": "",
        "pledged_on": _day(min(registered, default=None)),
        "principal": plain_yuan(loan["principal"]),
        "yearly_rate": plain(loan["annual_rate"]) if loan["annual_rate"] else "",
        "drawn": _day(loan["drawn"]),
        "due": _day(loan["due"]),
        "repaid": _day(repaid),
        "released_on": _day(max(released, default=None)) if len(released) == len(pledges) else "",
        "quality": "normal" if repaid or loan["due"] >= today() else "attention",
    }


def _code(party: str) -> str:
    return party if len(party) == 18 else ""


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
