"""Lists of dossiers, and one dossier for whoever may see it."""

from copy import copy
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.document_numbers import one_spelling
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import User
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import CHIEF
from zhixian.web.incentives.queries import commitments_visible_to
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.unsaved import unsaved
from zhixian.web.matters.award import holding_of, work_out
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.facts import Outdated, changes_shown, outdated
from zhixian.web.matters.forms import AnswerForm, ExtendForm, HandOverForm, MessageForm, MoveForm, SuspendForm
from zhixian.web.matters.models import Dossier, Objection
from zhixian.web.matters.numbered import mentioning
from zhixian.web.matters.permissions import handles, moves_open_to, speaks_for_unit
from zhixian.web.matters.queries import (
    BULKY,
    ROLE_OF,
    dossiers_visible_to,
    may_act_for_applicant,
    objections_visible_to,
    takers_of,
    with_names,
)
from zhixian.web.matters.showing import answers_shown, events_shown, facts_shown, materials_shown, may_unmask
from zhixian.web.matters.studies import shown_study
from zhixian.web.matters.timing import due_words, light, pressing_clock
from zhixian.web.registry.queries import RegistryUnreadable

STATES = {"open": "在办", "ours": "轮到我们", "theirs": "等申请人", "closed": "已办结", "drafts": "未提交"}
ORDERS = {"changed": "-changed_at", "due": "due", "number": "number", "amount": "-award_fen"}


@door()
def dossiers(request: SignedIn) -> HttpResponse:
    """Everything the person may see, filtered and ordered as asked."""
    rows = _filtered(dossiers_visible_to(request.user), request).order_by(
        ORDERS.get(request.GET.get("order", ""), "-changed_at"), "-id"
    )
    page = few(with_names(rows).defer(*BULKY), request)
    lights = {row.pk: light(row, as_of=today()) for row in page}
    given = {
        "page": page,
        "lights": lights,
        "states": STATES,
        "matters": [found.matter for found in site_matters().values()],
        "applicant": bool(request.user.applies_for),
        "filtered": bool(request.GET.keys() - {"page", "order"}),
    }
    return render(request, "matters/dossiers.html", given)


def _filtered(rows: QuerySet[Dossier], request: HttpRequest) -> QuerySet[Dossier]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    if matter := request.GET.get("matter", ""):
        rows = rows.filter(matter=matter[:60])
    if state == "open":
        rows = rows.filter(outcome="", number__isnull=False)
    elif state == "ours":
        rows = rows.filter(outcome="", unit__in=request.user.units) if request.user.is_authenticated else rows
    elif state == "theirs":
        rows = rows.filter(outcome="", unit="", number__isnull=False)
    elif state == "closed":
        rows = rows.exclude(outcome="")
    elif state == "drafts":
        rows = rows.filter(outcome="", number__isnull=True)
    if words:
        rows = mentioning(rows, number=one_spelling(words), name=words)
    return rows


@door()
def dossier(request: SignedIn, pk: int) -> HttpResponse:
    """One dossier: what happened, what is next, what is due; for the office the facts, the sum and what it may do."""
    return dossier_page(request, get_object_or_404(dossiers_visible_to(request.user), pk=pk))


