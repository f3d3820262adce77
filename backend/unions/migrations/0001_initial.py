"""The tables of this room at the first release."""

import backend.fields.tables
import backend.kernel.clock
import backend.kernel.identifiers
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Union",
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
                            "number",
                            models.CharField(max_length=20, unique=True, verbose_name="工会编号"),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("municipal", "市总工会"),
                                    ("district", "区总工会"),
                                    ("industrial", "产业工会"),
                                    ("sub_district", "街道（乡镇）总工会"),
                                    ("joint", "联合工会"),
                                    ("basic", "基层工会"),
                                ],
                                max_length=16,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="unions.union",
                                verbose_name="上级工会",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(verbose_name="层级")),
                        (
                            "credit_code",
                            models.CharField(
                                blank=True, max_length=18, verbose_name="统一社会信用代码"
                            ),
                        ),
                        ("is_station", models.BooleanField(default=False, verbose_name="会站合一")),
                        ("is_home", models.BooleanField(default=False, verbose_name="会家合一")),
                        (
                            "address",
                            models.CharField(blank=True, max_length=120, verbose_name="地址"),
                        ),
                        (
                            "opening_hours",
                            models.CharField(blank=True, max_length=80, verbose_name="开放时间"),
                        ),
                        (
                            "service_phone",
                            models.CharField(blank=True, max_length=20, verbose_name="服务电话"),
                        ),
                        (
                            "grid_code",
                            models.CharField(blank=True, max_length=30, verbose_name="网格编码"),
                        ),
                        (
                            "staff_count",
                            models.PositiveIntegerField(default=0, verbose_name="职工人数"),
                        ),
                        (
                            "female_staff_count",
                            models.PositiveIntegerField(default=0, verbose_name="女职工人数"),
                        ),
                        (
                            "founded_on",
                            models.DateField(blank=True, null=True, verbose_name="建会日期"),
                        ),
                        (
                            "dissolved_on",
                            models.DateField(blank=True, null=True, verbose_name="撤销日期"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "工会",
                        "verbose_name_plural": "工会",
                        "indexes": [
                            models.Index(fields=["d1"], name="unions_union_d1"),
                            models.Index(fields=["d2"], name="unions_union_d2"),
                            models.Index(fields=["d3"], name="unions_union_d3"),
                            models.Index(fields=["d4"], name="unions_union_d4"),
                            models.Index(fields=["d5"], name="unions_union_d5"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("level__gte", 1), ("level__lte", 5)),
                                name="unions_union_level_1_to_5",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", 1), ("parent__isnull", True)),
                                    models.Q(("level__gt", 1), ("parent__isnull", False)),
                                    _connector="OR",
                                ),
                                name="unions_union_only_the_root_has_no_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Standard",
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
                            models.UUIDField(
                                default=backend.kernel.identifiers.uuid7,
                                editable=False,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("code", models.CharField(max_length=60, verbose_name="代码")),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="unions.union",
                                verbose_name="适用工会",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起始日期")),
                        (
                            "valid_to",
                            models.DateField(blank=True, null=True, verbose_name="截止日期"),
                        ),
                        ("value", models.JSONField(verbose_name="数值")),
                        ("unit", models.CharField(max_length=30, verbose_name="单位")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                        ("verified", models.BooleanField(default=False, verbose_name="已核实")),
                    ],
                    options={
                        "verbose_name": "地方标准",
                        "verbose_name_plural": "地方标准",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "union", "valid_from"),
                                name="unions_standard_one_per_start",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
