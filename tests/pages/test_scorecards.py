"""Journey: an officer goes from the scorecards to one card and its statement, to the ladder and the leads; an enterprise to its own."""

import pytest

from factories.matters import write_world
from factories.people import make_organisation, make_person
from pages.browsing import enter, follow, in_order
from zhixian.core.registry.snapshot import current
from zhixian.web.kit.clock import today
from zhixian.web.registry.indexing import rebuild_index

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(live_server, settings, tmp_path):
    settings.TODAY, settings.DATA = "2018-12-03", tmp_path
    write_world(tmp_path)
    rebuild_index(current(tmp_path), as_of=today())


def test_from_the_ranking_to_a_card_and_its_statement(either, county):
    page = enter(either, make_person("handler", unit="industry_science_bureau"))
    page.goto("/scorecards/")
    in_order(page)
    follow(page.get_by_role("link", name="企业知识产权评价表", exact=True), page)
    page.get_by_role("heading", name="怎样计分").wait_for()
    in_order(page)
    follow(page.get_by_role("link", name="2017 年末"), page)
    page.get_by_text("截至 2017年12月31日").wait_for()
    in_order(page)
    follow(page.locator("tbody th a").first, page)
    page.get_by_role("heading", name="每一项").wait_for()
    in_order(page)
    with page.expect_download() as given:
        page.get_by_role("link", name="权利情况说明（公文）").click()
    assert given.value.suggested_filename.endswith("20171231.docx")


def test_the_ladder_and_the_leads(either, county):
    page = enter(either, make_person("chief", unit="industry_science_bureau"))
    page.goto("/ladder/")
    in_order(page)
    page.goto("/leads/")
    in_order(page)
    follow(page.get_by_role("link", name="商标续展").first, page)
    page.get_by_text("商标法第四十条").first.wait_for()
    page.wait_for_url("**sort=renewals**")
    in_order(page)
    page.goto("/statements/?q=测试")
    in_order(page)


def test_an_enterprise_finds_its_own_card(either, county):
    page = enter(either, make_person("enterprise", organisation=make_organisation(party="P1")))
    page.goto("/scorecards/")
    in_order(page)
    follow(page.get_by_role("link", name="看每一项和怎样提高").first, page)
    page.get_by_role("heading", name="每一项").wait_for()
    in_order(page)
    page.goto("/ladder/")
    in_order(page)
