"""The record only grows, and its chain has a head from the start."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


def _head(apps, _):
    apps.get_model("kit", "ChainHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """The record is append-only."""

    dependencies = [("kit", "0001_initial")]
    operations = [append_only("kit_entry"), migrations.RunPython(_head, migrations.RunPython.noop)]
