"""The public list of users of an indication's sign has those who may use it on the day, and nobody whose use was stopped or is over."""

import pytest
from django.test import Client

from factories.people import make_person
from factories.registers import row_of

USER = {"product": "某地理标志茶", "right": "3000001", "user": "某茶叶合作社", "approved_on": "2010-01-01"}
BAD = {"inspected_on": "2018-05-20", "inspection": "bad"}


def public_pages():
    client = Client()
    return [client.get(f"/{path}").content.decode() for path in ("public/registers/gi_users/", "search/?q=茶叶合作社")]


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ({}, True),
        ({"until": "2018-06-01"}, True),
        ({"until": "2018-05-31"}, False),
        ({"ended_on": "2018-06-01", "until": "2020-01-01"}, False),
        ({"ended_on": "2018-05-02"}, False),
        (BAD, False),
        ({**BAD, "inspection": "mend"}, True),
    ],
    ids=["open", "last day", "over", "stopped today", "stopped", "found bad", "to mend"],
)
def test_a_user_stands_on_the_public_list_as_long_as_it_may_use_the_sign(said, stands):
    row_of("gi_users", by=make_person("handler", unit="market_regulation_bureau"), **USER, **said)
    for page in public_pages():
        assert ("某地理标志茶" in page) is stands


def test_the_list_comes_off_by_itself_when_the_term_is_over(settings):
    row_of("gi_users", by=make_person("handler", unit="market_regulation_bureau"), **USER, until="2018-06-30")
    assert all("某地理标志茶" in page for page in public_pages())
    settings.TODAY = "2018-07-01"
    assert not any("某地理标志茶" in page for page in public_pages())
