"""The tables of this room at the first release."""

import backend.access.models
import backend.fields.tables
import backend.kernel.clock
import django.db.models.deletion
import django.db.models.functions.datetime
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
                    name="IdempotencyKey",
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
                        ("actor_key", models.BigIntegerField(verbose_name="办理人")),
                        ("operation", models.CharField(max_length=120, verbose_name="操作")),
                        ("key", models.CharField(max_length=128, verbose_name="防重键")),
                        ("fingerprint", models.BinaryField(max_length=32, verbose_name="请求指纹")),
                        (
                            "status",
                            models.PositiveSmallIntegerField(null=True, verbose_name="状态码"),
                        ),
                        (
                            "etag",
                            models.CharField(
                                blank=True, db_default="", max_length=40, verbose_name="版本标记"
                            ),
                        ),
                        ("reply_sealed", models.BinaryField(null=True, verbose_name="封存的答复")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                verbose_name="时间",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "防重键",
                        "verbose_name_plural": "防重键",
                        "indexes": [
                            models.Index(fields=["created_at"], name="access_key_created_at")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("actor_key", "operation", "key"),
                                name="access_one_effect_per_key",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionRequest",
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
                            "d1",
                            models.BigIntegerField(
                                editable=False, null=True, verbose_name="第一级"
                            ),
                        ),
                        (
                            "d2",
                            models.BigIntegerField(
                                editable=False, null=True, verbose_name="第二级"
                            ),
                        ),
                        (
                            "d3",
                            models.BigIntegerField(
                                editable=False, null=True, verbose_name="第三级"
                            ),
                        ),
                        (
                            "d4",
                            models.BigIntegerField(
                                editable=False, null=True, verbose_name="第四级"
                            ),
                        ),
                        (
                            "d5",
                            models.BigIntegerField(
                                editable=False, null=True, verbose_name="第五级"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(app_label)s_%(class)s",
                                to="unions.union",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                default=backend.access.models.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="accounts.person",
                                verbose_name="本人",
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("name", "姓名"),
                                    ("phone", "手机号"),
                                    ("union", "所在工会"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="要更正的内容",
                            ),
                        ),
                        (
                            "wanted_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="正确的内容"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="答复期限")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answered_corrections",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        ("corrected", models.BooleanField(null=True, verbose_name="已更正")),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=400, verbose_name="答复"),
                        ),
                    ],
                    options={
                        "verbose_name": "更正申请",
                        "verbose_name_plural": "更正申请",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["d1", "due_on"],
                                name="access_correction_open_d1",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["d2", "due_on"],
                                name="access_correction_open_d2",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["d3", "due_on"],
                                name="access_correction_open_d3",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["d4", "due_on"],
                                name="access_correction_open_d4",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["d5", "due_on"],
                                name="access_correction_open_d5",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("corrected", None),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("corrected__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="access_correction_answered_whole",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None)),
                                fields=("person", "field"),
                                name="access_correction_one_open_per_field",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
