"""The search finds a public list by the letters of its name in their order, or by what its summary says between two stops."""

import re

import pytest


def titles(client, text):
    html = client.get("/search/", {"q": text}).content.decode()
    return re.findall(r'class="find-title" href="(/public/registers/[^"#?]*)"', html)


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ("地理标志使用人", "/public/registers/gi_users/"),
        ("公开台账", "/public/registers/"),
        ("代理机构", "/public/registers/agencies/"),
    ],
)
def test_a_list_is_found_by_its_letters_in_their_order(county, client, asked, link):
    assert link in titles(client, asked)


@pytest.mark.parametrize("asked", ["人用使", "构机理代", "册地理", "地册"])
def test_letters_in_another_order_or_too_few_find_none(county, client, asked):
    assert titles(client, asked) == []
