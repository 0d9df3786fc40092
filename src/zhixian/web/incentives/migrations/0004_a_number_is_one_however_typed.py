"""Numbers of documents are compared however they were typed."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

from zhixian.core.kernel.document_numbers import one_key
from zhixian.web.kit.append_only import append_only, open_for_a_migration

refuse_double_vouchers = import_module(
    "zhixian.web.incentives.migrations.0003_a_voucher_pays_once"
).refuse_double_vouchers


def fill_keys(apps: Any, _: Any) -> None:
    """Gives every transfer that names a document the key of its number."""
    rows = apps.get_model("incentives", "Transfer").objects
    documents = rows.exclude(document="").order_by().values_list("document", flat=True).distinct()
    for document in list(documents):
        rows.filter(document=document).update(document_key=one_key(document))


class Migration(migrations.Migration):
    """Numbers of documents are compared however they were typed."""

    dependencies = [("incentives", "0003_a_voucher_pays_once")]
    operations = [
        migrations.RunPython(refuse_double_vouchers, migrations.RunPython.noop),
        open_for_a_migration("incentives_transfer"),
        migrations.RemoveConstraint(model_name="transfer", name="a_voucher_pays_once"),
        migrations.AddField(
            model_name="transfer",
            name="document_key",
            field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(kind="pay"), fields=("document_key",), name="a_voucher_pays_once"
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["pot", "kind", "document_key"], name="documents_of_a_pot"),
        ),
        append_only("incentives_transfer"),
    ]
