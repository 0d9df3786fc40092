"""An upgrade of a ledger in which a voucher paid twice says which payments, and the way to mend it that we tell works."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.incentives.actions import appropriate
from zhixian.web.incentives.models import Transfer
from zhixian.web.kit.clock import now

refuse_double_vouchers = import_module(
    "zhixian.web.incentives.migrations.0003_a_voucher_pays_once"
).refuse_double_vouchers
PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "run-the-site.md"


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def paid():
    """Two payments by one voucher and one by another, as a ledger could hold them before."""
    clerk = make_person("finance", unit="finance_bureau")
    pot = appropriate(purpose="pledge_interest", year=2020, amount_fen=10**9, document="财〔2020〕1号", by=clerk)
    run("DROP INDEX a_voucher_pays_once")
    given = {"pot": pot, "kind": "pay", "source": "committed", "target": "paid", "at": now(), "by": clerk}
    vouchers = ("国库1", "国库 1", "国库2")
    return [
        Transfer.objects.create(
            **given, document=voucher, amount_fen=100_00 * number, subject=f"matters.dossier:{number}"
        )
        for number, voucher in enumerate(vouchers, 1)
    ]


def mended(row, document):
    """What the page tells to type for this database, with this payment and this number."""
    blocks = re.findall(r"```sql\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    [block] = [one for one in blocks if ("ALTER TABLE" in one) == (connection.vendor == "postgresql")]
    text = block.replace("国库2018-0002", document).replace("id = 12", f"id = {row.pk}")
    return [line.removesuffix(";") if "RAISE" not in line else line for line in text.splitlines()]


def test_the_upgrade_names_the_payments(paid):
    with pytest.raises(Refusal) as refused:
        refuse_double_vouchers(apps, None)
    said = str(refused.value)
    assert all(words in said for words in (f"第 {paid[0].pk} 笔", f"第 {paid[1].pk} 笔", "“国库1”“国库 1”", "200 元"))
    assert "国库2" not in said


def test_what_the_page_tells_mends_it_and_the_guard_is_back(paid):
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    run(*mended(paid[1], "国库1/2"))
    refuse_double_vouchers(apps, None)
    assert list(Transfer.objects.filter(kind="pay").order_by("id").values_list("document", flat=True)) == [
        "国库1", "国库1/2", "国库2",
    ]  # fmt: skip
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
        Transfer.objects.filter(pk=paid[0].pk).update(document="别的")


@pytest.mark.django_db(transaction=True)
def test_the_upgrade_gives_keys_to_what_was_there_and_the_guard_is_back():
    clerk = make_person("finance", unit="finance_bureau")
    before, after = (
        [("incentives", "0003_a_voucher_pays_once")],
        MigrationExecutor(connection).loader.graph.leaf_nodes(),
    )
    MigrationExecutor(connection).migrate(before)
    try:
        old = MigrationExecutor(connection).loader.project_state(before).apps
        pot = old.get_model("incentives", "Pot").objects.create(year=2020, purpose="gi_mark")
        old.get_model("incentives", "Transfer").objects.create(
            pot=pot,
            kind="pay",
            source="committed",
            target="paid",
            amount_fen=1,
            document="凭证 １",
            at=now(),
            by_id=clerk.pk,
        )
    finally:
        MigrationExecutor(connection).migrate(after)
    assert Transfer.objects.get().document_key == "凭证1"
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(
            pot_id=pot.pk, kind="pay", source="committed", target="paid", amount_fen=1, document_key="凭证1", at=now()
        )
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
        Transfer.objects.update(document="别的")
