"""Many approvers at once, on real connections: no loss paid twice, no pool overdrawn, no ceiling passed."""

import random
from collections import Counter

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

ROUNDS, HANDS, LOANS = 120, 4, 4
MOST = 120_000_000
"""The pool's ceiling: less than half of the four losses together, and so is its money."""


def set_up(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT, settings.TODAY = tmp_path / "data", tmp_path / "files", "2018-06-01"
    cast = PoolCast()
    pool = cast.pool(paid_in=110_000_000, most_in_all_fen=MOST, stop_at=10_000)
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


def test_many_approvers_at_once_pay_no_loss_twice_and_overdraw_no_pool(racing, settings, tmp_path):
    cast, pool, found = set_up(settings, tmp_path)
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
    most = sum(Commitment.objects.filter(pot=pool.pot).exclude(state="released").values_list("amount_fen", flat=True))
    assert 0 <= most <= MOST
    assert Pot.objects.get(pk=pool.pot_id).available_fen >= 0
    for claim in PoolClaim.objects.filter(state="paid"):
        back = [row.parts for row in claim.recoveries.all()]
        assert all(sum(parts[place] for parts in back) <= bear for place, bear in enumerate(claim.bears))
    assert standing_of(pool, as_of=today()).free_fen == Pot.objects.get(pk=pool.pot_id).available_fen
    assert len(refused) >= 3, "the interleavings did not get in one another's way"
