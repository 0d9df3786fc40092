"""What rows say of whose they are, by which an organisation finds those that units have entered of it, the numbers of pledges and the
leads of cases."""

import hashlib

from django.db import migrations

from zhixian.core.kernel.folding import folded
from zhixian.web.kit.sealed import as_stored

COMPARED = {
    "copyright_works": ("owner",),
    "cost_deductions": ("party",),
    "course_places": ("party",),
    "credit_objections": ("party",),
    "destination_checks": ("owner",),
    "funding_projects": ("applicant",),
    "ip_cases": ("lead",),
    "ip_contracts": ("owner",),
    "matches_followed": ("told_by",),
    "needs_offers": ("party",),
    "plant_varieties": ("owner",),
    "pledge_loans": ("lender", "pledge_number"),
    "service_rewards": ("owner",),
    "specialists": ("employer",),
    "standards": ("owner",),
    "talents": ("employer",),
}
"""Without those that an earlier migration has kept."""
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
    dependencies = [("registers", "0006_said")]

    operations = [migrations.RunPython(keep_said, migrations.RunPython.noop, elidable=True)]
