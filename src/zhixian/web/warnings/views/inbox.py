"""The inbox: what waits, what is silenced, what was resolved lately; silencing with a reason; the rules as they are."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.warnings.model import HEARS, LOOKS
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import NAMES
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.warnings import actions
from zhixian.web.warnings.forms import MuteForm
from zhixian.web.warnings.models import DayLook, Listener
from zhixian.web.warnings.queries import closed_for, heard_by, last_look, muted_for, open_for, unable_in

STATES = {"open": "要处理", "muted": "静默中", "closed": "近 30 天消除"}
MOST_SEEN = 1000
"""At one press."""
ASKED = {"open": open_for, "muted": muted_for, "closed": closed_for}


@door()
def warnings(request: SignedIn) -> HttpResponse:
    """What the person hears, by state and rule."""
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    day, rules, look = today(), warning_rules(), last_look()
    rows = ASKED[state](request.user, as_of=day)
    heard = dict(rows.order_by().values_list("raised__rule").annotate(n=Count("pk")))
    rule = request.GET.get("rule", "")
    if rule in rules:
        rows = rows.filter(raised__rule=rule)
    page = few(rows, request)
    shown = [(row, rules[row.raised.rule], row.raised.is_late(day), MuteForm(rules[row.raised.rule])) for row in page]
    context = {
        "page": page, "shown": shown, "state": state, "states": STATES, "rule": rule,
        "rules": [(known, heard.get(known.id, 0)) for known in rules.values() if known.id in heard or known.id == rule],
        "only": rules.get(rule),
        "looked": look and look.day, "unable": unable_in(look), "changes": _changes(request, look),
    }  # fmt: skip
    return render(request, "warnings/inbox.html", context)


def _changes(request: SignedIn, look: DayLook | None) -> tuple[int, int]:
    """How many of the person's opened and closed on the last day that was looked at."""
    if look is None:
        return 0, 0
    mine = heard_by(request.user).order_by()
    opened = mine.filter(raised__opened_on=look.day, raised__closed_on=None)
    closed = mine.filter(raised__closed_on=look.day)
    return opened.count(), closed.count()


@door()
@require_POST
def mute_one(request: SignedIn, pk: int) -> HttpResponse:
    """Silence one, in the place in which the person hears it."""
    row = _heard(request, pk)
    form = MuteForm(warning_rules()[row.raised.rule], request.POST)
    if not form.is_valid():
        return render(request, "warnings/mute.html", {"row": row, "form": form}, status=422)
    try:
        actions.mute(row, days=form.cleaned_data["days"], why=form.cleaned_data["why"], by=request.user)
    except Refusal as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"已静默 {form.cleaned_data['days']} 天：{row.raised}")
    return redirect("warnings")


@door()
@require_POST
def seen_one(request: SignedIn, pk: int) -> HttpResponse:
    """Have seen one that only tells."""
    row = _heard(request, pk)
    _see(request, [row])
    return redirect("warnings")


@door()
@require_POST
def seen_all(request: SignedIn) -> HttpResponse:
    """Have seen all of one rule that only tells."""
    rows = open_for(request.user, as_of=today()).filter(raised__rule=request.POST.get("rule", ""))
    _see(request, list(rows[:MOST_SEEN]))
    return redirect("warnings")


def _see(request: SignedIn, rows: Sequence[Listener]) -> None:
    try:
        done, gone = actions.note_seen(rows, by=request.user)
    except Refusal as refused:
        messages.warning(request, str(refused))
    else:
        meanwhile = f"；另有 {gone} 条刚刚消除或者不再发给这里" if gone else ""
        messages.success(request, f"看过了 {done} 条，静默到期或者有新情况再提醒{meanwhile}")


@door()
@require_POST
def unmute_one(request: SignedIn, pk: int) -> HttpResponse:
    """Hear it again."""
    row = _heard(request, pk)
    actions.unmute(row, by=request.user)
    messages.success(request, f"恢复提醒：{row.raised}")
    return redirect("warnings")


def _heard(request: SignedIn, pk: int) -> Listener:
    return get_object_or_404(heard_by(request.user), pk=pk)


@door()
def rules(request: SignedIn) -> HttpResponse:
    """Every rule in words."""
    told = [
        (rule, LOOKS[rule.looks_at].name, [HEARS[word] for word in rule.hears], [NAMES[role] for role in rule.roles], kept_registers().get(rule.home))
        for rule in warning_rules().values()
    ]  # fmt: skip
    return render(request, "warnings/rules.html", {"rules": told})
