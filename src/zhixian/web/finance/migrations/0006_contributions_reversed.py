"""A sum that was booked wrongly is undone by a row of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Reversals of contributions, which are never rewritten."""

    dependencies = [
        ("finance", "0005_supplements_withdrawn_and_members_joined"),
        ("incentives", "0005_a_pool_is_no_budget"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reversal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="冲正的原因")),
                ("by_name", models.CharField(max_length=120)),
                ("day", models.DateField(verbose_name="冲正日")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reversal", to="finance.contribution"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incentives.transfer"
                    ),
                ),
            ],
        ),
        append_only("finance_reversal"),
    ]
