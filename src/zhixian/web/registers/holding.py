"""What holds up the days of many rows, asked for at once."""

from collections import defaultdict
from collections.abc import Sequence

from zhixian.web.registers.definitions import parts_of
from zhixian.web.registers.models import Row

AT_ONCE = 500
"""So many rows are asked for in one question, each of which is a parameter."""


def holders_of(rows: Sequence[Row]) -> dict[int, frozenset[str]]:
    """By row, the registers of which a row that belongs to it holds its days up, as `Row.held_by`; one question for some hundred rows,
    none where nothing can belong to any of them."""
    found: dict[int, set[str]] = defaultdict(set)
    keys = [row.pk for row in rows if parts_of(row.register)]
    for start in range(0, len(keys), AT_ONCE):
        for part in Row.objects.filter(of__in=keys[start : start + AT_ONCE], struck_on=None):
            if part.of_id and part.holds:
                found[part.of_id].add(part.register)
    return {row.pk: frozenset(found.get(row.pk, ())) for row in rows}
