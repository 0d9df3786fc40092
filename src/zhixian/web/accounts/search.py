"""Where a search looks for people and for the organisations that act on the site."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from zhixian.core.registry.numbers import credit_code
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.queries import SEES_ALL, seats_visible_to
from zhixian.web.kit.finds import Find, Words


def organisations_visible_to(user: Any) -> QuerySet[Organisation]:
    """Those of which the person sees a seat."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    seats = seats_visible_to(user).filter(organisation__isnull=False)
    return Organisation.objects.filter(pk__in=seats.order_by().values("organisation"))


def search_organisations(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Organisations that the person sees, by name or credit code."""
    rows = organisations_visible_to(user).filter(words.on("name", "credit_code")).order_by("name", "pk")
    return [_organisation(row, user) for row in rows[first : first + most]]


def organisation_numbered(user: Any, words: Words) -> list[Find]:
    """The organisation of that 统一社会信用代码."""
    code, _ = credit_code(words.text)
    rows = organisations_visible_to(user).filter(credit_code=code) if code else []
    return [_organisation(row, user) for row in rows]


def _organisation(row: Organisation, user: Any) -> Find:
    if user.roles & SEES_ALL:
        link = f"{reverse('all_seats')}?{urlencode({'q': row.name})}"
    elif row.pk in user.organisations:
        link = reverse("people")
    else:
        link = f"{reverse('parties')}?{urlencode({'q': row.name})}"
    note = "" if row.confirmed_at else "待确认"
    return Find(title=row.name, link=link, number=row.credit_code or "", note=note)


def search_people(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """People whose open seats the person sees, by name or mail."""
    if not user.is_authenticated:
        return []
    seats = seats_visible_to(user).filter(words.on("user__name", "user__email"), closed_at=None)
    link = reverse("all_seats" if user.roles & SEES_ALL else "people")
    return [
        Find(
            title=str(seat.user),
            link=f"{link}?{urlencode({'q': seat.user.name or seat.user.email})}" if user.roles & SEES_ALL else link,
            note=str(seat),
        )
        for seat in seats.order_by("user__name", "pk")[first : first + most]
    ]
