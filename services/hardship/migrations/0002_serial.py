"""The running serial behind the yearly numbers; gaps are allowed, doubles are not."""

from django.db import migrations


class Migration(migrations.Migration):
    """One sequence, never reset; `NumberYear` notes where each year began."""

    dependencies = [("hardship", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE hardship_serial AS bigint",
            "DROP SEQUENCE hardship_serial",
            elidable=False,
        ),
    ]
