"""What happened to a report is never rewritten."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Triggers on the events of reports."""

    dependencies = [("protection", "0001_reports")]
    operations = [append_only("protection_reportevent")]
