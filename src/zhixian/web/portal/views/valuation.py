"""The valuation aid: a method is chosen, its assumptions are typed, and a range comes back with all of them; nothing is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.doors import public
from zhixian.web.portal.valuation_form import FORMS


@public
def valuation(request: HttpRequest) -> HttpResponse:
    """The form of a method and, once it is filled, its range with every input."""
    name = request.GET.get("method", "")
    chosen = name if name in FORMS else "income"
    word, kind = FORMS[chosen]
    facts: dict[str, Any] = {"chosen": chosen, "word": word, "methods": [(one, FORMS[one][0]) for one in FORMS]}
    if "go" in request.GET:
        form = kind(request.GET)
        form.focus_first_error()
        if form.is_valid():
            try:
                facts["found"] = form.method().value()
            except Refusal as refusal:
                facts["refusal"] = str(refusal)
    else:
        form = kind()
    return render(request, "portal/valuation.html", {**facts, "form": form})
