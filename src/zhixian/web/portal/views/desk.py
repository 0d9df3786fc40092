"""A person's desk: their day, and one section of it in full."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.kernel.working_days import working_days
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.duties import Ask, end_of_week
from zhixian.web.kit.lists import page_asked
from zhixian.web.matters.queries import HANDLING, colleagues_of
from zhixian.web.portal.desk import MOST_PAGES, NAMES, WHOSE, first_steps, one_section, sections

WEEKDAYS = "一二三四五六日"


@door()
def desk(request: SignedIn) -> HttpResponse:
    """What is overdue, due today, this week and later, and what waits for whom; filtered by unit and by who has claimed it."""
    ask = _asked(request)
    show = request.GET.get("show", "")
    if show and show not in NAMES:
        raise Http404
    page: dict[str, Any] = {
        "ask": ask,
        "weekday": WEEKDAYS[today().weekday()],
        "holiday": not working_days().is_working_day(today()),
        "week_end": end_of_week(today()),
        "office": request.user.is_office,
        "units": sorted(request.user.units_as(*HANDLING)),
        "whose": WHOSE,
        "filtered": ask.whose != "all" or bool(ask.unit),
    }
    if show:
        found = one_section(request.user, _asked(request, show), page_asked(request, most=MOST_PAGES))
        page |= {"show": show, "name": NAMES[show], "page": found, "duties": found.object_list}
    else:
        page["sections"] = list(sections(request.user, ask))
        page["steps"] = [] if page["sections"] or page["filtered"] else first_steps(request.user)
    shown = page["duties"] if show else [duty for section in page["sections"] for duty in section.duties]
    if any(duty.handle for duty in shown):
        page["colleagues"] = colleagues_of(request.user, units={ask.unit} if ask.unit else None)[:200]
    return render(request, "portal/desk.html", page)


def _asked(request: SignedIn, when: Any = "overdue") -> Ask:
    unit, whose = request.GET.get("unit", ""), request.GET.get("whose", "all")
    return Ask(
        when,
        today(),
        whose=whose if whose in WHOSE else "all",
        unit=unit if unit in request.user.units else "",
    )
