"""The custodian's keys, and how an identity is opened: asked by one, approved by a second, opened by a third, on the record."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from zhixian.core.disclosure.reports import rule_on
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.roles import CUSTODIAN
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.protection.models import CustodianKey, OpenedField, Opening, Report, ReportFile
from zhixian.web.protection.models.reports import FIELDS
from zhixian.web.protection.queries.reports import (
    approvers,
    approves_openings,
    custodians,
    sealed_names,
    speaks_for_report,
)
from zhixian.web.protection.sealing import (
    WrappedKey,
    new_key,
    read_viewing_key,
    seal,
    unlock_file,
    unseal,
    unwrap,
    viewing_key,
    wrap,
)


class UnableToOpen(Refusal):
    """An identity may not be opened or seen: not now, not by this person, not this."""


def set_up_key(custodian: Any, passphrase: str) -> CustodianKey:
    """The custodian's first key, or a new one beside an old one whose passphrase is lost: what was sealed to that stays shut."""
    _is_custodian(custodian)
    return _first_key(custodian, new_key(passphrase))


@transaction.atomic
def _first_key(custodian: Any, made: WrappedKey) -> CustodianKey:
    old = CustodianKey.objects.select_for_update().filter(custodian=custodian, retired_at=None)
    lost = old.update(retired_at=now())
    return _new_key(custodian, made, "custodian_key_replaced" if lost else "custodian_key_made")


def change_key(custodian: Any, passphrase: str, new_passphrase: str) -> CustodianKey:
    """A new key and passphrase. Keys that the old passphrase opens are put under the new one and still open what they did.

    Raises UnableToOpen when there is no key yet or the keys were changed meanwhile, UnableToUnseal when the passphrase is wrong.
    """
    _is_custodian(custodian)
    held = list(CustodianKey.objects.filter(custodian=custodian).order_by("-id"))
    in_use = next((key for key in held if key.retired_at is None), None)
    if in_use is None:
        raise UnableToOpen("还没有钥匙", expected="先设立钥匙")
    unwrap(_wrapped(in_use), passphrase)
    again: dict[int, WrappedKey] = {}
    for key in held:
        try:
            again[key.pk] = wrap(unwrap(_wrapped(key), passphrase), new_passphrase)
        except Refusal:
            if key == in_use:
                raise
            continue  # under a passphrase that was lost earlier
    return _next_key(custodian, held, again, new_key(new_passphrase))


@transaction.atomic
def _next_key(
    custodian: Any, held: Sequence[CustodianKey], again: dict[int, WrappedKey], made: WrappedKey
) -> CustodianKey:
    """Put down what was worked out, unless the keys are no longer those that it was worked out from."""
    keys = list(CustodianKey.objects.select_for_update().filter(custodian=custodian).order_by("-id"))
    if [(key.pk, key.wrapped, key.retired_at) for key in keys] != [
        (key.pk, key.wrapped, key.retired_at) for key in held
    ]:
        raise UnableToOpen("钥匙刚在别处换过", expected="看过最新的钥匙再换")
    for key in keys:
        if key.pk not in again:
            continue
        for name, value in asdict(again[key.pk]).items():
            setattr(key, name, value)
        key.retired_at = key.retired_at or now()
        key.save()
    return _new_key(custodian, made, "custodian_key_changed")


def _new_key(custodian: Any, made: WrappedKey, action: str) -> CustodianKey:
    row = CustodianKey.objects.create(custodian=custodian, made_at=now(), **asdict(made))
    record.write(action, row, by=custodian, public=row.public)
    return row


def _wrapped(key: CustodianKey) -> WrappedKey:
    return WrappedKey(key.public, key.wrapped, key.salt, key.ops, key.memory)


def _is_custodian(user: Any) -> None:
    if CUSTODIAN not in user.roles:
        raise UnableToOpen("您不是身份保管人", expected="由身份保管人办")


