"""Indexes by which dossiers are found by a part of what they are about: one that SQLite reads through, on PostgreSQL one of all parts."""

from typing import Any

from django.db import migrations, models

BY_ABOUT = """
CREATE INDEX matters_dossier_about_parts ON matters_dossier
USING gin (matters_number_parts(upper(subject || ' ' || subject_name))) WITH (fastupdate = off)
"""


def read_subjects_by_parts(_: Any, editor: Any) -> None:
    """What a dossier is about is found by any part of its id and name, in whichever case."""
    if editor.connection.vendor == "postgresql":
        editor.execute(BY_ABOUT)


def no_parts(_: Any, editor: Any) -> None:
    """Takes it back."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX matters_dossier_about_parts")


class Migration(migrations.Migration):
    """Only adds indexes."""

    dependencies = [("matters", "0009_quick_desks")]
    operations = [
        migrations.AddIndex("dossier", models.Index(fields=["subject_name", "subject"], name="matters_dossier_about")),
        migrations.RunPython(read_subjects_by_parts, no_parts),
    ]
