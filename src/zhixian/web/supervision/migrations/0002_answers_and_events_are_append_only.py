"""What a unit answered, and what happened to a request, is never rewritten."""

from django.db import migrations

from zhixian.web.kit.append_only import append_only


class Migration(migrations.Migration):
    """Triggers on answers and events."""

    dependencies = [("supervision", "0001_initial")]
    operations = [append_only("supervision_answer", "supervision_requestevent")]
