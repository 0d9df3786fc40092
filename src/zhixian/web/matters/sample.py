"""Dossiers in all states for the demonstration, made by the same actions that people use."""

import io
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.working_days import working_days
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.clock import today
from zhixian.web.kit.world import as_if, move_on
from zhixian.web.matters import actions
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.facts import subjects_of
from zhixian.web.matters.models import Dossier

ANSWERS = {
    "repaid_early": "no",
    "other_support": "no",
    "bank_name": "样本银行城关支行",
    "bank_account": "6222021400012345678",
    "contact_name": "样本联系人",
    "contact_phone": "13800138000",
    "product": "样本农产品",
    "users": "12",
    "project_name": "样本装置专利导航",
    "institution": "样本导航中心",
    "conclusion": "两件在先专利可以避开；建议在密封结构上布局。",
}
WAYS: tuple[tuple[str, ...], ...] = (
    ("submit", "accept", "approve", "conclude", "grant", "pay"),
    ("submit", "accept"),
    ("submit", "accept", "approve", "conclude"),
    ("submit",),
    ("submit", "request_correction"),
    ("submit", "accept", "approve", "conclude", "grant", "pay"),
    ("submit", "accept", "approve", "conclude", "grant"),
    ("submit", "accept", "approve"),
    ("submit", "accept", "approve"),
    ("submit", "accept", "propose_refusal", "refuse"),
    ("submit", "accept", "propose_refusal"),
    ("submit", "accept", "request_supplement"),
    ("submit", "accept"),
    ("submit", "request_correction", "resubmit"),
    ("submit", "decline"),
    ("submit", "withdraw"),
    ("submit",),
    (),
)
"""Ways through the flow, each started long enough ago to come where it leads."""
WAITED = (0, 21, 0, 4)
"""Working days that each has waited since, so that some press and one is overdue."""
REASONS = {
    "request_correction": "付息凭证第二页看不清，请重新扫描。",
    "request_supplement": "请补充银行出具的全年利息清单。",
    "decline": "申报的年度不在受理范围内。",
    "propose_refusal": "申报材料与登记数据不一致，申请人未能说明。",
    "refuse": "申报材料与登记数据不一致，申请人未能说明，不符合支持条件。",
}
DAYS = {"submit": 1, "accept": 2, "approve": 4, "conclude": 6, "grant": 1, "pay": 3, "resubmit": 3}
"""Working days before each move."""
MOST = 25


def fill(world: Any) -> None:
    """Up to 25 dossiers of the sample enterprises, in every state. The money comes from the pots that are filled before; first
    association has applied for nothing, so that somebody may walk the whole way for its mark."""
    made = 0
    organisations = Organisation.objects.filter(kind="enterprise", confirmed_at__isnull=False).exclude(party="")
    for organisation in organisations.order_by("id"):
        person = _person_of(organisation)
        if person is None or organisation == world.organisations.get("association"):
            continue
        for matter_id, definition in site_matters().items():
            for subject in subjects_of(organisation, definition.matter)[:MOST]:
                if made >= MOST:
                    return
                way, waited = WAYS[made % len(WAYS)], WAITED[made % len(WAITED)]
                with as_if(_back(_length(way) + waited)):
                    made += _walk(world, matter_id, person, subject.id, way=way, of=organisation)


def _walk(world: Any, matter: str, person: Any, subject: str, *, way: tuple[str, ...], of: Organisation) -> int:
    """One dossier along a way; 1 when it was made. It stops where the rule does not let it go on."""
    try:
        dossier = actions.start_dossier(
            matter, by=person, organisation=of, subject=subject, year=_year(of, matter, subject), although_nothing=True
        )
    except Refusal:
        return 0
    dossier = actions.save_draft(dossier, ANSWERS, by=person, version=dossier.version)
    for material in dossier.its_matter.materials:
        if material.required and material.known_by not in dossier.known:
            actions.attach_material(dossier, material.id, scan(material.name), by=person)
    for move in way:
        move_on(DAYS.get(move, 2))
        try:
            dossier = actions.make_move(
                dossier, move, by=_actor(world, dossier, move, person), version=dossier.version, **_given(dossier, move)
            )
        except Refusal:
            break
    return 1


def _given(dossier: Dossier, move: str) -> dict[str, Any]:
    given: dict[str, Any] = {"reason": REASONS[move]} if move in REASONS else {}
    if move == "pay":
        given |= {"reference": f"样本凭证{dossier.pk:05d}", "paid_on": today()}
    return given


def _actor(world: Any, dossier: Dossier, move: str, person: Any) -> Any:
    actor = dossier.flow.actor_of(dossier.flow.move(dossier.step, move))
    if actor == "applicant":
        return person
    unit = dossier.its_matter.unit_of(dossier.step)[0]
    return world.people["finance"] if actor == "finance" else world.people[f"{actor}:{unit}"]


def _person_of(organisation: Organisation) -> Any:
    seat = organisation.seats.filter(closed_at=None, role="enterprise").select_related("user").first()
    return seat.user if seat else None


def _year(organisation: Organisation, matter: str, subject: str) -> int:
    """The last year for which there is something to apply for, not after today."""
    found = next(s for s in subjects_of(organisation, site_matters()[matter].matter) if s.id == subject)
    days = [found.facts[name]["value"] for name in ("drawn", "registered", "completed") if name in found.facts]
    return min(date.fromisoformat(days[0]).year if days and days[0] else today().year, today().year)


def scan(name: str) -> SimpleUploadedFile:
    """A picture that says what it stands for."""
    out = io.BytesIO()
    page = Image.new("L", (420, 594), "white")
    ImageDraw.Draw(page).rectangle((40, 40, 380, 554), outline="gray", width=3)
    page.save(out, "PNG")
    return SimpleUploadedFile(f"{name}（样本）.png", out.getvalue())


def _length(way: tuple[str, ...]) -> int:
    return sum(DAYS.get(move, 2) for move in way)


def _back(days: int) -> date:
    """A working day so long ago that a way of that many working days ends yesterday or today."""
    calendar, day = working_days(), today()
    while days > 0:
        day -= timedelta(days=1)
        days -= calendar.is_working_day(day)
    return day
