"""Where a search looks for dossiers, for what is in 公示, and for the matters one can apply for."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhixian.web.kit.clock import today
from zhixian.web.kit.finds import Find, Words, around
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.numbered import speaking_of
from zhixian.web.matters.queries import BULKY, dossiers_visible_to, published_dossiers

_FIELDS = ("number", "organisation__name", "organisation__credit_code", "subject_name", "subject")


def search_dossiers(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Dossiers that the person sees, by number, applicant, credit code, object or matter; the latest changed first."""
    if not user.is_authenticated:
        return []
    rows, order = dossiers_visible_to(user), ("-changed_at", "-pk")
    if user.is_office:
        wanted = speaking_of(rows.select_related(None), words, matters=_named(words)).order_by(*order)
        rows = rows.filter(pk__in=list(wanted.values_list("pk", flat=True)[first : first + most]))
        return [_found(row) for row in rows.defer(*BULKY).order_by(*order)]
    own = rows.filter(words.on(*_FIELDS) | Q(matter__in=_named(words)))  # few, by the index of whose they are
    return [_found(row) for row in own.defer(*BULKY).order_by(*order)[first : first + most]]


def dossier_numbered(user: Any, words: Words) -> list[Find]:
    """The dossier of that number, if the person sees it."""
    return [_found(row) for row in dossiers_visible_to(user).filter(number__in=words.numbers).defer(*BULKY)]


def _named(words: Words) -> list[str]:
    """The matters whose names have the words."""
    return [found.matter.id for found in site_matters().values() if words.stand_in(found.matter.name)]


def _found(row: Dossier) -> Find:
    return Find(
        title=f"{row.its_matter.name}，{row.organisation}",
        link=reverse("dossier", args=[row.pk]),
        number=row.number or "未提交",
        note="，".join(filter(None, [row.now_in.name, row.subject_name])),
    )


def search_publicity(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """What is in 公示 today, by applicant or matter: what the public's own list says of it, and nothing else."""
    rows = published_dossiers(as_of=today()).filter(words.on("organisation__name") | Q(matter__in=_named(words)))
    return [
        Find(
            title=f"{row.its_matter.name}，{row.organisation}",
            link=reverse("publicity_of", args=[row.pk]),
            note=f"公示至 {row.publicity_until}",
        )
        for row in rows.defer(*BULKY)[first : first + most]
    ]


def search_matters(user: Any, words: Words, first: int, most: int) -> Sequence[Find]:
    """Matters one can apply for, by name, clause or what they ask for."""
    found = [
        Find(
            title=definition.matter.name,
            link=reverse("matter", args=[name]),
            note=the_plan().place_name(definition.matter.clause),
            text=around(definition.matter.summary, words),
        )
        for name, definition in site_matters().items()
        if words.stand_in(definition.matter.name, definition.matter.summary)
    ]
    return found[first : first + most]
