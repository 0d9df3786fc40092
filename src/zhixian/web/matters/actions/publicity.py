"""公示: anybody may object while it lasts; the unit looks into each objection and answers it."""

import re
import unicodedata
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhixian.web.accounts.roles import HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.matters.actions.opening import UnableToAct, closed, tell_unit
from zhixian.web.matters.models import Dossier, Objection
from zhixian.web.matters.permissions import speaks_for_unit
from zhixian.web.matters.queries import published_dossiers

MOST_ADDED = 20_000
"""Characters that one objection may grow to."""
MOST_OBJECTIONS = 200
"""Per dossier, so that nobody fills the table."""


@transaction.atomic
def raise_objection(dossier: Dossier, *, name: str, contact: str, body: str) -> Objection:
    """公示异议 by somebody of the public; what they object once more before it is answered is added to the first. Whoever
    objects is never told that there was one before: the applicant would find out who it was. Raises UnableToAct when the 公示 is
    over.
    """
    shown = published_dossiers(as_of=today()).select_for_update(of=("self",)).filter(pk=dossier.pk).first()
    if shown is None:
        raise UnableToAct("公示已经结束", expected="直接向办理单位反映")
    if before := _waiting_of(shown, name, contact, body):
        before.body += f"\n\n{timezone.localtime(now()):%Y-%m-%d %H:%M} 补充：\n{body}"
        before.save(update_fields=["body"])
        record.write("objection_added_to", shown, by=record.PUBLIC, objection=before.pk)
        tell_unit(shown, HANDLER, f"{shown.its_matter.name} {shown.number}：公示异议有补充", body[:200])
        return before
    if shown.objections.count() >= MOST_OBJECTIONS:
        raise UnableToAct("异议过多，请直接联系办理单位", expected="电话或来人反映")
    objection = Objection.objects.create(dossier=shown, name=name, contact=contact, body=body, at=now())
    record.write("objection_raised", shown, by=record.PUBLIC, objection=objection.pk)
    tell_unit(shown, HANDLER, f"{shown.its_matter.name} {shown.number}：公示收到异议", body[:200])
    return objection


def _waiting_of(dossier: Dossier, name: str, contact: str, body: str) -> Objection | None:
    """The same person's objection that nobody has answered yet, unless it has grown too long."""
    same = (_alike(name), _alike(contact))
    waiting = dossier.objections.select_for_update().filter(upheld=None)
    found = (one for one in waiting if (_alike(one.name), _alike(one.contact)) == same)
    return next((one for one in found if len(one.body) + len(body) <= MOST_ADDED), None)


def _alike(text: str) -> str:
    """A name or number as somebody else may have typed it, without spaces and hyphens."""
    return re.sub(r"[\s\-—–]", "", unicodedata.normalize("NFKC", text)).casefold()


@transaction.atomic
def answer_objection(objection: Objection, *, by: Any, upheld: bool, answer: str, seen: int | None = None) -> Objection:
    """Say whether it holds and why. Once; an answer is not changed afterwards. `seen` is how long it was when it was read."""
    dossier = (  # locked first, as whoever objects does: two who lock in turns could wait for one another
        Dossier.objects.select_for_update(of=("self",))
        .select_related("pinned", "organisation")
        .get(pk=objection.dossier_id)
    )
    fresh = dossier.objections.select_for_update().get(pk=objection.pk)
    if not speaks_for_unit(by, dossier):
        raise UnableToAct("这件不由您答复", expected="由办理单位的经办人或负责人答复")
    if fresh.upheld is not None:
        raise UnableToAct(f"{fresh.answered_by}已经答复", expected="答复以后不再改动")
    if seen is not None and seen != len(fresh.body):
        raise UnableToAct("这条异议刚有补充", expected="看过补充的内容再答复；您填的内容没有丢")
    if not answer.strip():
        raise UnableToAct("没有写核实情况", expected="写明查了什么、结论是什么")
    fresh.upheld, fresh.answer, fresh.answered_by, fresh.answered_at = upheld, answer.strip(), by, now()
    fresh.save()
    verdict = "异议成立" if upheld else "异议不成立"
    closed(dossier, "answer_objection", f"答复异议：{verdict}", by=by, detail={"objection": fresh.pk})
    return fresh
