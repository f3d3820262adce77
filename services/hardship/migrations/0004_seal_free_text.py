"""Free text of a case, where an officer may name an illness, is sealed under the key of the case.

What stood in clear is sealed row by row and the clear columns go; this step has no way back.
"""

from collections.abc import Callable
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from backend.fields.keys import keyring
from backend.fields.models import place_of
from backend.kernel import seal
from backend.kernel.identifiers import uuid7
from services.hardship.models.household import new_number

PROTECT = django.db.models.deletion.PROTECT
# Else the deferred foreign keys of the sealed rows would keep their tables from being altered.
CHECK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"


def seal_what_stands(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal each text that stands in clear; a text whose key was destroyed stays unreadable."""
    _seal(apps, "Application", "return_reason", lambda row: row)
    _seal(apps, "Grant", "return_reason", lambda row: row.application)
    _seal(apps, "Objection", "reason", lambda row: row.notice.application)
    for name, column in (("Decision", "opinion"), ("Refusal", "reason")):
        table = apps.get_model("hardship", name)._meta.db_table
        schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _seal(apps, name, column, lambda row: row.application)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _seal(apps: Apps, name: str, column: str, case_of: Callable[[Any], Any]) -> None:
    model = apps.get_model("hardship", name)
    for row in model._default_manager.order_by("pk").iterator():
        key = case_of(row).key
        row.key_id, row.number = key.pk, row.number or str(uuid7())
        text, sealed = getattr(row, column), f"{column}_sealed"
        if text:
            plain = keyring().unwrap(bytes(key.wrapped)) if key.wrapped else seal.new_data_key()
            setattr(row, sealed, seal.seal(plain, text.encode(), place_of(model, sealed, row.number)))
        row.save(update_fields=["key", "number", sealed])


def _key(*, null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        null=null,
        on_delete=PROTECT,
        related_name="%(app_label)s_%(class)s",
        to="fields.datakey",
        verbose_name="数据密钥",
    )


def _number(**options: Any) -> models.CharField:
    return models.CharField(max_length=36, verbose_name="编号", **options)


def _sealed(verbose_name: str) -> models.BinaryField:
    return models.BinaryField(blank=True, null=True, verbose_name=verbose_name)


class Migration(migrations.Migration):

    dependencies = [("hardship", "0003_take_out"), ("fields", "0001_initial")]

    operations = [
        migrations.RunSQL(CHECK_AT_ONCE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("decision", "hardship_chain_step_has_an_opinion"),
        migrations.RemoveConstraint("objection", "hardship_objection_resolved_with_reason"),
        migrations.RemoveConstraint("refusal", "hardship_refusal_has_reason_and_appeal"),
        migrations.AddField("application", "return_reason_sealed", _sealed("退回原因")),
        migrations.AddField("grant", "key", _key(null=True)),
        migrations.AddField("grant", "return_reason_sealed", _sealed("银行退回原因")),
        migrations.AddField("objection", "reason_sealed", _sealed("理由")),
        migrations.AddField("decision", "key", _key(null=True)),
        migrations.AddField("decision", "number", _number(null=True)),
        migrations.AddField("decision", "opinion_sealed", _sealed("意见")),
        migrations.AddField("refusal", "key", _key(null=True)),
        migrations.AddField("refusal", "number", _number(null=True)),
        migrations.AddField("refusal", "reason_sealed", _sealed("原因")),
        migrations.RunPython(seal_what_stands),
        migrations.AlterField("grant", "key", _key(null=False)),
        migrations.AlterField("decision", "key", _key(null=False)),
        migrations.AlterField("decision", "number", _number(unique=True, default=new_number)),
        migrations.AlterField("refusal", "key", _key(null=False)),
        migrations.AlterField("refusal", "number", _number(unique=True, default=new_number)),
        migrations.RemoveField("application", "return_reason"),
        migrations.RemoveField("grant", "return_reason"),
        migrations.RemoveField("objection", "reason"),
        migrations.RemoveField("decision", "opinion"),
        migrations.RemoveField("refusal", "reason"),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=Q(in_chain=False) | Q(opinion_sealed__isnull=False),
                name="hardship_chain_step_has_an_opinion",
            ),
        ),
        migrations.AddConstraint(
            "objection",
            models.CheckConstraint(
                condition=Q(outcome="", reason_sealed__isnull=True, resolved_at__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(reason_sealed__isnull=False)
                    & Q(resolved_by__isnull=False)
                ),
                name="hardship_objection_resolved_with_reason",
            ),
        ),
        migrations.AddConstraint(
            "refusal",
            models.CheckConstraint(
                condition=Q(reason_sealed__isnull=False) & ~Q(clause="") & ~Q(appeal_to=""),
                name="hardship_refusal_has_reason_and_appeal",
            ),
        ),
    ]
