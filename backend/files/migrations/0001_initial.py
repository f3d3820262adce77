"""The tables of this room at the first release."""

import backend.fields.tables
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("fields", "0001_initial"),
        ("unions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Upload",
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
                        (
                            "number",
                            models.CharField(max_length=36, unique=True, verbose_name="编号"),
                        ),
                        (
                            "uploader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "media",
                            models.CharField(
                                choices=[
                                    ("image", "照片"),
                                    ("workbook", "表格"),
                                    ("data", "数据文件"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="文件名（已遮盖）"
                            ),
                        ),
                        ("length", models.PositiveBigIntegerField(verbose_name="总字节数")),
                        (
                            "received",
                            models.PositiveBigIntegerField(default=0, verbose_name="已收字节数"),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="receiving", max_length=32, verbose_name="状态"
                            ),
                        ),
                        (
                            "refusal_code",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="未通过原因代码"
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=200, verbose_name="未通过原因"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="开始时间")),
                        ("expires_at", models.DateTimeField(db_index=True, verbose_name="保留到")),
                    ],
                    options={
                        "verbose_name": "上传",
                        "verbose_name_plural": "上传",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("received__lte", models.F("length"))),
                                name="files_upload_not_past_its_end",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="upload",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{receiving:refused,receiving:released}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="0f1e1ac9d749da80aed70209b82de7378d20e5d0",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_e1dc0",
                            table="files_upload",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="upload",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'receiving'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="f2668272d2dffefa428f2af6a7617658d878f1de",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_811d7",
                            table="files_upload",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(app_label)s_%(class)s",
                                to="fields.datakey",
                                verbose_name="数据密钥",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=36, unique=True, verbose_name="编号"),
                        ),
                        (
                            "uploader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="accounts.person",
                                verbose_name="涉及的人",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="unions.union",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "media",
                            models.CharField(
                                choices=[
                                    ("image", "照片"),
                                    ("workbook", "表格"),
                                    ("data", "数据文件"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(blank=True, max_length=40, verbose_name="材料种类"),
                        ),
                        (
                            "case",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="归入的事项编号"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="文件名（已遮盖）"
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="上传时间")),
                        (
                            "attached_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="归入事项时间"
                            ),
                        ),
                        (
                            "advice",
                            models.JSONField(blank=True, default=list, verbose_name="拍照提示代码"),
                        ),
                        (
                            "content_digest",
                            models.BinaryField(
                                max_length=32, null=True, verbose_name="内容摘要（加密索引）"
                            ),
                        ),
                        (
                            "perceptual_hash",
                            models.BigIntegerField(blank=True, null=True, verbose_name="感知哈希"),
                        ),
                        (
                            "upper_half",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.expressions.CombinedExpression(
                                    models.F("perceptual_hash"), ">>", models.Value(32)
                                ),
                                output_field=models.BigIntegerField(),
                            ),
                        ),
                        (
                            "lower_half",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.expressions.CombinedExpression(
                                    models.F("perceptual_hash"), "&", models.Value(4294967295)
                                ),
                                output_field=models.BigIntegerField(),
                            ),
                        ),
                        (
                            "perceptual_detail",
                            models.BinaryField(
                                max_length=32, null=True, verbose_name="感知哈希（细）"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件",
                        "verbose_name_plural": "附件",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("attached_at", None)),
                                fields=["created_at"],
                                name="files_unattached",
                            ),
                            models.Index(
                                condition=models.Q(("attached_at__isnull", False)),
                                fields=["kind", "content_digest"],
                                name="files_same_content",
                            ),
                            models.Index(
                                condition=models.Q(("attached_at__isnull", False)),
                                fields=["kind", "upper_half"],
                                name="files_alike_upper",
                            ),
                            models.Index(
                                condition=models.Q(("attached_at__isnull", False)),
                                fields=["kind", "lower_half"],
                                name="files_alike_lower",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("perceptual_detail", None), ("perceptual_hash", None)
                                    ),
                                    models.Q(
                                        ("perceptual_detail__isnull", False),
                                        ("perceptual_hash__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="files_attachment_looks_with_detail",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Variant",
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
                        (
                            "attachment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="variants",
                                to="files.attachment",
                                verbose_name="附件",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                choices=[
                                    ("thumb", "缩略图"),
                                    ("preview", "预览图"),
                                    ("original", "原尺寸"),
                                ],
                                max_length=10,
                                verbose_name="版本",
                            ),
                        ),
                        ("media_type", models.CharField(max_length=100, verbose_name="内容类型")),
                        ("width", models.PositiveIntegerField(default=0, verbose_name="宽")),
                        ("height", models.PositiveIntegerField(default=0, verbose_name="高")),
                        ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                        ("digest", models.BinaryField(max_length=32, verbose_name="存储内容摘要")),
                    ],
                    options={
                        "verbose_name": "附件版本",
                        "verbose_name_plural": "附件版本",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attachment", "name"), name="files_each_variant_once"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="variant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="files_variant_stays_as_it_is",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="7bda44e5570ceb9918ba8b25f1bd57d68a143390",
                            operation="UPDATE",
                            pgid="pgtrigger_files_variant_stays_as_it_is_8328b",
                            table="files_variant",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
