import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_attachment")]

    operations = [
        migrations.CreateModel(
            name="FetchedFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("tried_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
                ("etag", models.TextField(blank=True)),
                ("last_modified", models.TextField(blank=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fetched_feeds",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["owner", "address"], name="one_state_a_feed")
                ],
            },
        ),
        migrations.CreateModel(
            name="FetchedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry", models.CharField(max_length=64)),
                ("title", models.TextField()),
                ("link", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("first_seen_at", models.DateTimeField()),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="records.fetchedfeed",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["feed", "entry"], name="one_row_an_entry")
                ],
            },
        ),
    ]
