"""The demonstration's pool: two have paid in, loans were taken, one was paid for and part of it has come back."""

from factories.people import make_organisation, make_person
from registries import write_registry
from zhixian.core.registry.snapshot import current
from zhixian.web.finance.models import Contribution, Pool, PoolClaim, PoolLoan, Supplement
from zhixian.web.finance.queries import standing_of
from zhixian.web.finance.sample import fill
from zhixian.web.incentives import queries as ledger
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.world import World


def a_county(settings, tmp_path):
    """One enterprise of the place with a mark that nobody has pledged, and somebody on each side."""
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2020-11-16", tmp_path / "data", tmp_path / "files"
    region = the_plan().region
    folder = settings.DATA / "snapshots" / "test"
    write_registry(
        folder,
        parties=[{"party_id": "P1", "name": "甲公司", "kind": "enterprise", "region": region}],
        rights=[
            {
                "right_id": "M1",
                "kind": "trademark",
                "gi": False,
                "number": "12345678",
                "title": "甲",
                "holder": "P1",
                "region": region,
                "registered": "2015-01-01",
                "expires": "2025-01-01",
            }
        ],
        spans=[
            {
                "right_id": "M1",
                "kind": "trademark",
                "gi": False,
                "holder": "P1",
                "holder_kind": "enterprise",
                "region": region,
                "start": "2015-01-01",
                "end": "2025-01-01",
            }
        ],
    )
    (folder / "manifest.json").write_text('{"id": "test", "labels": []}')
    (settings.DATA / "CURRENT").write_text("test")
    world = World(the_plan(), current(settings.DATA), today())
    bank = make_organisation(kind="bank", name="样例银行")
    world.organisations["bank"] = bank
    world.people |= {
        "bank": make_person("bank", organisation=bank),
        "finance": make_person("finance", unit="finance_bureau"),
        "handler:industry_science_bureau": make_person("handler", unit="industry_science_bureau"),
    }
    return world


def test_the_demonstrations_pool(settings, tmp_path):
    fill(a_county(settings, tmp_path))
    claim = PoolClaim.objects.get()
    assert (claim.state, claim.amount_fen, claim.outstanding_fen) == ("paid", 30_000_000, 60_000_000)
    assert sum(row.amount_fen for row in claim.recoveries.all()) == 3_000_000
    assert [row.is_reversed for row in Contribution.objects.all()] == [False, False, True]
    assert standing_of(Pool.objects.get(), as_of=today()).free_fen == 480_000_000 - 30_000_000 + 1_500_000
    assert list(ledger.differences()) == []
    assert [(row.document, row.effective.isoformat(), row.is_withdrawn) for row in Supplement.objects.all()] == [
        ("样助保贷补〔2020〕1号", "2020-10-17", True),
        ("样助保贷补〔2020〕1号", "2020-10-17", False),
        ("样助保贷补〔2020〕2号", "2021-01-01", False),
    ]
    assert Pool.objects.get().members.last().name == "样例县融资担保基金"
    assert today().isoformat() == "2020-11-16"


def test_nothing_where_nobody_sits_who_would_do_it(settings, tmp_path):
    world = a_county(settings, tmp_path)
    world.people.pop("finance")
    fill(world)
    assert not Pool.objects.exists()
    assert not PoolLoan.objects.exists()
