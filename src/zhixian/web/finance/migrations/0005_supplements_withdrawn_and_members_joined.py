"""A supplement is withdrawn by a row of its own, after which its number and day are free again; a supplement may add members."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zhixian.web.kit.append_only import append_only, open_for_a_migration


class Migration(migrations.Migration):
    """Withdrawals, and who joined by which supplement."""

    dependencies = [
        ("finance", "0004_supplements_and_paybacks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        open_for_a_migration("finance_supplement"),
        migrations.RemoveConstraint(model_name="supplement", name="finance_a_supplement_is_entered_once"),
        migrations.RemoveConstraint(model_name="supplement", name="finance_one_supplement_a_day"),
        migrations.AddField(
            model_name="supplement",
            name="joins",
            field=models.JSONField(default=list, verbose_name="新增出资方"),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=400, verbose_name="撤回的原因")),
                ("by_name", models.CharField(max_length=120)),
                ("day", models.DateField(verbose_name="撤回日")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "supplement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="finance.supplement",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="member",
            name="supplement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="finance.supplement",
            ),
        ),
        append_only("finance_supplement", "finance_withdrawal"),
    ]
