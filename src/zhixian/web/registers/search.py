"""Where a search looks for rows of registers."""

from typing import Any

from django.urls import reverse

from zhixian.core.kernel.folding import folded
from zhixian.web.kit.finds import Find, Words
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries import all_rows_visible_to


def search_rows(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Rows that the person sees and that hold every word, the latest first."""
    rows = all_rows_visible_to(user).filter(struck_on=None)
    for part in words.parts:
        if key := folded(part):
            rows = rows.filter(search__contains=key)
    return [_found(row) for row in rows.order_by("-pk")[first : first + most]]


def _found(row: Row) -> Find:
    name = kept_registers()[row.register].register.name
    return Find(title=str(row), link=reverse("register_row", args=[row.register, row.pk]), note=f"{name}，{row.place}")
