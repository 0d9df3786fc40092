"""Indexes by which desks and lists are read from the end where their first rows stand, since when units wait for others, and on
PostgreSQL an index of the parts of numbers."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q, Subquery

PARTS = """
CREATE FUNCTION matters_number_parts(number text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
SELECT pg_catalog.array_agg(DISTINCT pg_catalog.substr(number, place, long))
FROM pg_catalog.generate_series(1, pg_catalog.length(number)) AS place, pg_catalog.generate_series(1, 3) AS long
WHERE place + long <= pg_catalog.length(number) + 1 $$
"""
BY_PARTS = """
CREATE INDEX matters_dossier_number_parts ON matters_dossier USING gin (matters_number_parts(number)) WITH (fastupdate = off)
"""


def note_who_waits(apps: Any, _: Any) -> None:
    """Since when each unit that had an open dossier in hand waits for somebody else."""
    dossiers, units = apps.get_model("matters", "Dossier"), apps.get_model("matters", "DossierUnit")
    open_ones = dossiers.objects.filter(pk=OuterRef("dossier"), outcome="", number__isnull=False)
    elsewhere = open_ones.exclude(unit=OuterRef("unit"))
    units.objects.filter(Exists(elsewhere)).update(away_since=Subquery(elsewhere.values("entered_on")))


def read_numbers_by_parts(_: Any, editor: Any) -> None:
    """A number is found by any part of it; SQLite, which reads an index of numbers quickly enough, needs none of it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(PARTS)
        editor.execute(BY_PARTS)


def no_parts(_: Any, editor: Any) -> None:
    """Takes it back."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX matters_dossier_number_parts")
        editor.execute("DROP FUNCTION matters_number_parts(text)")


def index(model: str, name: str, *fields: str, **more: Any) -> migrations.AddIndex:
    """One more index."""
    return migrations.AddIndex(model, models.Index(fields=fields, name=name, **more))


class Migration(migrations.Migration):
    """Only adds: a column that may be empty, and indexes in place of two others."""

    dependencies = [("matters", "0008_what_was_found_out")]
    operations = [
        index("dossier", "matters_dossier_of_unit", "unit", "outcome", "due", "-id"),
        index("dossier", "matters_dossier_due", "unit", "step", "due", "id", condition=Q(outcome="")),
        index("dossier", "matters_dossier_entered", "unit", "step", "entered_on", "id", condition=Q(outcome="")),
        index(  # behind the one before: of two alike SQLite takes the later
            "dossier",
            "matters_dossier_undated",
            *("unit", "step", "entered_on", "id"),
            condition=Q(outcome="", due__isnull=True),
        ),
        index("dossier", "matters_dossier_open_of_unit", "unit", "-changed_at", "-id", condition=Q(outcome="")),
        index("dossier", "matters_dossier_with_nobody", "-changed_at", "-id", condition=Q(outcome="", unit="")),
        index("dossier", "matters_dossier_by_due", "due", "-id"),
        index("dossier", "matters_dossier_by_amount", "-award_fen", "-id"),
        index("dossier", "matters_dossier_subject", "subject"),
        migrations.RemoveIndex("dossier", "matters_dos_unit_dbe2e0_idx"),
        migrations.RemoveIndex("dossier", "matters_dos_outcome_b184a0_idx"),
        migrations.AddField("dossierunit", "away_since", models.DateField(null=True, blank=True)),
        migrations.RunPython(note_who_waits, migrations.RunPython.noop),
        index(
            "dossierunit",
            "matters_dossier_away",
            *("unit", "away_since", "dossier"),
            condition=Q(away_since__isnull=False),
        ),
        migrations.RunPython(read_numbers_by_parts, no_parts),
    ]
