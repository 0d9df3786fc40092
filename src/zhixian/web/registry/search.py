"""Where a search looks for rights and parties of the current snapshot."""

from typing import Any

from django.urls import reverse

from zhixian.core.registry.numbers import credit_code
from zhixian.core.search.numbers_asked import is_number, keys_asked, keys_of
from zhixian.web.kit.finds import Find, Words
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.registry.models import IndexedParty, IndexedRight
from zhixian.web.registry.queries import find_parties
from zhixian.web.registry.rights import find_rights

MOST = 9
"""Rights shown for one number: a mark has one in each of its classes."""


def search_rights(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Rights that the person sees, by number, title or holder; where they cannot be searched now, one find that says so."""
    if not user.is_authenticated:
        return []
    try:
        return [_right(row) for row in find_rights(user, words.text, first=first, most=most)]
    except OutOfOrder as sorry:
        return [] if first else [Find(title="权利现在检索不了", link=reverse("rights"), note=str(sorry))]


def right_numbered(user: Any, words: Words) -> list[Find]:
    """The rights of that number, however it is spelled."""
    if not user.is_authenticated or not is_number(words.text):
        return []
    asked = set(keys_asked(words.text))
    try:
        found = find_rights(user, words.text, most=MOST)
    except OutOfOrder:  # `search_rights` says so
        return []
    return [_right(row) for row in found if asked & set(keys_of(row.number))]


def _right(row: IndexedRight) -> Find:
    return Find(
        title=row.title or row.kind_name,
        link=reverse("right", args=[row.right_id]),
        number=row.number or row.right_id,
        note="，".join(filter(None, [row.kind_name, row.holder_name, row.status])),
    )


def search_parties(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Parties that the person sees, by name."""
    if not user.is_authenticated:
        return []
    return [_party(row) for row in find_parties(user, words.text)[first : first + most]]


def party_numbered(user: Any, words: Words) -> list[Find]:
    """The party that the registry knows by that id or 统一社会信用代码."""
    if not user.is_authenticated:
        return []
    code, _ = credit_code(words.text)
    ids = {words.text, code or words.text}
    return [_party(row) for row in IndexedParty.objects.visible_to(user).filter(party_id__in=ids)]


def _party(row: IndexedParty) -> Find:
    return Find(
        title=row.name,
        link=reverse("party", args=[row.party_id]),
        note="，".join(filter(None, [row.kind_name, f"有效权利 {row.rights} 件" if row.rights else ""])),
    )