def dossier_page(
    request: SignedIn,
    row: Dossier,
    *,
    refusal: Refusal | None = None,
    form: Any = None,
    unmasked: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; after a refused move with the refusal and what was typed."""
    user, events = request.user, list(row.events.all())
    own = may_act_for_applicant(user, row)
    different = look_again(row)
    pressing = pressing_clock(row, events, as_of=today())
    page: dict[str, Any] = {
        "dossier": row,
        "matter": row.its_matter,
        "step": row.now_in,
        "own": own,
        "events": [(one, changes_shown(row, one.detail.get("changed", {}))) for one in events_shown(row, own=own)],
        "clock": pressing,
        "light": light(row, as_of=today()),
        "derivation": due_words(row, events, as_of=today()),
        "facts": facts_shown(row),
        "different": _different(row, different, own=own) if different else None,
        "answers": answers_shown(row, user, unmasked=unmasked),
        "unmaskable": bool(may_unmask(row, user)) and not unmasked,
        "materials": materials_shown(row),
        "messages_between": row.messages.all(),
        "message_form": _typed(form, MessageForm) if row.number and (own or speaks_for_unit(user, row)) else None,
        "objections": _objections(row, user, form),
        "fillable": own and not row.outcome and row.now_in.actor == "applicant",
        "award": _award(row, own=own),
        "study": shown_study(row, own=own),
        "held": commitments_visible_to(user).filter(subject=holding_of(row)).first() if row.number else None,
        "refusal": refusal,
        **_doable(request, row, own=own, form=form, outdated=bool(different)),
    }
    page["unsaved"] = unsaved(form, page)
    return render(request, "matters/dossier.html", page, status=status)


def look_again(row: Dossier) -> Outdated | None:
    """What the registry says otherwise by now; a move on its facts is refused while the registry cannot be read, the page is not."""
    try:
        return outdated(row)
    except RegistryUnreadable:
        return None


def _different(row: Dossier, known: Outdated, *, own: bool) -> dict[str, Any]:
    """Fact by fact; for the office, until it is decided, also the sum by what the registry says now."""
    told: dict[str, Any] = {"snapshot": known.snapshot, "gone": known.found is None}
    told["changed"] = changes_shown(row, known.changed)
    if known.found and not own and row.number and row.its_matter.incentive and not row.letter_number:
        fresh = copy(row)
        fresh.facts = known.found.facts
        told["award"] = work_out(fresh)
    return told


def _typed(form: Any, kind: Any, **given: Any) -> Any:
    """The form of that kind: as it was sent and refused, else a fresh one."""
    return form if isinstance(form, kind) else kind(**given)


def _objections(row: Dossier, user: User, form: Any) -> list[tuple[Objection, AnswerForm | None]]:
    """Each objection, with the form to answer it where the person may."""
    answers = speaks_for_unit(user, row)
    return [
        (
            found,
            (
                form
                if isinstance(form, AnswerForm) and form.objection == found.pk
                else AnswerForm(objection=found.pk, initial={"seen": len(found.body)})
            )
            if answers and found.upheld is None
            else None,
        )
        for found in objections_visible_to(user).filter(dossier=row)
    ]


def _award(row: Dossier, *, own: bool) -> dict[str, Any] | None:
    """The sum as decided or reviewed; for the office in review what the rule says now."""
    if row.award and (row.award_fen is not None or row.outcome):
        return dict(row.award)
    if own or row.outcome or not row.its_matter.incentive or not row.number:
        return None
    return {**work_out(row), "preview": True}


def _doable(request: SignedIn, row: Dossier, *, own: bool, form: Any, outdated: bool) -> dict[str, Any]:
    """The moves and acts open to the one who looks, each with its form."""
    user = request.user
    ways = [way for way in moves_open_to(user, row) if not {"answers", "materials"} & set(way.needs)]
    forms = [
        form
        if isinstance(form, MoveForm) and form.move.id == way.id
        else MoveForm(
            way, initial={"version": row.version}, outdated=outdated, inside=row.flow.stays_inside(row.step, way.id)
        )
        for way in ways
    ]
    mine = handles(user, row) and row.assignee_id in {None, user.pk}
    chief = handles(user, row) and row.unit in user.units_as(CHIEF)
    clock_runs = row.clock_state in {"running", "overdue"}
    role = ROLE_OF.get(row.now_in.actor, "")
    seen = {"version": row.version}
    suspend, extend = SuspendForm(initial=seen, auto_id="suspend_%s"), ExtendForm(initial=seen, auto_id="extend_%s")
    given_to = HandOverForm(takers_of(row), initial=seen)
    if isinstance(form, SuspendForm | ExtendForm | HandOverForm):  # refused: what was typed is kept
        for fresh in (suspend, extend, given_to):
            if isinstance(form, type(fresh)):
                fresh.data, fresh.is_bound = {**dict(form.data.items()), "version": row.version}, True
    return {
        "moves": forms,
        "claimable": mine and row.assignee_id is None and row.unit in user.units_as(role),
        "hand_over_form": given_to if (mine and row.assignee_id) or chief else None,
        "suspend_form": suspend if mine and clock_runs else None,
        "resumable": (mine or chief) and row.clock_state == "suspended",
        "extend_form": extend if chief and clock_runs else None,
        "refreshable": mine and row.award_fen is None and bool(row.subject),
    }


@door()
@require_POST
def personal(request: SignedIn, pk: int) -> HttpResponse:
    """The page with personal answers in clear; that somebody read them goes on the record first."""
    row = get_object_or_404(dossiers_visible_to(request.user), pk=pk)
    if fields := may_unmask(row, request.user):
        record.write("read_personal", row, by=request.user, fields=fields)
    return dossier_page(request, row, unmasked=bool(fields))
