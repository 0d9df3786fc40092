"""The search finds what a person may see of registers: needs and offers, ratings, and rows of which everybody reads a part."""

import re
from urllib.parse import quote

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.web.portal.scorecards import _rating, public_ratings
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.market import _market
from zhixian.web.registers.queries.public import public_registers

UNIT, BUREAU = "industry_science_bureau", "market_regulation_bureau"
CODE = "91000000MA00000043"


@pytest.fixture(autouse=True)
def _fresh():
    for made in (_market, _rating):
        made.cache_clear()
    yield
    for made in (_market, _rating):
        made.cache_clear()


@pytest.fixture
def rows(county):
    by, bureau = make_person("handler", unit=UNIT), make_person("handler", unit=BUREAU)
    need = {"sort": "enterprise", "side": "need", "what": "technology", "dual_use": "no", "posted_on": "2018-11-01"}
    return {
        "public": row_of("needs_offers", by=by, party="甲公司", number="1", title="竹笋速冻工艺", open="public", **need),
        "members": row_of(
            "needs_offers", by=by, party="乙公司", number="2", title="竹笋速冻设备", open="members", about="急", contact="林某",
            phone="13800000000", **need,
        ),
        "honour": row_of("honours", by=by, holder="竹笋食品公司", holder_code="91000000MA00000069", level="provincial", kind="advantage", awarded_on="2018-05-01", document="闽知〔2018〕9号"),
        "agency": row_of(
            "agencies", by=bureau, agency="竹笋代理所", code=CODE, sort="patent", form="seat", practitioners="3", set_up_on="2018-02-01",
            checked_on="2018-02-01",
        ),
    }  # fmt: skip


def links(client, text, **more):
    html = client.get("/search/", {"q": text, **more}).content.decode()
    return re.findall(r'class="find-title" href="([^"]*)"', html)


def needs(rows, *names):
    return {f"/needs-and-offers/{rows[name].pk}/" for name in names}


RATING = f"/ratings/agencies/card/?id={CODE}"


def public_row(register, row, text):
    return f"/public/registers/{register}/?q={text}#row-{row.pk}"


def test_the_public_finds_what_is_open_to_everybody_and_no_more(client, rows):
    found = set(links(client, "竹笋"))
    asked = quote("竹笋")
    assert found >= {
        *needs(rows, "public"), RATING, public_row("honours", rows["honour"], asked), public_row("agencies", rows["agency"], asked),
    }  # fmt: skip
    assert not found & needs(rows, "members")
    assert not [link for link in found if link.startswith("/registers/")]


@pytest.mark.parametrize("hidden", ["乙公司", "91000000MA00000069", "林某", "13800000000"])
def test_nobody_finds_by_what_they_may_not_read(client, rows, hidden):
    assert not [link for link in links(client, hidden) if "/plan/" not in link]


def test_members_find_what_is_for_members(client, rows):
    client.force_login(make_person("enterprise", organisation=make_organisation(party="P2", name="测试企业2")))
    assert set(links(client, "竹笋", **{"in": "needs_offers"})) >= needs(rows, "public", "members")


def test_a_public_find_says_what_it_is_of_which_register_and_what_its_fields_are(client, rows):
    row_of(
        "activities", by=make_person("handler", unit=BUREAU), number="样知训〔2018〕3", title="竹笋加工专利布局培训", sort="course", host="县商务局",
        held_on="2018-11-20", place="县会议中心",
    )  # fmt: skip
    html = client.get("/search/", {"q": "竹笋", "in": "public_rows"}).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert (
        "竹笋加工专利布局培训，样知训〔2018〕3 宣传和培训活动台账：种类 培训，主办单位 县商务局，举办日 2018-11-20"
        in text
    )
    assert "竹笋食品公司，闽知〔2018〕9号 知识产权荣誉台账：级别 省级，类别 优势企业，认定日 2018-05-01" in text
    assert "竹笋代理所 " in text


def test_public_registers_and_ratings_are_found_from_every_page(client, county):
    for page in ("/", "/plan/"):
        html = client.get(page).content.decode()
        foot = html[html.index('<footer class="site-foot">') :]
        assert '<a href="/public/registers/">公开的台账</a>' in foot
        assert '<a href="/ratings/">信用评级</a>' in foot
    home = client.get("/").content.decode()
    assert home.count('href="/public/registers/"') == home.count('href="/ratings/"') == 2
    assert [client.get(address).status_code for address in ("/public/registers/", "/ratings/")] == [200, 200]


def test_who_reads_the_rows_themselves_finds_each_once(client, rows):
    client.force_login(make_person("handler", unit=UNIT))
    found = links(client, "竹笋食品")
    assert f"/registers/honours/{rows['honour'].pk}/" in found
    assert not [link for link in found if link.startswith("/public/")]


def test_the_found_row_stands_on_the_page_that_the_link_leads_to(client, rows):
    html = client.get("/public/registers/honours/", {"q": "竹笋 闽知"}).content.decode()
    assert f'id="row-{rows["honour"].pk}"' in html
    assert "没有找到" in client.get("/public/registers/honours/", {"q": "萝卜"}).content.decode()


def test_a_page_of_finds_goes_on_where_the_last_one_ended(client, rows):
    by = make_person("handler", unit=UNIT)
    for number in range(35):
        row_of(
            "honours",
            by=by,
            holder=f"茶业{number}号",
            level="provincial",
            kind="advantage",
            awarded_on="2018-05-01",
            document=f"闽知〔2018〕{number}号",
        )
    first, second = (links(client, "茶业", **{"in": "public_rows", "page": page}) for page in ("1", "2"))
    rows_on = [{link for link in found if "#row-" in link} for found in (first, second)]
    assert (len(rows_on[0]), len(rows_on[1])) == (30, 5)
    assert not rows_on[0] & rows_on[1]


@pytest.mark.parametrize(
    ("asked", "name", "address"),
    [
        ("荣誉", "知识产权荣誉台账", "/public/registers/honours/"),
        ("地理标志", "地理标志专用标志使用人名录", "/public/registers/gi_users/"),
        ("信用评级", "信用评级", "/ratings/"),
        ("公开的台账", "公开的台账", "/public/registers/"),
    ],
)
def test_the_public_finds_a_register_and_a_rating_by_its_name(client, county, asked, name, address):
    (group,) = [one for one in client.get("/search/", {"q": asked}).context["groups"] if one.shelf.id == "public_lists"]
    assert (name, address) in [(find.title, find.link) for find in group.finds]
    assert client.get(address).status_code == 200


def test_what_is_not_public_is_not_found_by_its_name(client, county):
    public = {kept.register.name for kept in public_registers().values()}
    hidden = next(kept.register.name for kept in kept_registers().values() if kept.register.name not in public)
    groups = client.get("/search/", {"q": hidden}).context["groups"]
    assert [one for one in groups if one.shelf.id == "public_lists"] == []


def test_ratings_are_found_by_what_they_are_called(client, county):
    card = next(iter(public_ratings().values())).card
    groups = client.get("/search/", {"q": card.name}).context["groups"]
    found = [find.link for one in groups if one.shelf.id == "public_lists" for find in one.finds]
    assert found == [f"/ratings/{card.id}/"]
