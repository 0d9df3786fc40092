"""Transfers are append-only."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Transfers are append-only."""

    dependencies = [("incentives", "0001_initial")]
    operations = [append_only("incentives_transfer")]
