"""A bank's desk: its own loans only, what is to be done about them, and of subsidies the step alone."""

import pytest

from factories.matters import make_dossier
from factories.people import make_organisation, make_person
from factories.registers import kept_loans, values_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.portal.lending import loan_duties
from zhixian.web.registers.actions import enter_row

LOANS = "/loans/?show=all"


@pytest.fixture
def bank(county):
    """The bank that the small registry names as lender of every loan."""
    return make_organisation(kind="bank", name="某银行", party="")


def duties(person, when, **asked):
    return [(duty.number, duty.step) for duty in loan_duties(person, Ask(when, today(), **asked))]


def test_a_bank_sees_its_own_loans_and_how_far_a_subsidy_is(cast, bank, sign_in):
    dossier = make_dossier(cast, "review", subject="L1-1")
    client = sign_in("bank", organisation=bank)
    told = client.get(LOANS).content.decode()
    assert "全部 120" in told
    assert dossier.number in told
    assert dossier.now_in.name in told
    assert "9558801400100123456" not in told
    assert client.get(f"/dossiers/{dossier.pk}/").status_code == 404


def test_another_bank_and_one_that_nobody_confirmed_see_none(cast, bank, sign_in):
    make_dossier(cast, "review", subject="L1-1")
    other = make_person("bank", organisation=make_organisation(kind="bank", name="别的银行", party=""))
    waiting = make_person("bank", organisation=make_organisation(kind="bank", name="某银行", party="", confirmed=False))
    for person in (other, waiting, cast.applicant, cast.handler):
        assert [duties(person, when) for when in ("waiting", "later", "undated", "lately")] == [[]] * 4
    told = sign_in("bank", organisation=other.seats.get().organisation).get(LOANS).content.decode()
    assert "登记数据里没有本行的贷款" in told
    assert "L1-1" not in told
    assert sign_in("handler").get(LOANS).status_code == 403


def test_the_desk_tells_what_falls_due_and_what_waits(cast, bank, sign_in, settings):
    dossier = make_dossier(cast, "review", subject="L1-1")
    client = sign_in("bank", organisation=bank)
    assert len(duties(client.person, "later", most=200)) == 120
    assert duties(client.person, "waiting") == [(dossier.number, dossier.now_in.name)]
    assert duties(client.person, "later", whose="mine") == []
    settings.TODAY = "2019-01-02"
    assert duties(client.person, "overdue")[0] == ("L3-9", "已到期，没有还清的记录")
    assert duties(client.person, "later") == []
    assert "已到期，没有还清的记录" in client.get("/desk/").content.decode()


def test_the_page_costs_the_same_however_many_subsidies(cast, bank, sign_in, django_assert_max_num_queries):
    for subject in ("L1-1", "L1-2", "L1-3"):
        make_dossier(cast, "acceptance", subject=subject)
    client = sign_in("bank", organisation=bank)
    client.get(LOANS)
    with django_assert_max_num_queries(14):
        assert client.get(LOANS).content.decode().count("杭知办") >= 3


@pytest.mark.parametrize(
    ("typed", "steps"),
    [
        ("2019-11-20", ["登记数据里的到期日，台账里写的是 2019-11-20"]),
        (None, []),
        ("2018-12-01", []),
    ],
)
def test_a_later_day_in_the_register_does_not_hide_the_registrys(cast, bank, typed, steps):
    clerk = make_person("bank", organisation=bank)
    loan = next(duty for duty in loan_duties(clerk, Ask("later", today(), most=200)))
    assert loan.due
    values = values_of(loan=loan.number, drawn="2018-01-03", pledged_on="", due=typed or loan.due.isoformat())
    enter_row(kept_loans(), values, by=clerk, organisation=bank)
    assert [step for number, step in duties(clerk, "later", most=200) if number == loan.number] == steps
