"""A loan that should not be in a pool is taken out of it, and may be taken in anew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0002_what_happened_is_append_only"),
        ("registers", "0005_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="poolloan",
            name="finance_a_loan_is_in_one_pool",
        ),
        migrations.AddField(
            model_name="poolloan",
            name="left_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="poolloan",
            name="left_on",
            field=models.DateField(blank=True, null=True, verbose_name="移出日"),
        ),
        migrations.AddField(
            model_name="poolloan",
            name="left_why",
            field=models.CharField(blank=True, max_length=400, verbose_name="移出的原因"),
        ),
        migrations.AddConstraint(
            model_name="poolloan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on", None)), fields=("key",), name="finance_a_loan_is_in_one_pool"
            ),
        ),
    ]
