"""An offer of somebody else's right is told to be put right, and nobody outside reads it before that."""

import pytest

from factories.people import make_organisation, make_person
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import change_row, enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.market import MARKET, _market
from zhixian.web.registry.models import IndexedRight

OFFER = {
    "number": "供-1", "sort": "enterprise", "side": "offer", "what": "patent", "title": "一种装置转让", "dual_use": "no", "open": "public",
    "posted_on": "2018-10-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh():
    _market.cache_clear()
    yield
    _market.cache_clear()


def offered(party):
    kept = kept_registers()[MARKET]
    right = (
        IndexedRight.objects.filter(edition__current=True, holder_name="测试企业1", kind="invention")
        .exclude(number="")
        .first()
    )
    company = make_organisation(name=party, party="P1" if party == "测试企业1" else "P9")
    values, wrong = read_row(kept.register, {**OFFER, "party": party, "rights": right.number}, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=make_person("enterprise", organisation=company), organisation=company)


def everybody_reads(client):
    pages = [client.get(address).content.decode() for address in ("/needs-and-offers/", f"/public/registers/{MARKET}/")]
    return ["一种装置转让" in page for page in pages]


def test_the_holder_s_offer_is_public(county, client):
    assert offered("测试企业1").findings == []
    assert everybody_reads(client) == [True, True]


def test_an_offer_of_another_s_patent_is_public_once_it_is_put_right(county, client):
    row = offered("别的公司")
    [found] = row.findings
    assert ("的权利人是测试企业1，不是别的公司" in found["words"], found["grave"]) == (True, True)
    assert everybody_reads(client) == [False, False]
    assert client.get(f"/needs-and-offers/{row.pk}/").status_code == 404
    values = {name: value for name, value in row.values.items() if name != "rights"}
    by = row.entered_by
    change_row(row, kept_registers()[MARKET], values, by=by, version=row.version)
    assert everybody_reads(client) == [True, True]
