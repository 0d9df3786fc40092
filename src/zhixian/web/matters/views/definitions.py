"""What the present definitions would mean for dossiers that run under older ones; nothing is changed by looking."""

from django.http import HttpResponse
from django.shortcuts import render

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, LEAD
from zhixian.web.kit.doors import door
from zhixian.web.matters.definitions import dry_run, site_matters


@door(LEAD, AUDITOR)
def definitions(request: SignedIn) -> HttpResponse:
    """Each matter that runs under more than one version: what changed, which dossiers go on by the old one."""
    found = [(definition, dry_run(definition, request.user)) for definition in site_matters().values()]
    facts = {"changed": [pair for pair in found if pair[1]], "same": [now.matter for now, runs in found if not runs]}
    return render(request, "matters/definitions.html", facts)
