"""The tables of this room at the first release."""

import backend.fields.tables
import backend.kernel.clock
import django.contrib.postgres.operations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.CreateExtension(
            name="ltree",
        ),
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="DataKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("wrapped", models.BinaryField(null=True, verbose_name="已加密的密钥")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "destroyed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="销毁时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "数据密钥",
                        "verbose_name_plural": "数据密钥",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("destroyed_at__isnull", True), ("wrapped__isnull", False)
                                    ),
                                    models.Q(
                                        ("destroyed_at__isnull", False), ("wrapped__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="fields_datakey_wrapped_or_destroyed",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
