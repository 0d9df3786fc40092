"""Money booked and what happened to pools and claims is never rewritten."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Triggers on contributions, recoveries and events."""

    dependencies = [("finance", "0001_pools")]
    operations = [
        append_only("finance_contribution", "finance_recovery", "finance_poolevent", "finance_claimevent"),
    ]
