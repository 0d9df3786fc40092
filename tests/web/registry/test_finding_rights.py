"""Rights and parties: found by number in any spelling and by name, shown whole, each to those who may see them."""

from datetime import date

import pytest

from factories.people import make_organisation, make_person
from factories.registry import COMPANY, filled_template, marks, write_csv
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.web.kit.models import Entry
from zhixian.web.registry import indexing
from zhixian.web.registry.indexing import rebuild_index
from zhixian.web.registry.models import IndexEdition, IndexedParty, IndexedRight
from zhixian.web.registry.queries import find_parties
from zhixian.web.registry.rights import find_rights

LOAN = {
    "loan_id": "L-1", "borrower": COMPANY, "lender": "某银行", "principal": "1000000", "drawn": "2018-01-01", "due": "2019-01-01",
    "rights": "5633001", "registered": "2018-01-02",
}  # fmt: skip


@pytest.fixture
def indexed(settings):
    """`indexed(path, …)` imports files and makes them the index; what else a publication brings takes seconds."""

    def go(*paths):
        import_paths(paths, data=settings.DATA, importers=importers())
        return rebuild_index(current(settings.DATA), as_of=date(2020, 12, 31))

    return go


@pytest.fixture
def county(indexed, tmp_path):
    """One mark and a loan on it."""
    return indexed(marks(tmp_path, 5633001), filled_template(tmp_path, "loans", LOAN))


@pytest.mark.parametrize("asked", ["5633001", "5633001/31", " 5633001 ", "杭川", COMPANY, "紫铜"])
def test_a_right_is_found(county, officer, asked):
    assert [right.number for right in find_rights(officer, asked)] == ["5633001/31"]


@pytest.mark.parametrize("asked", ["9999999", "不存在", "%", "_"])
def test_nothing_else_is_found(county, officer, asked):
    assert not find_rights(officer, asked)
    assert not find_parties(officer, asked).exists()


def test_a_party_is_found_by_part_of_its_name(county, officer):
    found = find_parties(officer, "紫铜").get()
    assert (found.name, found.rights) == (COMPANY, 1)


def test_the_right_page_tells_facts_and_where_they_come_from(county, sign_in):
    right = IndexedRight.objects.get()
    page = sign_in("handler", unit="finance_bureau").get(f"/rights/{right.right_id}/").content.decode()
    for told in ("杭川5633001", "注册商标", "2016年12月2日", COMPANY, "marks.xlsx", "质押"):
        assert told in page


def test_an_ended_right_is_told_with_its_last_holder_on_its_page_and_in_the_list(indexed, tmp_path, sign_in):
    design = {
        "right_id": "R",
        "kind": "design",
        "number": "201030000001.9",
        "title": "瓶子",
        "holder": "A",
        "filed": "2010-01-04",
    }
    event = {"right_id": "R", "party": ""}
    tables = {
        "parties": [{"party_id": "A", "name": "原来的公司", "kind": "enterprise"}, {"party_id": "B", "name": "后来的公司", "kind": "enterprise"}],
        "rights": [{**design, "registered": "2010-06-01", "expires": "2020-01-04"}],
        "events": [
            {**event, "event": "transferred", "effective": "2015-01-01", "party": "B"},
            {**event, "event": "lapsed", "effective": "2018-01-01"},
        ],
    }  # fmt: skip
    indexed(*(write_csv(tmp_path / f"{name}.csv", rows) for name, rows in tables.items()))
    [right] = IndexedRight.objects.all()
    client = sign_in("handler", unit="finance_bureau")
    head = client.get(f"/rights/{right.right_id}/").content.decode().partition("有效期间")[0]
    for shown in (head, client.get("/rights/", {"q": "瓶子"}).content.decode()):
        assert "后来的公司" in shown
        assert "原来的公司" not in shown


def test_loans_are_shown_to_few(county, sign_in):
    party = IndexedParty.objects.get(name=COMPANY)
    for role, may in (
        ("lead_office", True),
        ("finance", True),
        ("auditor", True),
        ("handler", False),
        ("admin", False),
    ):
        page = sign_in(role, unit="finance_bureau").get(f"/parties/{party.party_id}/").content.decode()
        assert ("1,000,000" in page) == may
    assert Entry.objects.filter(action="read_party").count() == 3


def test_the_finance_seat_of_a_company_reads_no_loans_of_others(county, sign_in):
    party = IndexedParty.objects.get(name=COMPANY)
    for role in ("finance", "auditor"):
        answer = sign_in(role, unit="picc_shanghang").get(f"/parties/{party.party_id}/")
        assert "1,000,000" not in answer.content.decode()


def test_an_enterprise_sees_itself(county, sign_in):
    party = IndexedParty.objects.get(name=COMPANY)
    own = sign_in("enterprise", organisation=make_organisation(party=party.party_id))
    assert "1,000,000" in own.get(f"/parties/{party.party_id}/").content.decode()
    assert "杭川5633001" in own.get("/rights/").content.decode()
    other = sign_in("enterprise", organisation=make_organisation())
    assert other.get(f"/parties/{party.party_id}/").status_code == 404
    assert other.get(f"/rights/{IndexedRight.objects.get().right_id}/").status_code == 404
    assert "杭川5633001" not in other.get("/rights/").content.decode()


def test_the_old_index_is_seen_until_the_new_one_is_whole(county, officer, monkeypatch):
    def cut_off(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(indexing, "parties_in_brief", cut_off)
    from zhixian.web.registry.queries import current_snapshot

    with pytest.raises(RuntimeError):
        indexing.rebuild_index(current_snapshot(), as_of=IndexEdition.objects.get().as_of)
    assert IndexEdition.objects.count() == 2
    assert len(find_rights(officer, "5633001")) == 1
    monkeypatch.undo()
    indexing.rebuild_index(current_snapshot(), as_of=IndexEdition.objects.get(current=True).as_of)
    assert IndexEdition.objects.count() == 1
    assert len(find_rights(officer, "5633001")) == 1


def test_lists_take_as_many_queries_for_few_rows_as_for_many(indexed, sign_in, tmp_path, django_assert_max_num_queries):
    indexed(marks(tmp_path, *range(5633001, 5633041)))
    client = sign_in("handler", unit="finance_bureau")
    for address in ("/rights/", "/parties/", "/rights/?q=杭川"):
        with django_assert_max_num_queries(8):
            client.get(address)
    assert "下一页" in client.get("/rights/").content.decode()


def test_before_any_import_the_pages_say_what_to_do(sign_in):
    client = sign_in("handler", unit="finance_bureau")
    assert "还没有登记数据" in client.get("/registry/").content.decode()
    assert "还没有编制索引" in client.get("/rights/").content.decode()
    assert client.get("/rights/none/").status_code == 404


def test_the_sample_is_indexed(county, officer):
    from types import SimpleNamespace

    from zhixian.web.registry.queries import current_snapshot
    from zhixian.web.registry.sample import fill

    IndexEdition.objects.all().delete()
    fill(
        SimpleNamespace(
            snapshot=current_snapshot(), people={"lead": make_person("lead_office", unit="leading_group_office")}
        )
    )
    assert len(find_rights(officer, "5633001")) == 1
