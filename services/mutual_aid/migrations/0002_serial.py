"""The running serial of batch numbers; gaps are allowed, doubles are not."""

from django.db import migrations


class Migration(migrations.Migration):
    """One sequence for all years."""

    dependencies = [("mutual_aid", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE mutual_aid_serial AS bigint",
            "DROP SEQUENCE mutual_aid_serial",
            elidable=False,
        ),
    ]
