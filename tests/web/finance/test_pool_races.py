"""Many approvers at once, on real connections: no loss paid twice, no pool overdrawn, no ceiling passed."""

import random
from collections import Counter

import pytest
from hands import hands

from factories.pools import PoolCast
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import claims
from zhixian.web.finance.models import PoolClaim
from zhixian.web.finance.queries import standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.incentives.models import Commitment, Pot, Transfer
from zhixian.web.kit import record
from zhixian.web.kit.clock import today

ROUNDS, HANDS, LOANS = 80, 4, 4
FEW, MANY = 110_000_000, 300_000_000
"""Less and more than the four compensations together, 180,000,000: what bites is the money, or the ceiling in all."""


def set_up(settings, tmp_path, *, paid_in, most):
    settings.DATA, settings.MEDIA_ROOT, settings.TODAY = tmp_path / "data", tmp_path / "files", "2018-06-01"
    cast = PoolCast()
    pool = cast.pool(paid_in=paid_in, most_in_all_fen=most, stop_at=10_000, leverage=10_000)
    loans = [cast.admit(pool, loan=f"JH-{number}", rights=f"1234567{number}") for number in range(LOANS)]
    settings.TODAY = "2019-06-01"
    return cast, pool, [cast.file(loan, 90_000_000) for loan in loans]


def acts(cast, claim, own):
    """What somebody may try on a claim as they have just seen it, with how often."""
    who, seen = own.choice((cast.finance, cast.second_finance)), {"version": claim.version}
    back = {"amount_fen": own.randrange(1, 30_000_000), "document": f"收回{own.randrange(6)}号", "received_on": today()}
    return {
        lambda: claims.check_claim(claim, by=own.choice((cast.handler, cast.chief)), **seen): 4,
        lambda: claims.decide_claim(claim, by=who, document="批准", **seen): 4,
        lambda: claims.pay_claim(claim, by=who, document=f"支付{own.randrange(9)}号", **seen): 4,
        lambda: claims.recover(claim, by=who, **back, **seen): 3,
        lambda: claims.refuse_claim(claim, by=own.choice((cast.handler, who)), reason="不予", **seen): 0.2,
    }


@pytest.mark.parametrize(("paid_in", "most"), [(FEW, MANY), (MANY, FEW)])
def test_many_approvers_at_once_pay_no_loss_twice_and_overdraw_no_pool(racing, settings, tmp_path, paid_in, most):
    cast, pool, found = set_up(settings, tmp_path, paid_in=paid_in, most=most)
    dice, refused = random.Random(20171023), Counter()

    def act(seed):
        own = random.Random(seed)
        claim = PoolClaim.objects.select_related("pool_loan__pool__bank").get(pk=own.choice(found).pk)
        possible = acts(cast, claim, own)
        try:
            own.choices(list(possible), weights=possible.values())[0]()
        except Refusal as refusal:
            refused[refusal.why[:4]] += 1

    with hands(HANDS) as at_once:
        for _ in range(ROUNDS):
            seed = dice.random()
            at_once(act, [seed if own < 2 else dice.random() for own in range(HANDS)])  # two do the very same

    assert list(ledger.differences()) == []
    assert list(record.verify()) == []
    paid = Counter(Transfer.objects.filter(kind="pay").values_list("subject", flat=True))
    assert paid
    assert set(paid.values()) == {1}
    held = sum(Commitment.objects.filter(pot=pool.pot).exclude(state="released").values_list("amount_fen", flat=True))
    assert 0 <= held <= min(paid_in, most)
    assert Pot.objects.get(pk=pool.pot_id).available_fen >= 0
    for claim in PoolClaim.objects.filter(state="paid"):
        back = [row.parts for row in claim.recoveries.all()]
        assert all(sum(parts[place] for parts in back) <= bear for place, bear in enumerate(claim.bears))
    assert standing_of(pool, as_of=today()).free_fen == Pot.objects.get(pk=pool.pot_id).available_fen
    assert len(refused) >= 3, "the interleavings did not get in one another's way"


def test_two_claims_passed_at_once_stay_within_the_ceiling_in_all(racing, settings, tmp_path):
    """The first takes 45,000,000 fen of 60,000,000; the second, passed at the same moment, gets what is left and no more."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "files"
    cast, rounds = PoolCast(), 6
    with hands(HANDS) as at_once:
        for round_ in range(rounds):
            settings.TODAY = "2018-06-01"
            pool = cast.pool(
                name=f"池{round_}", most_for_loan_fen=60_000_000, most_in_all_fen=60_000_000, stop_at=10_000
            )
            loans = [cast.admit(pool, loan=f"{round_}-{n}", rights=f"1234{round_}{n}0") for n in range(2)]
            settings.TODAY = "2019-06-01"
            found = [cast.file(loan, 90_000_000) for loan in loans]

            def check(hand, found=found):
                claim, who = found[hand % 2], (cast.handler, cast.chief)[hand // 2]
                try:
                    claims.check_claim(claim, by=who, version=1)
                except Refusal:
                    return 0
                return 1

            assert sum(at_once(check, range(HANDS))) == 2
            held = Commitment.objects.filter(pot=pool.pot).values_list("amount_fen", flat=True)
            assert sorted(held) == [15_000_000, 45_000_000]
    assert list(ledger.differences()) == []
