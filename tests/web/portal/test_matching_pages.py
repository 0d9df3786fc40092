"""Needs and offers on the site: who is told of what, what fits, who hears of it, and what became of it."""

import pytest

from factories.people import make_organisation, make_person
from zhixian.core.analysis.matching import telling_words
from zhixian.core.registers.rows import read_row
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.portal.views import matching
from zhixian.web.registers.actions import UnableToKeep, change_row, enter_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.intake import take_sheet
from zhixian.web.registers.market import FOLLOWED, MARKET, _found_by, _market, _masked, market
from zhixian.web.registers.models import kept_rows
from zhixian.web.warnings.looking import Looker

UNIT = "industry_science_bureau"
LIST = "/needs-and-offers/"
NEED = {
    "party": "测试企业1", "number": "需-1", "sort": "enterprise", "side": "need", "what": "technology", "title": "铜箔粗化处理技术",
    "about": "结合力不够，打 13912345678 问", "classes": "C25D7/06", "dual_use": "no", "open": "members", "posted_on": "2018-11-01",
    "contact": "林某", "phone": "13800000000",
}  # fmt: skip
OFFER = {
    "party": "某大学", "number": "供-1", "sort": "university", "side": "offer", "what": "patent", "title": "一种铜箔粗化方法",
    "classes": "C25D5/00", "dual_use": "yes", "open": "public", "posted_on": "2018-10-01", "contact": "陈某", "phone": "13700000000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh():
    _market.cache_clear()
    yield
    _market.cache_clear()


def enter(register, typed, *, by, organisation=None):
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=by, unit="" if organisation else UNIT, organisation=organisation)


@pytest.fixture
def firm(county):
    return make_organisation(party="P1", name="测试企业1")


@pytest.fixture
def handler(county):
    return make_person("handler", unit=UNIT)


@pytest.fixture
def need(firm):
    return enter(MARKET, NEED, by=make_person("enterprise", organisation=firm), organisation=firm)


@pytest.fixture
def offer(handler):
    return enter(MARKET, OFFER, by=handler)


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_guests_read_what_is_open_to_everybody_and_no_more(client, need, offer):
    told = page(client, LIST)
    assert "一种铜箔粗化方法" in told
    assert "铜箔粗化处理技术" not in told
    assert client.get(f"{LIST}{need.pk}/").status_code == 404
    assert "铜箔粗化处理技术" not in page(client, f"{LIST}{offer.pk}/")


def test_the_public_list_of_the_register_keeps_to_the_same(client, need, offer):
    told = page(client, f"/public/registers/{MARKET}/")
    assert "一种铜箔粗化方法" in told
    assert "铜箔粗化处理技术" not in told


def test_members_read_both_and_why_they_fit(sign_in, need, offer):
    other = sign_in("enterprise", organisation=make_organisation(party="P2"))
    told = page(other, f"{LIST}{need.pk}/")
    assert "一种铜箔粗化方法" in told
    assert "分类相近：C25D7/06 对 C25D5/00" in told
    assert "都提到：铜箔" in told or "铜箔、粗化" in told or "粗化、铜箔" in told
    assert "求牵线" not in told.partition("<h2")[0]
    assert f"need={NEED['number']}" not in told


@pytest.mark.parametrize("who", ["guest", "other", "handler"])
def test_contacts_stand_on_no_page(client, sign_in, need, offer, who):
    if who == "other":
        sign_in("enterprise", organisation=make_organisation(party="P2"))
    if who == "handler":
        sign_in("handler", unit=UNIT)
    for path in (LIST, f"{LIST}{offer.pk}/", *([] if who == "guest" else [f"{LIST}{need.pk}/"])):
        told = page(client, path)
        for secret in ("林某", "陈某", "13800000000", "13700000000", "13912345678"):
            assert secret not in told


def test_a_list_is_narrowed(sign_in, need, offer):
    handler = sign_in("handler", unit=UNIT)
    for asked, there, gone in (
        ("?side=need", need, offer), ("?side=offer", offer, need), ("?what=patent", offer, need), ("?dual=yes", offer, need),
        ("?q=某大学", offer, need), ("?q=结合力", need, offer),
    ):  # fmt: skip
        told = page(handler, LIST + asked)
        assert f"{LIST}{there.pk}/" in told
        assert f"{LIST}{gone.pk}/" not in told


def test_what_has_ended_stands_nowhere(client, handler):
    ended = enter(MARKET, {**OFFER, "until": "2018-12-02"}, by=handler)
    assert "一种铜箔粗化方法" not in page(client, LIST)
    assert client.get(f"{LIST}{ended.pk}/").status_code == 404


def looked(rule):
    return list(Looker(today()).looks_at(warning_rules()[rule]))


