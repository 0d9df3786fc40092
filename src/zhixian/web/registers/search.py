"""Where a search looks for rows of registers: those that a person sees as rows, needs and offers, and what everybody may read."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from zhixian.core.analysis.matching import is_open
from zhixian.core.disclosure.patterns import hidden
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.web.kit.clock import today
from zhixian.web.kit.finds import Find, Words
from zhixian.web.kit.sealed import as_stored
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.market import MARKET, is_kept, is_member
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.queries.public import public_registers, public_rows
from zhixian.web.registers.queries.visibility import (
    all_rows_visible_to,
    in_order,
    registers_visible_to,
    rows_visible_to,
)
from zhixian.web.registers.showing import NOTHING, Line, public_line_of

MOST_TOLD = 3
"""Fields that stand beside a row that the public finds."""


def search_rows(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Rows that the person sees and that hold every word, the latest first."""
    rows = _holding(all_rows_visible_to(user).filter(struck_on=None), words.parts)
    return [_found(row) for row in rows.order_by("-pk")[first : first + most]]


def _holding(rows: QuerySet[Row], parts: tuple[str, ...]) -> QuerySet[Row]:
    for part in parts:
        if key := folded(part):
            rows = rows.filter(search__contains=key)
    return rows


def _found(row: Row) -> Find:
    name = kept_registers()[row.register].register.name
    return Find(title=str(row), link=reverse("register_row", args=[row.register, row.pk]), note=f"{name}，{row.place}")


def holds_any(register: str, parts: tuple[str, ...]) -> bool:
    """Whether some row of a register, whoever keeps it, holds every word: before anything is computed of it."""
    return _holding(kept_rows(register), parts).exists()


def search_needs_offers(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Needs and offers that stand and that the person may be told of, each on its page with what fits it, the latest first."""
    return list(islice(_told_of(user, words.parts), first, first + most)) if is_kept() else []


def _told_of(user: Any, parts: tuple[str, ...]) -> Iterator[Find]:
    kept, keys = kept_registers()[MARKET], [key for part in parts if (key := folded(part))]
    sides, day = dict(kept.register.field("side").choices), today()
    rows = in_order(_holding(kept_rows(MARKET) if is_member(user) else public_rows(kept), parts))
    with as_stored():  # contacts stay sealed: nothing here needs them
        told = list(rows.values_list("pk", "values"))
    for pk, values in told:
        read = {name: hidden(values.get(name) or "") for name in ("title", "about")}
        text = folded(f"{values['party']}{read['title']}{read['about']}{values['number']}")
        if is_open(values, as_of=day) and all(one in text for one in keys):
            note = f"{sides[values['side']]}，{values['party']}，{values['posted_on']}"
            yield Find(title=read["title"], link=reverse("needs_offer", args=[pk]), note=note)


def search_public_rows(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Rows of public registers of which everybody may read a field that holds each word, but those that the person sees whole; needs
    and offers have pages of their own."""
    return list(islice(_public_finds(user, words), first, first + most))


def _public_finds(user: Any, words: Words) -> Iterator[Find]:
    for name, kept in public_registers().items():
        if name == MARKET:
            continue
        rows = _holding(public_rows(kept), words.parts)
        if name in registers_visible_to(user):
            rows = rows.exclude(pk__in=rows_visible_to(user, kept).values("pk"))
        for row, line in lines_holding(rows, kept, words.parts):
            yield _public_find(row, line, kept, words.text)


def _public_find(row: Row, line: Line, kept: Kept, asked: str) -> Find:
    """Called as its register calls a row, as far as everybody reads that; beside it the register and what the next fields say."""
    said = {one.field.id: one for one in line.cells if one.words != NOTHING}
    called = [said.pop(name).words for name in kept.register.title if name in said]
    told = [f"{one.field.name} {one.words}" for one in said.values()][:MOST_TOLD]
    link = f"{reverse('public_register', args=[kept.register.id])}?{urlencode({'q': asked})}#row-{row.pk}"
    return Find(
        title="，".join(called) or kept.register.row, link=link, note=f"{kept.register.name}：{'，'.join(told)}"
    )


def lines_holding(rows: QuerySet[Row], kept: Kept, parts: tuple[str, ...]) -> Iterator[tuple[Row, Line]]:
    """Rows with what everybody may read of them, of those where each part stands in that: nothing else of a row is found by the public."""
    keys = [key for part in parts if (key := folded(part))]
    for row in in_order(_holding(rows, parts)).iterator(chunk_size=200):
        line = public_line_of(row, kept)
        read = folded(" ".join(one.words for one in line.cells))
        if all(key in read for key in keys):
            yield row, line
