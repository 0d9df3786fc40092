"""What happened to a dossier is added to, never changed."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Events only grow."""

    dependencies = [("matters", "0001_initial")]
    operations = [append_only("matters_dossierevent")]
