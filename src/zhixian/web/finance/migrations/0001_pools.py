"""Risk pools: agreements, members, loans, claims, recoveries and events."""

import django.db.models.deletion
import zhixian.web.finance.models
import zhixian.web.kit.private_files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_one_organisation_a_party"),
        ("incentives", "0005_a_pool_is_no_budget"),
        ("registers", "0003_of_one_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LastClaim",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("clause", models.CharField(max_length=20, verbose_name="条款")),
                ("document", models.CharField(max_length=120, verbose_name="协议文号")),
                ("basis", models.JSONField(default=dict, verbose_name="出处")),
                ("loss_share", models.PositiveIntegerField()),
                ("most_loan_fen", models.BigIntegerField()),
                ("most_for_loan_fen", models.BigIntegerField()),
                ("most_in_all_fen", models.BigIntegerField()),
                ("leverage", models.PositiveIntegerField()),
                ("stop_at", models.PositiveIntegerField()),
                ("overdue_days", models.PositiveIntegerField()),
                ("starts", models.DateField(verbose_name="起始日")),
                ("ends", models.DateField(verbose_name="终止日")),
                ("entered_on", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="合作银行",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pot",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incentives.pot"
                    ),
                ),
            ],
            options={
                "ordering": ("-starts", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60, verbose_name="出资方")),
                ("share", models.PositiveIntegerField()),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="finance.pool"
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField()),
                ("payer", models.CharField(blank=True, max_length=100, verbose_name="缴款单位")),
                ("received_on", models.DateField(verbose_name="到账日")),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incentives.transfer"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="finance.member"
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="finance.pool"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="PoolClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                ("outstanding_fen", models.BigIntegerField()),
                ("due", models.DateField()),
                ("said", models.TextField(blank=True, verbose_name="情况说明")),
                ("amount_fen", models.BigIntegerField()),
                ("steps", models.JSONField(default=list)),
                ("bears", models.JSONField(default=list)),
                ("state", models.CharField(default="filed", max_length=12, verbose_name="状态")),
                ("filed_on", models.DateField(verbose_name="申请日")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="批准文号")),
                ("stepped_on", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ClaimFile",
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="finance.poolclaim"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="finance.poolclaim"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PoolEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="finance.pool"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PoolLoan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("loan", models.CharField(max_length=60, verbose_name="贷款编号")),
                ("borrower", models.CharField(max_length=100, verbose_name="借款企业")),
                ("principal_fen", models.BigIntegerField()),
                ("drawn", models.DateField()),
                ("due", models.DateField()),
                ("admitted_on", models.DateField(verbose_name="入池日")),
                (
                    "admitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="finance.pool"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registers.row"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="poolclaim",
            name="pool_loan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="finance.poolloan"
            ),
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField()),
                ("parts", models.JSONField()),
                ("document", models.CharField(max_length=120, verbose_name="凭证")),
                ("document_key", models.CharField(max_length=120)),
                ("received_on", models.DateField(verbose_name="到账日")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recoveries", to="finance.poolclaim"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incentives.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))), name="finance_a_span_is_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_for_loan_fen__lte", models.F("most_in_all_fen"))),
                name="finance_a_pool_stays_in_its_ceilings",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("pool", "place"), name="finance_one_member_a_place"),
        ),
        migrations.AddConstraint(
            model_name="poolloan",
            constraint=models.UniqueConstraint(fields=("key",), name="finance_a_loan_is_in_one_pool"),
        ),
        migrations.AddConstraint(
            model_name="poolclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["refused", "withdrawn"]), _negated=True),
                fields=("pool_loan",),
                name="finance_one_claim_a_loan",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(
                fields=("claim", "document_key"), name="finance_a_document_recovers_once"
            ),
        ),
    ]
