from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_terms_of_keeping"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="unit",
            field=models.CharField(blank=True, max_length=60, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="credit_code",
            field=models.CharField(blank=True, max_length=18, null=True, unique=True, verbose_name="统一社会信用代码"),
        ),
    ]
