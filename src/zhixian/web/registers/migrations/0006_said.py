"""What rows say in the fields by which they are looked for, of new rows and of those that are there."""

import hashlib

import django.db.models.deletion
from django.db import migrations, models

from zhixian.core.kernel.folding import folded
from zhixian.web.kit.sealed import as_stored

COMPARED = {
    "ip_claims": ("policy",),
    "ip_contracts": ("number",),
    "ip_policies": ("insured",),
    "online_leads": ("number",),
    "overseas_filings": ("owner",),
    "plant_varieties": ("name",),
    "protection_aid": ("case", "party"),
}
AT_ONCE = 500


def keep_said(apps, schema_editor):
    """Of every row that is there, a lot at a time."""
    rows, said = apps.get_model("registers", "Row")._base_manager, apps.get_model("registers", "Said")
    lot = []
    with as_stored():
        for row in rows.filter(register__in=COMPARED).only("register", "values").iterator(AT_ONCE):
            for field in COMPARED[row.register]:
                text = folded(str(row.values.get(field) or ""))
                lot.append(said(row_id=row.pk, field=field, said=hashlib.sha256(text.encode()).hexdigest()))
            if len(lot) >= AT_ONCE:
                said.objects.bulk_create(lot)
                lot = []
    said.objects.bulk_create(lot)


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_evidence")]

    operations = [
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60)),
                ("said", models.CharField(max_length=64)),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="said", to="registers.row"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["said", "field"], name="registers_by_said")],
                "constraints": [models.UniqueConstraint(fields=("row", "field"), name="registers_said_once")],
            },
        ),
        migrations.RunPython(keep_said, migrations.RunPython.noop, elidable=True),
    ]
