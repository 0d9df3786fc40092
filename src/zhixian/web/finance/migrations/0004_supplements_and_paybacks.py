"""Supplements to agreements, and what is paid back at a pool's end; what was signed is never rewritten."""

import django.db.models.deletion
import zhixian.web.finance.models
import zhixian.web.kit.private_files
from django.conf import settings
from django.db import migrations, models


from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0003_loans_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(max_length=10)),
                ("clause", models.CharField(max_length=60, verbose_name="依据条款")),
                ("said", models.TextField(blank=True, verbose_name="说明")),
                ("amount_fen", models.BigIntegerField()),
                ("parts", models.JSONField()),
                ("steps", models.JSONField()),
                ("state", models.CharField(default="filed", max_length=12, verbose_name="状态")),
                ("asked_on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="批准文号")),
                ("stepped_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paybacks", to="finance.pool"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Supplement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=120, verbose_name="补充协议文号")),
                ("document_key", models.CharField(max_length=120)),
                ("effective", models.DateField(verbose_name="起算日")),
                ("reach", models.CharField(max_length=10)),
                ("changes", models.JSONField()),
                ("basis", models.JSONField(default=dict)),
                ("entered_on", models.DateField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supplements", to="finance.pool"
                    ),
                ),
            ],
            options={
                "ordering": ("effective", "id"),
            },
        ),
        migrations.CreateModel(
            name="PoolPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("kind", models.CharField(max_length=10)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=zhixian.web.kit.private_files.private_files,
                        upload_to=zhixian.web.finance.models.evidence_path,
                    ),
                ),
                (
                    "payback",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="finance.payback",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="finance.pool"
                    ),
                ),
                (
                    "supplement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="finance.supplement",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="payback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["filed", "decided"])),
                fields=("pool",),
                name="finance_one_payback_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplement",
            constraint=models.UniqueConstraint(
                fields=("pool", "document_key"), name="finance_a_supplement_is_entered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplement",
            constraint=models.UniqueConstraint(fields=("pool", "effective"), name="finance_one_supplement_a_day"),
        ),
        append_only("finance_supplement", "finance_poolpaper"),
    ]
