"""A pot may be money that several have paid in, which is no budget."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incentives", "0004_a_number_is_one_however_typed"),
    ]

    operations = [
        migrations.AddField(
            model_name="pot",
            name="kind",
            field=models.CharField(default="budget", max_length=10),
        ),
        migrations.AddField(
            model_name="pot",
            name="title",
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
