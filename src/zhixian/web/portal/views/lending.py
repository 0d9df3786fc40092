"""A bank's page: its own loans on pledged rights."""

from django.http import HttpResponse
from django.shortcuts import render

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import BANK
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.portal.lending import banks_of, own_loans
from zhixian.web.registry.queries import current_snapshot

SHOWN = {"open": "没有还清的", "todo": "要办的", "all": "全部"}

ON_A_PAGE = 200


@door(BANK)
def bank_loans(request: SignedIn) -> HttpResponse:
    """The loans that the registry says the bank gave; of those not repaid the first due come first."""
    snapshot, loans = current_snapshot(), own_loans(request.user)
    groups = {
        "open": [loan for loan in reversed(loans) if loan.loan.repaid is None],
        "todo": [loan for loan in loans if loan.to_do],
        "all": loans,
    }
    show = request.GET.get("show", "open")
    show = show if show in SHOWN else "open"
    facts = {
        "banks": banks_of(request.user),
        "page": few(groups[show], request, size=ON_A_PAGE),
        "show": show,
        "groups": [(name, words, len(groups[name])) for name, words in SHOWN.items()],
        "snapshot": snapshot,
        "day": today(),
        "synthetic": snapshot and snapshot.labels,
    }
    return render(request, "portal/loans.html", facts)
