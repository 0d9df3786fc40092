"""Starting a dossier and filling it in: saved as typed, with or without JavaScript."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.answers import as_kept
from zhixian.core.workflow.model import Matter, Move
from zhixian.web.accounts.actions.units import units_to_apply_for
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.clock import now
from zhixian.web.kit.doors import door
from zhixian.web.kit.plan import unit_name
from zhixian.web.matters import actions
from zhixian.web.matters.award import comes_to_nothing
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.facts import Subject, subjects_of
from zhixian.web.matters.forms import MatterForm
from zhixian.web.matters.models import Dossier, Material
from zhixian.web.matters.queries import materials_visible_to, onward_of, own_dossiers, unfinished_dossiers
from zhixian.web.matters.showing import facts_shown, materials_shown
from zhixian.web.matters.views.reading import dossier_page

MOST_YEAR = 6
"""Digits that are read of a year; which years are open is the action's to say."""
STARTER_WORDS = {"enterprise": "企业", "bank": "银行", "public": "个人", "unit": "责任单位"}
BY_SCRIPT = "X-Upload"
"""Header of uploads that the page's own script sends."""


@door()
def start(request: SignedIn, matter: str) -> HttpResponse:
    """Choose what it is about, and begin."""
    definition = site_matters().get(matter)
    if definition is None:
        raise Http404
    given = {**request.GET.dict(), **request.POST.dict()}
    organisation = _applicant(request, definition.matter, given.get("organisation", ""))
    refusal, nothing = "", None
    asked = given.get("year", "")[:MOST_YEAR]
    years = actions.years_open()
    year = int(asked) if asked.isdecimal() else years[0]
    wanted: dict[str, Any] = {
        "by": request.user, "organisation": organisation, "subject": given.get("subject", ""), "year": year,
    }  # fmt: skip
    if organisation and (request.method == "POST" or given.get("subject")):
        try:
            if request.method == "POST":
                dossier = actions.start_dossier(matter, **wanted, although_nothing=given.get("although") == "yes")
                return redirect("dossier_form", pk=dossier.pk)
            nothing = comes_to_nothing(actions.about_to_start(matter, **wanted))
        except actions.ComesToNothing as refused:
            nothing = refused.nothing
        except Refusal as refused:
            refusal = str(refused)
    may = organisation is not None and organisation.kind in definition.matter.starters
    subjects = subjects_of(organisation, definition.matter) if organisation and may else []
    page = {
        "matter": definition.matter,
        "organisation": organisation,
        "key": organisation and _key(organisation),
        "applicants": [(_key(one), one) for one in _applicants(request, definition.matter)],
        "may": may,
        "starters": "、".join(STARTER_WORDS[kind] for kind in definition.matter.starters),
        "subjects": subjects,
        "all_taken": organisation is not None
        and bool(organisation.pk)
        and _all_taken(organisation, definition.matter, subjects),
        "taken": _taken(organisation) if organisation and organisation.pk else {},
        "years": years,
        "chosen": given.get("subject", ""),
        "chosen_year": year if year in years else years[0],
        "refusal": refusal,
        "nothing": nothing,
        "fits": nothing.year if nothing and nothing.year in years else None,
    }
    return render(request, "matters/start.html", page, status=422 if request.method == "POST" and organisation else 200)


def _applicant(request: SignedIn, matter: Matter, asked: str) -> Organisation | None:
    """In whose name the person applies: the organisation asked for, else the first of theirs, else their unit where the matter is
    for units. A unit that has never applied has no row before it does."""
    own = Organisation.objects.filter(pk__in=request.user.organisations).order_by("id")
    units = units_to_apply_for(request.user) if "unit" in matter.starters else []
    unit = asked.removeprefix("unit:")
    if asked.isdecimal() or not units or (own and unit not in units):
        found = own.filter(pk=asked).first() if asked.isdecimal() else own.first()
        if found is None and (own or units):
            raise PermissionDenied("您不能以这个单位的名义申报")
        return found
    unit = unit if unit in units else units[0]
    own = Organisation.objects.filter(unit=unit)
    return own.first() or Organisation(kind="unit", unit=unit, name=unit_name(unit))


def _applicants(request: SignedIn, matter: Matter) -> list[Organisation]:
    """Everybody in whose name the person may apply: their organisations, then their units where the matter is for units."""
    own = Organisation.objects.filter(pk__in=request.user.organisations).order_by("id")
    units = units_to_apply_for(request.user) if "unit" in matter.starters else []
    return [*own, *(Organisation(kind="unit", unit=unit, name=unit_name(unit)) for unit in units)]


def _key(organisation: Organisation) -> str:
    return f"unit:{organisation.unit}" if organisation.unit else str(organisation.pk)


def _all_taken(organisation: Organisation, matter: Matter, subjects: Sequence[Subject]) -> bool:
    """Whether each subject has been applied for in every year that is open."""
    rows = organisation.dossiers.filter(matter=matter.id, outcome__in=["", "done"])
    held = set(rows.values_list("claim", flat=True))
    claims = {actions.claim_of(matter, subject.id, year) for subject in subjects for year in actions.years_open()}
    return bool(claims) and claims <= held


def _taken(organisation: Organisation) -> dict[str, Dossier]:
    """Subjects of the organisation that a dossier is or was about."""
    rows = organisation.dossiers.filter(outcome__in=["", "done"]).exclude(subject="").select_related("pinned")
    return {row.subject: row for row in rows.order_by("year")}


def mine(request: SignedIn, pk: int) -> Dossier:
    """A dossier that the person's organisation may fill in now; else there is no such page."""
    dossier = get_object_or_404(unfinished_dossiers(request.user), pk=pk)
    if dossier.now_in.actor != "applicant":
        raise Http404
    return dossier


