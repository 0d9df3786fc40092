"""Who holds two seats sees no more than one person with the one and another with the other would together."""

from itertools import combinations

import pytest

from doors.lookers import LOOKERS, PAYER
from doors.world import fresh
from factories.people import make_person
from zhixian.web.accounts.models import Seat
from zhixian.web.finance.queries import claims_visible_to, pools_visible_to
from zhixian.web.incentives.models import Pot
from zhixian.web.incentives.queries import commitments_visible_to, fills_pots
from zhixian.web.matters.queries import dossiers_visible_to, materials_to_read, objections_visible_to
from zhixian.web.protection.queries.penalties import penalties_visible_to, penalty_trail_visible_to
from zhixian.web.protection.queries.reports import report_files_visible_to, reports_visible_to, trail_visible_to
from zhixian.web.registers.queries.visibility import all_rows_visible_to
from zhixian.web.registry.models import Batch
from zhixian.web.supervision.queries import files_visible_to, requests_visible_to

SEEN = [
    dossiers_visible_to, materials_to_read, objections_visible_to, reports_visible_to, report_files_visible_to, trail_visible_to,
    penalties_visible_to, penalty_trail_visible_to, requests_visible_to, files_visible_to, all_rows_visible_to, commitments_visible_to,
    pools_visible_to, claims_visible_to, Pot.objects.visible_to, Batch.objects.visible_to,
]  # fmt: skip
SEATED = [name for name in LOOKERS if name not in {"guest", "citizen", "claimant", "unproven"}]


def keys(visible, person):
    return set(visible(person).values_list("pk", flat=True))


@pytest.fixture
def alone(world, db):
    """(question, looker) → what the one seat shows."""
    people = {name: fresh(world.people[name]) for name in SEATED}
    return {(visible, name): keys(visible, person) for name, person in people.items() for visible in SEEN}


def both(world, one, other):
    """A person who holds the seats of two."""
    person = make_person()
    for seat in Seat.objects.filter(user__in=[world.people[one], world.people[other]]):
        Seat.objects.create(user=person, role=seat.role, unit=seat.unit, organisation=seat.organisation)
    return fresh(person)


def test_two_seats_show_no_more_than_each_alone(world, db, alone):
    more = []
    for one, other in combinations(SEATED, 2):
        person = both(world, one, other)
        seen = {visible: keys(visible, person) - alone[visible, one] - alone[visible, other] for visible in SEEN}
        more += [(visible.__name__, one, other, beyond) for visible, beyond in seen.items() if beyond]
    assert not more


def test_what_one_seat_shows_is_not_nothing(alone):
    for visible in SEEN:
        assert any(alone[visible, name] for name in SEATED), visible


def test_finance_of_a_unit_that_pays_nothing_moves_no_budget(db):
    assert fills_pots(make_person("finance", unit=PAYER))
    assert not fills_pots(make_person("finance", unit="commerce_bureau"))
    assert not fills_pots(make_person("chief", unit=PAYER))
