"""公示, for everybody: what is about to be granted to whom, and a way to object."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.matter import WHOLE
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.kit.limits import Limit, limited
from zhixian.web.kit.lists import few
from zhixian.web.matters import actions
from zhixian.web.matters.forms import ObjectionForm
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import dossiers_visible_to, once_published, published_dossiers
from zhixian.web.matters.showing import public_answers

MOST_UNSENT = 5000
"""Characters that are given back of an objection that came too late."""


@public
def shown(request: HttpRequest) -> HttpResponse:
    """What is in 公示 today, soonest to end first."""
    return render(request, "matters/publicity.html", {"page": few(published_dossiers(as_of=today()), request)})


@public
@limited("objection", Limit(10, 3600))
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One 公示 with its form to object."""
    if ended := once_published(as_of=today()).filter(pk=pk).first():
        return _ended(request, ended)
    dossier = get_object_or_404(published_dossiers(as_of=today()), pk=pk)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            actions.raise_objection(dossier, name=given["name"], contact=given["contact"], body=given["body"])
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "异议已经收到。办理单位核实后，会按您留的联系方式答复。")
            return redirect("publicity_of", pk=pk)
    page = {"dossier": dossier, "matter": dossier.its_matter, "form": form, "answers": public_answers(dossier)}
    return render(request, "matters/publicity_of.html", page, status=422 if form.errors else 200)


def _ended(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """When it ended and what is still possible. What was shown then is not shown again."""
    page = {
        "until": dossier.publicity_until,
        "unit": next(iter(dossier.its_matter.unit_of(WHOLE)), ""),
        "unsent": request.POST.get("body", "")[:MOST_UNSENT],
        "own": dossiers_visible_to(request.user).filter(pk=dossier.pk).first(),
    }
    return render(request, "matters/publicity_ended.html", page, status=410)
