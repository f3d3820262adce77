"""The tables of this room at the first release."""

import backend.fields.tables
import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Entry",
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
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("actor_id", models.BigIntegerField(null=True, verbose_name="操作用户")),
                        ("actor_label", models.CharField(max_length=80, verbose_name="操作岗位")),
                        ("act", models.CharField(max_length=80, verbose_name="动作")),
                        ("subject_type", models.CharField(max_length=80, verbose_name="对象类型")),
                        ("subject_id", models.CharField(max_length=40, verbose_name="对象")),
                        ("person_id", models.BigIntegerField(null=True, verbose_name="涉及的人")),
                        ("union_id", models.BigIntegerField(null=True, verbose_name="涉及的工会")),
                        (
                            "field_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                default=list,
                                size=None,
                                verbose_name="涉及的字段",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(blank=True, max_length=200, verbose_name="目的"),
                        ),
                        (
                            "subject_digest",
                            models.BinaryField(null=True, verbose_name="对象内容的摘要"),
                        ),
                        ("digest", models.BinaryField(verbose_name="本条的摘要")),
                    ],
                    options={
                        "verbose_name": "留痕",
                        "verbose_name_plural": "留痕",
                        "indexes": [
                            models.Index(fields=["person_id", "-id"], name="audit_entry_person"),
                            models.Index(fields=["union_id", "-id"], name="audit_entry_union"),
                            models.Index(
                                fields=["subject_type", "subject_id"], name="audit_entry_subject"
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1b389f8260e22d0fbf38b4ff1e20214212b176ee",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a6b88",
                            table="audit_entry",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "seq",
                            models.BigIntegerField(
                                primary_key=True, serialize=False, verbose_name="序号"
                            ),
                        ),
                        ("entry_id", models.BigIntegerField(unique=True, verbose_name="留痕")),
                        ("previous", models.BinaryField(verbose_name="前一环的摘要")),
                        ("digest", models.BinaryField(verbose_name="本环的摘要")),
                    ],
                    options={
                        "verbose_name": "留痕链环",
                        "verbose_name_plural": "留痕链环",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="link",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="63278644e0bed375aa4b634cff6b547cf53a1b39",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_aec60",
                            table="audit_link",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
