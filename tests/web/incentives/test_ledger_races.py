"""Many approvers at once, on real connections: no overdraft, no double payment, no cap passed, nothing lost."""

import random
from collections import Counter

from hands import hands

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.incentives import queries
from zhixian.web.incentives.actions import appropriate, commit, pay, recover, release, reserve
from zhixian.web.incentives.models import Allowance, Claim, Commitment, Pot, Transfer
from zhixian.web.kit import record

ROUNDS, HANDS, SHARED = 1_000, 4, 8
"""A thousand interleavings of four connections; eight in a row share a pot and its dossiers."""
CAP = 900


def steps(clerk, round_, own):
    """What a clerk may try, with how often; drawn anew each time."""
    number = own.randrange(4)
    subject, fen = f"d:{round_}:{number}", own.randrange(200, 700)
    asked = {
        "purpose": "pledge_interest",
        "year": 2020 + round_,
        "party": f"P{round_}:{number % 2}",
        "claims": (f"loan:{round_}:{number % 3}",),
    }
    document, voucher = f"追回{own.randrange(3)}号", f"凭证{round_}-{own.randrange(3)}"
    decided = {"cap_fen": CAP, "scope": str(round_), "document": "决定"}
    return {
        lambda: reserve(subject=subject, amount_fen=fen, by=clerk, **asked): 6,
        lambda: commit(subject, amount_fen=fen, by=clerk, **decided): 5,
        lambda: pay(subject, document=voucher, by=clerk): 5,
        lambda: release(subject, reason="撤回", by=clerk): 1,
        lambda: recover(subject, amount_fen=50, reason="多付", document=document, by=clerk): 1,
    }


def test_a_thousand_interleavings_keep_every_promise(racing):
    clerk = make_person("finance", unit="finance_bureau")
    dice = random.Random(20171023)
    refused = Counter()

    def act(hand):
        round_, seed = hand
        own = random.Random(seed)
        possible = steps(clerk, round_ // SHARED, own)
        try:
            own.choices(list(possible), weights=possible.values())[0]()
        except Refusal as refusal:
            refused[refusal.why[:6]] += 1

    with hands(HANDS) as at_once:
        for round_ in range(ROUNDS):
            if round_ % SHARED == 0:
                year = 2020 + round_ // SHARED
                appropriate(purpose="pledge_interest", year=year, amount_fen=1_500, document="预算", by=clerk)
            at_once(act, [(round_, dice.random()) for _ in range(HANDS)])

    assert list(queries.differences()) == []
    assert list(record.verify()) == []
    assert all(pot.available_fen >= 0 and pot.paid_fen >= 0 for pot in Pot.objects.all())
    assert all(allowance.used_fen <= CAP for allowance in Allowance.objects.all())
    paid = Counter(Transfer.objects.filter(kind="pay").values_list("subject", flat=True))
    assert paid
    assert set(paid.values()) == {1}
    vouchers = Counter(Transfer.objects.filter(kind="pay").values_list("document", flat=True))
    assert set(vouchers.values()) == {1}
    recovered = Counter(Transfer.objects.filter(kind="recover").values_list("subject", "document"))
    assert recovered
    assert set(recovered.values()) == {1}
    held = Counter(Claim.objects.filter(released=False).values_list("key", flat=True))
    assert set(held.values()) == {1}
    assert Commitment.objects.filter(state="paid").count() == len(paid)
    assert len(refused) >= 4, "the interleavings did not get in one another's way"
