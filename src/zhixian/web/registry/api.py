"""The registry for programs, as far as the token's holder may see it."""

from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from zhixian.core.registry.particulars import right_in_full
from zhixian.core.registry.tables import RIGHT_KINDS
from zhixian.web.accounts.api import needs
from zhixian.web.kit import record
from zhixian.web.kit.api.pages import Name, Page, PageAsked, Text, page_of
from zhixian.web.registry.models import IndexedParty, IndexedRight
from zhixian.web.registry.queries import current_edition, find_parties, snapshot_of
from zhixian.web.registry.rights import page_of_rights
from zhixian.web.registry.words import EVENT

router = Router(tags=["登记数据"], auth=needs("registry:read"))
Kind = Literal[RIGHT_KINDS]  # type: ignore[valid-type]


class SnapshotTold(Schema):
    """What is current."""

    id: str
    as_of: date
    labels: list[str] = Field(description="引用时必须说明的，如“合成数据”")


class RightTold(Schema):
    """A right in brief, as of the day of the index."""

    right_id: str
    kind: str
    kind_name: str
    gi: bool
    number: str
    title: str
    filed: date | None
    registered: date | None
    expires: date | None
    holder: str
    holder_name: str
    region: str
    in_force: bool
    status: str


class RightsTold(Page[RightTold]):
    """Rights. Of rights found, `next` is how many were told so far."""

    total: int | None = Field(description="给了 q 时一共找到几项，最多逐页给出前 10,000 项；没有给 q 时为空")


class RightEventTold(Schema):
    """Something that happened to a right."""

    event: str
    name: str
    day: date | None


class SpanTold(Schema):
    """Who held it from when to before when, while it was in force."""

    holder: str | None
    holder_name: str | None
    start: date
    end: date | None


class RightWhole(RightTold):
    """A right with its events and spans."""

    events: list[RightEventTold]
    spans: list[SpanTold]


class PartyTold(Schema):
    """A party; `rights` counts those in force."""

    party_id: str
    name: str
    kind: str
    kind_name: str
    region: str
    rights: int


@router.get("/snapshot", response=SnapshotTold, summary="当前快照")
def get_snapshot(request: HttpRequest) -> dict[str, Any]:
    """快照编号、截至日和须注明的事项。"""
    edition = current_edition()
    if edition is None:
        raise Http404
    return {"id": edition.snapshot, "as_of": edition.as_of, "labels": edition.labels}


@router.get("/rights", response=RightsTold, summary="查找权利")
def list_rights(request: HttpRequest, asked: PageAsked, q: Text = "", kind: Kind | None = None) -> dict[str, Any]:
    """按号码（任何写法）、名称或权利人名称查找，也可用检索式，最相符的在前；单位看到全部，企业看到自己的。"""
    if q.strip():
        found = page_of_rights(request.user, q, first=asked.after or 0, limit=asked.limit, kind=kind)
        return {"items": found.rows, "next": found.told if found.rows and found.more else None, "total": found.total}
    shown = IndexedRight.objects.visible_to(request.user)
    every = page_of(shown.filter(kind=kind) if kind else shown, asked, lambda row: row, oldest_first=True)
    return {**every, "total": None}


@router.get("/rights/{path:right_id}", response=RightWhole, summary="一项权利")
def get_right(request: HttpRequest, right_id: Path[Name]) -> dict[str, Any]:
    """概况、事件和权利人沿革。"""
    row = get_object_or_404(IndexedRight.objects.visible_to(request.user).select_related("edition"), right_id=right_id)
    snapshot = snapshot_of(row.edition)
    if snapshot is None:
        raise Http404
    told = right_in_full(snapshot, right_id, as_of=row.edition.as_of)
    brief = {name: getattr(row, name) for name in RightTold.model_fields}
    events = [{"event": e["event"], "name": EVENT.get(e["event"], e["event"]), "day": e["day"]} for e in told["events"]]
    return {**brief, "events": events, "spans": told["spans"]}


@router.get("/parties", response=Page[PartyTold], summary="查找主体")
def list_parties(request: HttpRequest, asked: PageAsked, q: Text = "") -> dict[str, Any]:
    """按编号或名称的一部分查找；单位看到全部，企业看到自己。"""
    return page_of(find_parties(request.user, q), asked, lambda row: row, oldest_first=True)


@router.get("/parties/{path:party_id}", response=PartyTold, summary="一个主体")
@transaction.atomic
def get_party(request: HttpRequest, party_id: Path[Name]) -> IndexedParty:
    """概况和有效权利件数；读取个人的，记入操作记录。"""
    row = get_object_or_404(IndexedParty.objects.visible_to(request.user), party_id=party_id)
    if row.kind == "individual":
        record.write("read_party", record.veiled("registry.party", party_id), by=request.user, loans=False)
    return row
