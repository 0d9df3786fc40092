"""A public form is taken only so often, by address and by key, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory

from zhixian.web.kit import limits
from zhixian.web.kit.limits import Limit, TooMany, address, limited, take

TWICE_A_MINUTE = Limit(2, 60)


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


@limited("test", TWICE_A_MINUTE, key="code", key_limits=(Limit(1, 600),))
def form(request):
    return HttpResponse("taken")


def send(where="192.0.2.1", method="post", **fields):
    return getattr(RequestFactory(), method)("/", fields, REMOTE_ADDR=where)


def statuses(*requests):
    return [form(request).status_code for request in requests]


def test_an_address_may_send_so_often_and_looking_is_free():
    assert statuses(send(), send(method="get"), send(), send(method="get"), send()) == [200, 200, 200, 200, 429]
    assert statuses(send("192.0.2.2")) == [200]


def test_a_key_may_be_tried_so_often_from_anywhere():
    assert statuses(send("192.0.2.1", code="A1"), send("192.0.2.2", code=" a1 "), send("192.0.2.2", code="b")) == [
        200,
        429,
        200,
    ]


def test_the_page_says_when_to_try_again(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000.0)
    statuses(send(), send())
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_018.0)
    answer = form(send())
    assert answer["Retry-After"] == "42"
    assert "请在42 秒后再试" in answer.content.decode()


def test_a_long_wait_is_told_in_minutes():
    form(send("192.0.2.1", code="c"))
    assert "请在10 分钟后再试" in form(send("192.0.2.2", code="c")).content.decode()


def test_slots_come_free_one_by_one():
    limit = Limit(1, 1)
    take("test", "me", limit)
    with pytest.raises(TooMany) as refused:
        take("test", "me", limit)
    assert refused.value.wait == 1
    cache.clear()
    take("test", "me", limit)


def test_no_address_is_kept():
    form(send("192.0.2.77"))
    kept = " ".join(map(str, cache._cache)) + " ".join(map(str, cache._cache.values()))
    assert "192.0.2.77" not in kept


@pytest.mark.parametrize(
    ("proxies", "given", "found"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.9"}, "192.0.2.1"),
        (1, {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5, 198.51.100.9"}, "198.51.100.9"),
        (0, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        (0, {"REMOTE_ADDR": ""}, ""),
    ],
)
def test_only_counted_proxies_are_believed(settings, proxies, given, found):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address(RequestFactory().post("/", **given)) == found


@pytest.fixture
def database_cache(transactional_db, monkeypatch):
    """The cache as the site has it: a table, reached by many connections."""
    monkeypatch.setitem(
        settings.CACHES, "table", {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"}
    )
    call_command("createcachetable", "kit_cache", verbosity=0)
    caches.settings = caches.configure_settings(settings.CACHES)
    monkeypatch.setattr(limits, "cache", caches["table"])
    yield
    caches["table"].clear()


def test_a_burst_gets_no_more_than_the_limit(database_cache):
    def try_once(_):
        try:
            take("test", "burst", Limit(5, 600))
        except TooMany:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(40))) == 5
