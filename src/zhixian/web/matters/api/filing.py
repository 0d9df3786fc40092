"""Filing: an applicant's program drafts, answers, hands in files and the whole, as on the pages."""

from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import File, Path, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from zhixian.web.accounts.api import needs
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.api.pages import Key, Name, Text
from zhixian.web.kit.api.problems import Denied
from zhixian.web.matters import actions
from zhixian.web.matters.api.reading import defined, dossier_whole, dossiers
from zhixian.web.matters.api.told import DossierWhole, MaterialTold
from zhixian.web.matters.models import Dossier, Material
from zhixian.web.matters.queries import materials_visible_to, onward_of, unfinished_dossiers

WRITE = needs("dossiers:write")
Answer = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]


class Strict(Schema):
    """A body with nothing beside what it names."""

    model_config = ConfigDict(extra="forbid")


class Beginning(Strict):
    """What a new dossier is about."""

    subject: Text = Field("", description="贷款、权利或项目在登记数据里的编号；事项不针对具体对象的不填")
    year: int | None = Field(None, description="年度；不填为今年")
    although_nothing: bool = Field(default=False, description="按登记数据算下来是 0 元，而登记数据有误时，仍然申报")


class Typed(Strict):
    """Answers by the id of their question."""

    version: Key
    answers: dict[Annotated[str, Field(max_length=60)], Answer | Annotated[list[Answer], Field(max_length=50)]]


class Seen(Strict):
    """The version of the dossier that the caller has read last."""

    version: Key


@dossiers.post("/matters/{matter}/dossiers", auth=WRITE, response={201: DossierWhole, 409: None}, summary="起草")
def start_dossier(request: Any, matter: Path[Name], given: Beginning) -> Status:
    """起草一件，系统知道的自动带入；令牌要属于申请的企业或银行。"""
    defined(matter)
    organisation = _applicant(request)
    row = actions.start_dossier(
        matter,
        by=request.user,
        organisation=organisation,
        subject=given.subject,
        year=given.year,
        although_nothing=given.although_nothing,
    )
    return Status(201, dossier_whole(request, row))


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
    return dossier_whole(request, row)


def _unfit(kind: str | None) -> str:
    if kind is None:
        return "这个事项没有这一项"
    return "应为列表" if kind == "choices" else "应为文字"


def _own(request: Any, pk: int) -> Dossier:
    """A dossier of the token's organisation."""
    return get_object_or_404(unfinished_dossiers(request.user, of=_applicant(request)), pk=pk)


@dossiers.post(
    "/dossiers/{pk}/materials/{material}", auth=WRITE, response={201: MaterialTold, 409: None}, summary="递交材料"
)
def attach_material(request: Any, pk: Path[Key], material: Path[Name], file: File[UploadedFile]) -> Status:
    """上传一个文件；种类按内容认定，图片会重新编码。"""
    return Status(201, actions.attach_material(_own(request, pk), material, file, by=request.user))


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
    onward = onward_of(row)
    if onward is None:
        raise Http404
    try:
        row = actions.make_move(row, onward.id, by=request.user, version=given.version)
    except actions.AnswersWrong as refused:
        errors = [{"field": f"answers.{name}", "message": sentence} for name, sentence in refused.wrong.items()]
        raise Denied(409, str(refused), errors=errors) from None
    return dossier_whole(request, row)