def test_both_sides_are_told_once_and_no_more_when_it_is_followed(need, offer, firm, handler):
    [found] = looked("new_match")
    assert found.organisations == (firm.pk,)
    assert found.units == (UNIT,)
    assert found.link == f"{LIST}{need.pk}/?with={offer.pk}"
    assert "13800000000" not in found.words + found.name
    follow(handler)
    assert looked("new_match") == []


def follow(handler, **more):
    given = {
        "told_by": "县经信科技局", "need_party": "测试企业1", "need": "需-1", "offer_party": "某大学", "offer": "供-1",
        "state": "contacted", "asked_on": "2018-11-20", **more,
    }  # fmt: skip
    return enter(FOLLOWED, given, by=handler)


def test_a_unit_hears_of_a_wish_to_be_introduced_until_somebody_has_called(handler):
    row = follow(handler, state="asked")
    [found] = looked("introduction_asked")
    assert found.day.isoformat() == "2018-11-30"
    assert f"/{row.pk}/" in found.link
    follow(handler, state="contacted", contacted_on="2018-11-25", offer="供-2")
    assert len(looked("introduction_asked")) == 1


def test_what_became_of_a_match_stands_beside_it_for_the_unit_and_not_for_others(sign_in, need, offer, handler):
    follow(handler, contacted_on="2018-11-21", met_on="2018-11-28")
    told = page(sign_in("handler", unit=UNIT), f"{LIST}{need.pk}/")
    assert "2018-11-28 见面" in told
    other = sign_in("enterprise", organisation=make_organisation(party="P2"))
    assert "见面" not in page(other, f"{LIST}{need.pk}/")


def test_the_form_to_note_it_comes_filled_and_never_with_anything_personal(sign_in, need, offer, firm):
    client = sign_in("enterprise", organisation=firm)
    told = page(client, f"{LIST}{need.pk}/")
    assert f"/registers/{FOLLOWED}/new/?need_party=" in told
    form = page(client, f"/registers/{FOLLOWED}/new/?need=需-1&offer_party=某大学")
    assert 'value="需-1"' in form
    assert 'value="某大学"' in form
    brought = page(client, f"/registers/{MARKET}/new/?contact=某甲&title=钢")
    assert "某甲" not in brought
    assert 'value="钢"' in brought


def of_contract(row):
    """What is found of its contract; that neither need nor offer was entered is another matter."""
    row.refresh_from_db()
    return [found["words"] for found in row.findings if "合同" in found["words"]]


def test_a_contract_is_looked_up_among_those_kept(handler):
    assert of_contract(follow(handler, state="signed", contract="许-1")) == [
        "知识产权合同台账里没有编号 许-1 而一方是测试企业1或某大学的合同"
    ]
    contract = {
        "number": "许-1", "owner": "测试企业1", "partner": "某大学", "role": "taker", "sort": "patent_licence", "dual_use": "no",
        "effective_on": "2018-11-29",
    }  # fmt: skip
    enter("ip_contracts", contract, by=handler)
    assert of_contract(follow(handler, state="signed", contract="许-1", offer="供-2")) == []
    assert of_contract(follow(handler, state="signed", offer="供-3")) == ["进展是“已经签约”，没有写合同编号"]


def test_after_entering_a_need_one_is_led_to_what_fits_it(sign_in, firm, offer):
    client = sign_in("enterprise", organisation=firm)
    told = client.post(f"/registers/{MARKET}/new/", {**NEED, "about": "结合力不够"}, follow=True).content.decode()
    row = kept_rows(MARKET).get(values__number=NEED["number"])
    assert f'href="{LIST}{row.pk}/">看谁和它对得上</a>' in told
    assert "一种铜箔粗化方法" in page(client, f"{LIST}{row.pk}/")


def test_what_has_ended_leads_nowhere(sign_in, handler):
    ended = enter(MARKET, {**OFFER, "until": "2018-12-02"}, by=handler)
    assert "看谁和它对得上" not in page(sign_in("handler", unit=UNIT), f"/registers/{MARKET}/{ended.pk}/")


WISH = {
    "told_by": "测试企业1", "need_party": "测试企业1", "need": "需-1", "offer_party": "某大学", "offer": "供-1", "state": "asked",
    "asked_on": "2018-11-20",
}  # fmt: skip


STRANGE = {**WISH, "need": "胡写1", "offer": "胡写2"}


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({}, True), ({"need_party": "甲公司", "need": "胡写1", "offer_party": "乙公司", "offer": "胡写2"}, False),
        ({"need": "胡写1"}, True), ({"offer": "胡写2"}, True), ({"need": "胡写1", "offer": "胡写2"}, False),
        ({"need_party": "第三家", "need": "公开-1", "offer": "胡写2"}, True), ({"need_party": "第三家", "need": "内部-1", "offer": "胡写2"}, False),
    ],
)  # fmt: skip
def test_an_enterprise_notes_what_became_of_its_own_or_of_what_everybody_may_see(
    need, offer, firm, handler, said, taken
):
    for number, shown in (("公开-1", "public"), ("内部-1", "members")):
        enter(MARKET, {**NEED, "party": "第三家", "number": number, "open": shown}, by=handler)
    clerk = make_person("enterprise", organisation=firm)
    if taken:
        assert enter(FOLLOWED, {**WISH, **said}, by=clerk, organisation=firm).pk
    else:
        with pytest.raises(UnableToKeep, match="没有一条是测试企业1自己的或者对外公开的"):
            enter(FOLLOWED, {**WISH, **said}, by=clerk, organisation=firm)
    assert enter(FOLLOWED, {**WISH, **said, "told_by": "县经信科技局"}, by=handler).pk


