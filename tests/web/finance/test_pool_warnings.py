"""A pool that comes near its threshold is told to its bank and to the units of the loans, and nobody else."""

from factories.people import make_organisation, make_person
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.models import Raised
from zhixian.web.warnings.queries import open_for


def heard(person):
    rows = open_for(User.objects.get(pk=person.pk), as_of=today())
    return [row.raised.words for row in rows if row.raised.rule == "pool_near_stop"]


def test_a_pool_near_its_threshold(cast, later):
    pool = cast.pool(stop_at=5000, paid_in=1_000_000_000)
    cast.admit(pool, principal="450000")
    look_again()
    assert not Raised.objects.filter(rule="pool_near_stop").exists()
    cast.admit(pool, loan="JH-2", rights="12345678", principal="550000", due="2020-06-01")
    later()
    look_again()
    words = "某银行助保贷资金池接近熔断：不良贷款 450,000 元 ÷ 在池未还贷款 1,000,000 元 = 45%，熔断线 50%。"
    raised = Raised.objects.get(rule="pool_near_stop")
    assert (raised.words, raised.clause, raised.link) == (words, "18", f"/finance/pools/{pool.pk}/")
    for person in (cast.clerk, cast.handler, cast.chief, cast.finance):
        assert heard(person) == [words]
    enterprise = make_person("enterprise", organisation=make_organisation())
    for person in (cast.other_clerk, cast.auditor, enterprise, make_person("handler", unit="commerce_bureau")):
        assert heard(person) == []


def test_a_pool_that_stopped_says_so_and_is_quiet_once_it_has_been_repaid(cast, later):
    loan = cast.admit(cast.pool())
    later()
    look_again()
    assert heard(cast.clerk) == [
        "某银行助保贷资金池已熔断，不收新贷款：不良贷款 1,000,000 元 ÷ 在池未还贷款 1,000,000 元 = 100%，达到熔断线 50%。"
    ]
    loan.row.values = {**loan.row.values, "repaid": "2019-05-30"}
    loan.row.save()
    look_again()
    assert heard(cast.clerk) == []
