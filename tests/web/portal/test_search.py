"""One search: each person finds what they may see, and nothing else; numbers in any spelling stand first."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.figures import make_figures
from factories.matters import LEAD_UNIT, PATHS, make_dossier
from factories.people import make_organisation, make_person
from factories.reports import BUREAU, OFFICE, handled, lodge
from zhixian.site.wiring import shelves
from zhixian.web.accounts.models import Seat
from zhixian.web.kit.finds import SHELVES, Words, around
from zhixian.web.kit.plan import the_plan
from zhixian.web.portal.search import groups, numbered
from zhixian.web.portal.templatetags.desk import hits

OPEN_SHELVES = {"matters", "clauses", "text", "indicators", "publicity", "payments", "units"}
LOOKERS = {
    "public": lambda cast: None,
    "no_seat": lambda cast: make_person(),
    "colleague": lambda cast: make_person("enterprise", organisation=cast.organisation),
    "competitor": lambda cast: make_person("enterprise", organisation=make_organisation(party="P2", name="测试企业2")),
    "unconfirmed": lambda cast: make_person("enterprise", organisation=make_organisation(party="P1", confirmed=False)),
    "bank": lambda cast: make_person("bank"),
    "handler": lambda cast: make_person("handler", unit=LEAD_UNIT),
    "chief": lambda cast: make_person("chief", unit=LEAD_UNIT),
    "finance": lambda cast: make_person("finance", unit="finance_bureau"),
    "other_unit": lambda cast: make_person("handler", unit="commerce_bureau"),
    "reports": lambda cast: make_person("handler", unit=BUREAU),
    "custodian": lambda cast: make_person("custodian", unit=OFFICE),
    "lead": lambda cast: make_person("lead_office", unit=OFFICE),
    "auditor": lambda cast: make_person("auditor", unit="efficiency_office"),
    "admin": lambda cast: make_person("admin", unit=OFFICE),
}
STAFF = {"handler", "chief", "finance", "other_unit", "reports", "custodian", "lead", "auditor", "admin"}
DECIDES_CLAIMS = {"handler", "chief"}
"""They sit in the unit that hosts the lead office, which confirms who acts for whom."""
SUBMITTED = {"colleague", "handler", "chief", "lead", "auditor"}
MAY_FIND = {
    "draft": {"colleague"},
    "review": SUBMITTED,
    "payment": SUBMITTED | {"finance"},
    "fresh_report": {"lead"},
    "forwarded_report": {"lead", "reports"},
    "own_right": STAFF | {"colleague"},
    "other_right": STAFF | {"competitor"},
    "own_party": STAFF | {"colleague"},
    "other_party": STAFF | {"competitor"},
    "organisation": {"colleague", "lead", "auditor", "admin"} | DECIDES_CLAIMS,
    "person": {"colleague", "lead", "auditor", "admin"} | DECIDES_CLAIMS,
}  # fmt: skip


@pytest.fixture
def things(cast, reporters):
    """What there is to find: words that lead to it, and its address."""
    draft = make_dossier(cast, "draft", subject="L1-1")
    review = make_dossier(cast, "review", subject="L1-2")
    payment = make_dossier(cast, "payment", subject="L1-3")
    fresh, forwarded = lodge().report, handled(reporters, subject="trademark")
    return {
        "draft": ("测试企业1", f"/dossiers/{draft.pk}/"),
        "review": (review.number, f"/dossiers/{review.pk}/"),
        "payment": (payment.number, f"/dossiers/{payment.pk}/"),
        "fresh_report": (fresh.number, f"/protection/reports/{fresh.pk}/"),
        "forwarded_report": (forwarded.number, f"/protection/reports/{forwarded.pk}/"),
        "own_right": ("ZL 2015 1 0000001", "/rights/R1/"),
        "other_right": ("CN201510000002", "/rights/R2/"),
        "own_party": ("测试企业1", "/parties/P1/"),
        "other_party": ("测试企业2", "/parties/P2/"),
        "organisation": (cast.organisation.credit_code, cast.organisation.credit_code),
        "person": ("王会计", "王会计"),
    }


def found_by(user, text):
    """Everything that every shelf gives a person for some words, numbers included."""
    words = Words.typed(text)
    shown = [*numbered(user, words)]
    for shelf in SHELVES:
        shown += shelf.find(user, words, 0, 100)
    return shown


def leads_to(finds, what, address):
    if what in {"organisation", "person"}:
        return any(address in (find.number, find.title) for find in finds)
    return any(find.link == address for find in finds)


@pytest.mark.parametrize("name", LOOKERS)
def test_each_finds_what_they_may_see_and_nothing_else(client, cast, things, name):
    person = LOOKERS[name](cast)
    if person:
        client.force_login(person)
    user = person or AnonymousUser()
    for what, (text, address) in things.items():
        may = name in MAY_FIND[what]
        assert leads_to(found_by(user, text), what, address) == may, what
        if what not in {"organisation", "person"}:
            page = client.get("/search/", {"q": text}).content.decode()
            assert (f'href="{address}"' in page) == may, what
            shelf = {"d": "dossiers", "p": "reports", "r": "rights"}.get(address[1], "")
            if "part" in address:
                shelf = "parties"
            listed = client.get("/search/", {"q": text, "in": shelf}).content.decode()
            assert not (f'href="{address}"' in listed and not may), what


@pytest.mark.parametrize(
    "way",
    [
        "{head}〔{year}〕{serial}号",
        "{head}{year} {serial:06}",
        "{head}{year}{serial:06}",
        "{head}[{year}]{serial}",
        "{head}{serial:05}",
    ],
)
def test_a_number_is_found_without_its_brackets_and_zeros(client, cast, reporters, way):
    dossier = make_dossier(cast, "review")
    report = lodge().report
    for row, shelf in ((dossier, cast.handler), (report, make_person("lead_office", unit=OFFICE))):
        head, year, serial = re.fullmatch(r"(.+)〔([0-9]{4})〕0*([0-9]+)号", row.number).groups()
        client.force_login(shelf)
        page = client.get("/search/", {"q": way.format(head=head, year=year, serial=int(serial))})
        assert [find.number for find in page.context["numbered"]] == [row.number]


@pytest.mark.parametrize("step", PATHS)
def test_a_dossier_is_found_exactly_where_it_is_listed(cast, step):
    from zhixian.web.matters.queries import dossiers_visible_to

    dossier = make_dossier(cast, step)
    for name, make in LOOKERS.items():
        user = make(cast) or AnonymousUser()
        sees = dossiers_visible_to(user).filter(pk=dossier.pk).exists()
        for text in filter(None, (dossier.number, "测试企业1", "贴息", "L1-1")):
            links = [find.link for find in found_by(user, text)]
            assert (f"/dossiers/{dossier.pk}/" in links) == sees, (name, text)


def test_the_public_finds_public_things_only(client, cast, things):
    make_figures()
    make_dossier(cast, "done", "gi_mark")
    make_dossier(cast, "publicity", "navigation")
    for text in ("测试企业1", "贴息", "专利", "18", "县经信", "举报", cast.organisation.credit_code, "王会计", "2018"):
        found = {group.shelf.id for group in groups(AnonymousUser(), Words.typed(text))}
        assert found <= OPEN_SHELVES, text
        assert numbered(AnonymousUser(), Words.typed(text)) == []
    page = client.get("/search/", {"q": "测试企业1"}).content.decode()
    assert "公示" in page
    assert "/publicity/" in page
    assert "/payments/?year=2018" in page
    assert "/dossiers/" not in page


def test_staff_without_their_second_factor_search_as_the_public_does(client, cast):
    dossier = make_dossier(cast, "review")
    person = make_person()
    Seat.objects.create(user=person, role="handler", unit=LEAD_UNIT)
    client.force_login(person)
    page = client.get("/search/", {"q": dossier.number}).content.decode()
    assert "没有找到" in page
    assert f"/dossiers/{dossier.pk}/" not in page
    client.force_login(cast.handler)
    assert f"/dossiers/{dossier.pk}/" in client.get("/search/", {"q": dossier.number}).content.decode()


def test_what_a_report_says_is_no_way_to_find_it(reporters, cast):
    lodge(suspect="无人知晓的店", what="只此一句")
    for text in ("无人知晓的店", "只此一句", "城关"):
        assert not any("/protection/" in find.link for find in found_by(reporters.desk, text))


@pytest.mark.parametrize(
    "text", ["CN201510000001.0", "2015100000010", "ZL 2015 1 0000001", "cn201510000001.0", "２０１５１００００００１"]
)
def test_a_number_in_any_spelling_stands_first(client, cast, text):
    client.force_login(cast.handler)
    page = client.get("/search/", {"q": text}).content.decode()
    assert page.index("就是这个号码") < page.index("/rights/R1/")
    assert page.count('href="/rights/R1/"') == 1
    assert "/rights/R2/" not in page[: page.index("/rights/R1/")]


def test_a_credit_code_leads_to_its_organisation(client, cast, sign_in):
    assert [find.title for find in numbered(cast.applicant, Words.typed(cast.organisation.credit_code))] in (
        [str(cast.organisation)],
        [],
    )
    lead = make_person("lead_office", unit=OFFICE)
    titles = [find.title for find in found_by(lead, cast.organisation.credit_code)]
    assert str(cast.organisation) in titles


def test_what_was_typed_and_found_is_text_and_never_markup(client, cast):
    client.force_login(cast.handler)
    attack = '<script>alert("1")</script>'
    page = client.get("/search/", {"q": attack}).content.decode()
    assert "<script>alert" not in page
    make_dossier(cast, "review")
    cast.organisation.name = '测试<img src=x onerror="1">企业'
    cast.organisation.save()
    page = client.get("/search/", {"q": "测试"}).content.decode()
    assert "<mark>测试</mark>&lt;img" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("text", ["%", "_", "'", "\\", "（", "[", "a" * 500, "｟", "  ", "*.*", "\ud800"])
def test_odd_words_break_nothing(client, cast, text):
    make_dossier(cast, "review")
    client.force_login(cast.handler)
    answer = client.get("/search/", {"q": text.encode("utf-8", "replace").decode()})
    assert answer.status_code == 200
    assert "就是这个号码" not in answer.content.decode()


def test_chinese_brackets_and_commas_find_what_has_them(client, cast):
    cast.organisation.name = "某某（福建）有限公司"
    cast.organisation.save()
    make_dossier(cast, "review")
    client.force_login(cast.handler)
    for typed in ("（福建）", "某某（福建）有限公司"):
        assert "<mark>" in client.get("/search/", {"q": typed}).content.decode()
    clause = the_plan().clauses[0]
    start = clause.text.index("，")
    assert clause.title in client.get("/search/", {"q": clause.text[start - 4 : start + 5]}).content.decode()


def test_a_nul_is_refused_before_anything_looks_for_it(client):
    assert client.get("/search/", {"q": "\x00"}).status_code == 400


def test_words_are_all_wanted(cast):
    dossier = make_dossier(cast, "review")
    links = [find.link for find in found_by(cast.handler, f"测试企业1 {dossier.number[-5:]}")]
    assert f"/dossiers/{dossier.pk}/" in links
    assert found_by(cast.handler, "测试企业1 没有的词") == []


def test_a_group_says_that_there_is_more_and_never_how_much(client, cast):
    for n in range(1, 9):
        make_dossier(cast, "review", subject=f"L1-{n}")
    client.force_login(cast.handler)
    page = client.get("/search/", {"q": "测试企业1"}).content.decode()
    assert page.count('class="find"') < 20
    assert "更多办件" in page
    listed = client.get("/search/", {"q": "测试企业1", "in": "dossiers"}).content.decode()
    assert listed.count('class="find"') == 8
    assert client.get("/search/", {"q": "x", "in": "nowhere"}).status_code == 404


def test_a_search_asks_the_database_the_same_however_much_is_found(client, cast):
    client.force_login(cast.handler)
    counts = []
    for number in (1, 2, 3):
        make_dossier(cast, "review", subject=f"L1-{number}")
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/", {"q": "测试企业1"})
        assert not any("COUNT(" in query["sql"] and "LIMIT" not in query["sql"] for query in captured)
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_the_plan_is_found_by_clause_unit_and_words(client):
    page = client.get("/search/", {"q": "质押"}).content.decode()
    assert 'href="/clauses/18/"' in page
    assert "<mark>质押</mark>" in page
    assert 'href="/units/' in client.get("/search/", {"q": "财政局"}).content.decode()
    assert "想找什么" in client.get("/search/").content.decode()


def test_each_shelf_has_a_name_of_its_own():
    names = [shelf.id for shelf in shelves()]
    assert len(set(names)) == len(names)
    assert {shelf.id for shelf in SHELVES} >= set(names)
    assert set(names) >= OPEN_SHELVES


def test_a_long_text_is_cut_around_the_hit():
    words = Words.typed("目标")
    assert around("目标" + "很长" * 200, words).startswith("目标")
    middle = around("前" * 300 + "目标" + "后" * 300, words)
    assert middle.startswith("…")
    assert middle.endswith("…")
    assert "目标" in middle
    assert hits("一个目标", words) == [(False, "一个"), (True, "目标")]


@pytest.mark.parametrize("opening", ["[{}]", "({})", "（{}）", "［{}］", "〔{}〕"])
def test_a_number_is_found_with_whatever_brackets(client, cast, opening):
    dossier = make_dossier(cast, "acceptance")
    client.force_login(cast.applicant)
    typed = dossier.number.replace("〔2018〕", opening.format(2018))
    page = client.get("/search/", {"q": typed})
    assert [find.number for find in page.context["numbered"]] == [dossier.number]
    assert dossier.number in client.get("/dossiers/", {"q": typed}).content.decode()
