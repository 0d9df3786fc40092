"""One sum that was paid in is reversed by several officers at once, on real connections: one wins, the others are told."""

from hands import hands

from factories.people import make_person
from factories.pools import PoolCast
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import pools
from zhixian.web.finance.models import Contribution, Reversal
from zhixian.web.finance.queries import standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.incentives.models import Pot
from zhixian.web.kit import record
from zhixian.web.kit.clock import today

HANDS, ROUNDS, WRONG = 4, 8, 77_700


def begin(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT, settings.TODAY = tmp_path / "data", tmp_path / "files", "2018-06-01"
    return PoolCast()


def said(act):
    """What it was refused with; nothing if it was done."""
    try:
        act()
    except Refusal as refused:
        return str(refused)
    return ""


def book(cast, pool, document="进账2号"):
    return pools.contribute(
        pool, member=pool.members.get(place=0), amount_fen=WRONG, payer="", received_on=pool.starts, document=document,
        by=cast.finance, sure=True,
    )  # fmt: skip


def test_a_sum_is_reversed_once_and_who_comes_second_is_told(racing, settings, tmp_path):
    cast = begin(settings, tmp_path)
    officers = [cast.finance, *(make_person("finance", unit="finance_bureau") for _ in range(HANDS - 1))]
    with hands(HANDS) as at_once:
        for round_ in range(ROUNDS):
            pool = cast.pool(name=f"池{round_}")
            before = standing_of(pool, as_of=today()).free_fen
            row = book(cast, pool)

            def undo(hand, row=row):
                return said(lambda: pools.reverse_contribution(row, by=officers[hand], reason=f"第 {hand} 人"))

            told = at_once(undo, range(HANDS))
            won = told.index("")
            assert told.count("") == 1
            assert all("已经冲正" in one for one in told if one)
            gone = Reversal.objects.get(contribution=row)
            assert (gone.by, gone.reason) == (officers[won], f"第 {won} 人")
            assert standing_of(pool, as_of=today()).free_fen == before
            assert Pot.objects.get(pk=pool.pot_id).transfers.filter(kind="reverse").count() == 1
            book(cast, pool)  # the voucher is free again, once
            assert Contribution.objects.filter(pool=pool).count() == 3
    assert (list(ledger.differences()), list(record.verify())) == ([], [])
