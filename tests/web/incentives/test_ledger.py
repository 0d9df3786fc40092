"""The ledger: every movement, every refusal, and that a refusal changes nothing."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.incentives import queries
from zhixian.web.incentives.actions import appropriate, commit, pay, recover, release, reserve, withdraw
from zhixian.web.incentives.models import Pot, Transfer
from zhixian.web.kit import record

WAN = 1_000_000
"""Fen in 1 万元."""


@pytest.fixture
def clerk():
    return make_person("finance", unit="finance_bureau")


@pytest.fixture
def pot(clerk):
    """100 万元 for interest subsidies in 2020."""
    return appropriate(purpose="pledge_interest", year=2020, amount_fen=100 * WAN, document="财〔2020〕1号", by=clerk)


@pytest.fixture(autouse=True)
def _holds_together():
    yield
    assert list(queries.differences()) == []
    assert list(record.verify()) == []


def balances():
    pot = Pot.objects.get()
    return pot.available_fen // WAN, pot.reserved_fen // WAN, pot.committed_fen // WAN, pot.paid_fen // WAN


def hold(clerk, number=1, wan=10, **more):
    given = {"claims": (f"loan:L{number}:2020",), "party": "P1", **more}
    return reserve(
        purpose="pledge_interest",
        year=2020,
        amount_fen=wan * WAN,
        subject=f"matters.dossier:{number}",
        by=clerk,
        **given,
    )


def test_from_appropriation_to_payment(pot, clerk):
    assert pot.clause == "18"
    hold(clerk)
    assert balances() == (90, 10, 0, 0)
    commit("matters.dossier:1", amount_fen=8 * WAN, document="决定1号", by=clerk)
    assert balances() == (92, 0, 8, 0)
    pay("matters.dossier:1", document="凭证1", by=clerk)
    assert balances() == (92, 0, 0, 8)
    assert [t.kind for t in queries.transfers_of("matters.dossier:1")] == ["reserve", "release", "commit", "pay"]


def test_a_decision_above_the_reservation_takes_the_rest_from_the_pot(pot, clerk):
    hold(clerk)
    commit("matters.dossier:1", amount_fen=12 * WAN, document="决定1号", by=clerk)
    assert balances() == (88, 0, 12, 0)


def test_nothing_is_paid_twice(pot, clerk):
    hold(clerk)
    commit("matters.dossier:1", amount_fen=10 * WAN, document="决定1号", by=clerk)
    pay("matters.dossier:1", document="凭证1", by=clerk)
    with pytest.raises(Refusal, match="资金状态是“已拨付”"):
        pay("matters.dossier:1", document="凭证2", by=clerk)
    assert balances() == (90, 0, 0, 10)


def test_a_voucher_pays_once(pot, clerk):
    for number in (1, 2):
        hold(clerk, number)
        commit(f"matters.dossier:{number}", amount_fen=10 * WAN, document="决定1号", by=clerk)
    pay("matters.dossier:1", document="凭证1", by=clerk)
    with pytest.raises(Refusal, match="凭证号“凭证1”已经用在另一件上"):
        pay("matters.dossier:2", document=" 凭证1 ", by=clerk)
    assert balances() == (80, 0, 10, 10)
    pay("matters.dossier:2", document="凭证2", by=clerk)


@pytest.mark.parametrize("again", ["样本凭证 00006", "样本凭证０００06", "\u3000样本凭证00006"])
def test_a_voucher_is_one_however_it_is_typed_and_its_payment_is_named(pot, clerk, again):
    for number in (1, 2):
        hold(clerk, number, party_name=f"企业{number}")
        commit(f"matters.dossier:{number}", amount_fen=10 * WAN, document="决定1号", by=clerk)
    first = pay("matters.dossier:1", document="样本凭证00006", by=clerk)
    with pytest.raises(Refusal, match=f"第 {first.pk} 笔.+企业1，100,000 元，凭证号“样本凭证00006”"):
        pay("matters.dossier:2", document=again, by=clerk)
    assert balances() == (80, 0, 10, 10)


@pytest.mark.parametrize("again", ["追字1号", "追字 1号", "追字１号"])
def test_a_document_recovers_once_however_it_is_typed(pot, clerk, again):
    hold(clerk)
    commit("matters.dossier:1", amount_fen=10 * WAN, document="决定", by=clerk)
    pay("matters.dossier:1", document="凭证", by=clerk)
    given = {"amount_fen": WAN, "reason": "多计天数", "by": clerk}
    recover("matters.dossier:1", document="追字1号", **given)
    with pytest.raises(Refusal, match="已经凭“追字1号”追回过"):
        recover("matters.dossier:1", document=again, **given)
    assert balances() == (91, 0, 0, 9)
    recover("matters.dossier:1", document="追字2号", **given)


@pytest.mark.parametrize("again", ["财〔2020〕1号", "财(2020)1 号"])
def test_a_budget_document_counts_once_a_purpose_and_year(pot, clerk, again):
    given = {"amount_fen": 100 * WAN, "document": again, "by": clerk}
    with pytest.raises(Refusal, match="已经凭“财〔2020〕1号”安排预算过"):
        appropriate(purpose="pledge_interest", year=2020, **given)
    assert balances() == (100, 0, 0, 0)
    appropriate(purpose="pledge_interest", year=2021, **given)
    appropriate(purpose="gi_mark", year=2020, **given)


@pytest.mark.parametrize("again", ["调减一号", "调减 一号"])
def test_a_document_takes_out_of_a_pot_once(pot, clerk, again):
    withdraw(pot, amount_fen=10 * WAN, document="调减一号", by=clerk)
    with pytest.raises(Refusal, match="已经凭“调减一号”调减预算过"):
        withdraw(pot, amount_fen=10 * WAN, document=again, by=clerk)
    with pytest.raises(Refusal, match="没有写明依据"):
        withdraw(pot, amount_fen=10 * WAN, document=" ", by=clerk)
    assert balances() == (90, 0, 0, 0)


def test_the_same_loan_is_not_subsidised_twice_even_after_payment(pot, clerk):
    hold(clerk)
    with pytest.raises(Refusal, match="已经申请过同一笔资助（已预留）"):
        hold(clerk, 2, claims=("loan:L1:2020",))
    commit("matters.dossier:1", amount_fen=10 * WAN, document="决定1号", by=clerk)
    pay("matters.dossier:1", document="凭证1", by=clerk)
    with pytest.raises(Refusal, match="已拨付"):
        hold(clerk, 2, claims=("loan:L1:2020",))
    assert balances() == (90, 0, 0, 10)


def test_what_is_released_may_be_asked_for_again(pot, clerk):
    hold(clerk)
    release("matters.dossier:1", reason="不予资助", by=clerk)
    assert balances() == (100, 0, 0, 0)
    hold(clerk, 2, claims=("loan:L1:2020",))


def test_a_pot_is_never_overdrawn(pot, clerk):
    hold(clerk, 1, 60)
    with pytest.raises(Refusal, match="可用预算只剩 400,000 元，需要 500,000 元"):
        hold(clerk, 2, 50)
    with pytest.raises(Refusal, match="可用预算只剩 400,000 元"):
        withdraw(pot, amount_fen=41 * WAN, document="财〔2020〕2号", by=clerk)
    withdraw(pot, amount_fen=40 * WAN, document="财〔2020〕2号", by=clerk)
    assert balances() == (0, 60, 0, 0)


def test_a_year_without_a_budget_reserves_nothing(pot, clerk):
    with pytest.raises(Refusal, match="2021 年还没有为此安排预算"):
        reserve(purpose="pledge_interest", year=2021, amount_fen=1, subject="d:1", party="P1", by=clerk)


def test_a_cap_holds_across_dossiers(pot, clerk):
    for number in (1, 2):
        hold(clerk, number, 8)
    cap = {"cap_fen": 10 * WAN, "scope": "2020", "document": "决定", "by": clerk}
    commit("matters.dossier:1", amount_fen=8 * WAN, **cap)
    with pytest.raises(Refusal, match="上限 100,000 元，此前已用 80,000 元，不够 80,000 元"):
        commit("matters.dossier:2", amount_fen=8 * WAN, **cap)
    commit("matters.dossier:2", amount_fen=2 * WAN, **cap)
    assert queries.used_fen(purpose="pledge_interest", scope="2020", party="P1") == 10 * WAN
    release("matters.dossier:1", reason="撤回", by=clerk)
    assert queries.used_fen(purpose="pledge_interest", scope="2020", party="P1") == 2 * WAN


def test_recovered_money_is_there_again_but_its_cause_stays_used(pot, clerk):
    hold(clerk)
    commit("matters.dossier:1", amount_fen=10 * WAN, document="决定", by=clerk)
    pay("matters.dossier:1", document="凭证", by=clerk)
    recover("matters.dossier:1", amount_fen=4 * WAN, reason="多计天数", document="追回1号", by=clerk)
    assert balances() == (94, 0, 0, 6)
    with pytest.raises(Refusal, match="超过了已拨付的"):
        recover("matters.dossier:1", amount_fen=7 * WAN, reason="多计天数", document="追回2号", by=clerk)
    with pytest.raises(Refusal, match="已经申请过"):
        hold(clerk, 2, claims=("loan:L1:2020",))


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_only_positive_sums_move(clerk, amount_fen):
    with pytest.raises(Refusal, match="大于零的金额"):
        appropriate(purpose="gi_mark", year=2020, amount_fen=amount_fen, document="x", by=clerk)


def test_steps_cannot_be_skipped(pot, clerk):
    with pytest.raises(Refusal, match="还没有预留资金"):
        commit("matters.dossier:1", amount_fen=1, document="", by=clerk)
    hold(clerk)
    with pytest.raises(Refusal, match="资金状态是“已预留”。应为：已决定"):
        pay("matters.dossier:1", document="凭证", by=clerk)
    with pytest.raises(Refusal, match="每件事只预留一次"):
        hold(clerk, claims=())
    assert balances() == (90, 10, 0, 0)


@pytest.mark.parametrize(
    "statement", ["UPDATE incentives_transfer SET amount_fen = 1", "DELETE FROM incentives_transfer"]
)
def test_transfers_cannot_be_changed(pot, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Transfer.objects.get().amount_fen == 100 * WAN


@pytest.mark.parametrize("change", ["available_fen = -1", "available_fen = available_fen + 1", "paid_fen = 5"])
def test_the_database_itself_keeps_the_balances(pot, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE incentives_pot SET {change}")
