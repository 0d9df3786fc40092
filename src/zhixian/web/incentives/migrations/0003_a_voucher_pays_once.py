"""A payment voucher pays for one dossier."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A payment voucher pays for one dossier."""

    dependencies = [("incentives", "0002_transfers_only_grow")]
    operations = [
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(kind="pay"), fields=("document",), name="a_voucher_pays_once"
            ),
        )
    ]
