"""Dossiers in any step, on a small registry, as tests need them."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.people import make_organisation, make_person
from registries import write_registry
from zhixian.core.kernel.working_days import working_days
from zhixian.core.registry.numbers import check_digit
from zhixian.core.registry.tables import TABLES
from zhixian.web.accounts.models import Organisation, Seat
from zhixian.web.kit.clock import today
from zhixian.web.matters import actions
from zhixian.web.matters.models import Dossier

LEAD_UNIT, PAYER = "industry_science_bureau", "finance_bureau"
UNITS = (LEAD_UNIT, "market_regulation_bureau")
YEAR = 2018


def write_world(
    data: Path,
    *,
    parties: int = 3,
    loans: int = 40,
    region: str = "350823",
    year: int = YEAR,
    name: str = "test",
    principal: int = 100_000_000,
) -> None:
    """The current snapshot of a data folder: enterprises with loans on a pledged patent, a GI mark and a project each."""
    numbers = range(1, parties + 1)
    snapshot = write_registry(
        data / "snapshots" / name,
        parties=[
            {"party_id": f"P{n}", "name": f"测试企业{n}", "kind": "enterprise", "region": region} for n in numbers
        ],
        rights=[
            {
                "right_id": f"R{n}",
                "kind": "invention",
                "gi": False,
                "number": f"CN20151000000{n}.{check_digit(f'20151000000{n}')}",
                "title": "一种装置",
                "holder": f"P{n}",
                "region": region,
                "registered": "2016-01-01",
            }
            for n in numbers
        ]
        + [
            {
                "right_id": f"G{n}",
                "kind": "collective_mark",
                "gi": True,
                "number": f"3000{n}",
                "title": f"某梅{n}",
                "holder": f"P{n}",
                "region": region,
                "registered": f"{year}-05-07",
            }
            for n in numbers
        ],
        loans=[
            {
                "loan_id": f"L{n}-{m}",
                "borrower": f"P{n}",
                "lender": "某银行",
                "principal": principal,
                "drawn": f"{year}-01-01",
                "due": f"{year + 1}-01-01",
            }
            for n in numbers
            for m in range(1, loans + 1)
        ],
        pledges=[
            {"loan_id": f"L{n}-{m}", "right_id": f"R{n}", "registered": f"{year}-01-01"}
            for n in numbers
            for m in range(1, loans + 1)
        ],
        projects=[
            {
                "project_id": f"J{n}",
                "kind": "navigation",
                "party": f"P{n}",
                "cost": 6_000_000,
                "completed": f"{year}-06-30",
            }
            for n in numbers
        ],
    )
    manifest = {"labels": ["合成数据"], "tables": dict.fromkeys(TABLES, 0), "sources": []}
    manifest["tables"] |= {"parties": parties, "rights": 2 * parties}
    (snapshot.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (data / "CURRENT").write_text(name, encoding="utf-8")


class Cast:
    """Everybody whom a dossier meets: an applicant, and two of each officer."""

    def __init__(self, party: str = "P1", *, units: Sequence[str] = UNITS, payer: str = PAYER) -> None:
        there = Organisation.objects.filter(party=party).exclude(confirmed_at=None).first()
        self.organisation = there or make_organisation(party=party, name=f"测试企业{party[1:]}")
        self.applicant = make_person("enterprise", organisation=self.organisation, name="王会计", phone="13800138000")
        self.handler = make_person("handler", unit=units[0], name="李经办")
        self.second_handler = make_person("handler", unit=units[0], name="赵经办")
        self.chief = make_person("chief", unit=units[0], name="陈局长")
        self.payer = make_person("finance", unit=payer, name="钱会计")
        for person in (self.handler, self.second_handler, self.chief):
            role = person.seats.get().role
            Seat.objects.bulk_create(Seat(user=person, role=role, unit=unit) for unit in units[1:])

    def actor(self, name: str):
        """Who plays an actor of the flow."""
        return {"applicant": self.applicant, "handler": self.handler, "chief": self.chief, "finance": self.payer}[name]


ANSWERS = {
    "repaid_early": "no",
    "other_support": "no",
    "bank_name": "某银行某支行",
    "bank_account": "9558801400100123456",
    "contact_name": "王会计",
    "contact_phone": "13800138000",
    "product": "乌梅",
    "project_name": "某装置专利导航",
    "institution": "某导航中心",
    "conclusion": "避开两件在先专利。",
}


def pdf(*, body: str = "") -> bytes:
    """A small PDF that holds together, with more objects when asked."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {body} >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    out += b"xref\n0 3\n0000000000 65535 f \n" + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def upload(name: str = "凭证.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, pdf() if content is None else content)


