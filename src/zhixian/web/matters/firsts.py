"""The first dossiers of every section of an office desk, each read from the end of an index where it stands.

Which dossiers belong to a section, `queries.desk_of` and `queries.elsewhere` say; this room finds the first of them without
walking past the others. For each unit and step one short reading, all of them in one statement.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from zhixian.core.workflow.model import OFFICE
from zhixian.web.kit.duties import DATED, Ask, When
from zhixian.web.matters.models import Dossier, DossierUnit
from zhixian.web.matters.queries import ROLE_OF, dossiers_visible_to, steps_by_version

AT_ONCE = 100
"""Readings in one statement."""
_UNIT, _STEP = "(unit)", "(step)"
"""Stand in a reading for what is put there; no unit and no step is called so."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A unit and a step, of these versions only when some are named."""

    unit: str
    step: str
    versions: frozenset[str] = frozenset()


def firsts(user: Any, ask: Ask, whens: Collection[When], *, units: frozenset[str]) -> dict[When, list[int]]:
    """Section → keys of its first `ask.most` dossiers in their order, as they lie with these units or wait elsewhere."""
    turns, others = _places(user, units)
    readings: list[tuple[When, str, Sequence[Any]]] = []
    for when in (*DATED, "undated"):
        if when in whens:
            rows = replace(ask, when=when).within(_lying(user, ask, dossiers_visible_to(user)))
            readings += _at(when, turns, rows, ask)
    if "waiting" in whens:
        had = Exists(DossierUnit.objects.filter(dossier=OuterRef("pk"), unit__in=units))
        rows = _lying(user, ask, Dossier.objects.filter(had, number__isnull=False)).order_by("entered_on", "pk")
        readings += _at("waiting", others, rows, ask)
        readings += [("waiting", *_away(user, ask, unit, units)) for unit in sorted(units)]
    return _merged(readings, ask.most)


def _lying(user: Any, ask: Ask, rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Open ones of one unit and step that the person may handle."""
    rows = rows.filter(unit=_UNIT, step=_STEP, outcome="")
    if user.applies_for:
        rows = rows.exclude(organisation__in=user.applies_for)
    return rows.filter(assignee=None) if ask.whose == "free" else rows


def _at(
    when: When, places: Sequence[_Place], rows: QuerySet[Dossier], ask: Ask
) -> Iterator[tuple[When, str, Sequence[Any]]]:
    """The reading at each place; what they share is put into SQL once."""
    by = str(rows.query.order_by[0])
    shapes: dict[frozenset[str], tuple[str, Sequence[Any]]] = {}
    for place in places:
        if place.versions not in shapes:
            of = rows.filter(pinned__in=sorted(place.versions)) if place.versions else rows
            shapes[place.versions] = _sql(of.values_list(by, "pk")[: ask.most])
        sql, params = shapes[place.versions]
        put = {_UNIT: place.unit, _STEP: place.step}
        yield when, sql, [put.get(param, param) if isinstance(param, str) else param for param in params]


def _away(user: Any, ask: Ask, unit: str, units: frozenset[str]) -> tuple[str, Sequence[Any]]:
    """Open ones that the unit had and that lie with none of these units, the longest there first."""
    rows = DossierUnit.objects.filter(unit=unit, away_since__isnull=False, dossier__outcome="")
    rows = rows.filter(dossier__number__isnull=False).exclude(dossier__unit__in=sorted(units))
    if user.applies_for:
        rows = rows.exclude(dossier__organisation__in=user.applies_for)
    if ask.whose == "free":
        rows = rows.filter(dossier__assignee=None)
    rows = rows.order_by("away_since", F("dossier_id"))
    return _sql(rows.values_list("away_since", "dossier_id")[: ask.most])


def _sql(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    return rows.query.sql_with_params()


def _merged(readings: Sequence[tuple[When, str, Sequence[Any]]], most: int) -> dict[When, list[int]]:
    """What the readings find, section by section, in order."""
    found: dict[When, set[tuple[Any, int]]] = defaultdict(set)
    for start in range(0, len(readings), AT_ONCE):
        part = readings[start : start + AT_ONCE]
        sql = " UNION ALL ".join(f"SELECT {n}, r{n}.* FROM ({sql}) AS r{n}" for n, (_, sql, _) in enumerate(part))  # noqa: S608 -- Django's own
        with connection.cursor() as cursor:
            cursor.execute(sql, [param for _, _, params in part for param in params])
            for n, by, pk in cursor.fetchall():
                found[part[n][0]].add((by, pk))
    return {when: [pk for _, pk in sorted(rows)[:most]] for when, rows in found.items()}


def _places(user: Any, units: frozenset[str]) -> tuple[list[_Place], list[_Place]]:
    """Where it is the person's turn in these units, and where it is somebody else's of the office."""
    actors: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for version, steps in steps_by_version().items():
        for step, actor in steps.items():
            if actor in OFFICE:
                actors[step][actor].add(version)
    turns: list[_Place] = []
    others: list[_Place] = []
    for unit in sorted(units):
        own = {actor for actor, role in ROLE_OF.items() if unit in user.units_as(role)}
        for step, versions in sorted(actors.items()):
            turns += _parted(unit, step, versions, own)
            others += _parted(unit, step, versions, versions.keys() - own)
    return turns, others


def _parted(unit: str, step: str, versions: Mapping[str, set[str]], actors: Collection[str]) -> Iterator[_Place]:
    """The place where the step is one of the actors', of those versions in which it is, if it is."""
    here = frozenset(version for actor in actors for version in versions.get(actor, ()))
    if here:
        yield _Place(unit, step, frozenset() if len(here) == sum(map(len, versions.values())) else here)
