"""The tables of this room at the first release."""

import backend.fields.tables
import backend.kernel.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import services.hardship.models.household
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("fields", "0001_initial"),
        ("files", "0001_initial"),
        ("ledger", "0001_initial"),
        ("unions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE hardship_serial AS bigint",
            reverse_sql="DROP SEQUENCE hardship_serial",
        ),
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Application",
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
                            models.CharField(max_length=20, unique=True, verbose_name="受理编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="draft", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "desk",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(state="submitted", then=models.Value("basic")),
                                    models.When(state="visited", then=models.Value("basic")),
                                    models.When(state="recommended", then=models.Value("district")),
                                    models.When(
                                        state="economic_check", then=models.Value("district")
                                    ),
                                    models.When(state="checked", then=models.Value("basic")),
                                    models.When(state="notice", then=models.Value("district")),
                                    models.When(state="objection", then=models.Value("district")),
                                    models.When(
                                        state="district_approved", then=models.Value("district")
                                    ),
                                    default=models.Value(""),
                                    output_field=models.CharField(),
                                ),
                                output_field=models.CharField(max_length=12, verbose_name="办理台"),
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_applications",
                                to="accounts.person",
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "applicant_kind",
                            models.CharField(
                                choices=[
                                    ("worker", "本人申请"),
                                    ("officer", "工会代为申请"),
                                    ("station", "服务站代为申请"),
                                ],
                                max_length=10,
                                verbose_name="申请方式",
                            ),
                        ),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filed_hardship_applications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填报人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "submitted_on",
                            models.DateField(blank=True, null=True, verbose_name="提交日期"),
                        ),
                        (
                            "state_since",
                            models.DateField(
                                default=backend.kernel.clock.today,
                                verbose_name="进入当前状态的日期",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="这一步最晚办结日期"
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("illness", "本人或家人生病"),
                                    ("disability", "本人或家人残疾"),
                                    ("schooling", "子女上学"),
                                    ("unemployment", "失业或收入减少"),
                                    ("disaster", "火灾、水灾等意外"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="主要原因",
                            ),
                        ),
                        (
                            "situation_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="困难情况"),
                        ),
                        (
                            "address_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="现住址"),
                        ),
                        (
                            "annual_income_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="家庭年收入"
                            ),
                        ),
                        (
                            "rigid_expense_fen",
                            models.BigIntegerField(blank=True, null=True, verbose_name="刚性支出"),
                        ),
                        (
                            "self_paid_fen",
                            models.BigIntegerField(default=0, verbose_name="自付医疗费"),
                        ),
                        (
                            "event_on",
                            models.DateField(blank=True, null=True, verbose_name="意外发生日期"),
                        ),
                        (
                            "event_cost_fen",
                            models.BigIntegerField(default=0, verbose_name="意外损失"),
                        ),
                        (
                            "event_is_disaster",
                            models.BooleanField(default=False, verbose_name="属于公共灾害"),
                        ),
                        (
                            "category",
                            models.CharField(blank=True, max_length=12, verbose_name="困难类别"),
                        ),
                        (
                            "net_per_head_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="人均月收入"
                            ),
                        ),
                        (
                            "line_fen",
                            models.BigIntegerField(blank=True, null=True, verbose_name="低保标准"),
                        ),
                        (
                            "line_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="标准年度"
                            ),
                        ),
                        (
                            "assessment_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="认定依据"),
                        ),
                        (
                            "needs_look",
                            models.BooleanField(default=False, verbose_name="需人工复核"),
                        ),
                        (
                            "returned_times",
                            models.PositiveSmallIntegerField(default=0, verbose_name="退回次数"),
                        ),
                        (
                            "return_reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="退回原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "困难帮扶申请",
                        "verbose_name_plural": "困难帮扶申请",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("d1__isnull", False), ("desk__gt", "")),
                                fields=["d1", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="hardship_desk_d1",
                            ),
                            models.Index(
                                condition=models.Q(("d2__isnull", False), ("desk__gt", "")),
                                fields=["d2", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="hardship_desk_d2",
                            ),
                            models.Index(
                                condition=models.Q(("d3__isnull", False), ("desk__gt", "")),
                                fields=["d3", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="hardship_desk_d3",
                            ),
                            models.Index(
                                condition=models.Q(("d4__isnull", False), ("desk__gt", "")),
                                fields=["d4", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="hardship_desk_d4",
                            ),
                            models.Index(
                                condition=models.Q(("d5__isnull", False), ("desk__gt", "")),
                                fields=["d5", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="hardship_desk_d5",
                            ),
                            models.Index(
                                models.F("person"),
                                models.OrderBy(models.F("created_at"), descending=True),
                                name="hardship_of_person",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["refused", "withdrawn"]), _negated=True
                                ),
                                fields=("person",),
                                name="hardship_one_open_application_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("annual_income_fen__gte", 0),
                                    ("rigid_expense_fen__gte", 0),
                                    ("self_paid_fen__gte", 0),
                                ),
                                name="hardship_application_annual_income_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("event_cost_fen__gte", 0), ("line_fen__gte", 0)
                                ),
                                name="hardship_application_event_cost_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    ("submitted_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="hardship_submitted_has_its_date",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="application",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{checked:notice,checked:refused,checked:withdrawn,district_approved:on_file,draft:submitted,draft:withdrawn,economic_check:checked,economic_check:withdrawn,notice:district_approved,notice:objection,notice:refused,notice:withdrawn,objection:notice,objection:objection,objection:refused,objection:withdrawn,recommended:economic_check,recommended:refused,recommended:withdrawn,returned:submitted,returned:withdrawn,submitted:refused,submitted:returned,submitted:visited,submitted:withdrawn,visited:recommended,visited:refused,visited:withdrawn}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="e9146596217d23ddca4bc22e889fa478a0260b19",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_94172",
                            table="hardship_application",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="application",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="cbc93a8c876d0455e3b03d367d4a485e49d5d48d",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_27bfc",
                            table="hardship_application",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="OpenFile",
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_files",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "id_index",
                            models.BinaryField(max_length=32, verbose_name="身份证号索引"),
                        ),
                    ],
                    options={
                        "verbose_name": "在办占用",
                        "verbose_name_plural": "在办占用",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("id_index",),
                                name="hardship_one_open_file_per_household_member",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberYear",
                    fields=[
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                primary_key=True, serialize=False, verbose_name="年度"
                            ),
                        ),
                        ("base", models.BigIntegerField(verbose_name="起点")),
                    ],
                    options={
                        "verbose_name": "编号年度",
                        "verbose_name_plural": "编号年度",
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdMember",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("self", "本人"),
                                    ("spouse", "配偶"),
                                    ("child", "子女"),
                                    ("parent", "父母"),
                                    ("other", "其他共同生活的人"),
                                ],
                                max_length=10,
                                verbose_name="与申请人关系",
                            ),
                        ),
                        (
                            "name_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="姓名"),
                        ),
                        (
                            "id_number_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="身份证号"),
                        ),
                        (
                            "id_index",
                            models.BinaryField(max_length=32, verbose_name="身份证号索引"),
                        ),
                        ("adult_from", models.DateField(verbose_name="满十八周岁的日期")),
                    ],
                    options={
                        "verbose_name": "家庭成员",
                        "verbose_name_plural": "家庭成员",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("application", "id_index"),
                                name="hardship_member_once_per_application",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("relation", "self")),
                                fields=("application",),
                                name="hardship_one_applicant_per_household",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_evidence",
                                to="files.attachment",
                                verbose_name="附件",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("proof", "证明材料"),
                                    ("authorisation", "授权书"),
                                    ("visit", "走访照片"),
                                    ("receipt", "签收单"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="added_hardship_evidence",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="上传时间"
                            ),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="移除时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "材料",
                        "verbose_name_plural": "材料",
                    },
                ),
                migrations.CreateModel(
                    name="Authorisation",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authorisations",
                                to="hardship.householdmember",
                                verbose_name="家庭成员",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorisations",
                                to="hardship.evidence",
                                verbose_name="授权书照片",
                            ),
                        ),
                        ("signed_on", models.DateField(verbose_name="签署日期")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded_authorisations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "授权书",
                        "verbose_name_plural": "授权书",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("member",),
                                name="hardship_one_standing_authorisation_per_member",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
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
                            models.CharField(max_length=24, unique=True, verbose_name="编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grant",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="proposed", max_length=32, verbose_name="状态"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20, verbose_name="帮扶类别")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "fund",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_grants",
                                to="ledger.fund",
                                verbose_name="经费",
                            ),
                        ),
                        (
                            "payee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_grants",
                                to="accounts.payeeaccount",
                                verbose_name="收款账户",
                            ),
                        ),
                        (
                            "payee_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="核准时账户摘要"
                            ),
                        ),
                        (
                            "transfer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_grant",
                                to="ledger.transfer",
                                verbose_name="预留",
                            ),
                        ),
                        (
                            "payment_order",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_grant",
                                to="ledger.paymentorder",
                                verbose_name="付款指令",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposed_grants",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approved_grants",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核准人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="核准时间"),
                        ),
                        (
                            "paid_on",
                            models.DateField(blank=True, null=True, verbose_name="发放日期"),
                        ),
                        (
                            "return_reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="银行退回原因"),
                        ),
                        (
                            "receipt",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipted_grant",
                                to="hardship.evidence",
                                verbose_name="签收单",
                            ),
                        ),
                        (
                            "receipted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="签收时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "帮扶金",
                        "verbose_name_plural": "帮扶金",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("d1__isnull", False), ("state__in", ["approved", "returned"])
                                ),
                                fields=["d1", "-created_at", "-id"],
                                name="hardship_to_pay_d1",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d2__isnull", False), ("state__in", ["approved", "returned"])
                                ),
                                fields=["d2", "-created_at", "-id"],
                                name="hardship_to_pay_d2",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d3__isnull", False), ("state__in", ["approved", "returned"])
                                ),
                                fields=["d3", "-created_at", "-id"],
                                name="hardship_to_pay_d3",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d4__isnull", False), ("state__in", ["approved", "returned"])
                                ),
                                fields=["d4", "-created_at", "-id"],
                                name="hardship_to_pay_d4",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d5__isnull", False), ("state__in", ["approved", "returned"])
                                ),
                                fields=["d5", "-created_at", "-id"],
                                name="hardship_to_pay_d5",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="hardship_grant_amount_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="hardship_grant_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "ceiling_checked", "cancelled"]),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("fund__isnull", False),
                                        ("payee__isnull", False),
                                        ("payee_digest__isnull", False),
                                        ("transfer__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hardship_approved_grant_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["paid", "receipted"]), _negated=True),
                                    ("paid_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="hardship_paid_grant_has_its_day",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="grant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{approved:approved,approved:ordered,ceiling_checked:approved,ceiling_checked:cancelled,ordered:approved,ordered:paid,ordered:returned,paid:receipted,proposed:cancelled,proposed:ceiling_checked,returned:approved,returned:ordered}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="ec2d72f1f34b3688c365a031dc810cf12897a7e0",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_3e13b",
                            table="hardship_grant",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="grant",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'proposed'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="32a999de1467eb818ba790b49a38f22b0785d9cc",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_719f5",
                            table="hardship_grant",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="PublicNotice",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        ("applicant_text", models.CharField(max_length=10, verbose_name="申请人")),
                        ("category_text", models.CharField(max_length=20, verbose_name="困难类别")),
                        ("aid_text", models.CharField(max_length=30, verbose_name="帮扶类别")),
                        ("band_text", models.CharField(max_length=40, verbose_name="金额档")),
                        (
                            "band_start_fen",
                            models.BigIntegerField(default=0, verbose_name="金额档下限"),
                        ),
                        (
                            "band_below_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="金额档上限"
                            ),
                        ),
                        ("opened_on", models.DateField(verbose_name="公示开始日期")),
                        ("until", models.DateField(verbose_name="公示结束日期")),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opened_hardship_notices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="张贴人",
                            ),
                        ),
                        (
                            "taken_down_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="撤下时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "公示",
                        "verbose_name_plural": "公示",
                        "indexes": [
                            models.Index(fields=["union", "until"], name="hardship_notice_board")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("opened_on"))),
                                name="hardship_notice_runs_forward",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="publicnotice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="notice_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="34184215cbcb911f19e91e93dcab80c9bf87c4e2",
                            operation="DELETE",
                            pgid="pgtrigger_notice_stays_36394",
                            table="hardship_publicnotice",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="publicnotice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="notice_text_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."applicant_text" IS DISTINCT FROM (NEW."applicant_text") OR OLD."category_text" IS DISTINCT FROM (NEW."category_text") OR OLD."aid_text" IS DISTINCT FROM (NEW."aid_text") OR OLD."band_text" IS DISTINCT FROM (NEW."band_text") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="88ff51ea74398c12528dd7e615e13ebc9901ade1",
                            operation="UPDATE",
                            pgid="pgtrigger_notice_text_fixed_93383",
                            table="hardship_publicnotice",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Objection",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="hardship.publicnotice",
                                verbose_name="公示",
                            ),
                        ),
                        (
                            "by_person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_objections",
                                to="accounts.person",
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "text_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="异议内容"),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("dismissed", "不成立"), ("upheld", "成立")],
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="理由"),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resolved_hardship_objections",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核查人",
                            ),
                        ),
                        (
                            "resolved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="核查时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "异议",
                        "verbose_name_plural": "异议",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "by_person"),
                                name="hardship_one_objection_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome", ""),
                                        ("reason_sealed__isnull", True),
                                        ("resolved_at__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("reason_sealed__isnull", False),
                                        ("resolved_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hardship_objection_resolved_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeVisit",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "visitor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_visits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="走访人",
                            ),
                        ),
                        ("visited_on", models.DateField(verbose_name="走访日期")),
                        (
                            "finding_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="走访情况"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "入户走访",
                        "verbose_name_plural": "入户走访",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="homevisit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b9a90a82c3d7190a2a2a15e8d90653b5b720ef1c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_cd60f",
                            table="hardship_homevisit",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="EconomicCheck",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="economic_check",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="started_economic_checks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                        (
                            "started_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="发起时间"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded_economic_checks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="登记时间"),
                        ),
                        ("agrees", models.BooleanField(null=True, verbose_name="与申报一致")),
                        (
                            "finding_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="核对结果"),
                        ),
                    ],
                    options={
                        "verbose_name": "经济状况核对",
                        "verbose_name_plural": "经济状况核对",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agrees__isnull", True), ("recorded_at__isnull", True)
                                    ),
                                    models.Q(
                                        ("agrees__isnull", False),
                                        ("recorded_at__isnull", False),
                                        ("recorded_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hardship_check_result_is_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        ("act", models.CharField(max_length=24, verbose_name="步骤")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_decisions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        ("by_label", models.CharField(max_length=80, verbose_name="岗位")),
                        (
                            "by_person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_decisions_made",
                                to="accounts.person",
                                verbose_name="办理人本人",
                            ),
                        ),
                        (
                            "subject_person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hardship_decisions_about",
                                to="accounts.person",
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "filer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填报人",
                            ),
                        ),
                        ("in_chain", models.BooleanField(default=False, verbose_name="审批链步骤")),
                        (
                            "opinion_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="意见"),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办理记录",
                        "verbose_name_plural": "办理记录",
                        "indexes": [
                            models.Index(
                                fields=["application", "id"], name="hardship_decision_history"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("in_chain", True)),
                                fields=("application", "by"),
                                name="hardship_nobody_twice_in_the_chain",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_chain", False),
                                    ("by_person__isnull", True),
                                    models.Q(
                                        ("by_person", models.F("subject_person")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="hardship_nobody_decides_on_herself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_chain", False),
                                    models.Q(
                                        ("by__isnull", False),
                                        models.Q(("by", models.F("filer")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="hardship_who_filed_does_not_decide",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_chain", False),
                                    ("opinion_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="hardship_chain_step_has_an_opinion",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e6a4c9a9325b925215874bafcdbfdfe8f89227a0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1115b",
                            table="hardship_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Refusal",
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
                            models.CharField(
                                default=services.hardship.models.household.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refusal",
                                to="hardship.application",
                                verbose_name="申请",
                            ),
                        ),
                        (
                            "reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="原因"),
                        ),
                        ("clause", models.CharField(max_length=200, verbose_name="依据")),
                        ("appeal_to", models.CharField(max_length=80, verbose_name="申诉受理单位")),
                        ("appeal_until", models.DateField(verbose_name="申诉截止日期")),
                        (
                            "decided_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="决定时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不予帮扶决定",
                        "verbose_name_plural": "不予帮扶决定",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason_sealed__isnull", False),
                                    models.Q(("clause", ""), _negated=True),
                                    models.Q(("appeal_to", ""), _negated=True),
                                ),
                                name="hardship_refusal_has_reason_and_appeal",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="refusal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a72f0a78f61b4cab1790605f2502b07a69212082",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4e7ea",
                            table="hardship_refusal",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
