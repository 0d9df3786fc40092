"""Cells with a sign that nobody sees name it."""

import pytest

from zhixian.core.registry.sheets.forms.cells import BadCell, read_cell
from zhixian.core.registry.sheets.templates import Column


@pytest.mark.parametrize("sort", ["money", "ten_thousands", "integer", "decimal"])
def test_a_number_with_an_unseen_sign_names_it(sort):
    with pytest.raises(BadCell, match=r"里面有看不见的字符 U\+200B（零宽空格），请删掉再写"):
        read_cell("50\u200b", Column("amount", "金额", sort))
    with pytest.raises(BadCell) as told:
        read_cell("五十个", Column("amount", "金额", sort))
    assert "看不见" not in str(told.value)


@pytest.mark.parametrize("typed", ["5000000", "￥5，000，000 元", "５００００００"])
def test_a_sum_is_read_as_people_type_it(typed):
    assert read_cell(typed, Column("amount", "金额", "money")) == 500_000_000
