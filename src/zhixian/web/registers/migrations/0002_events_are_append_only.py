"""What happened to a row of a register is never rewritten."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Triggers on events."""

    dependencies = [("registers", "0001_registers")]
    operations = [append_only("registers_rowevent")]
