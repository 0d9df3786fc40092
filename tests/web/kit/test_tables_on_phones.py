"""Tables that a phone cannot hold turn into cards there, and every cell of a card says what it is."""

import re
from pathlib import Path

import pytest

import zhixian.web

ROOMS = Path(zhixian.web.__file__).parent
TABLE = re.compile(r'<table class="(?P<classes>[^"]*)">(?P<inside>.*?)</table>', re.DOTALL)
TABLES = [
    (f"{page.parts[-3]}-{page.name}-{number}", found["classes"].split(), found["inside"])
    for page in sorted(ROOMS.rglob("templates/**/*.html"))
    for number, found in enumerate(TABLE.finditer(page.read_text(encoding="utf-8")))
    if "list" in found["classes"].split()
]
MOST_COLUMNS = 3
"""Of words; more do not fit beside each other at 390 pixels, for Chinese words break after every character. Numbers stay in rows."""


def headings(inside):
    head = re.search(r"<thead>(.*?)</thead>", inside, re.DOTALL)
    return re.findall(r"<th[^>]*>.*?</th>", head[1], re.DOTALL) if head else []


def of_words(inside):
    return [heading for heading in headings(inside) if 'class="num"' not in heading]


def test_there_are_tables_to_look_at():
    assert len(TABLES) > 60


@pytest.mark.parametrize(("name", "classes", "inside"), TABLES, ids=[table[0] for table in TABLES])
def test_a_wide_table_is_cards_on_a_phone(name, classes, inside):
    if len(of_words(inside)) > MOST_COLUMNS:
        assert "cards-on-phone" in classes


@pytest.mark.parametrize(
    "inside", [inside for _, classes, inside in TABLES if "cards-on-phone" in classes],
    ids=[name for name, classes, _ in TABLES if "cards-on-phone" in classes],
)  # fmt: skip
def test_every_cell_of_a_card_says_what_it_is(inside):
    silent = [cell for cell in re.findall(r"<td[^>]*>", inside) if "data-label=" not in cell and "colspan=" not in cell]
    unsaid = sum(
        "visually-hidden" in heading or re.sub("<[^>]+>", "", heading).strip() == "" for heading in headings(inside)
    )
    assert len(silent) <= unsaid, silent