@transaction.atomic
def ask_opening(
    report: Report, *, by: Any, purpose: str, ground: str, fields: Sequence[str], hours: int, untold_ground: str = ""
) -> tuple[Opening, str]:
    """Ask to learn something of who reported. Gives the private viewing key, for the browser of whoever asks and nowhere else."""
    if not speaks_for_report(by, report):
        raise UnableToOpen("这件不在您手上", expected="由承办单位的人提出")
    known = sealed_names(report)
    if not fields or set(fields) - set(known):
        expected = "、".join(field_name(field) for field in known) or "这份举报没有封存身份"
        raise UnableToOpen("要看的内容没有选，或者没有封存", expected=expected)
    if not purpose.strip() or not ground.strip():
        raise UnableToOpen("没有写用途或法律依据", expected="写明为什么非看不可，依据哪一条")
    most = rule_on(today()).most_hours
    if not 1 <= hours <= most:
        raise UnableToOpen(f"要看 {hours} 小时", expected=f"1 至 {most} 小时")
    private, public = viewing_key()
    opening = Opening.objects.create(
        report=report,
        unit=report.unit,
        asked_by=by,
        asked_at=now(),
        purpose=purpose.strip(),
        ground=ground.strip(),
        fields=list(fields),
        hours=hours,
        untold_ground=untold_ground.strip(),
        viewing_key=public,
    )
    record.write("identity_asked", opening, by=by, report=report.pk, fields=list(fields), ground=ground.strip())
    _tell(approvers().exclude(pk=by.pk), "请批准：查看举报人身份的申请", opening)
    return opening, private


@transaction.atomic
def renew_viewing_key(opening: Opening, *, by: Any) -> str:
    """A new private viewing key for another browser of whoever asked; only before anything was opened."""
    opening = _locked(opening)
    if opening.asked_by_id != by.pk:
        raise UnableToOpen("不是您提出的申请", expected="由提出的人换")
    if opening.state not in {"asked", "approved"}:
        raise UnableToOpen("已经开启，不能换设备", expected="重新提出申请")
    private, opening.viewing_key = viewing_key()
    _save(opening)
    record.write("identity_viewing_key_changed", opening, by=by)
    return private


@transaction.atomic
def decide_opening(opening: Opening, *, by: Any, approved: bool, reason: str, version: int) -> Opening:
    """A second person approves or refuses: a chief of the lead office, neither who asked nor a custodian."""
    opening = _locked(opening, version)
    if not approves_openings(by):
        raise UnableToOpen("不由您批准", expected="由领导小组办公室负责人批准")
    if by.pk == opening.asked_by_id:
        raise UnableToOpen("申请和批准不能是同一个人", expected="由另一位负责人批准")
    if opening.state != "asked":
        raise UnableToOpen(f"已经{opening.state_name}", expected="待批准的申请")
    if not reason.strip():
        raise UnableToOpen("没有写意见", expected="写明为什么批准或者不批准")
    opening.state = "approved" if approved else "refused"
    opening.decided_by, opening.decided_at, opening.decision = by, now(), reason.strip()
    _save(opening)
    record.write("identity_approved" if approved else "identity_refused", opening, by=by, report=opening.report_id)
    if approved:
        _tell(custodians(), "请开启：已批准的身份查看申请", opening)
    _tell([opening.asked_by], f"身份查看申请：{opening.state_name}", opening)
    return opening


def open_identity(opening: Opening, *, by: Any, passphrase: str) -> Opening:
    """The custodian opens what was approved, for whoever asked, for the time approved. A wrong passphrase is on the record too.

    The custodian is shown nothing. What was sealed is sealed again at once, to the viewing key of whoever asked.
    """
    _is_custodian(by)
    keys = list(CustodianKey.objects.filter(custodian=by).order_by("-id"))
    privates: dict[int, Any] = {}
    for key in keys:
        try:
            privates[key.pk] = unwrap(_wrapped(key), passphrase)
        except Refusal:
            continue
    if not privates:
        record.write("identity_wrong_passphrase", opening, by=by)
        raise UnableToOpen("口令不对，或者您还没有设立钥匙", expected="设立钥匙时的口令")
    return _open(opening, by, privates)


