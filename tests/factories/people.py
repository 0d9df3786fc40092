"""People with seats, as tests need them."""

from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from zhixian.web.accounts.models import Organisation, Seat, User
from zhixian.web.accounts.roles import OUTSIDE
from zhixian.web.kit.clock import now

_numbers = count(1)
PASSWORD = "correct horse battery"


def make_person(role: str | None = None, *, unit: str = "", organisation: Organisation | None = None, **fields) -> User:
    """A person with a confirmed address; with a seat when a role is given, and a second factor when the seat is in a unit."""
    email = fields.pop("email", f"person{next(_numbers)}@example.test")
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        if role in OUTSIDE and organisation is None:
            organisation = make_organisation(kind=role)
        elif role not in OUTSIDE and not unit:
            unit = "industry_science_bureau"
        Seat.objects.create(user=user, role=role, unit=unit, organisation=organisation)
    if unit:
        TOTP.activate(user, generate_totp_secret())
    return user


def make_organisation(*, kind: str = "enterprise", confirmed: bool = True, **fields) -> Organisation:
    """A confirmed enterprise or bank."""
    number = next(_numbers)
    given = {"name": f"测试企业{number}", "credit_code": f"91350823MA{number:08d}", "party": f"ORG{number}", **fields}
    return Organisation.objects.create(kind=kind, confirmed_at=now() if confirmed else None, **given)
