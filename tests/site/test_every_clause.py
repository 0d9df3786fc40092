"""The sample county, clause by clause and unit by unit: whatever carries a clause has something in it that opens for its people."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from zhixian.cli.demo import day_of_the_site
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.sample import make
from zhixian.core.supervision.lights import GREY
from zhixian.site.sampling import fill_site
from zhixian.web.accounts import demo
from zhixian.web.accounts.models import User
from zhixian.web.indicators.models import Edition
from zhixian.web.kit.clock import today
from zhixian.web.kit.menu import menu_for
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.models import Dossier
from zhixian.web.portal.scorecards import kept_scorecards, rating_on, scores_on
from zhixian.web.protection.models import Report
from zhixian.web.registers.models import Row
from zhixian.web.registry.queries import current_snapshot
from zhixian.web.supervision.lights import Board
from zhixian.web.supervision.models import ProgressRequest

pytestmark = pytest.mark.django_db
PLAN = Path(__file__).parents[2] / "plans" / "shanghang"


@pytest.fixture
def county(settings, tmp_path, monkeypatch):
    """The site of the demo, filled by every room."""
    monkeypatch.setenv("ZHIXIAN_DEMO", "1")
    settings.DATA = tmp_path / "site"
    settings.MEDIA_ROOT = settings.DATA / "files"
    settings.TODAY = day_of_the_site(the_plan()).isoformat()
    made = make(tmp_path / "county", plan=PLAN)
    import_paths([Path(made["folder"])], data=settings.DATA, importers=importers())
    fill_site(settings.DATA)


def signed_in(key):
    person = User.objects.get(email=demo.people()[key])
    client = Client()
    client.force_login(person)
    return client, person


def what_is_in(carrier):
    """How much stands behind a carrier of a clause; 0 when it is empty."""
    sort, _, key = carrier.partition(":")
    match sort:
        case "target" | "indicator":
            return Edition.objects.latest("published_at").figures.filter(indicator=key, value__isnull=False).count()
        case "incentive":
            matters = [name for name, one in site_matters().items() if one.matter.incentive == key]
            return Dossier.objects.filter(matter__in=matters).count()
        case "matter":
            return Dossier.objects.filter(matter=key).count()
        case "open_norm":
            told = {one["norm"]: one for one in Edition.objects.latest("published_at").promises if one.get("norm")}
            return int(bool(key in told and (told[key]["parties"] or told[key]["why"])))
        case "register":
            return Row.objects.filter(register=key, struck_on=None).count()
        case "reports":
            return Report.objects.filter(subject=key).count()
        case "supervision":
            return ProgressRequest.objects.count()
        case "scorecard":
            kept, snapshot = kept_scorecards()[key], current_snapshot()
            cards = (rating_on(kept, today()) if kept.card.public else scores_on(snapshot, kept, today())).cards
            shown = signed_in("lead")[0].get(reverse("scorecard", args=[key]), follow=True).content.decode()
            return sum(
                any(part.points is not None for part in card.parts) and card.subject.name in shown for card in cards
            )
    return 0


def test_every_clause_and_every_seat_of_the_sample_county(county):
    """One filled site for all of it: filling takes most of the time."""
    assert carried_by_nothing_or_empty() == []
    assert closed_to_whoever_reads_a_clause() == []
    assert dark() == []
    assert menus_to_a_closed_door() == []
    assert duties_not_found() == []


def carried_by_nothing_or_empty():
    """Clauses that nothing carries, or that something carries in which there is nothing."""
    plan = the_plan()
    idle = [(one.id, "") for one in plan.clauses if one.no_system_action or not plan.carriers(one.id)]
    return idle + [
        (one.id, carrier) for one in plan.clauses for carrier in plan.carriers(one.id) if not what_is_in(carrier)
    ]


def closed_to_whoever_reads_a_clause():
    """What its page offers to a visitor, and its page on the board of the lead office."""
    visitor, (lead, _) = Client(), signed_in("lead")
    found = []
    for clause in the_plan().clauses:
        page = visitor.get(reverse("clause", args=[clause.id])).content.decode()
        listed = re.search(r'<ul class="carriers">(.*?)</ul>', page, re.DOTALL)[1]
        shut = [
            address for address in re.findall(r'href="(/[^"#]*)', listed) if visitor.get(address).status_code != 200
        ]
        if lead.get(reverse("supervision_clause", args=[clause.id])).status_code != 200:
            shut.append("supervision")
        found += [(clause.id, address) for address in shut]
    return found


def dark():
    """Clauses of which the board knows nothing."""
    board = Board(as_of=today())
    return [clause.id for clause in the_plan().clauses if board.clause(clause.id).colour == GREY]


def menus_to_a_closed_door():
    found = []
    for key in demo.people():
        client, person = signed_in(key)
        addresses = [address for _, entries in menu_for(person, "/") for _, address, _ in entries]
        found += [(key, address) for address in addresses if client.get(address).status_code != 200]
    return found


def duties_not_found():
    """Units that do not find a clause of theirs, a register of theirs with rows in it, or anything to work in."""
    plan, found = the_plan(), []
    for unit in sorted({unit for clause in plan.clauses for unit in clause.units} - {"leading_group_members"}):
        client, _ = signed_in(f"handler:{unit}")
        duties = client.get(reverse("unit", args=[unit])).content.decode()
        own = [clause.id for clause in plan.clauses if unit in clause.units]
        found += [(unit, clause) for clause in own if reverse("clause", args=[clause]) not in duties]
        registers = [name for name, home in plan.register_homes.items() if unit in home.units]
        found += [
            (unit, name)
            for name in registers
            if client.get(reverse("register", args=[name])).status_code != 200
            or not Row.objects.filter(register=name, struck_on=None).exists()
        ]
        if not registers and not any(unit in str(units) for units in plan.matter_units.values()):
            found.append((unit, "nothing to work in"))
    return found
