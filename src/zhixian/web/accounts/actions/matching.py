"""Organisations find their party in the registry: after each publication by code and name, or by the hand of an officer."""

from django.db import transaction
from django.urls import reverse

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.parties import is_now
from zhixian.web.accounts.models import Organisation, User
from zhixian.web.accounts.queries import clerks_of, decides_claims, holder_of_party, parties_meant, party_for
from zhixian.web.kit import record
from zhixian.web.kit.notices import tell

MATCHED = "登记数据已经对上贵单位"
WHAT_NOW = "名下的权利、贷款和项目现在可以查看，也可以据此申报。"


def match_organisations() -> int:
    """Try again for each confirmed organisation that is no party of the registry yet; how many have been found."""
    waiting = Organisation.objects.filter(party="").exclude(confirmed_at=None).order_by("pk")
    return sum(_match(pk) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _match(pk: int) -> bool:
    organisation = Organisation.objects.select_for_update().get(pk=pk)
    party = "" if organisation.party else party_for(organisation)
    if not party or not is_now(organisation, party):
        return False
    _tell(organisation)
    record.write("organisation_matched", organisation, by=None, party=party)
    return True


@transaction.atomic
def set_party(organisation: Organisation, text: str, *, seen: str, why: str, by: User) -> Organisation:
    """Say which party of the registry an organisation is, by its id or name, or with "" that it is none; `seen` is what the page
    showed. Refused when somebody was quicker, the registry has no such party or several, or another organisation is it."""
    if not decides_claims(by):
        raise UnableTo("登记主体由领导小组办公室或其所在单位的人对上。")
    fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if fresh.party != seen:
        raise UnableTo(f"刚被别人改过，登记主体现在是“{fresh.party or '没有对上'}”，看过再决定。")
    if not why.strip():
        raise UnableTo("没有写理由，写明凭什么认定。")
    party = _meant(text)
    if party == fresh.party:
        raise UnableTo(f"登记主体已经是“{party or '没有对上'}”，没有改动。")
    if other := holder_of_party(party, but=fresh):
        raise UnableTo(f"主体 {party} 已经对上{other}（{other.credit_code}），一个主体只能是一个单位；先更正那一个。")
    if not is_now(fresh, party):
        raise UnableTo(f"主体 {party} 刚刚对上了另一个单位，一个主体只能是一个单位；看过再决定。")
    _tell(fresh)
    record.write("organisation_party_set", fresh, by=by, before=seen, party=party, why=why.strip())
    return fresh


def _meant(text: str) -> str:
    if not text.strip():
        return ""
    found = parties_meant(text)
    if not found:
        raise UnableTo(f"登记数据里没有编号或名称是“{text.strip()}”的主体，请从主体页面抄编号。")
    if len(found) > 1:
        raise UnableTo(f"叫“{text.strip()}”的主体不止一个：{'、'.join(party.id for party in found[:10])}，请填编号。")
    return found[0].id


def _tell(organisation: Organisation) -> None:
    if organisation.party and organisation.confirmed_at:
        tell(
            clerks_of(organisation),
            MATCHED,
            body=WHAT_NOW,
            link=reverse("matters"),
            subject=record.name_of(organisation),
        )
