"""Reading: definitions and 公示 for everybody; dossiers, materials and letters as the token's holder may see them."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from pydantic import Field

from zhixian.core.workflow.matter import WHOLE, Definition
from zhixian.core.workflow.model import OFFICE
from zhixian.web.accounts.api import needs
from zhixian.web.kit.api.pages import Asked, Key, Moment, Name, Page, PageAsked, Text, page_of, whole
from zhixian.web.kit.clock import today
from zhixian.web.kit.sending import DOCX, TYPES
from zhixian.web.matters.api.told import DossierTold, DossierWhole, MatterTold, MatterWhole, PublicityTold
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.handing_out import letter_for, material_for
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.permissions import may_read
from zhixian.web.matters.queries import BULKY, dossiers_visible_to, may_act_for_applicant, published_dossiers
from zhixian.web.matters.showing import Said, answers_shown, events_shown, facts_shown, public_answers

matters = Router(tags=["事项"])
dossiers = Router(tags=["办件"])
READ = needs("dossiers:read")


class DossiersAsked(Asked):
    """Which page of which dossiers."""

    matter: Text = Field("", description="事项的编号")
    unit: Text = Field("", description="现在轮到的单位")
    open: bool | None = Field(None, description="true 只要在办的，false 只要办结的")
    changed_since: Moment | None = Field(None, description="此后有变动的，如 2018-12-03T09:00:00+08:00")


@matters.get("/matters", auth=None, response=Page[MatterTold], summary="事项列表")
def list_matters(request: HttpRequest) -> dict[str, Any]:
    """本地办理的全部事项。"""
    return whole([_brief(found) for found in site_matters().values()])


@matters.get("/matters/{matter}", auth=None, response=MatterWhole, summary="一个事项的定义")
def get_matter(request: HttpRequest, matter: Path[Name]) -> dict[str, Any]:
    """表单、材料、步骤、期限和法律依据。"""
    definition = defined(matter)
    found, limit = definition.matter, definition.matter.limits.get(WHOLE)
    steps = [
        {name: getattr(step, name) for name in ("id", "name", "actor", "outcome", "public")}
        | {"units": found.unit_of(step.id) if step.actor in OFFICE else []}
        for step in definition.flow.steps
    ]
    told = {
        name: getattr(found, name) for name in ("starters", "legal_basis", "subject", "incentive", "publicity_days")
    }
    return {
        **_brief(definition),
        **told,
        "handling_days": f"{limit.words}{limit.length(limit.amount)}" if limit else "",
        "fields": found.fields,
        "materials": found.materials,
        "steps": steps,
    }


def defined(matter: str) -> Definition:
    """The matter of that id; Http404 when the place runs none."""
    found = site_matters().get(matter)
    if found is None:
        raise Http404
    return found


def _brief(definition: Definition) -> dict[str, Any]:
    names = ("id", "name", "clause", "who", "summary")
    return {name: getattr(definition.matter, name) for name in names} | {"version": definition.version}


@matters.get("/publicity", auth=None, response=Page[PublicityTold], summary="公示列表")
def list_publicity(request: HttpRequest, asked: PageAsked) -> dict[str, Any]:
    """今天正在公示的。"""
    return page_of(published_dossiers(as_of=today()), asked, _publicity)


@matters.get("/publicity/{pk}", auth=None, response=PublicityTold, summary="一件公示")
def get_publicity(request: HttpRequest, pk: Path[Key]) -> dict[str, Any]:
    """公示期满或者退回以后，这里不再有。"""
    return _publicity(get_object_or_404(published_dossiers(as_of=today()), pk=pk))


def _publicity(row: Dossier) -> dict[str, Any]:
    names = ("id", "number", "matter", "clause", "year", "award_fen", "unit", "published_on")
    return {name: getattr(row, name) for name in names} | {
        "matter_name": row.its_matter.name,
        "party_name": row.organisation.name,
        "until": row.publicity_until,
        "answers": _said(public_answers(row)),
    }


def _said(rows: list[Said]) -> list[dict[str, Any]]:
    return [{"name": row.name, "value": row.value, "source": row.source, "hidden": row.hidden} for row in rows]


@dossiers.get("/dossiers", auth=READ, response=Page[DossierTold], summary="办件列表")
def list_dossiers(request: HttpRequest, asked: Query[DossiersAsked]) -> dict[str, Any]:
    """看得到的全部办件，新的在前。"""
    rows = dossiers_visible_to(request.user).defer(*BULKY)
    if asked.matter:
        rows = rows.filter(matter=asked.matter)
    if asked.unit:
        rows = rows.filter(unit=asked.unit)
    if asked.open is not None:
        rows = rows.filter(outcome="") if asked.open else rows.exclude(outcome="")
    if asked.changed_since is not None:
        rows = rows.filter(changed_at__gte=asked.changed_since)
    return page_of(rows, asked, _line)


def _line(row: Dossier) -> dict[str, Any]:
    names = (
        "id", "version", "number", "matter", "clause", "step", "outcome", "unit", "party", "subject", "subject_name", "year",
        "award_fen", "submitted_on", "due", "changed_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "step_name": row.now_in.name,
        "party_name": row.organisation.name,
        "credit_code": row.organisation.credit_code or "",
    }


@dossiers.get("/dossiers/{pk}", auth=READ, response=DossierWhole, summary="一件办件")
def get_dossier(request: HttpRequest, pk: Path[Key]) -> dict[str, Any]:
    """事实、填报内容、材料清单和经过；个人信息对单位遮盖，要看到网页上说明理由后查看。"""
    return dossier_whole(request, get_object_or_404(dossiers_visible_to(request.user), pk=pk))


def dossier_whole(request: HttpRequest, row: Dossier) -> dict[str, Any]:
    """A dossier as DossierWhole, as far as the person may read it."""
    readable = [
        paper
        for paper in row.materials.filter(removed_at=None)
        if may_read(request.user, row, row.its_matter.material(paper.material).field_class)
    ]
    return {
        **_line(row),
        "facts": _said(facts_shown(row)),
        "answers": _said(answers_shown(row, request.user)),
        "materials": readable,
        "events": events_shown(row, own=may_act_for_applicant(request.user, row)),
    }


BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES = {"responses": {"200": {"description": "文件", "content": dict.fromkeys(TYPES.values(), BINARY)}}}
LETTER = {"responses": {"200": {"description": "决定书", "content": {DOCX: BINARY}}}}


@dossiers.get("/materials/{pk}", auth=READ, summary="材料文件", openapi_extra=FILES)
def get_material(request: Any, pk: Path[Key]) -> FileResponse:
    """下载一份材料，提交以后撤下的也可以；读取记入操作记录。"""
    return material_for(request.user, pk)


@dossiers.get("/dossiers/{pk}/letter", auth=READ, summary="决定书", openapi_extra=LETTER)
def get_letter(request: Any, pk: Path[Key]) -> FileResponse:
    """下载决定书。"""
    return letter_for(request.user, pk)
