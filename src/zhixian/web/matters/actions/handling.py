"""What an officer does with a dossier in hand: claim, hand over, suspend, resume, extend, write to the applicant."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.written import written
from zhixian.core.workflow.matter import WHOLE
from zhixian.web.accounts.models import User
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.matters.actions.opening import (
    UnableToAct,
    closed,
    opened,
    spoken_name,
    tell_applicant,
    tell_unit,
)
from zhixian.web.matters.models import Dossier, Message
from zhixian.web.matters.permissions import acts_as, handles, speaks_for_unit
from zhixian.web.matters.queries import ROLE_OF, may_act_for_applicant
from zhixian.web.matters.timing import handling_clock

MOST_MESSAGE = 2000


@transaction.atomic
def claim_dossier(dossier: Dossier, *, by: Any, version: int) -> Dossier:
    """Take a dossier of one's unit that nobody has in hand."""
    dossier = opened(dossier, version)
    _handled_by(dossier, by)
    if dossier.assignee_id is not None:
        raise UnableToAct(f"这件已由{dossier.assignee}认领", expected="请他转交")
    if not acts_as(by, dossier, dossier.now_in.actor):
        raise UnableToAct(f"“{dossier.now_in.name}”不由您办", expected="由担任这一角色的人认领")
    dossier.assignee = by
    closed(dossier, "claim", "认领", by=by)
    return dossier


@transaction.atomic
def hand_over_dossier(dossier: Dossier, to: User | None, *, by: Any, version: int, reason: str = "") -> Dossier:
    """Give it to a colleague of the same role, or back to the unit (`to` None). The one who has it, or a chief, may."""
    dossier = opened(dossier, version)
    _handled_by(dossier, by)
    if dossier.assignee_id != by.pk and dossier.unit not in by.units_as(CHIEF):
        raise UnableToAct("这件不在您手上", expected="由经手人转交，或由负责人改派")
    role = ROLE_OF[dossier.now_in.actor]
    if to is not None and dossier.unit not in to.units_as(role):
        raise UnableToAct(f"选的人不能办“{dossier.now_in.name}”", expected="本单位里担任同一角色的人")
    dossier.assignee = to
    closed(
        dossier, "hand_over", f"转交{to}" if to else "退回本单位", by=by
    )  # the word is for colleagues, events for all
    title = f"{dossier.its_matter.name} {dossier.number}"
    if to is not None:
        tell([to], f"{title}：转交给您", body=reason, link=reverse("dossier", args=[dossier.pk]))
    elif reason.strip():
        tell_unit(dossier, role, f"{title}：{by}退回本单位", reason)
    return dossier


@transaction.atomic
def suspend_handling(dossier: Dossier, *, by: Any, version: int, reason: str, ground: str) -> Dossier:
    """中止: the handling clock stands still from today. `ground` is the article or rule that allows it."""
    dossier = opened(dossier, version)
    _has_it_in_hand(dossier, by)
    _said(reason, "中止的理由")
    _said(ground, "依据")
    _clocked(dossier, "suspend", "中止办理", by=by, reason=reason.strip(), detail={"ground": ground.strip()})
    tell_applicant(dossier, f"{dossier.its_matter.name} {dossier.number}：中止办理", f"{reason}（{ground}）")
    return dossier


@transaction.atomic
def resume_handling(dossier: Dossier, *, by: Any, version: int) -> Dossier:
    """恢复: the handling clock goes on from today."""
    dossier = opened(dossier, version)
    _has_it_in_hand(dossier, by)
    _clocked(dossier, "resume", "恢复办理", by=by)
    tell_applicant(dossier, f"{dossier.its_matter.name} {dossier.number}：恢复办理")
    return dossier


@transaction.atomic
def extend_handling(dossier: Dossier, *, by: Any, version: int, amount: int, reason: str) -> Dossier:
    """延长: a chief of the unit adds to the limit what its rule allows."""
    dossier = opened(dossier, version)
    _handled_by(dossier, by)
    limit = dossier.its_matter.limits.get(WHOLE)
    if dossier.unit not in by.units_as(CHIEF):
        by_whom = limit.extension.by if limit and limit.extension else "负责人"
        raise UnableToAct("延长期限不由您批准", expected=f"由{by_whom}批准")
    _said(reason, "延长的理由")
    _still_running(dossier)
    ground = limit.extension.source if limit and limit.extension else ""
    length = limit.length(amount) if limit else str(amount)
    detail = {"amount": amount, "ground": ground}
    _clocked(dossier, "extend", f"延长 {length}", by=by, reason=reason.strip(), detail=detail)
    tell_applicant(dossier, f"{dossier.its_matter.name} {dossier.number}：延长 {length}", reason)
    return dossier


@transaction.atomic
def send_message(dossier: Dossier, body: str, *, by: Any) -> Message:
    """A word to the other side."""
    body = written(body).strip()
    if not 1 <= len(body) <= MOST_MESSAGE:
        raise UnableToAct(f"留言有 {len(body)} 个字", expected=f"1 至 {MOST_MESSAGE} 个字")
    from_applicant = may_act_for_applicant(by, dossier)
    if not from_applicant and not speaks_for_unit(by, dossier):
        raise UnableToAct("这件不由您答复", expected="由办理单位的经办人或负责人答复")
    if from_applicant and dossier.number is None:
        raise UnableToAct("还没有提交，没有单位收留言", expected="提交以后再留言")
    message = Message.objects.create(
        dossier=dossier, from_applicant=from_applicant, body=body, by=by, by_name=spoken_name(by, dossier), at=now()
    )
    record.write("dossier_message", dossier, by=by)
    title = f"{dossier.its_matter.name} {dossier.number}：有新留言"
    if from_applicant:
        tell_unit(dossier, ROLE_OF.get(dossier.now_in.actor, HANDLER), title, body)
    else:
        tell_applicant(dossier, title, body)
    return message


def _clocked(dossier: Dossier, act: str, name: str, **written: Any) -> None:
    """Write an act of the clock. What the clock refuses, such as an extension beyond the rule, is what the officer reads."""
    try:
        closed(dossier, act, name, clock=act, **written)
    except UnableToAct:
        raise
    except Refusal as refused:
        raise UnableToAct(refused.why, where=refused.where, expected=refused.expected) from None


def _still_running(dossier: Dossier) -> None:
    """A limit that has run out is not made longer afterwards."""
    clock = handling_clock(dossier, dossier.events.order_by("id"), as_of=today())
    if clock and clock.due and today() > clock.due:
        raise UnableToAct(
            f"期限已于 {clock.due} 届满，逾期以后的延长不改变期限", expected="在届满以前延长；已经逾期的，尽快办结"
        )


def _handled_by(dossier: Dossier, by: Any) -> None:
    if not handles(by, dossier):
        raise UnableToAct("这件现在不由您的单位办", expected="由办理单位的人办")


def _has_it_in_hand(dossier: Dossier, by: Any) -> None:
    _handled_by(dossier, by)
    if dossier.assignee_id not in {None, by.pk} and dossier.unit not in by.units_as(CHIEF):
        raise UnableToAct(f"这件由{dossier.assignee}办理", expected="由经手人或负责人办")


def _said(text: str, what: str) -> None:
    if not text.strip():
        raise UnableToAct(f"没有写{what}", expected="写明，对方会看到")
