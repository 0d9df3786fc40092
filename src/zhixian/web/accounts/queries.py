"""Who may see and give which seats, and what waits for whom."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Case, Q, QuerySet, When

from zhixian.core.analysis.finding import Party, find_parties, known_parties, party_of
from zhixian.core.registry.snapshot import current, current_id
from zhixian.core.registry.staging import normalise_name
from zhixian.web.accounts.models import ApiToken, Invitation, Organisation, Seat, User
from zhixian.web.accounts.roles import ADMIN, AUDITOR, CHIEF, EVERYWHERE, GIVES, HANDLER, LEAD, OVERSEERS
from zhixian.web.kit.plan import companies, host_unit, lead_office, units_with_people

SEES_ALL = frozenset({LEAD, ADMIN, AUDITOR})
MOST_LIKE = 10
"""Parties that are proposed for an organisation."""


def seats_visible_to(user: User) -> QuerySet[Seat]:
    """Seats of the own units and confirmed organisations; every seat for the lead office, administrators and auditors."""
    seats = Seat.objects.select_related("user", "organisation").order_by("unit", "organisation__name", "role", "id")
    if user.roles & SEES_ALL:
        return seats
    own = Q(user=user) | Q(organisation__in=user.organisations)
    if user.units:
        own |= Q(unit__in=user.units)
    if decides_claims(user):
        own |= Q(organisation__isnull=False)
    return seats.filter(own)


def invitations_visible_to(user: User, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations that are still open: of the own units, or all."""
    pending = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).order_by("-id")
    return pending if user.roles & SEES_ALL else pending.filter(unit__in=user.units)


def may_give(user: User, role: str, unit: str) -> bool:
    """Whether somebody may give or close a seat with that role in that unit."""
    if role == LEAD and unit != lead_office():
        return False
    return any(
        role in GIVES.get(seat.role, ()) and seat.role in user.roles and (seat.role in EVERYWHERE or seat.unit == unit)
        for seat in user.held
        if seat.counts and seat.unit
    )


def is_vain(role: str, unit: str) -> bool:
    """Whether a seat with that role in that unit would bring nothing: to read of every unit is not for companies."""
    return role in OVERSEERS and unit in companies()


def gives(user: User) -> list[tuple[str, list[str]]]:
    """(unit, roles) of everything somebody may give, in the order of the plan and of the roles."""
    from zhixian.web.accounts.roles import STAFF

    table = [
        (unit.id, [role for role in STAFF if may_give(user, role, unit.id) and not is_vain(role, unit.id)])
        for unit in units_with_people()
        if user.roles & EVERYWHERE or unit.id in user.units
    ]
    return [(unit, roles) for unit, roles in table if roles]


def people_with(seats: Q) -> QuerySet[User]:
    """Active people with a seat that counts now and of which `seats`, a condition on `Seat`, holds."""
    return User.objects.filter(
        is_active=True, pk__in=Seat.objects.filter(seats, closed_at=None, waits=False).values("user")
    )


def people_as(*roles: str, unit: str) -> QuerySet[User]:
    """Active people who hold one of the roles in a unit now."""
    return people_with(Q(role__in=roles, unit=unit))


def administrators() -> QuerySet[User]:
    """Whoever runs the site."""
    return people_with(Q(role=ADMIN))


def decides_claims(user: User) -> bool:
    """Whether somebody confirms who acts for an organisation: the lead office, and whoever sits in the unit that hosts it."""
    return LEAD in user.roles or host_unit() in user.units


def may_confirm(user: User, seat: Seat) -> bool:
    """Whether somebody may confirm a waiting seat: those who decide claims; a clerk whose organisation is confirmed."""
    if seat.user_id == user.pk or seat.organisation is None:
        return False
    return decides_claims(user) or seat.organisation_id in user.organisations


def tokens_visible_to(user: User) -> QuerySet[ApiToken]:
    """A person's own tokens; nobody sees another's."""
    return ApiToken.objects.filter(user=user).select_related("organisation")


def places_of(user: User) -> list[Seat]:
    """One seat for each unit and organisation in which the person may do something: where a token can count."""
    counting = [seat for seat in user.held if seat.counts]
    return list({(seat.unit, seat.organisation_id): seat for seat in counting}.values())


def claims_waiting(user: User) -> QuerySet[Seat]:
    """Seats that wait for this person's word, the oldest first; who only oversees seats decides on none."""
    waiting = seats_visible_to(user).filter(waits=True, closed_at=None).exclude(user=user)
    own = waiting if decides_claims(user) else waiting.filter(organisation__in=user.organisations)
    return own.order_by("given_at", "id")


def people_who_decide_claims() -> QuerySet[User]:
    """Everybody who is told of a claim."""
    return people_with(Q(role=LEAD) | Q(unit=host_unit()))


def clerks_of(organisation: Organisation) -> QuerySet[User]:
    """People who act for an organisation now."""
    if organisation.unit:
        return people_with(Q(unit=organisation.unit, role__in=(HANDLER, CHIEF)))
    return people_with(Q(organisation=organisation))


def party_called(name: str, credit_code: str) -> str | None:
    """party_id of the registry's party with that code, else with that name however its brackets and blanks are typed; None when
    there is none, more than one, or no registry yet."""
    if current_id(settings.DATA) is None:
        return None
    parties, key = known_parties(current(settings.DATA)), normalise_name(name)
    by_code = [party.id for party in parties if party.id == credit_code]
    found = by_code or [party.id for party in parties if party.key == key]
    return found[0] if len(found) == 1 else None


def holder_of_party(party: str, *, but: Organisation) -> Organisation | None:
    """Another confirmed organisation that is this party of the registry already."""
    others = Organisation.objects.filter(party=party).exclude(confirmed_at=None).exclude(pk=but.pk)
    return others.first() if party else None


def party_for(organisation: Organisation) -> str:
    """The party that an organisation is by its code or name, unless another one is it already; "" when nobody can tell."""
    party = party_called(organisation.name, organisation.credit_code or "") or ""
    return "" if holder_of_party(party, but=organisation) else party


def parties_like(organisation: Organisation) -> Sequence[Party]:
    """Parties of the registry that may be this organisation, for somebody to choose from."""
    if current_id(settings.DATA) is None:
        return []
    snapshot = current(settings.DATA)
    by_code = party_of(snapshot, organisation.credit_code or "")
    return ([by_code] if by_code else []) + find_parties(snapshot, organisation.name)[:MOST_LIKE]


def parties_meant(text: str) -> Sequence[Party]:
    """The parties that have this id or this very name."""
    if current_id(settings.DATA) is None:
        return []
    key = normalise_name(text)
    return [party for party in known_parties(current(settings.DATA)) if text.strip() == party.id or party.key == key]


def organisations_to_match(user: User) -> QuerySet[Organisation]:
    """Confirmed organisations, those first that are no party of the registry yet; none for who decides no claims."""
    if not decides_claims(user):
        return Organisation.objects.none()
    known = Case(When(party="", then=0), default=1)
    return Organisation.objects.exclude(confirmed_at=None).order_by(known, "name", "pk")
