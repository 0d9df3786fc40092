"""Lists ask the database the same number of questions however long they are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.matters import Cast, make_dossier, write_world
from factories.people import make_organisation, make_person
from factories.supervision import Cast as SupervisionCast
from factories.supervision import send
from zhixian.core.registry.snapshot import current
from zhixian.web.accounts.models import Seat
from zhixian.web.incentives import actions as ledger
from zhixian.web.kit.notices import tell
from zhixian.web.kit.plan import the_plan
from zhixian.web.registry.indexing import rebuild_index

MANY = 8
LEADS = "industry_science_bureau"


class Place:
    """Adds rows to lists, each a new one."""

    def __init__(self, data):
        self.data, self.lead = data, make_person("lead_office", unit="leading_group_office")
        self.supervision = SupervisionCast()

    def publicise(self, number):
        make_dossier(Cast(), "publicity", subject=f"L1-{number}")

    def ask(self, number):
        clause = [clause.id for clause in the_plan().clauses if LEADS in clause.units][number]
        send(self.supervision, clause, LEADS)

    def notify(self, number):
        tell([self.lead], f"第 {number} 条")

    def claim(self, _):
        waiting = make_organisation(confirmed=False)
        Seat.objects.create(user=make_person(), role="enterprise", organisation=waiting, waits=True)

    def match(self, _):
        make_organisation(party="")

    def register(self, number):
        write_world(self.data, parties=number + 1, loans=1, name=f"test{number}")
        rebuild_index(current(self.data), as_of=date(2018, 12, 3))


LISTS = {
    "/publicity/": Place.publicise,
    "/supervision/requests/": Place.ask,
    "/notices/": Place.notify,
    "/claims/": Place.claim,
    "/claims/?": Place.match,
    "/parties/": Place.register,
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_however_long(client, settings, tmp_path, db, address):
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-12-03", tmp_path, tmp_path / "files"
    write_world(tmp_path, parties=1)
    place = Place(tmp_path)
    ledger.appropriate(
        purpose="pledge_interest",
        year=2018,
        amount_fen=10**10,
        document="一号",
        by=make_person("finance", unit="finance_bureau"),
    )
    client.force_login(place.lead)
    costs, sizes = [], []
    for number in range(1, MANY + 1):
        LISTS[address](place, number)
        if number in {1, MANY}:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                page = client.get(address)
            assert page.status_code == 200
            costs.append(len(asked))
            sizes.append(page.content.decode().count("<tr") + page.content.decode().count("<li"))
    assert sizes[1] > sizes[0], "the list did not grow"
    assert costs[0] == costs[1]
