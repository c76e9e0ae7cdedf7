"""The hours a week that an action takes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_publishing"),
    ]

    operations = [
        migrations.AddField(
            model_name="action",
            name="hours_per_week",
            field=models.FloatField(null=True),
        ),
    ]
