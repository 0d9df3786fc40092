"""What is asked of the database and opened does not grow with rows that do not matter."""

from datetime import date

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from factories.people import make_organisation, make_person
from factories.registers import POLICY, row_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit import limits
from zhixian.web.kit.clock import today
from zhixian.web.registers import search
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.checking import findings_on
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.intake import take_sheet
from zhixian.web.registers.models import Row
from zhixian.web.registers.views import lists

UNIT = "industry_science_bureau"
FIRM = "测试企业1"
NEED = {
    "party": FIRM, "number": "需-1", "sort": "enterprise", "side": "need", "what": "technology", "title": "求购粗化处理技术",
    "dual_use": "no", "open": "members", "posted_on": "2018-05-01",
}  # fmt: skip
MATCH = {
    "told_by": FIRM,
    "need_party": FIRM,
    "need": "需-1",
    "offer_party": "某大学",
    "state": "asked",
    "asked_on": "2018-05-20",
}
CLAIM = {"insured": FIRM, "event": "被侵权", "known_on": "2018-05-06", "insurer": "某财险"}


@pytest.fixture
def handler():
    return make_person("handler", unit=UNIT)


@pytest.fixture
def firm():
    return make_organisation(name=FIRM)


@pytest.fixture
def taken(firm, tmp_path):
    """Takes a sheet of so many wishes to be introduced, with the queries about needs and offers that it took."""
    by = make_person("enterprise", organisation=firm)
    kept = kept_registers()["matches_followed"]

    def take(first, count, **more):
        typed = [{**MATCH, **more, "offer": f"供-{first + number}"} for number in range(count)]
        names = [kept.register.field(name).name for name in typed[0]]
        path = tmp_path / f"{first}.csv"
        path.write_text("\n".join([",".join(names), *(",".join(one.values()) for one in typed)]), "utf-8")
        with CaptureQueriesContext(connection) as asked:
            told = take_sheet(path, kept, name=path.name, by=by, organisation=firm)
        return told, sum("needs_offers" in one["sql"] for one in asked.captured_queries)

    return take


def test_a_sheet_asks_once_whose_its_rows_are(taken, firm):
    by = make_person("enterprise", organisation=firm)
    kept = kept_registers()["needs_offers"]
    values, wrong = read_row(kept.register, NEED, today=today())
    assert not wrong
    enter_row(kept, values, by=by, organisation=firm)
    few, asked_of_few = taken(100, 2)
    many, asked_of_many = taken(200, 9)
    assert (few.entered, many.entered) == (2, 9)
    assert asked_of_few == asked_of_many > 0


def test_a_sheet_of_what_is_of_others_is_refused_row_by_row_with_one_question(taken):
    few, asked_of_few = taken(100, 2, need="别人的")
    many, asked_of_many = taken(200, 9, need="别人的")
    assert (len(few.refused), len(many.refused)) == (2, 9)
    assert asked_of_few == asked_of_many > 0


def test_to_check_one_claim_no_claim_on_another_policy_is_opened(handler):
    own = row_of("ip_policies", by=handler, **POLICY, policy="Y1", insurer="某财险")
    row_of("ip_policies", by=handler, **POLICY, policy="Y2", insurer="某财险")
    for number in range(4):
        row_of("ip_claims", by=handler, **CLAIM, policy="Y2", number=f"L{number}", occurred_on=f"2018-05-0{number + 1}")
    beside = row_of("ip_claims", by=handler, **CLAIM, policy="y 1", number="L8", occurred_on="2018-05-05")
    claim = row_of("ip_claims", by=handler, **CLAIM, policy="Y1", number="L9", occurred_on="2018-05-05")
    opened = set()

    def note(instance, **_):
        opened.add(instance.pk)

    post_init.connect(note, sender=Row)
    try:
        found = findings_on([claim], as_of=date(2018, 6, 1))
    finally:
        post_init.disconnect(note, sender=Row)
    assert [one.words for one in found[claim.pk]] == ["同一保单同一天出险还有报案 L8：是不是一次出险报了两次"]
    assert opened <= {own.pk, beside.pk, claim.pk}


@pytest.fixture
def many_needs(handler):
    kept = kept_registers()["needs_offers"]
    for number in range(35):
        values, wrong = read_row(kept.register, {**NEED, "number": f"需-{number}", "open": "public"}, today=today())
        assert not wrong
        enter_row(kept, values, by=handler, unit=UNIT)


@pytest.mark.usefixtures("many_needs")
def test_what_the_public_looks_for_is_made_ready_one_page_at_a_time(client, monkeypatch):
    real, shown = search.public_line_of, []
    monkeypatch.setattr(search, "public_line_of", lambda *given: (shown.append(given), real(*given))[1])
    page = client.get("/public/registers/needs_offers/?q=粗化").content.decode()
    assert page.count('id="row-') == 30
    assert len(shown) == 31
    second = client.get("/public/registers/needs_offers/?q=粗化&page=2").content.decode()
    assert second.count('id="row-') == 5


def test_whoever_looks_for_too_much_is_asked_to_wait(client):
    address, asked = "/public/registers/needs_offers/", {"q": "粗化"}
    for _ in range(lists.ASKED.times - 1):
        limits.take("public_register:address", "192.0.2.9", lists.ASKED)
    answers = [client.get(address, said, REMOTE_ADDR="192.0.2.9").status_code for said in (asked, asked, {})]
    assert answers == [200, 429, 200]
