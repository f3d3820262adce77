"""The tables of this room at the first release."""

import backend.fields.tables
import backend.kernel.clock
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import services.disclosure.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("unions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="CatalogueItem",
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
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("finance", "经费"),
                                    ("aid", "帮扶"),
                                    ("commission", "委托"),
                                    ("decision", "决议"),
                                    ("plan", "计划"),
                                    ("summary", "总结"),
                                    ("activity", "活动"),
                                    ("honour", "荣誉"),
                                    ("donation", "捐赠"),
                                    ("interest", "切身利益"),
                                    ("rules", "制度"),
                                    ("duties", "职责"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="事项")),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("standing", "长期"),
                                    ("yearly", "每年"),
                                    ("quarterly", "每季度"),
                                    ("event", "一事一公开"),
                                ],
                                max_length=12,
                                verbose_name="频次",
                            ),
                        ),
                        (
                            "deadline_days",
                            models.PositiveSmallIntegerField(verbose_name="期限（自然日）"),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("municipal", "市总工会"),
                                        ("district", "区总工会"),
                                        ("industrial", "产业工会"),
                                        ("sub_district", "街道（乡镇）总工会"),
                                        ("joint", "联合工会"),
                                        ("basic", "基层工会"),
                                    ],
                                    max_length=16,
                                ),
                                size=None,
                                verbose_name="适用工会类型",
                            ),
                        ),
                        (
                            "on_view_days",
                            models.PositiveSmallIntegerField(
                                default=15, verbose_name="最短公示天数"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="起算日期")),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                        ("is_verified", models.BooleanField(default=False, verbose_name="已核实")),
                    ],
                    options={
                        "verbose_name": "公开目录事项",
                        "verbose_name_plural": "公开目录事项",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kinds", []), _negated=True),
                                name="disclosure_item_is_owed_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormVersion",
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
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosure_forms",
                                to="unions.union",
                                verbose_name="工会",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="代码")),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="第几版")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("finance", "经费"),
                                    ("aid", "帮扶"),
                                    ("commission", "委托"),
                                    ("decision", "决议"),
                                    ("plan", "计划"),
                                    ("summary", "总结"),
                                    ("activity", "活动"),
                                    ("honour", "荣誉"),
                                    ("donation", "捐赠"),
                                    ("interest", "切身利益"),
                                    ("rules", "制度"),
                                    ("duties", "职责"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "catalogue_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="forms",
                                to="disclosure.catalogueitem",
                                verbose_name="目录事项",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        ("figures", models.JSONField(default=list, verbose_name="数字表")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="隐私审查人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="通过时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "固定格式版本",
                        "verbose_name_plural": "固定格式版本",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("union", "code", "sequence"),
                                name="disclosure_form_in_sequence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("author", models.F("checked_by")), _negated=True),
                                    models.Q(("author", models.F("signed_by")), _negated=True),
                                    models.Q(("checked_by", models.F("signed_by")), _negated=True),
                                ),
                                name="disclosure_form_by_three_people",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dfb368d532824b418130f65f06bbc2ebb3a51561",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3fdda",
                            table="disclosure_formversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Disclosure",
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
                            models.CharField(max_length=20, unique=True, verbose_name="公开编号"),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("finance", "经费"),
                                    ("aid", "帮扶"),
                                    ("commission", "委托"),
                                    ("decision", "决议"),
                                    ("plan", "计划"),
                                    ("summary", "总结"),
                                    ("activity", "活动"),
                                    ("honour", "荣誉"),
                                    ("donation", "捐赠"),
                                    ("interest", "切身利益"),
                                    ("rules", "制度"),
                                    ("duties", "职责"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "catalogue_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="disclosure.catalogueitem",
                                verbose_name="目录事项",
                            ),
                        ),
                        (
                            "period",
                            models.CharField(blank=True, max_length=8, verbose_name="所属期"),
                        ),
                        (
                            "form_code",
                            models.CharField(blank=True, max_length=40, verbose_name="固定格式"),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="preparing", max_length=32, verbose_name="状态"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        (
                            "current",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disclosure.version",
                                verbose_name="现行版本",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, verbose_name="修改序号"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="首次公开时间"
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最近变动时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公开事项",
                        "verbose_name_plural": "公开事项",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("changed_at__isnull", False)),
                                fields=["-changed_at", "-id"],
                                name="disclosure_newest",
                            ),
                            models.Index(
                                condition=models.Q(("changed_at__isnull", False)),
                                fields=["union", "-changed_at", "-id"],
                                name="disclosure_newest_of_union",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["title"],
                                name="disclosure_title",
                                opclasses=["gin_trgm_ops"],
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("changed_at__isnull", True),
                                        ("current__isnull", True),
                                        ("published_at__isnull", True),
                                        ("state", services.disclosure.states.State["PREPARING"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "state",
                                                services.disclosure.states.State["PREPARING"],
                                            ),
                                            _negated=True,
                                        ),
                                        ("changed_at__isnull", False),
                                        ("current__isnull", False),
                                        ("published_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_public_means_a_version",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("form_code", ""), _negated=True),
                                    models.Q(
                                        ("state", services.disclosure.states.State["WITHDRAWN"]),
                                        _negated=True,
                                    ),
                                ),
                                fields=("union", "form_code", "period"),
                                name="disclosure_one_per_form_and_period",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="disclosure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{preparing:published,published:published,published:withdrawn}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="b048e95db07aa97d6f6c1f1fedd68bc941eb0bdc",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_b8e01",
                            table="disclosure_disclosure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="disclosure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'preparing'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="a35e9a63dd4197f1467b2cda194cf5025ba8c422",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_2b5aa",
                            table="disclosure_disclosure",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Version",
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
                            "disclosure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="disclosure.disclosure",
                                verbose_name="公开事项",
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="第几版")),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        (
                            "figures",
                            models.JSONField(blank=True, default=dict, verbose_name="数字"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="更正原因"),
                        ),
                        (
                            "form_version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fillings",
                                to="disclosure.formversion",
                                verbose_name="固定格式版本",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="隐私审查人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="公开时间"
                            ),
                        ),
                        ("digest", models.BinaryField(max_length=32, verbose_name="摘要")),
                    ],
                    options={
                        "verbose_name": "版本",
                        "verbose_name_plural": "版本",
                        "indexes": [
                            models.Index(fields=["published_at"], name="disclosure_version_when")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("disclosure", "sequence"),
                                name="disclosure_version_in_sequence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("author", models.F("checked_by")), _negated=True),
                                    models.Q(("author", models.F("signed_by")), _negated=True),
                                    models.Q(("checked_by", models.F("signed_by")), _negated=True),
                                ),
                                name="disclosure_version_by_three_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sequence", 1),
                                    models.Q(
                                        ("sequence__gt", 1), models.Q(("reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_correction_has_a_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="version",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f593ae00045aa8a3bb79cf1194d059bebdfc5660",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b9389",
                            table="disclosure_version",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Withdrawal",
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
                            "disclosure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="disclosure.disclosure",
                                verbose_name="公开事项",
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("mistake", "内容有误"),
                                    ("expired", "内容已失效"),
                                    ("privacy", "涉及个人信息"),
                                ],
                                max_length=12,
                                verbose_name="缘由",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="说明")),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤回人",
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="撤回时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "撤回",
                        "verbose_name_plural": "撤回",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="disclosure_withdrawal_has_a_reason",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="withdrawal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="23ec7d114cb7ce868ab777ae1ca668d00c229aff",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0a582",
                            table="disclosure_withdrawal",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Draft",
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
                            models.CharField(max_length=20, unique=True, verbose_name="稿件编号"),
                        ),
                        (
                            "disclosure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to="disclosure.disclosure",
                                verbose_name="公开事项",
                            ),
                        ),
                        (
                            "form_code",
                            models.CharField(blank=True, max_length=40, verbose_name="固定格式"),
                        ),
                        (
                            "figures",
                            models.JSONField(blank=True, default=list, verbose_name="数字表"),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("finance", "经费"),
                                    ("aid", "帮扶"),
                                    ("commission", "委托"),
                                    ("decision", "决议"),
                                    ("plan", "计划"),
                                    ("summary", "总结"),
                                    ("activity", "活动"),
                                    ("honour", "荣誉"),
                                    ("donation", "捐赠"),
                                    ("interest", "切身利益"),
                                    ("rules", "制度"),
                                    ("duties", "职责"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "catalogue_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to="disclosure.catalogueitem",
                                verbose_name="目录事项",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="更正原因"),
                        ),
                        (
                            "state",
                            models.CharField(default="writing", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="隐私审查人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "checked_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="已审文本摘要"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, verbose_name="修改序号"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="最近变动时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "稿件",
                        "verbose_name_plural": "稿件",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("d1__isnull", False),
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    ),
                                ),
                                fields=["d1", "-created_at", "-id"],
                                name="disclosure_draft_d1",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d2__isnull", False),
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    ),
                                ),
                                fields=["d2", "-created_at", "-id"],
                                name="disclosure_draft_d2",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d3__isnull", False),
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    ),
                                ),
                                fields=["d3", "-created_at", "-id"],
                                name="disclosure_draft_d3",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d4__isnull", False),
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    ),
                                ),
                                fields=["d4", "-created_at", "-id"],
                                name="disclosure_draft_d4",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d5__isnull", False),
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    ),
                                ),
                                fields=["d5", "-created_at", "-id"],
                                name="disclosure_draft_d5",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    )
                                ),
                                fields=("disclosure",),
                                name="disclosure_one_open_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        (
                                            services.disclosure.states.DraftState["WRITING"],
                                            services.disclosure.states.DraftState["IN_CHECK"],
                                            services.disclosure.states.DraftState["IN_SIGN_OFF"],
                                        ),
                                    ),
                                    models.Q(("form_code", ""), _negated=True),
                                ),
                                fields=("union", "form_code"),
                                name="disclosure_one_open_form_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("disclosure__isnull", False), ("form_code", "")),
                                    models.Q(
                                        ("disclosure__isnull", True),
                                        models.Q(("form_code", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_draft_for_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("checked_by__isnull", True),
                                        models.Q(("checked_by", models.F("author")), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("signed_by__isnull", True),
                                        models.Q(("signed_by", models.F("author")), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("signed_by__isnull", True),
                                        models.Q(
                                            ("signed_by", models.F("checked_by")), _negated=True
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="disclosure_draft_by_three_people",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="draft",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{in_check:in_sign_off,in_check:writing,in_sign_off:signed,in_sign_off:writing,writing:dropped,writing:in_check,writing:writing}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="f34e0168a1c414df99c84db3c05778fb3759c3fc",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_01a86",
                            table="disclosure_draft",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="draft",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'writing'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="18ec16222a4ffc4284909d2a347e923bbc0b8ac6",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_42ae4",
                            table="disclosure_draft",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Review",
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
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="disclosure.draft",
                                verbose_name="稿件",
                            ),
                        ),
                        ("act", models.CharField(max_length=16, verbose_name="步骤")),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=500, verbose_name="意见"),
                        ),
                        (
                            "findings",
                            models.JSONField(blank=True, default=list, verbose_name="扫描结果"),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "reviewed_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                        ("digest", models.BinaryField(max_length=32, verbose_name="文本摘要")),
                    ],
                    options={
                        "verbose_name": "审查记录",
                        "verbose_name_plural": "审查记录",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0f89ef22a925eecba483f56f77e3429f38f7c775",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b59a5",
                            table="disclosure_review",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="FeedWork",
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
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="disclosure_feed_work",
                                to="unions.union",
                                verbose_name="工会",
                            ),
                        ),
                        ("is_deep", models.BooleanField(default=False, verbose_name="连同存档")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "待写订阅",
                        "verbose_name_plural": "待写订阅",
                    },
                ),
                migrations.CreateModel(
                    name="Serial",
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
                        ("prefix", models.CharField(max_length=4, verbose_name="字头")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                        ("last", models.PositiveIntegerField(verbose_name="最后一个号")),
                    ],
                    options={
                        "verbose_name": "流水号",
                        "verbose_name_plural": "流水号",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("prefix", "year"), name="disclosure_serial_one_per_year"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
