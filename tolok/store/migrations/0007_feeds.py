"""Feeds, routes, entries, decisions and reads."""

import django.db.models.deletion
import tolok.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0006_action_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.UUIDField(default=tolok.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('url', models.CharField(max_length=1000)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('site', models.CharField(blank=True, max_length=2000)),
                ('folder', models.CharField(blank=True, max_length=200)),
                ('format', models.CharField(blank=True, max_length=20)),
                ('period_minutes', models.PositiveIntegerField(default=15)),
                ('first', models.JSONField(default=dict)),
                ('enabled', models.BooleanField(default=True)),
                ('etag', models.CharField(blank=True, max_length=500)),
                ('modified', models.CharField(blank=True, max_length=100)),
                ('ttl_s', models.PositiveIntegerField(null=True)),
                ('due_at', models.DateTimeField(db_index=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('new_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('problem', models.JSONField(null=True)),
                ('gone', models.BooleanField(default=False)),
                ('troubles', models.JSONField(default=list)),
                ('hub', models.CharField(blank=True, max_length=2000)),
                ('topic', models.CharField(blank=True, max_length=2000)),
                ('hub_state', models.CharField(blank=True, max_length=8)),
                ('hub_token', models.CharField(blank=True, db_index=True, max_length=64)),
                ('hub_secret', models.TextField(blank=True)),
                ('hub_until', models.DateTimeField(null=True)),
                ('hub_asked_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.workspace')),
            ],
            options={
                'ordering': ['title', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='FeedFetch',
            fields=[
                ('id', models.UUIDField(default=tolok.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=10)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('items', models.PositiveIntegerField(null=True)),
                ('new', models.PositiveIntegerField(default=0)),
                ('edited', models.PositiveIntegerField(default=0)),
                ('bytes', models.PositiveIntegerField(null=True)),
                ('why', models.JSONField(null=True)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='store.feed')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.workspace')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='FeedItem',
            fields=[
                ('id', models.UUIDField(default=tolok.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('key', models.CharField(max_length=220)),
                ('digest', models.CharField(max_length=32)),
                ('content', models.JSONField(default=dict)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('link', models.CharField(blank=True, max_length=2000)),
                ('published_at', models.DateTimeField(null=True)),
                ('first_seen', models.DateTimeField()),
                ('edited_at', models.DateTimeField(null=True)),
                ('passed', models.JSONField(null=True)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='store.feed')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.workspace')),
            ],
            options={
                'ordering': ['-first_seen', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.UUIDField(default=tolok.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=120)),
                ('filter', models.JSONField(default=dict)),
                ('enabled', models.BooleanField(default=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.campaign')),
                ('feeds', models.ManyToManyField(related_name='routes', to='store.feed')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.workspace')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='RouteTarget',
            fields=[
                ('id', models.UUIDField(default=tolok.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('enabled', models.BooleanField(default=True)),
                ('outcome', models.CharField(default='queue', max_length=10)),
                ('template', models.TextField(default='{title}\n{link}[\n{hashtags}]')),
                ('comment', models.TextField(blank=True)),
                ('tagging', models.JSONField(default=dict)),
                ('utm', models.JSONField(null=True)),
                ('throttle', models.JSONField(default=dict)),
                ('window', models.JSONField(default=dict)),
                ('delay_minutes', models.PositiveIntegerField(default=0)),
                ('same_title', models.FloatField(default=1.0, null=True)),
                ('picture', models.BooleanField(default=True)),
                ('since', models.DateTimeField()),
                ('due_at', models.DateTimeField(db_index=True, null=True)),
                ('problem', models.JSONField(null=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.channel')),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='store.route')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.workspace')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='FeedDecision',
            fields=[
                ('id', models.UUIDField(default=tolok.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('what', models.CharField(db_index=True, max_length=10)),
                ('why', models.JSONField(default=dict)),
                ('fix', models.JSONField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField()),
                ('cut', models.JSONField(default=list)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feed_decisions', to='store.post')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.workspace')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='store.feeditem')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='store.routetarget')),
            ],
            options={
                'ordering': ['-decided_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.UniqueConstraint(fields=('workspace', 'url'), name='one_feed_per_address'),
        ),
        migrations.AddIndex(
            model_name='feedfetch',
            index=models.Index(fields=['feed', 'at'], name='store_feedf_feed_id_b9febc_idx'),
        ),
        migrations.AddIndex(
            model_name='feeditem',
            index=models.Index(fields=['feed', 'first_seen'], name='store_feedi_feed_id_1971ac_idx'),
        ),
        migrations.AddConstraint(
            model_name='feeditem',
            constraint=models.UniqueConstraint(fields=('feed', 'key'), name='one_row_per_feed_item'),
        ),
        migrations.AddConstraint(
            model_name='routetarget',
            constraint=models.UniqueConstraint(fields=('route', 'channel'), name='one_target_per_channel'),
        ),
        migrations.AddIndex(
            model_name='feeddecision',
            index=models.Index(fields=['target', 'what', 'decided_at'], name='store_feedd_target__cd19f3_idx'),
        ),
        migrations.AddConstraint(
            model_name='feeddecision',
            constraint=models.UniqueConstraint(fields=('item', 'target'), name='one_decision_per_way'),
        ),
    ]
