"""The people of the sample county: one for each role and unit, two enterprises, a bank and two associations with a mark."""

import secrets
from datetime import date

from allauth.account.models import EmailAddress

# No public way leads to an authenticator set up beforehand, and it must be what the sign-in takes under its own settings.
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from ibis import _

from zhixian.core.engine import connect, read
from zhixian.core.plan.model import Plan
from zhixian.core.registry.numbers.credit_code import check_character
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import ENTERPRISE_KINDS, GI_MARK_KINDS, MARK_KINDS
from zhixian.web.accounts import demo
from zhixian.web.accounts.models import Organisation, Seat, User
from zhixian.web.accounts.roles import ADMIN, AUDITOR, BANK, CHIEF, CUSTODIAN, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.kit.clock import now
from zhixian.web.kit.plan import host_unit, lead_office, units_with_people
from zhixian.web.kit.world import World

_SURNAMES = "林陈黄张李王吴刘蔡杨郑邱赖丘温华范廖江游"
_GIVEN = "文明志华国庆建平春秋安康宁和顺"


def fill(world: World) -> None:
    """Add the people, their seats and organisations, and keep for the demo's own page how each signs in."""
    password = secrets.token_urlsafe(9)
    hashed = make_password(password)
    for key, (role, unit) in seats(world.plan).items():
        person = world.people[key] = _person(len(world.people), key, hashed)
        Seat.objects.create(user=person, role=role, unit=unit)
    for key, organisation in _organisations(world).items():
        world.organisations[key] = organisation
        person = world.people[key] = _person(len(world.people), key, hashed)
        Seat.objects.create(user=person, role=organisation.kind, organisation=organisation)
    demo.keep(password, world.people)


def seats(plan: Plan) -> dict[str, tuple[str, str]]:
    """Key → role and unit of everybody who sits in a unit."""
    office = lead_office()
    group = plan.units[office].parent or office
    found = {
        "lead": (LEAD, office),
        "finance": (FINANCE, _unit_called("财政") or host_unit()),
        "auditor": (AUDITOR, _unit_called("审计", "效能", "监察") or group),
        "custodian": (CUSTODIAN, office),
        "second_custodian": (CUSTODIAN, group),
        "admin": (ADMIN, office),
    }
    found[f"second_handler:{host_unit()}"] = (HANDLER, host_unit())
    for unit in units_with_people():
        found[f"handler:{unit.id}"] = (HANDLER, unit.id)
        found[f"chief:{unit.id}"] = (CHIEF, unit.id)
    return found


def _unit_called(*words: str) -> str | None:
    return next((unit.id for word in words for unit in units_with_people() if word in unit.name), None)


def _person(number: int, key: str, hashed: str) -> User:
    name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number % len(_GIVEN)] + _GIVEN[(number * 7 + 3) % len(_GIVEN)]
    email = f"{key.replace(':', '.').replace('_', '-')}@demo.test"
    person = User.objects.create(email=email, password=hashed, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    TOTP.activate(person, generate_totp_secret())
    return person


def _organisations(world: World) -> dict[str, Organisation]:
    region, at = world.plan.region, now()
    rows = [
        (key, ENTERPRISE, name, party)
        for key, (party, name) in zip(
            ("enterprise", "enterprise2"), liveliest(world.snapshot, region=region), strict=False
        )
    ]
    if bank := _busiest_lender(world.snapshot):
        rows.append(("bank", BANK, bank, ""))
    keepers = _latest_gi_keepers(world.snapshot, region=region, by=world.today)
    rows += [
        (key, ENTERPRISE, name, party)
        for key, (party, name) in zip(("association", "association2"), keepers, strict=False)
    ]
    return {
        key: Organisation.objects.create(
            kind=kind, name=name, party=party, confirmed_at=at, credit_code=_credit_code(number, region)
        )
        for number, (key, kind, name, party) in enumerate(rows, start=1)
    }


def liveliest(snapshot: Snapshot, *, region: str) -> list[tuple[str, str]]:
    """(party, name) of the two enterprises of the region with the most to show: a navigation project, marks, loans."""
    con = connect()
    parties, loans, rights, projects = (
        read(con, snapshot.path(table)) for table in ("parties", "loans", "rights", "projects")
    )
    counts = [
        projects.filter(projects.kind == "navigation").group_by(party_id="party").agg(projects=_.count()),
        rights.filter(rights.kind.isin(MARK_KINDS)).group_by(party_id="holder").agg(marks=_.count()),
        loans.group_by(party_id="borrower").agg(loans=_.count()),
    ]
    own = parties.filter(parties.region == region, parties.kind.isin(ENTERPRISE_KINDS))[["party_id", "name"]]
    for count in counts:
        own = own.left_join(count, "party_id").drop("party_id_right")
    breadth = sum(own[name].notnull().cast("int") for name in ("projects", "marks", "loans"))
    best = own.order_by([breadth.desc(), own.loans.fill_null(0).desc(), own.party_id]).limit(2)
    return [(row["party_id"], row["name"]) for row in best[["party_id", "name"]].to_pyarrow().to_pylist()]


def _latest_gi_keepers(snapshot: Snapshot, *, region: str, by: date) -> list[tuple[str, str]]:
    """(party, name) of the two whose geographical indications were registered last. The first has applied for no award yet."""
    con = connect()
    parties, rights = (read(con, snapshot.path(table)) for table in ("parties", "rights"))
    marks = rights.filter(_.gi, _.kind.isin(GI_MARK_KINDS), _.region == region, _.registered <= by)
    held = marks.inner_join(parties, marks.holder == parties.party_id).group_by("party_id", "name")
    latest = held.agg(last=_.registered.max()).order_by([_.last.desc(), _.party_id]).limit(2)
    return [(row["party_id"], row["name"]) for row in latest[["party_id", "name"]].to_pyarrow().to_pylist()]


def _busiest_lender(snapshot: Snapshot) -> str | None:
    loans = read(connect(), snapshot.path("loans"))
    lenders = loans.filter(_.lender.notnull()).group_by("lender").agg(loans=_.count())
    found = lenders.order_by([_.loans.desc(), _.lender]).limit(1).to_pyarrow().to_pylist()
    return found[0]["lender"] if found else None


def _credit_code(number: int, region: str) -> str:
    body = f"91{region}MA{number:07d}"
    return body + check_character(body)