def start(cast: Cast, matter: str = "pledge_interest", subject: str | None = None, year: int = YEAR, **more) -> Dossier:
    """A draft about something of the applicant's."""
    party, more = cast.organisation.party[1:], {"although_nothing": True, **more}
    subject = subject or {"pledge_interest": f"L{party}-1", "gi_mark": f"G{party}", "navigation": f"J{party}"}[matter]
    return actions.start_dossier(
        matter, by=cast.applicant, organisation=cast.organisation, subject=subject, year=year, **more
    )


def filled(dossier: Dossier, cast: Cast) -> Dossier:
    """The same with every question answered and every material handed in."""
    dossier = actions.save_draft(dossier, ANSWERS, by=cast.applicant, version=dossier.version)
    for material in dossier.its_matter.materials:
        if material.required and material.known_by not in dossier.known:
            actions.attach_material(dossier, material.id, upload(), by=cast.applicant)
    return dossier


def move(dossier: Dossier, move_id: str, by, **given) -> Dossier:
    """A move at the dossier's present version."""
    dossier.refresh_from_db()
    return actions.make_move(dossier, move_id, by=by, version=dossier.version, **given)


def later(days: int) -> None:
    """The site's day, some working days on."""
    day = working_days().working_day(days, since=today() + timedelta(days=1))
    settings.TODAY = day.isoformat()


PATHS = {
    "acceptance": ("submit",),
    "correction": ("submit", "request_correction"),
    "review": ("submit", "accept"),
    "supplement": ("submit", "accept", "request_supplement"),
    "publicity": ("submit", "accept", "approve"),
    "decision": ("submit", "accept", "approve", "conclude"),
    "refusal_decision": ("submit", "accept", "propose_refusal"),
    "payment": ("submit", "accept", "approve", "conclude", "grant"),
    "account": ("submit", "accept", "approve", "conclude", "grant", "request_account"),
    "done": ("submit", "accept", "approve", "conclude", "grant", "pay"),
    "declined": ("submit", "decline"),
    "refused": ("submit", "accept", "propose_refusal", "refuse"),
    "withdrawn": ("submit", "withdraw"),
    "draft": (),
}


def make_dossier(cast: Cast, step: str, matter: str = "pledge_interest", **fields) -> Dossier:
    """A dossier walked to a step by the moves that lead there."""
    dossier = filled(start(cast, matter, **fields), cast)
    for move_id in PATHS[step]:
        dossier = step_on(dossier, move_id, cast)
    return dossier


def step_on(dossier: Dossier, move_id: str, cast: Cast) -> Dossier:
    """One move with what it needs."""
    found = dossier.flow.move(dossier.step, move_id)
    given = {}
    if "reason" in found.needs:
        given["reason"] = "付息凭证看不清"
    if "publicity_over" in found.needs:
        later(dossier.its_matter.publicity_days + 1)
    if "overdue" in found.needs:
        later(30)
    if "payment" in found.needs:
        given |= {"reference": f"凭{dossier.pk:06d}", "paid_on": date.fromisoformat(settings.TODAY)}
    return move(dossier, move_id, cast.actor(found.by or dossier.now_in.actor), **given)
