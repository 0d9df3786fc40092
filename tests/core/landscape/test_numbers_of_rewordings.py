"""Numbers of a text against a figure: what stands in a cell, a heading or a share is the figure's, everything else is told."""

import pytest

from zhixian.core.landscape.figure import Column, Figure, numbers_of_none

FIGURE = Figure(
    "filings", "历年申请量", (Column("year", "年", "年"), Column("n", "申请", "件"), Column("share", "占比")),
    ((2018, 261, 0.069), (2019, 1368, 0.5)), "按申请日计数", sentence="最多的是2019年（1,368 件）。",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("2019 年 1,368 件，占 50%", []),
        ("占 6.9%，约 7%", []),
        ("共 999 件，其中 261 件", ["999"]),
        ("12,345 件和 12,345 件", ["12,345"]),
        ("没有数", []),
        ("截至 2020-11-16", ["2020", "11", "16"]),
    ],
)
def test_numbers(text, strange):
    assert numbers_of_none(FIGURE, text) == strange


def test_what_is_known_beside_it_is_no_stranger():
    assert numbers_of_none(FIGURE, "截至 2020-11-16", known=["2020-11-16"]) == []
