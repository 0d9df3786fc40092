"""Two chiefs at once: one releases, the other is told; released and sent back never both."""

from hands import hands

from factories.penalties import PenaltyCast, fresh, submitted
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.protection.actions.penalties import release_penalty, send_back_penalty
from zhixian.web.protection.models import PublishedPenalty

ROUNDS = 10


def tried(act):
    try:
        act()
    except Refusal as refused:
        return type(refused).__name__
    return "done"


def test_two_chiefs_at_once_release_once(racing):
    people = PenaltyCast()
    with hands(2) as at_once:
        for _ in range(ROUNDS):
            row = submitted(people)
            release = [
                lambda r=row, p=person: release_penalty(r, by=p, version=r.version)
                for person in (people.chief, people.second_chief)
            ]
            assert sorted(at_once(tried, release)) == ["ChangedMeanwhile", "done"]
            assert row.events.filter(kind="release").count() == 1
    assert PublishedPenalty.objects.count() == ROUNDS
    assert list(record.verify()) == []


def test_released_or_sent_back_but_never_both(racing):
    people = PenaltyCast()
    with hands(2) as at_once:
        for _ in range(ROUNDS):
            row = submitted(people)
            both = [
                lambda r=row: release_penalty(r, by=people.chief, version=r.version),
                lambda r=row: send_back_penalty(r, by=people.second_chief, version=r.version, reason="等等"),
            ]
            assert sorted(at_once(tried, both)) == ["ChangedMeanwhile", "done"]
            now = fresh(row)
            assert (now.stage, now.publication is None) in {("settled", False), ("draft", True)}
