"""The page of the valuation aid: a range with every input, or the reason why there is none."""

import pytest
from django.urls import reverse

from zhixian.web.portal.valuation_form import FORMS

INCOME = {
    "method": "income", "revenue": "1000000", "growth_low": "-5", "growth_high": "5", "royalty_low": "2", "royalty_high": "4",
    "discount_low": "10", "discount_high": "25", "tax": "25", "years": "2", "left": "8",
}  # fmt: skip
COST = {
    "method": "cost",
    "spent": "500000",
    "prices_low": "100",
    "prices_high": "110",
    "aged_low": "20",
    "aged_high": "40",
}
MARKET = {"method": "market"} | {
    f"{name}{n}{end}": value
    for n in (1, 2, 3)
    for name, end, value in (("price", "", f"{n}00000"), ("adjust", "_low", "90"), ("adjust", "_high", "110"))
}

pytestmark = pytest.mark.django_db


def page(client, **asked):
    return client.get(reverse("valuation"), {**asked, "go": "1"})


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        (INCOME, (2_112_000, 5_330_579)),
        (COST, (30_000_000, 44_000_000)),
        (MARKET, (9_000_000, 33_000_000)),
    ],
)
def test_each_method_gives_a_range_with_what_was_typed(client, typed, ends):
    answer = page(client, **typed)
    found = answer.context["found"]
    assert (found.low_fen, found.high_fen) == ends
    told = answer.content.decode()
    assert all(words in told for _, words in found.steps)
    assert "不是资产评估报告" in told


def test_one_number_is_refused(client):
    answer = page(client, **INCOME | {"royalty_low": "4"})
    assert answer.context["refusal"] == "许可费率：只有一个数 4%。应为：从低到高的区间"


def test_half_a_deal_is_told_beside_its_field(client):
    errors = page(client, **MARKET, price4="400000").context["form"].errors
    assert errors == {name: ["这件填了别的，这一项也要填"] for name in ("adjust4_low", "adjust4_high")}


def test_unknown_method_shows_the_first(client):
    assert client.get(reverse("valuation"), {"method": "magic"}).context["chosen"] == next(iter(FORMS))
