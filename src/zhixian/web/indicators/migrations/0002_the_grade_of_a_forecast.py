"""A figure keeps the grade of its forecast; the words are read from the rule."""

from typing import Any

from django.db import migrations, models

GRADES = {"很有把握": "sure", "较有把握": "likely", "尚不确定": "unsure", "较难达标": "hard", "很难达标": "hardly"}
"""As the words stood when they were kept."""


def to_grades(apps: Any, _: Any) -> None:
    """Words become grades."""
    for words, grade in GRADES.items():
        apps.get_model("indicators", "Figure").objects.filter(grade=words).update(grade=grade)


def to_words(apps: Any, _: Any) -> None:
    """And back."""
    for words, grade in GRADES.items():
        apps.get_model("indicators", "Figure").objects.filter(grade=grade).update(grade=words)


class Migration(migrations.Migration):
    """A figure keeps the grade of its forecast."""

    dependencies = [("indicators", "0001_initial")]
    operations = [
        migrations.RenameField("figure", "chance", "grade"),
        migrations.RunPython(to_grades, to_words),
    ]
