"""Clerks claim the organisation they act for; the lead office, its host unit or a colleague confirms."""

from django.db import transaction
from django.urls import reverse

from zhixian.core.registry.numbers import credit_code as read_credit_code
from zhixian.core.registry.staging import normalise_name
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.parties import is_now
from zhixian.web.accounts.models import Organisation, Seat, User
from zhixian.web.accounts.queries import clerks_of, may_confirm, party_for, people_who_decide_claims
from zhixian.web.accounts.roles import NAMES, OUTSIDE
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.notices import tell


@transaction.atomic
def claim_organisation(kind: str, name: str, credit_code: str, *, by: User) -> Seat:
    """Ask to act for an organisation. Refused when the code is wrong, belongs to another name, or was asked for already."""
    code, problem = read_credit_code(credit_code)
    if code is None:
        raise UnableTo(f"统一社会信用代码不对：{problem}。请照营业执照核对。")
    if kind not in OUTSIDE:
        raise UnableTo("请选择单位类型。")
    organisation, new = Organisation.objects.get_or_create(credit_code=code, defaults={"kind": kind, "name": name})
    if not new and (normalise_name(organisation.name), organisation.kind) != (normalise_name(name), kind):
        if organisation.confirmed_at or organisation.seats.filter(closed_at=None).exists():
            raise UnableTo("这个代码已经由别的名称或类型的单位使用，请照营业执照核对；仍有疑问请联系领导小组办公室。")
        organisation.name, organisation.kind = name, kind
    if organisation.confirmed_at is None:
        organisation.party = party_for(organisation)
        organisation.save(update_fields=["name", "kind", "party"])
    if organisation.seats.filter(user=by, closed_at=None).exists():
        raise UnableTo(f"您已经认领过{organisation}。")
    seat = Seat.objects.create(user=by, role=kind, organisation=organisation, waits=True)
    record.write("organisation_claimed", seat, by=by, organisation=organisation.pk)
    deciding = clerks_of(organisation) if organisation.confirmed_at else people_who_decide_claims()
    tell(deciding, f"{by} 申请担任{seat}", body="请核对后确认或退回。", link=reverse("claims"))
    return seat


@transaction.atomic
def confirm_claim(seat: Seat, *, by: User) -> None:
    """Let a clerk act for the organisation, which counts as confirmed from its first clerk on."""
    seat = _waiting(seat, by)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(seats=seat)
    seat.waits, seat.given_by = False, by
    seat.save(update_fields=["waits", "given_by"])
    if organisation.confirmed_at is None:
        organisation.confirmed_at, organisation.confirmed_by = now(), by
        changed = ("confirmed_at", "confirmed_by")
        if not is_now(organisation, party_for(organisation), *changed):
            is_now(organisation, "", *changed)
    record.write("claim_confirmed", seat, by=by, organisation=organisation.pk)
    tell([seat.user], f"您担任{seat}已经确认", body="现在可以代单位申请和查看事项。", link=reverse("home"))


@transaction.atomic
def refuse_claim(seat: Seat, *, by: User, why: str) -> None:
    """Send a claim back, with the reason; the person may claim again."""
    seat = _waiting(seat, by)
    if not why.strip():
        raise UnableTo("请写明退回的理由，对方会看到。")
    seat.closed_at, seat.closed_by, seat.closed_why = now(), by, why
    seat.save(update_fields=["closed_at", "closed_by", "closed_why"])
    record.write("claim_refused", seat, by=by, organisation=seat.organisation_id, why=why)
    tell([seat.user], f"您申请担任{seat}没有通过", body=why, link=reverse("claim"))


def _waiting(seat: Seat, by: User) -> Seat:
    seat = Seat.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=seat.pk)
    if seat.closed_at or not seat.waits:
        raise UnableTo("这份申请已经有人办过了。")
    if not may_confirm(by, seat):
        raise UnableTo(f"您不能确认{seat.organisation}的{NAMES[seat.role]}。")
    return seat


@transaction.atomic
def close_clerk(seat: Seat, *, by: User, why: str) -> None:
    """End a clerk's seat: by those who decide claims, or by a colleague; nobody closes the own."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=seat.pk)
    if seat.closed_at:
        raise UnableTo("这个席位已经关闭了。")
    if not may_confirm(by, seat):
        raise UnableTo(f"您不能关闭{seat}的席位。")
    seat.closed_at, seat.closed_by, seat.closed_why = now(), by, why
    seat.save(update_fields=["closed_at", "closed_by", "closed_why"])
    record.write("seat_closed", seat, by=by, why=why)
    tell([seat.user], f"您不再担任{seat}", body=why)
