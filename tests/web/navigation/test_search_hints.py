"""What a search that found nothing offers stands on its page, leads on, and counts are written with thousands."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from factories.people import make_person
from factories.topics import UNIT
from zhixian.core.search.finding import Found
from zhixian.core.search.hints import Hint

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    client = Client()
    client.force_login(make_person("handler", unit=UNIT))
    return client


def test_a_class_without_its_field_is_offered_with_it_and_leads_to_hits(handler, county):
    shown = handler.get("/rights/", {"q": "B03D1/00", "sort": "newest"}).content.decode()
    assert "没有找到" in shown
    link = re.search(r'<p class="search-hint">[^<]*这样查有 2 件：<a href="([^"]+)"><code>分类:B03D1/00</code>', shown)
    assert link
    address = unquote(link[1].replace("&amp;", "&"))
    assert "sort=newest" in address
    found = handler.get(f"/rights/{address}").content.decode()
    assert "一种尾矿装置" in re.sub("<[^>]+>", "", found)


def test_nothing_is_offered_where_nothing_would_serve(handler, county):
    assert "search-hint" not in handler.get("/rights/", {"q": "A01B1/00"}).content.decode()


def test_a_count_of_hits_has_thousands(handler, county, monkeypatch):
    many = Found(12345, [], {}, {}, county.as_of, "s", [], [Hint("甲", "因为", 6789)])
    monkeypatch.setattr("zhixian.web.registry.views.index.search_for", lambda *_args, **_named: many)
    shown = handler.get("/rights/", {"q": "甲"}).content.decode()
    assert "<strong>12,345</strong>" in shown
    assert "这样查有 6,789 件" in shown
