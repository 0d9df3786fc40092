"""Dossiers by a part of their number or of what they are about: on PostgreSQL by an index of all parts, elsewhere by reading the index
of numbers, or of subjects, instead of the rows."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.finds import Words
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


class _About(Func):
    """Whether the index of parts has the subject's id and name under all of these."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """In PostgreSQL's words."""
        (subject, _given), (name, _no), *parts = (compiler.compile(part) for part in self.source_expressions)
        places = ", ".join(sql for sql, _ in parts)
        given = tuple(one for _, some in parts for one in some)
        return f"matters_number_parts(upper({subject} || ' ' || {name})) @> ARRAY[{places}]::text[]", given


def about(part: str) -> QuerySet[Dossier]:
    """All dossiers with this part in the id or the name of what they are about, whoever may see them."""
    rows = Dossier.objects.filter(Q(subject__icontains=part) | Q(subject_name__icontains=part))
    if connection.vendor != "postgresql":
        return rows
    return rows.filter(_About(F("subject"), F("subject_name"), *map(Value, parts_of(part.upper()))))


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


def speaking_of(rows: QuerySet[Dossier], words: Words, *, matters: Collection[str]) -> QuerySet[Dossier]:
    """Of the rows those with every part of the words in their number, in their applicant's name or credit code or in what they are about,
    and those of these matters. No other table is joined, so that a list finds what stands in many in its own order."""
    few = set(_few(Dossier.objects.filter(matter__in=matters)) or ()) if matters else set()
    of_matters = Q(pk__in=few) if few else Q(matter__in=matters)
    every: set[int] | None = None
    many = Q()
    for ways in words.spellings:
        keys = _keys_speaking_of(ways)
        if keys is None:
            many &= _in_any(ways)
        else:
            every = keys if every is None else every & keys
    wanted = many if every is None else Q(pk__in=every) & many
    return rows.filter(wanted | of_matters if matters else wanted)


def _in_any(ways: Collection[str]) -> Q:
    found = Q()
    for way in ways:
        found |= Q(number__icontains=way) | Q(subject_name__icontains=way) | Q(subject__icontains=way)
        found |= Q(organisation__in=_applicants(way))
    return found


def _applicants(way: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(name__icontains=way) | Q(credit_code__icontains=way))


def _keys_speaking_of(ways: Collection[str]) -> set[int] | None:
    """The keys of all dossiers that have one of these in one of the fields, or None when they are many."""
    found: set[int] = set()
    for way in sorted(ways):
        applicants = _few(_applicants(way))
        if _stands_in_many(way) or applicants is None:
            return None
        numbered = [with_number(one) for one in dict.fromkeys((way, way.upper()))]
        for rows in (Dossier.objects.filter(organisation__in=applicants), *numbered, about(way)):
            keys = _few(rows)
            if keys is None:
                return None
            found.update(keys)
    return found if len(found) <= MOST else None


def _stands_in_many(part: str) -> bool:
    latest = Dossier.objects.filter(number__isnull=False).order_by("-pk").values("pk")[:LATEST]
    return len(Dossier.objects.filter(pk__in=latest, number__contains=part).values_list("pk")[:OFTEN]) == OFTEN


def _few(rows: QuerySet[Any]) -> list[int] | None:
    """The keys, or None when they are many."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    return None if len(keys) > MOST else keys
