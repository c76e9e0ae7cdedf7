"""The picture of an entry in the library, or why it is not there."""

from django.db import migrations

import tolok.store.fields


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0008_collecting'),
    ]

    operations = [
        migrations.AddField(
            model_name='feeditem',
            name='picture',
            field=tolok.store.fields.Json(null=True),
        ),
    ]