@door()
def form(request: SignedIn, pk: int) -> HttpResponse:
    """The form. The button that sends it says whether to save or to hand in; once handed in it leads to the dossier."""
    if row := _handed_in(request, pk):
        return _closed_page(request, row)
    dossier = mine(request, pk)
    onward = onward_of(dossier)
    if onward is None:
        raise Http404
    if request.method != "POST":
        answers = MatterForm(
            dossier, dossier.answers_as_data() if request.GET.get("check") else None, initial=dossier.answers
        )
        return _form_page(request, dossier, onward, answers)
    answers = MatterForm(dossier, request.POST)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
    try:
        dossier = actions.save_draft(
            dossier, answers.typed(), by=request.user, version=version, was=answers.shown_then()
        )
        if "submit" not in request.POST:
            messages.success(request, "已保存。可以随时回来接着填。")
            return redirect("dossier_form", pk=pk)
        dossier = actions.make_move(dossier, onward.id, by=request.user, version=dossier.version)
    except Refusal as refused:
        if row := _handed_in(request, pk):  # in another tab, or by the same button once more
            return _closed_page(request, row)
        dossier = mine(request, pk)  # as it is now: what the page shows as kept is what the next one is compared with
        answers = MatterForm(dossier, _over(dossier, answers))
        answers.is_valid()
        return _form_page(request, dossier, onward, answers, refusal=refused, status=422)
    messages.success(request, f"已{onward.name}：{dossier.number}")
    return redirect("dossier", pk=pk)


def _handed_in(request: SignedIn, pk: int) -> Dossier | None:
    """The person's dossier when it is no longer theirs to fill in."""
    row = own_dossiers(request.user).filter(pk=pk).first()
    return row if row and (row.outcome or row.now_in.actor != "applicant") else None


def _closed_page(request: SignedIn, row: Dossier) -> HttpResponse:
    """To the dossier; what was sent and is not what it holds is shown there, for it cannot be saved any more."""
    earlier = copy(row)
    earlier.step = row.flow.first
    answers = MatterForm(earlier, request.POST)
    fields = {field.id: field for field in row.its_matter.fields}
    if any(as_kept(fields[name], value) != row.answers.get(name, "") for name, value in answers.typed().items()):
        refusal = Refusal(
            f"这件现在是“{row.now_in.name}”，填报的内容不能再改", expected="要改的，在留言里向办理单位说明"
        )
        return dossier_page(request, row, refusal=refusal, form=answers, status=409)
    messages.info(request, f"这件现在是“{row.now_in.name}”，填报的内容不能再改，您看到的是办件页。")
    return redirect("dossier", pk=row.pk)


def _over(dossier: Dossier, sent: MatterForm) -> QueryDict:
    """What is kept now, and over it what was touched on the page that was sent."""
    data, was = dossier.answers_as_data(), sent.shown_then()
    for name, value in sent.typed().items():
        if was is None or value != was.get(name, ""):
            data.setlist(name, value if isinstance(value, list) else [value])
    return data


def _form_page(
    request: HttpRequest,
    dossier: Dossier,
    onward: Move,
    answers: MatterForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    asked_for = dossier.events.filter(target=dossier.step).exclude(reason="").order_by("-id").first()
    page: dict[str, Any] = {
        "dossier": dossier,
        "matter": dossier.its_matter,
        "form": answers,
        "facts": facts_shown(dossier),
        "materials": materials_shown(dossier),
        "takes_materials": dossier.flow.asks_for(dossier.step, "materials"),
        "onward": onward,
        "asked_for": asked_for,
        "refusal": refusal,
    }
    return render(request, "matters/form.html", page, status=status)


@door()
@require_POST
def save(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what was typed, from the page itself; answers with a word and the version that the page has now."""
    dossier = mine(request, pk)
    answers = MatterForm(dossier, request.POST)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
    try:
        dossier = actions.save_draft(
            dossier, answers.typed(), by=request.user, version=version, was=answers.shown_then()
        )
        refusal = ""
    except Refusal as refused:
        refusal = str(refused)
    page = {"dossier": dossier, "at": now(), "refusal": refusal}
    return render(request, "matters/saved.html", page)


@door()
@require_POST
def attach(request: SignedIn, pk: int, material: str) -> HttpResponse:
    """Hand in files of one kind: those that can be taken are kept, of the others it says why not."""
    dossier = mine(request, pk)
    taken, refusals = [], []
    for upload in request.FILES.getlist("file"):
        try:
            taken.append(actions.attach_material(dossier, material, upload, by=request.user).name)
        except Refusal as refused:
            refusals.append(str(refused))
    if not taken and not refusals:
        refusals.append("没有选文件")
    if refusals and not taken and BY_SCRIPT in request.headers:  # which says it beside the field
        return HttpResponse("\n".join(refusals), status=422, content_type="text/plain; charset=utf-8")
    for sentence in refusals:
        messages.error(request, f"没有收下：{sentence}" if taken else sentence)
    if taken:
        messages.success(request, f"已上传：{'、'.join(taken)}")
    if BY_SCRIPT in request.headers:
        return HttpResponse(status=204)
    return redirect(f"{request.path.rsplit('/materials/', 1)[0]}/form/#material-{material}")


@door()
@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take a file back."""
    row: Material = get_object_or_404(materials_visible_to(request.user).select_related("dossier__pinned"), pk=pk)
    try:
        actions.remove_material(row, by=request.user)
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("dossier_form", pk=row.dossier_id)
