"""The plan, live: home, clauses, text, units and open data read few rows and show what stands behind a state."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from factories.figures import AS_OF, make_figure, make_figures
from zhixian.core.supervision.lights import Done, Light
from zhixian.web.incentives.actions import appropriate, commit, pay, recover, reserve
from zhixian.web.kit.plan import the_plan
from zhixian.web.portal import news
from zhixian.web.portal.evidence import state_of
from zhixian.web.portal.gauges import gauge
from zhixian.web.portal.marked_text import of_clause, paragraphs, quotes
from zhixian.web.portal.news import News, latest_news
from zhixian.web.supervision import facts
from zhixian.web.supervision.lights import Board


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = AS_OF.isoformat()


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_site_says_what_to_do_next(client):
    told = page(client, "home")
    assert "还没有发布数据" in told
    assert "还没有公开的信息" in told
    assert page(client, "clause", "18")
    assert "还没有发布指标" in page(client, "open_data")


def test_home_shows_five_gauges_every_clause_and_the_day(client):
    make_figures()
    told = page(client, "home")
    assert told.count('<article class="gauge ') == 5
    assert told.count('class="clause-name"') == len(the_plan().clauses)
    for words in ("数据截至 2020年11月16日", "合成数据", "缺少贷款表", "进度落后"):
        assert words in told


def test_home_and_clause_pages_cost_the_same_few_queries_however_much_is_published(client, django_assert_num_queries):
    edition = make_figures()
    for more in range(20):
        make_figure(edition, f"extra_{more}", clause="", goal=None, due=None)
    with django_assert_num_queries(24):
        page(client, "home")
    with django_assert_num_queries(21):
        page(client, "clause", "8")


def test_what_is_kept_ready_needs_one_query(client, settings, django_assert_num_queries):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"},
    }
    make_figures()
    first = page(client, "home")
    with django_assert_num_queries(1):
        assert page(client, "home") == first


def test_a_clause_shows_its_words_units_amounts_and_who_waits(client):
    make_figures()
    told = page(client, "clause", "8")
    for words in (
        "由政府资助50%费用",
        "县经信科技局",
        "上限 50,000 元（每家企业历年合计）",
        "3 家</strong>在等数额",
        "甲公司",
        "个人不列名",
        "企业占比",
    ):
        assert words in told
    assert 'href="/plan/#amount-navigation-share"' in told


def test_a_section_with_goals_has_a_page_and_says_what_is_late(client):
    make_figures()
    told = page(client, "clause", "goal")
    assert "商标有效注册量 3,522 件，目标 3,600：进度落后。还差 1 件。" in told
    assert "每万人发明专利拥有量4.5件" in told
    assert client.get(reverse("clause", args=["99"])).status_code == 404


def test_other_rooms_add_evidence_and_news(client, monkeypatch):
    reverse("home")  # the rooms are wired when the addresses are first read
    monkeypatch.setattr(
        news, "NEWS_SOURCES", [lambda count: [News(the_plan().issued, "公示一件", "/y/", "公示")][:count]]
    )
    asked = []

    def matters(day):
        asked.append(day)
        return [("18", "finance_bureau", Done("dossier", day, 3))]

    monkeypatch.setattr(facts, "SOURCES", (matters,))
    told = page(client, "home")
    assert "进展正常 1" in told
    assert "公示一件" in told
    assert len(asked) == 1
    assert "办件 3 件办结" in page(client, "clause", "18")
    assert "进展正常" in page(client, "unit", "finance_bureau")


def test_the_public_sees_the_light_of_the_office(client):
    make_figures()
    for clause in the_plan().clauses:
        light = Board(as_of=AS_OF, public=True).clause(clause.id)
        told = page(client, "clause", clause.id)
        expected = state_of(light, carried=bool(the_plan().carriers(clause.id)), no_action=clause.no_system_action)
        assert f'<span class="tag {expected.tone}">{expected.words}</span>' in told
        assert [reason.words for reason in light.reasons if escape(reason.words) not in told] == []


def test_a_new_site_shows_the_public_no_clause_behind(client, settings):
    settings.TODAY = "2026-11-27"
    told = page(client, "home")
    assert "进度落后 0" in told
    assert "还没有数据" in told


def test_without_evidence_it_matters_whether_anything_carries_the_clause():
    dark = Light("grey", ())
    assert state_of(dark, carried=True).words == "已承接"
    assert state_of(dark, carried=False).words == "还没有可数的"
    assert state_of(dark, carried=False, no_action="线下").words == "线下落实"


def test_home_lists_what_was_published_newest_first(client):
    make_figures()
    appropriate(purpose="pledge_interest", year=2020, amount_fen=9_000_000, document="某", by=None)
    for subject in ("matters.dossier:1", "matters.dossier:2"):
        reserve(
            purpose="pledge_interest", year=2020, amount_fen=1_000_000, subject=subject, party="P", claims=(), by=None
        )
        commit(subject, amount_fen=1_000_000, document="决定", by=None)
        pay(subject, document=f"凭证{subject}", by=None)
    recover("matters.dossier:2", amount_fen=1_000_000, reason="撤销", document="追回决定", by=None)
    told = page(client, "home")
    assert told.count("知识产权质押贷款贴息 10,000 元") == 1
    assert "指标数据，截至 2020-11-16" in told
    days = [one.day for one in latest_news(5)]
    assert days == sorted(days, reverse=True)


def test_a_gauge_is_full_only_beyond_the_goal():
    edition = make_figures()
    full = gauge(make_figure(edition, "a", value=100, goal=10))
    assert (full.filled, gauge(make_figure(edition, "b", value=10, goal=10)).filled) == ("100.00", "80.00")
    assert gauge(make_figure(edition, "c", value=None, reason="缺", history=[])).spark is None


def test_a_value_short_of_its_goal_never_looks_as_if_it_were_not():
    figure = make_figure(make_figures(), "a", value="4.4999", goal="4.5")
    figure.refresh_from_db()
    assert figure.brief == "4.4999"


def test_every_quote_stands_marked_in_the_text():
    plan = the_plan()
    anchors = {quote.anchor for quote in quotes()}
    assert {f"target-{target.id}" for target in plan.targets} <= anchors
    assert {f"amount-{amount.id.replace('.', '-')}" for amount in plan.amounts} <= anchors
    assert {f"clause-{clause.id}" for clause in plan.clauses} <= anchors
    marked = {piece.mark: piece.text for pieces in paragraphs() for piece in pieces if piece.mark}
    assert marked["amount-pledge_interest-cap"] == "每家企业每年享受贴息不超过10万元"


def test_nothing_of_the_text_is_lost():
    whole = "".join(piece.text for pieces in paragraphs() for piece in pieces)
    assert "".join(whole.split()) == "".join(the_plan().text.split())


def test_the_words_of_a_clause_are_its_own():
    words = "".join(piece.text for pieces in of_clause("18") for piece in pieces)
    assert "".join(words.split()) == "".join(the_plan().clause("18").text.split())


def test_text_units_and_open_data_have_pages(client):
    make_figures()
    assert 'id="norm-grant_agency"' in page(client, "plan_text")
    assert "县财政局" in page(client, "units")
    assert "负责《方案》" in page(client, "unit", "finance_bureau")
    assert client.get(reverse("unit", args=["nobody"])).status_code == 404
    assert "/indicators/gi_marks.csv" in page(client, "open_data")
    plan = json.loads(page(client, "plan_json"))
    assert len(plan["clauses"]) == 24
    assert plan["targets"][0]["goal"] == "4.5"


def test_the_columns_of_the_site_show_where_one_is(client):
    told = page(client, "plan_text")
    assert '<a href="/plan/" aria-current="page">方案</a>' in told
    assert '<a href="/">首页</a>' in told
