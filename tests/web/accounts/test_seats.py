"""Who may give which seat, and what becomes of invitations."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from factories.people import PASSWORD, make_person
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.seats import accept_invitation, close_seat, invite, move_seat, withdraw_invitation
from zhixian.web.accounts.models import Invitation, Seat, User
from zhixian.web.accounts.queries import clerks_of, gives, is_vain, may_give, people_as, seats_visible_to
from zhixian.web.accounts.roles import ADMIN, AUDITOR, BANK, CHIEF, CUSTODIAN, ENTERPRISE, FINANCE, HANDLER, LEAD, STAFF
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.kit.plan import lead_office, units_with_people

OWN, OTHER = "finance_bureau", "court"
UNITS = [unit.id for unit in units_with_people()]

# What each role may give: in the own unit, in any other. LEAD has a seat in the lead office only.
TABLE = {
    HANDLER: (set(), set()),
    FINANCE: (set(), set()),
    AUDITOR: (set(), set()),
    CUSTODIAN: (set(), set()),
    CHIEF: ({HANDLER, CHIEF}, set()),
    LEAD: ({HANDLER, CHIEF, FINANCE, AUDITOR}, {HANDLER, CHIEF, FINANCE, AUDITOR}),
    ADMIN: (set(STAFF) - {LEAD}, set(STAFF) - {LEAD}),
}


@pytest.mark.parametrize("giver", STAFF)
def test_every_role_gives_exactly_what_the_table_says(giver):
    person = make_person(giver, unit=OWN)
    given = {unit: {role for role in (*STAFF, ENTERPRISE, BANK) if may_give(person, role, unit)} for unit in UNITS}
    office = {LEAD} if giver in {LEAD, ADMIN} else set()
    own, other = TABLE[giver]
    expected = {unit: (own if unit == OWN else other) | (office if unit == lead_office() else set()) for unit in UNITS}
    assert given == expected
    offered = {unit: {role for role in roles if not is_vain(role, unit)} for unit, roles in expected.items()}
    assert {unit: set(roles) for unit, roles in gives(person)} == {u: r for u, r in offered.items() if r}


@pytest.mark.parametrize("role", [ENTERPRISE, BANK])
def test_clerks_give_no_seats_in_units(role):
    person = make_person(role)
    assert [1 for unit in UNITS for given in STAFF if may_give(person, given, unit)] == []


def test_a_closed_seat_gives_nothing():
    person = make_person(ADMIN, unit=OWN)
    person.seats.update(closed_at=person.joined)
    assert gives(User.objects.get(pk=person.pk)) == []


@pytest.fixture
def chief():
    return make_person(CHIEF, unit=OWN, name="邱局长")


@pytest.fixture
def invited(chief, django_capture_on_commit_callbacks):
    """An invitation as it was mailed: (row, token)."""
    with django_capture_on_commit_callbacks(execute=True):
        row = invite(
            "New@Example.test",
            HANDLER,
            OWN,
            by=chief,
            link=lambda token: f"http://testserver/accounts/invitations/{token}/",
        )
    return row, re.search(r"/invitations/([^/]+)/", mail.outbox[-1].body)[1]


def test_the_mail_holds_the_token_and_the_database_does_not(invited):
    row, token = invited
    assert mail.outbox[-1].to == ["new@example.test"]
    assert "邱局长邀请您担任 县财政局 经办" in mail.outbox[-1].body
    assert token not in str(Invitation.objects.filter(pk=row.pk).values().get())
    assert row.expires_at - row.invited_at < timedelta(days=7, minutes=1)


def test_a_new_person_accepts_once(client, invited):
    row, token = invited
    address = f"/accounts/invitations/{token}/"
    answer = client.post(address, {"name": "赖文", "password": "long enough 2020"})
    assert answer.headers["Location"] == "/accounts/second-factor/"
    person = User.objects.get(email="new@example.test")
    assert [(seat.role, seat.unit, seat.given_by) for seat in person.seats.all()] == [(HANDLER, OWN, row.invited_by)]
    assert person.emailaddress_set.get().verified
    assert client.get("/people/").headers["Location"] == "/accounts/second-factor/"
    assert Notice.objects.get(user=row.invited_by).title == "赖文 接受了邀请，担任县财政局 经办"
    assert "已经用过" in client.post(address).content.decode()
    assert person.seats.count() == 1


def test_a_weak_password_is_refused_beside_the_field(client, invited):
    page = client.post(
        f"/accounts/invitations/{invited[1]}/", {"name": "赖文", "password": "1234567890"}
    ).content.decode()
    assert 'id="id_password_error"' in page
    assert not User.objects.filter(email="new@example.test").exists()


def test_somebody_with_an_account_signs_in_first(client, invited):
    person = make_person(email="new@example.test")
    address = f"/accounts/invitations/{invited[1]}/"
    assert "已经有账号，请先登录" in client.get(address).content.decode()
    assert client.post(address, {"name": "别人", "password": "long enough 2020"}).status_code == 200
    assert not person.seats.exists()
    client.force_login(person)
    assert client.post(address).status_code == 302
    assert person.seats.get().unit == OWN


def test_an_invitation_is_for_its_address_only(client, invited):
    client.force_login(make_person())
    assert "这份邀请发给 new@example.test" in client.post(f"/accounts/invitations/{invited[1]}/").content.decode()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda row: Invitation.objects.filter(pk=row.pk).update(expires_at=row.invited_at), "已经过期"),
        (lambda row: withdraw_invitation(row, by=row.invited_by), "已经撤回"),
        (lambda row: row.invited_by.seats.update(closed_at=row.invited_at), "已经不能给出这个席位"),
    ],
)
def test_an_invitation_that_is_over_gives_nothing(invited, spoil, words):
    spoil(invited[0])
    with pytest.raises(UnableTo, match=words):
        accept_invitation(invited[0], by=make_person(email="new@example.test"))


def test_a_token_nobody_was_given_opens_nothing(client):
    assert client.get("/accounts/invitations/guess/").status_code == 404


def test_the_page_of_an_invitation_that_is_over_asks_for_nothing(client, invited):
    withdraw_invitation(invited[0], by=invited[0].invited_by)
    page = client.get(f"/accounts/invitations/{invited[1]}/").content.decode()
    assert "已经撤回" in page
    assert "开通账号并接受" not in page


def test_a_second_invitation_replaces_the_first(invited, chief):
    invite("new@example.test", HANDLER, OWN, by=chief, link=str)
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1
    assert Invitation.objects.get(pk=invited[0].pk).withdrawn_at


@pytest.mark.parametrize(
    ("email", "role", "unit", "words"),
    [
        (None, HANDLER, OWN, "不能邀请自己"),
        ("a@example.test", HANDLER, OTHER, "不能办理县法院"),
        ("a@example.test", FINANCE, OWN, "不能办理县财政局的“财政拨付”"),
        ("a@example.test", ADMIN, OWN, "不能办理"),
    ],
)
def test_what_a_chief_may_not_give_is_refused(chief, email, role, unit, words):
    with pytest.raises(UnableTo, match=words):
        invite(email or chief.email, role, unit, by=chief, link=str)
    assert not Invitation.objects.exists()


def test_only_what_may_be_given_is_offered_and_taken(sign_in):
    client = sign_in(CHIEF, unit=OWN)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/people/invite/").content.decode()
    assert f'value="{OWN}:handler"' in page
    assert "court:handler" not in page
    assert client.post("/people/invite/", {"email": "a@example.test", "seat": "court:handler"}).status_code == 200
    assert not Invitation.objects.exists()
    assert client.post("/people/invite/", {"email": "a@example.test", "seat": f"{OWN}:handler"}).status_code == 302
    assert Invitation.objects.get().email == "a@example.test"


def test_inviting_asks_for_the_password_again(sign_in):
    assert sign_in(CHIEF, unit=OWN).get("/people/invite/").headers["Location"].startswith("/accounts/reauthenticate/")


def test_a_seat_is_closed_with_its_reason_and_stays_in_the_history(chief):
    person = make_person(HANDLER, unit=OWN)
    close_seat(person.seats.get(), by=chief, why="退休")
    seat = person.seats.get()
    assert (seat.closed_by, seat.closed_why) == (chief, "退休")
    assert User.objects.get(pk=person.pk).roles == frozenset()
    assert Notice.objects.get(user=person).body == "退休"
    with pytest.raises(UnableTo, match="已经关闭"):
        close_seat(seat, by=chief, why="再来")


def test_nobody_closes_the_own_seat_and_the_last_administrator_stays(chief):
    with pytest.raises(UnableTo, match="自己的席位"):
        close_seat(chief.seats.get(), by=chief, why="x")
    admin, other = make_person(ADMIN, unit=OWN), make_person(ADMIN, unit=OTHER)
    close_seat(other.seats.get(), by=admin, why="x")
    with pytest.raises(UnableTo, match="自己的席位"):
        close_seat(admin.seats.get(), by=admin, why="x")
    admin.seats.filter(role=ADMIN).update(closed_at=None)
    third = make_person(ADMIN, unit=OTHER)
    admin.is_active = False
    admin.save()
    with pytest.raises(UnableTo, match="最后一个系统管理员"):
        close_seat(third.seats.get(), by=admin, why="x")


def test_a_person_moves_and_both_seats_are_told(chief):
    lead, person = make_person(LEAD, unit=lead_office()), make_person(HANDLER, unit=OWN)
    with pytest.raises(UnableTo, match="县法院"):
        move_seat(person.seats.get(), OTHER, by=chief, why="轮岗")
    move_seat(person.seats.get(), OTHER, by=lead, why="轮岗")
    assert [(seat.unit, bool(seat.closed_at)) for seat in person.seats.order_by("id")] == [(OWN, True), (OTHER, False)]
    assert Entry.objects.get(action="seat_moved").detail["why"] == "轮岗"


def test_who_sees_which_seats(chief):
    colleague, stranger = make_person(HANDLER, unit=OWN), make_person(HANDLER, unit=OTHER)
    clerk, rival = make_person(ENTERPRISE), make_person(ENTERPRISE)
    seen = {person: {seat.user for seat in seats_visible_to(person)} for person in (chief, colleague, stranger, clerk)}
    assert seen == {
        chief: {chief, colleague}, colleague: {chief, colleague}, stranger: {stranger}, clerk: {clerk},
    }  # fmt: skip
    auditor = make_person(AUDITOR, unit=OTHER)
    assert {seat.user for seat in seats_visible_to(auditor)} == {chief, colleague, stranger, clerk, rival, auditor}


def test_a_seat_out_of_sight_is_not_found(sign_in):
    seat = make_person(HANDLER, unit=OTHER).seats.get()
    client = sign_in(CHIEF, unit=OWN)
    assert client.get(f"/people/{seat.pk}/close/").status_code == 404
    assert client.post(f"/people/{seat.pk}/close/", {"why": "x"}).status_code == 404
    assert client.get(f"/people/{seat.pk}/move/").status_code == 403
    assert client.get("/people/all/").status_code == 403


def test_a_handler_who_sees_a_seat_cannot_close_it(sign_in):
    seat = make_person(HANDLER, unit=OWN).seats.get()
    client = sign_in(HANDLER, unit=OWN)
    assert "关闭<" not in client.get("/people/").content.decode()
    assert "您不能办理" in client.post(f"/people/{seat.pk}/close/", {"why": "x"}).content.decode()
    assert Seat.objects.get(pk=seat.pk).closed_at is None


def test_the_register_is_searched_in_as_many_queries_whatever_its_length(sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(ADMIN, unit=OWN)
    make_person(HANDLER, unit=OWN, name="赖一")
    with CaptureQueriesContext(connection) as few:
        assert "赖一" in client.get("/people/all/?q=赖").content.decode()
    for number in range(20):
        make_person(HANDLER, unit=OTHER, name=f"赖{number}")
    with django_assert_num_queries(len(few)):
        page = client.get("/people/all/?q=赖&role=handler").content.decode()
    assert "赖19" in page
    assert "全部席位" in page


def test_people_are_told_by_the_seats_that_count_now():
    """Once each, however many seats; nobody whose seat is closed or who has left; of an organisation nobody who waits."""
    twice, closed, left = (make_person(HANDLER, unit=OWN) for _ in range(3))
    Seat.objects.create(user=twice, role=CHIEF, unit=OWN)
    closed.seats.update(closed_at=closed.joined)
    User.objects.filter(pk=left.pk).update(is_active=False)
    make_person(HANDLER, unit=OTHER)
    assert list(people_as(HANDLER, CHIEF, unit=OWN)) == [twice]
    clerk = make_person(ENTERPRISE)
    asking = make_person()
    organisation = clerk.seats.get().organisation
    Seat.objects.create(user=asking, role=ENTERPRISE, organisation=organisation, waits=True)
    assert list(clerks_of(organisation)) == [clerk]
