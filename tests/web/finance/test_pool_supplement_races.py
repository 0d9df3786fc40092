"""A supplement is entered and taken back by many at once, on real connections: once, and never under what is being computed by it."""

from datetime import date

from hands import hands

from factories.pools import PoolCast
from factories.pools import add_supplement as add
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import claims, pools
from zhixian.web.finance.actions.supplements import withdraw_supplement
from zhixian.web.finance.models import Contribution, Pool, PoolClaim, Supplement, Withdrawal
from zhixian.web.kit import record

HANDS, ROUNDS = 4, 8


def done(act):
    """Whether it was not refused."""
    try:
        act()
    except Refusal:
        return False
    return True


def begin(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT, settings.TODAY = tmp_path / "data", tmp_path / "files", "2018-06-01"
    return PoolCast()


def test_one_is_entered_once_and_taken_back_once(racing, settings, tmp_path):
    cast = begin(settings, tmp_path)
    with hands(HANDS) as at_once:
        for round_ in range(ROUNDS):
            pool = cast.pool(name=f"池{round_}", paid_in=0)
            for again in range(2):  # the same number and day once more, after it was taken back

                def enter(hand, pool=pool):
                    by = (cast.handler, cast.chief)[hand % 2]
                    return done(
                        lambda: add(
                            cast, pool, by=by, changes={"shares": [4000, 3000, 2000, 1000]}, joins=[("bank", "新银行")]
                        )
                    )

                assert sum(at_once(enter, range(HANDS))) == 1
                row = next(one for one in Supplement.objects.filter(pool=pool) if not one.is_withdrawn)
                assert pool.members.count() == 4

                def take_back(hand, row=row):
                    by = (cast.handler, cast.chief)[hand % 2]
                    return done(lambda: withdraw_supplement(row, by=by, reason=f"第 {hand} 人"))

                assert sum(at_once(take_back, range(HANDS))) == 1
                assert (pool.members.count(), Withdrawal.objects.filter(supplement__pool=pool).count()) == (
                    3,
                    again + 1,
                )
    assert list(record.verify()) == []


def test_a_sum_is_never_fixed_by_figures_that_are_being_taken_back(racing, settings, tmp_path):
    """Either the sum is fixed by the supplement, which then stays, or it went and the sum is by the agreement."""
    cast, seen = begin(settings, tmp_path), set()
    with hands(HANDS) as at_once:
        for round_ in range(ROUNDS):
            settings.TODAY = "2018-06-01"
            pool = cast.pool(name=f"池{round_}", stop_at=10_000)
            loan = cast.admit(pool, loan=f"JH-{round_}", rights=f"1234567{round_}")
            row = add(cast, pool, changes={"loss_share": 8000})
            settings.TODAY = "2019-06-01"
            claim = cast.file(loan, 10_000_000)

            def act(hand, row=row, claim=claim):
                if hand % 2:
                    return done(lambda: withdraw_supplement(row, by=cast.handler, reason="录错了"))
                return done(lambda: claims.check_claim(claim, by=(cast.handler, cast.chief)[hand // 2], version=1))

            at_once(act, sorted(range(HANDS), key=lambda hand: (hand + round_) % 2))
            fen, gone = PoolClaim.objects.get(pk=claim.pk).amount_fen, Supplement.objects.get(pk=row.pk).is_withdrawn
            assert (fen, gone) in {(8_000_000, False), (5_000_000, True)}
            seen.add(gone)
    assert seen, "nothing happened"


def test_money_of_a_member_that_is_being_taken_back_is_not_booked(racing, settings, tmp_path):
    cast = begin(settings, tmp_path)
    with hands(HANDS) as at_once:
        for round_ in range(ROUNDS):
            settings.TODAY = "2018-06-01"
            pool = cast.pool(name=f"池{round_}", paid_in=0)
            row = add(cast, pool, changes={"shares": [4000, 3000, 2000, 1000]}, joins=[("bank", "新银行")])
            settings.TODAY = "2018-10-01"
            member = pool.members.get(place=3)

            def act(hand, row=row, pool=pool, member=member):
                if hand % 2:
                    return done(lambda: withdraw_supplement(row, by=cast.handler, reason="没有签成"))
                return done(
                    lambda: pools.contribute(
                        pool,
                        member=member,
                        amount_fen=7,
                        payer="",
                        received_on=date(2018, 9, 2),
                        document="进账1号",
                        by=cast.finance,
                    )
                )

            assert sum(at_once(act, sorted(range(HANDS), key=lambda hand: (hand + round_) % 2))) == 1
            gone = Supplement.objects.get(pk=row.pk).is_withdrawn
            assert Contribution.objects.filter(pool=pool).count() == (0 if gone else 1)
            assert Pool.objects.get(pk=pool.pk).members.count() == (3 if gone else 4)
