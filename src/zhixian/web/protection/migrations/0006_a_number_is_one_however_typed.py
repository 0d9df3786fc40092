"""Numbers of penalty decisions are compared however they were typed."""

from typing import Any

from django.db import migrations, models

from zhixian.core.kernel.document_numbers import same_number

DOUBLE = " #"


def fill_keys(apps: Any, _: Any) -> None:
    """Gives every decision the key of its number, and its publication the same. None goes: what bears a number that an earlier one of
    its unit has gets that key with its own id, and the office's page of it says so."""
    decisions, shown = (apps.get_model("protection", name).objects for name in ("Penalty", "PublishedPenalty"))
    taken: set[tuple[str, str]] = set()
    for pk, unit, number, publication in list(
        decisions.order_by("id").values_list("id", "unit", "number", "publication")
    ):
        plain = same_number(number)
        key = f"{plain}{DOUBLE}{pk}" if (unit, plain) in taken else plain
        taken.add((unit, plain))
        decisions.filter(pk=pk).update(key=key)
        shown.filter(pk=publication).update(key=key)


class Migration(migrations.Migration):
    """Numbers of penalty decisions are compared however they were typed."""

    dependencies = [("protection", "0005_terms_of_keeping")]
    operations = [
        migrations.AddField("penalty", "key", models.TextField(default=""), preserve_default=False),
        migrations.AddField("publishedpenalty", "key", models.TextField(default=""), preserve_default=False),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            "penalty", models.UniqueConstraint(fields=("unit", "key"), name="protection_one_penalty_a_key")
        ),
        migrations.AddConstraint(
            "publishedpenalty", models.UniqueConstraint(fields=("unit", "key"), name="protection_one_publication_a_key")
        ),
    ]