@transaction.atomic
def _open(opening: Opening, by: Any, privates: dict[int, Any]) -> Opening:
    opening = _locked(opening)
    if opening.state != "approved" or opening.decided_at is None:
        raise UnableToOpen(f"这份申请{opening.state_name}", expected="已批准、还没有开启的申请")
    if by.pk in {opening.asked_by_id, opening.decided_by_id}:
        raise UnableToOpen("申请、批准、开启不能是同一个人", expected="由另一位身份保管人开启")
    days = rule_on(today()).open_within
    if now() > opening.decided_at + timedelta(days=days):
        raise UnableToOpen(f"批准已过 {days} 天", expected="重新提出申请")
    for field in opening.fields:
        row = opening.report.sealed_fields.filter(field=field, key__in=privates).order_by("-key_id").first()
        if row is None:
            raise UnableToOpen(f"“{field_name(field)}”不是封给您的钥匙的", expected="由当时在任的身份保管人开启")
        opened = seal(unseal(row.sealed, privates[row.key_id]), opening.viewing_key)
        OpenedField.objects.create(opening=opening, field=field, sealed=opened)
    opening.state, opening.opened_by, opening.opened_at = "opened", by, now()
    opening.ends_at = opening.opened_at + timedelta(hours=opening.hours)
    _save(opening)
    record.write("identity_opened", opening, by=by, report=opening.report_id, fields=opening.fields)
    _tell([opening.asked_by], "举报人身份已开启，请在期限内查看", opening)
    return opening


def look_at_identity(opening: Opening, *, by: Any, private: str) -> dict[str, str]:
    """What was opened, by field; file keys are left out. Each look is on the record. Raises UnableToOpen when it is over."""
    end_openings(at=now())
    return _look(opening, by, private)


@transaction.atomic
def _look(opening: Opening, by: Any, private: str) -> dict[str, str]:
    opening = _may_look(opening, by)
    key = read_viewing_key(private)
    rows = opening.opened_fields.exclude(field__startswith="file:").order_by("id")
    found = {row.field: unseal(row.sealed, key) for row in rows}
    Opening.objects.filter(pk=opening.pk).update(looks=F("looks") + 1)
    record.write("identity_read", opening, by=by, report=opening.report_id, fields=sorted(found))
    return found


@transaction.atomic
def look_at_sealed_file(opening: Opening, file: ReportFile, *, by: Any, private: str) -> bytes:
    """A sealed file of the opening, in the clear, on the record."""
    opening = _may_look(opening, by)
    row = opening.opened_fields.filter(field=file.field).first()
    if row is None or file.report_id != opening.report_id:
        raise UnableToOpen("这个文件不在批准的范围里", expected="批准过的文件")
    with file.file.open("rb") as locked:
        content = unlock_file(unseal(row.sealed, read_viewing_key(private)), locked.read())
    record.write("identity_read", opening, by=by, report=opening.report_id, fields=[file.field])
    return content


def _may_look(opening: Opening, by: Any) -> Opening:
    opening = _locked(opening)
    if by.pk != opening.asked_by_id or not speaks_for_report(by, opening.report):
        raise UnableToOpen("不是批准给您看的", expected="由提出申请、仍在办这件的人查看")
    if opening.state != "opened" or opening.ends_at is None or now() >= opening.ends_at:
        raise UnableToOpen(f"这份申请{opening.state_name}", expected="在批准的时间内查看；过期要重新申请")
    return opening


@transaction.atomic
def end_openings(*, at: datetime) -> int:
    """Remove what was opened and whose time is over; how many openings ended."""
    over = list(Opening.objects.select_for_update().filter(state="opened", ends_at__lte=at))
    for opening in over:
        opening.opened_fields.all().delete()
        opening.state = "over"
        _save(opening)
        record.write("identity_over", opening, by=None, report=opening.report_id)
    return len(over)


def field_name(field: str) -> str:
    """姓名, 电话 …, or a sealed file by its name."""
    if field.startswith("file:"):
        row = ReportFile.objects.filter(pk=field.removeprefix("file:")).first()
        return row.name if row else field
    return FIELDS.get(field, field)


def _locked(opening: Opening, version: int | None = None) -> Opening:
    fresh = Opening.objects.select_for_update().get(pk=opening.pk)
    if version is not None and fresh.version != version:
        who = fresh.decided_by or fresh.asked_by
        raise UnableToOpen(f"{who}刚处理过这份申请，现在{fresh.state_name}", expected="看过最新情况再办")
    return fresh


def _save(opening: Opening) -> None:
    opening.version += 1
    opening.save()


def _tell(people: Any, title: str, opening: Opening) -> None:
    tell(people, title, link=reverse("opening", args=[opening.pk]), subject=record.name_of(opening))