def test_a_sheet_of_an_enterprise_is_held_to_the_same(need, firm, tmp_path):
    kept, clerk = kept_registers()[FOLLOWED], make_person("enterprise", organisation=firm)
    path = tmp_path / "sheet.csv"
    fields = [field for field in kept.register.fields if field.id not in kept.register.answered]
    rows = [{field.id: field.name for field in fields}, *({**row, "state": "求牵线"} for row in (WISH, STRANGE))]
    path.write_text("\n".join(",".join(row.get(field.id, "") for field in fields) for row in rows), "utf-8")
    taken = take_sheet(path, kept, name="sheet.csv", by=clerk, organisation=firm)
    assert (taken.entered, len(taken.refused)) == (1, 1)
    assert "没有一条是测试企业1自己的" in taken.refused[0].reasons[0][1]


def test_a_row_may_be_ended_once_the_entry_is_gone_but_not_led_to_another(need, offer, firm, handler):
    clerk = make_person("enterprise", organisation=firm)
    row = enter(FOLLOWED, {**WISH, "offer": "胡写2"}, by=clerk, organisation=firm)
    strike_row(need, kept_registers()[MARKET], by=clerk, version=need.version, reason="不要了")
    kept = kept_registers()[FOLLOWED]
    ended = change_row(
        row, kept, {**row.values, "state": "ended", "ended_on": "2018-11-30"}, by=clerk, version=row.version
    )
    with pytest.raises(UnableToKeep, match="没有一条是测试企业1自己的"):
        change_row(ended, kept, {**ended.values, "need": "胡写3"}, by=clerk, version=ended.version)


def test_an_enterprise_looks_up_universities_for_itself_and_a_unit_for_anybody(sign_in, county):
    own = sign_in("enterprise", organisation=make_organisation(party="P1"))
    assert "测试企业1" in page(own, "/partners/?id=P2")
    handler = sign_in("handler", unit=UNIT)
    assert "测试企业2" in page(handler, "/partners/?id=P2")
    assert "校企匹配" in page(handler, "/partners/?q=测试企业2")
    assert sign_in("handler", unit="court").get("/partners/").status_code == 404


@pytest.mark.parametrize("typed", ["13912345678", "１３９－１２３４－５６７８"])
def test_a_telephone_typed_into_the_title_is_read_by_nobody_else(client, sign_in, need, handler, typed):
    named = enter(MARKET, {**OFFER, "number": "供-9", "title": f"铜箔粗化处理技术，电话{typed}"}, by=handler)
    every = [page(client, path) for path in (LIST, f"{LIST}{named.pk}/", f"/public/registers/{MARKET}/")]
    other = sign_in("enterprise", organisation=make_organisation(party="P2"))
    every += [page(other, path) for path in (LIST, f"{LIST}{named.pk}/", f"{LIST}{need.pk}/")]
    every += [found.name + found.words for found in looked("new_match")]
    assert len(every) == 7
    for told in every:
        assert "铜箔粗化处理技术，电话••" in told
        assert typed not in told
    assert f"{LIST}{named.pk}/" not in page(client, f"{LIST}?q={typed}")


def test_of_what_became_of_matches_only_the_rows_of_the_entry_are_read(sign_in, need, offer, handler, monkeypatch):
    follow(handler, contacted_on="2018-11-21", need="需－1")
    follow(handler, need="别的-7", offer="别的-8")
    read, rows_of_pairs = [], matching.rows_of_pairs
    monkeypatch.setattr(matching, "rows_of_pairs", lambda rows: read.append(len(rows)) or rows_of_pairs(rows))
    assert "2018-11-21 联系上" in page(sign_in("handler", unit=UNIT), f"{LIST}{need.pk}/")
    assert read == [1]


def test_a_row_that_changes_leaves_the_texts_of_all_others_as_they_were_cut(need, offer, handler):
    market()
    made = (telling_words, _found_by, _masked)
    before = [one.cache_info().misses for one in made]
    enter(MARKET, {**OFFER, "number": "供-7", "title": "热泵烘干", "about": "省电"}, by=handler)
    assert len(market().standing) == 3
    assert [one.cache_info().misses - misses for one, misses in zip(made, before, strict=True)] == [1, 1, 2]
