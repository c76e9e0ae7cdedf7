"""What was collected of channels: how far it got, and what each day brought."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0007_feeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='counted',
            name='counts',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='Collected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('counted_at', models.DateTimeField(null=True)),
                ('listed_at', models.DateTimeField(null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(db_index=True, null=True)),
                ('counts', models.JSONField(default=dict)),
                ('cursor', models.CharField(blank=True, max_length=500)),
                ('whole', models.BooleanField(default=False)),
                ('refused', models.JSONField(default=dict)),
                ('problem', models.JSONField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('fell', models.PositiveIntegerField(default=0)),
                ('lost', models.PositiveIntegerField(default=0)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.batch')),
                ('channel', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='collected', to='store.channel')),
            ],
        ),
        migrations.CreateModel(
            name='CollectedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('counts', models.JSONField(default=dict)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.channel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'day'), name='one_row_per_collected_day')],
            },
        ),
    ]
