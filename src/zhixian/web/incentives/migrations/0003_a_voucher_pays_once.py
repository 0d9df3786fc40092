"""A payment voucher pays for one dossier."""

from itertools import groupby
from typing import Any

from django.db import migrations, models

from zhixian.core.kernel.document_numbers import one_key
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.refusal import Refusal

MOST_TOLD = 20


def refuse_double_vouchers(apps: Any, _: Any) -> None:
    """Raises Refusal with every voucher, however it was typed, that paid more than once, before the database refuses without saying which."""
    paid = apps.get_model("incentives", "Transfer").objects.filter(kind="pay").order_by("id")
    by_number = groupby(sorted(paid, key=_number), _number)
    twice = [rows for _, found in by_number if len(rows := list(found)) > 1]
    if not twice:
        return
    told = []
    for rows in twice[:MOST_TOLD]:
        payments = [f"第 {row.pk} 笔（{row.at:%Y-%m-%d}，{row.subject}，{yuan(row.amount_fen)} 元）" for row in rows]
        typed = "”“".join(dict.fromkeys(row.document for row in rows))
        told.append(f"“{typed}”付了 {'、'.join(payments)}")
    more = f"；还有 {len(twice) - MOST_TOLD} 个" if len(twice) > MOST_TOLD else ""
    raise Refusal(
        f"有 {len(twice)} 个拨付凭证号用了不止一次：{'；'.join(told)}{more}。数据没有改动",
        where="升级资金台账",
        expected="每笔拨付一个凭证号。对照回单查明哪一笔录错，按 docs/how-to/run-the-site.md 的 A voucher that paid twice 更正，再启动",
    )


def _number(row: Any) -> str:
    return one_key(row.document)


class Migration(migrations.Migration):
    """A payment voucher pays for one dossier."""

    dependencies = [("incentives", "0002_transfers_only_grow")]
    operations = [
        migrations.RunPython(refuse_double_vouchers, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(kind="pay"), fields=("document",), name="a_voucher_pays_once"
            ),
        ),
    ]
