"""Matters and dossiers for programs: definitions and 公示 for everybody; dossiers as the token's holder may see and fill them."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from zhixian.core.workflow.matter import WHOLE, Definition
from zhixian.core.workflow.model import OFFICE
from zhixian.web.accounts.api import needs
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.api.pages import Asked, Key, Moment, Name, Page, PageAsked, Text, page_of, whole
from zhixian.web.kit.api.problems import Denied
from zhixian.web.kit.clock import today
from zhixian.web.kit.sending import DOCX, TYPES
from zhixian.web.matters import actions
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.models import Dossier, Material
from zhixian.web.matters.permissions import may_read
from zhixian.web.matters.queries import dossiers_visible_to, materials_visible_to, published_dossiers
from zhixian.web.matters.showing import Said, answers_shown, facts_shown, public_answers
from zhixian.web.matters.views import papers
from zhixian.web.matters.views.applying import onward_of

matters = Router(tags=["事项"])
dossiers = Router(tags=["办件"])
READ, WRITE = needs("dossiers:read"), needs("dossiers:write")
Answer = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]


class Strict(Schema):
    """A body with nothing beside what it names."""

    model_config = ConfigDict(extra="forbid")


class MatterTold(Schema):
    """A matter in a list."""

    id: str
    name: str
    clause: str
    who: str
    summary: str
    version: str = Field(description="定义的版本；办件固定在起草时的版本")


class QuestionTold(Schema):
    """A question of a matter's form."""

    id: str
    name: str
    kind: str
    required: bool
    field_class: str
    help: str
    choices: list[tuple[str, str]]
    fact: str = Field(description="登记数据里有这一事实时不必填")


class PaperAsked(Schema):
    """A material that a matter asks for."""

    id: str
    name: str
    required: bool
    kinds: list[str]
    megabytes: int
    help: str


class MatterStepTold(Schema):
    """A step of the flow, with the units that handle it here."""

    id: str
    name: str
    actor: str
    outcome: str | None
    public: bool
    units: list[str]


class MatterWhole(MatterTold):
    """A matter as it is defined."""

    starters: list[str]
    legal_basis: list[str]
    subject: str | None
    incentive: str | None
    handling_days: str = Field(description="办理期限，照法的说法")
    publicity_days: int
    fields: list[QuestionTold]
    materials: list[PaperAsked]
    steps: list[MatterStepTold]


class SaidTold(Schema):
    """A name and its value in words; `hidden` when it is masked for this reader."""

    name: str
    value: str
    source: str
    hidden: bool


class PublicityTold(Schema):
    """A dossier in 公示."""

    id: int
    number: str | None
    matter: str
    matter_name: str
    clause: str
    year: int
    party_name: str
    award_fen: int | None
    unit: str
    published_on: date | None
    until: date | None
    answers: list[SaidTold]


class DossierTold(Schema):
    """A dossier in a list; `version` is what an act has to name."""

    id: int
    version: int
    number: str | None
    matter: str
    clause: str
    step: str
    step_name: str
    outcome: str
    unit: str
    party: str
    party_name: str
    credit_code: str
    subject: str
    subject_name: str
    year: int
    award_fen: int | None
    submitted_on: date | None
    due: date | None
    changed_at: datetime


class MaterialTold(Schema):
    """A file handed in."""

    id: int
    material: str
    name: str
    kind: str
    size: int
    sha256: str
    at: datetime


class DossierEventTold(Schema):
    """Something that happened to a dossier."""

    kind: str
    name: str
    source: str
    target: str
    reason: str
    by_name: str
    day: date
    at: datetime
    version: int


class DossierWhole(DossierTold):
    """A dossier with what is known, answered and handed in, and what happened."""

    facts: list[SaidTold]
    answers: list[SaidTold]
    materials: list[MaterialTold]
    events: list[DossierEventTold]


class Beginning(Strict):
    """What a new dossier is about."""

    subject: Text = Field("", description="贷款、权利或项目在登记数据里的编号；事项不针对具体对象的不填")
    year: Annotated[int, Field(ge=2000, le=2100)] | None = Field(None, description="年度；不填为今年")


class Typed(Strict):
    """Answers by the id of their question."""

    version: Key
    answers: dict[Annotated[str, Field(max_length=60)], Answer | Annotated[list[Answer], Field(max_length=50)]]


class Seen(Strict):
    """The version of the dossier that the caller has read last."""

    version: Key


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
    definition = _defined(matter)
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


def _defined(matter: str) -> Definition:
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
    rows = dossiers_visible_to(request.user).defer("answers", "answered", "facts", "award")
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
        "credit_code": row.organisation.credit_code,
    }


