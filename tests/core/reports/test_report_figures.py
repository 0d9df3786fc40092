"""The rows behind a number as a person reads them."""

import io

import pytest

from zhixian.core.analysis.indicators import find
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.figures import explanation_table
from zhixian.core.reports.screen import show


def printed(quantity: str) -> str:
    row = {
        "part": "numerator",
        "subject": "L1",
        "number": None,
        "title": None,
        "holder": "E1",
        "holder_name": "甲公司",
        "reason": "当年登记",
    }
    stream = io.StringIO()
    result = {
        "name": "融资额",
        "quantity": quantity,
        "version": "1",
        "definition": "贷款本金合计。",
        "as_of": "2020-06-30",
        "region": "350823",
        "snapshot": "3f9a2c41d07be885",
        "rows": [{**row, "amount": 123_456_789}, {**row, "subject": "L2", "amount": 5_000}],
    }
    show(explanation_table(result), stream=stream)
    return stream.getvalue()


def test_money_is_told_in_yuan_to_the_fen():
    said = printed("money")
    assert "2 行，合计 1,234,617.89 元" in said
    assert "1,234,567.89 元" in said
    assert "123,456,789" not in said


def test_what_is_counted_keeps_its_number():
    assert "2 行，合计 123,461,789" in printed("count")


def test_an_unknown_indicator_is_told_the_names_beside_the_ids():
    with pytest.raises(
        Refusal, match=r"每万人发明专利拥有量（inventions_per_10k）、商标有效注册量（registered_marks）"
    ):
        find("专利数")
