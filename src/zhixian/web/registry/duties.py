"""Uploads as a desk shows them: rows to correct, drafts to publish, imports that failed."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localtime

from zhixian.web.kit.duties import Ask, Duty
from zhixian.web.kit.plan import host_unit, lead_office
from zhixian.web.registry.models import Batch, RefusedRow, may_upload

ON_THE_WAY = ("reading", "publishing")


def batch_duties(user: Any, ask: Ask) -> list[Duty]:
    """Uploads that are not settled, for those who run the registry desk; none of them has a day by which it must be done."""
    if ask.when != "undated" or ask.whose == "free" or not may_upload(user):
        return []
    if ask.unit not in {"", host_unit(), lead_office()}:
        return []
    left = RefusedRow.objects.filter(batch=OuterRef("pk"), fixable=True, fixed_at=None)
    rows = Batch.objects.visible_to(user).open().annotate(left=Exists(left)).select_related("by", "job")
    if ask.whose == "mine":
        rows = rows.filter(by=user)
    return [_duty(row, user) for row in rows.order_by("at", "pk")[: ask.most]]


def _duty(row: Any, user: Any) -> Duty:
    if row.has_failed:
        step = "导入失败，重试或放弃"
    elif row.state in ON_THE_WAY:
        step = row.state_name
    else:
        step = "有没收下的行，更正后发布" if row.left else "核对后发布"
    rows = row.left and row.state == "ready"
    return Duty(
        sort="登记数据",
        number=str(row),
        link=reverse("batch_rows" if rows else "batch", args=[row.pk]),
        step=step,
        since=localtime(row.at).date(),
        claimed_by=str(row.by),
        mine=row.by_id == user.pk,
    )
