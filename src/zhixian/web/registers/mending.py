"""Rows that were entered by an earlier build put right: the names of companies, and the text that rows are found by."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import text_of
from zhixian.web.kit.sealed import as_stored
from zhixian.web.registers.actions import write_as_the_plan
from zhixian.web.registers.models import Row
from zhixian.web.registers.placing import as_written

AT_ONCE = 500


def put_right(kept: Kept) -> int:
    """Put the rows of a register right, a lot at a time; how many there were. A second run finds none.

    No sealed answer is opened. The order of words is left out, for a database may keep another. What somebody changes meanwhile is
    right already.
    """
    mended, register = 0, kept.register
    for pk, version, search, is_open, values in _rows(kept):
        if is_open and as_written(kept, values) != values:
            mended += write_as_the_plan(pk, kept)
        elif sorted((text := text_of(register, without_numbers(register, values))).split()) != sorted(search.split()):
            mended += Row.objects.filter(pk=pk, version=version).update(search=text)
    return mended


def _rows(kept: Kept) -> Iterator[tuple[int, int, str, bool, Mapping[str, Any]]]:
    """Number, version, search text, whether it is open, and the values as they are stored, of every row."""
    rows, last = Row.objects.filter(register=kept.register.id).order_by("pk"), 0
    columns = ("pk", "version", "search", "struck_on", "values")
    while True:
        with as_stored():
            lot = list(rows.filter(pk__gt=last).values_list(*columns)[:AT_ONCE])
        for pk, version, search, struck_on, values in lot:
            yield pk, version, search, struck_on is None, values
        if len(lot) < AT_ONCE:
            return
        last = lot[-1][0]
