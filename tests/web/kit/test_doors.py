"""Every address says who may come in, and holds to it."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from zhixian.web.kit.doors import door_of


def views(resolver=None, prefix=""):
    """Every address of the site with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


@pytest.mark.parametrize(("address", "view"), list(views()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_address_has_a_door(address, view):
    assert door_of(view) is not None, f"{address} 没有声明谁可以进入"


def test_a_guest_is_sent_to_sign_in(client):
    assert client.get("/notices/").headers["Location"] == "/accounts/login/?next=/notices/"


def test_staff_without_second_factor_are_sent_to_set_it_up(client):
    from factories.people import make_person

    person = make_person("handler", unit="finance_bureau")
    person.authenticator_set.all().delete()
    client.force_login(person)
    assert client.get("/notices/").headers["Location"] == "/accounts/second-factor/"


def test_staff_with_second_factor_come_in(sign_in):
    assert sign_in("handler").get("/notices/").status_code == 200
