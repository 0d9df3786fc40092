"""Dossiers by a part of their number: on PostgreSQL by an index of all parts, elsewhere by reading the index of numbers."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from zhixian.web.accounts.models import Organisation
from zhixian.web.matters.models import Dossier

LONGEST = 3
"""Letters of the longest parts that the index holds."""
LATEST, OFTEN = 1000, 5
"""What stands in so many of the latest numbers stands in many: a year, one digit."""
MOST = 2000
"""So many dossiers or organisations are named one by one in the question for a list. What fits more of them, a list comes upon soon
enough in its own order."""


class _Holds(Func):
    """Whether the index of parts has the number under all of these."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """In PostgreSQL's words."""
        (number, _given), *parts = (compiler.compile(part) for part in self.source_expressions)
        places = ", ".join(sql for sql, _ in parts)
        given = tuple(one for _, some in parts for one in some)
        return f"matters_number_parts({number}) @> ARRAY[{places}]::text[]", given


def with_number(part: str) -> QuerySet[Dossier]:
    """All dossiers with this part in their number, whoever may see them."""
    rows = Dossier.objects.filter(number__contains=part)
    if connection.vendor != "postgresql":
        return rows
    return rows.filter(_Holds(F("number"), *map(Value, parts_of(part))))


def parts_of(text: str) -> list[str]:
    """Under what the index holds every number that has this in it; empty for an empty text."""
    long = min(LONGEST, len(text))
    return sorted({text[start : start + long] for start in range(len(text) - long + 1) if long})


def mentioning(rows: QuerySet[Dossier], *, number: str, name: str) -> QuerySet[Dossier]:
    """Of the rows those with this part in their number or this one in their applicant's name, or about the subject of that name."""
    numbers = None if _stands_in_many(number) else _few(with_number(number))
    applicants = Organisation.objects.filter(name__contains=name)
    few = _few(applicants)
    numbered = Q(number__contains=number) if numbers is None else Q(pk__in=numbers)
    return rows.filter(numbered | Q(organisation__in=applicants if few is None else few) | Q(subject=name))


def _stands_in_many(part: str) -> bool:
    latest = Dossier.objects.filter(number__isnull=False).order_by("-pk").values("pk")[:LATEST]
    return len(Dossier.objects.filter(pk__in=latest, number__contains=part).values_list("pk")[:OFTEN]) == OFTEN


def _few(rows: QuerySet[Any]) -> list[int] | None:
    """The keys, or None when they are many."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    return None if len(keys) > MOST else keys