@dossiers.get("/dossiers/{pk}", auth=READ, response=DossierWhole, summary="一件办件")
def get_dossier(request: HttpRequest, pk: Path[Key]) -> dict[str, Any]:
    """事实、填报内容、材料清单和经过；个人信息对单位遮盖，要看到网页上说明理由后查看。"""
    return _whole(request, get_object_or_404(dossiers_visible_to(request.user), pk=pk))


def _whole(request: HttpRequest, row: Dossier) -> dict[str, Any]:
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
        "events": list(row.events.all()),
    }


BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES = {"responses": {"200": {"description": "文件", "content": dict.fromkeys(TYPES.values(), BINARY)}}}
LETTER = {"responses": {"200": {"description": "决定书", "content": {DOCX: BINARY}}}}


@dossiers.get("/materials/{pk}", auth=READ, summary="材料文件", openapi_extra=FILES)
def get_material(request: Any, pk: Path[Key]) -> FileResponse:
    """下载一份材料；读取含个人信息的，记入操作记录。"""
    return papers.material(request, pk)


@dossiers.get("/dossiers/{pk}/letter", auth=READ, summary="决定书", openapi_extra=LETTER)
def get_letter(request: Any, pk: Path[Key]) -> FileResponse:
    """下载决定书。"""
    return papers.letter(request, pk)


@dossiers.post("/matters/{matter}/dossiers", auth=WRITE, response={201: DossierWhole, 409: None}, summary="起草")
def start_dossier(request: Any, matter: Path[Name], given: Beginning) -> Status:
    """起草一件，系统知道的自动带入；令牌要属于申请的企业或银行。"""
    _defined(matter)
    organisation = _applicant(request)
    row = actions.start_dossier(
        matter, by=request.user, organisation=organisation, subject=given.subject, year=given.year
    )
    return Status(201, _whole(request, row))


def _applicant(request: Any) -> Organisation:
    found: Organisation | None = request.auth.organisation
    if found is None:
        raise Denied(403, "申报要用企业或银行的令牌。")
    return found


@dossiers.patch("/dossiers/{pk}/answers", auth=WRITE, response={200: DossierWhole, 409: None}, summary="填报")
def save_answers(request: Any, pk: Path[Key], given: Typed) -> dict[str, Any]:
    """保存填报内容，只改给出的几项；不完整也可以保存，递交时才检查。"""
    row = _own(request, pk)
    kinds = {field.id: field.kind for field in row.its_matter.fields}
    wrong = [
        {"field": f"body.answers.{name}", "message": _unfit(kinds.get(name))}
        for name, value in given.answers.items()
        if name not in kinds or isinstance(value, list) != (kinds[name] == "choices")
    ]
    if wrong:
        raise Denied(422, "有的内容不是这个事项要填的。", errors=wrong)
    row = actions.save_draft(row, given.answers, by=request.user, version=given.version)
    return _whole(request, row)


def _unfit(kind: str | None) -> str:
    if kind is None:
        return "这个事项没有这一项"
    return "应为列表" if kind == "choices" else "应为文字"


def _own(request: Any, pk: int) -> Dossier:
    """A dossier of the token's organisation."""
    rows = dossiers_visible_to(request.user).filter(organisation=_applicant(request), outcome="")
    return get_object_or_404(rows, pk=pk)


@dossiers.post(
    "/dossiers/{pk}/materials/{material}", auth=WRITE, response={201: MaterialTold, 409: None}, summary="递交材料"
)
def attach_material(request: Any, pk: Path[Key], material: Path[Name], file: File[UploadedFile]) -> Status:
    """上传一个文件；种类按内容认定，图片会重新编码。"""
    row = _own(request, pk)
    if not any(asked.id == material for asked in row.its_matter.materials):
        raise Http404
    return Status(201, actions.attach_material(row, material, file, by=request.user))


@dossiers.delete("/materials/{pk}", auth=WRITE, response={204: None, 409: None}, summary="撤下材料")
def remove_material(request: Any, pk: Path[Key]) -> Status:
    """还能修改时撤下一个文件。"""
    rows = materials_visible_to(request.user).filter(dossier__organisation=_applicant(request))
    row: Material = get_object_or_404(rows.select_related("dossier__pinned"), pk=pk)
    actions.remove_material(row, by=request.user)
    return Status(204, None)


@dossiers.post("/dossiers/{pk}/submission", auth=WRITE, response={200: DossierWhole, 409: None}, summary="递交")
def submit_dossier(request: Any, pk: Path[Key], given: Seen) -> dict[str, Any]:
    """递交申请，或者递交补正；与网页上的“提交”是同一件事。"""
    row = _own(request, pk)
    row = actions.make_move(row, onward_of(row).id, by=request.user, version=given.version)
    return _whole(request, row)
