"""The tables of this room at the first release."""

import backend.fields.tables
import backend.kernel.clock
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import services.commissioning.models.organizations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_credit_codes_stay"),
        ("accounts", "__first__"),
        ("fields", "0001_initial"),
        ("files", "0001_initial"),
        ("ledger", "0003_live_orders"),
        ("unions", "0001_initial"),
    ]

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Organization",
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
                            models.CharField(max_length=20, unique=True, verbose_name="组织编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(
                                default="registered", max_length=32, verbose_name="状态"
                            ),
                        ),
                        (
                            "credit_code",
                            models.CharField(
                                max_length=18, unique=True, verbose_name="统一社会信用代码"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("social", "社会组织"),
                                    ("hub", "枢纽型社会组织"),
                                    ("volunteer", "志愿服务组织"),
                                    ("mutual_help", "互助服务组织"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "registered_with",
                            models.CharField(max_length=60, verbose_name="登记机关"),
                        ),
                        ("registered_on", models.DateField(verbose_name="登记日期")),
                        ("has_union", models.BooleanField(default=False, verbose_name="已建工会")),
                        (
                            "hub",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="linked",
                                to="commissioning.organization",
                                verbose_name="联系的枢纽型组织",
                            ),
                        ),
                        (
                            "payee",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_organization",
                                to="accounts.payeeorganization",
                                verbose_name="收款单位",
                            ),
                        ),
                        (
                            "barred_until",
                            models.DateField(blank=True, null=True, verbose_name="禁入截止日期"),
                        ),
                        (
                            "state_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="状态原因"),
                        ),
                        (
                            "checked_on",
                            models.DateField(blank=True, null=True, verbose_name="最近核查日期"),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checked_organizations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核查人",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_organizations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "社会组织",
                        "verbose_name_plural": "社会组织",
                        "indexes": [
                            models.Index(fields=["union", "-id"], name="commissioning_org_of_union")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("barred_until__isnull", True),
                                    ("state", "barred"),
                                    _connector="OR",
                                ),
                                name="commissioning_only_barred_has_an_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by", models.F("entered_by")), _negated=True
                                ),
                                name="commissioning_org_four_eyes",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organization",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{barred:barred,barred:checked,checked:barred,checked:checked,checked:suspended,registered:barred,registered:checked,suspended:barred,suspended:checked}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="d6eb3362cd062945d85a4dbd457d95ef8ca05a55",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_e34f2",
                            table="commissioning_organization",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organization",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'registered'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="ddc48ec58e2e587ee37a7c0bd999b5d69c4bc948",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_1ef89",
                            table="commissioning_organization",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organization",
                    trigger=pgtrigger.compiler.Trigger(
                        name="payee_has_its_code",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.payee_id IS NOT NULL)",
                            func="\n                IF NOT EXISTS (\n                    SELECT 1 FROM accounts_payeeorganization AS payee\n                     WHERE payee.id = NEW.payee_id AND payee.credit_code = NEW.credit_code\n                ) THEN\n                    RAISE EXCEPTION 'pgtrigger: Payee of organization % has another credit code',\n                        NEW.id;\n                END IF;\n                RETURN NEW;\n            ",
                            hash="2bc80a5d6946647340a66e614be23640fc1a40a4",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_payee_has_its_code_77903",
                            table="commissioning_organization",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organization",
                    trigger=pgtrigger.compiler.Trigger(
                        name="payee_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.payee_id IS NOT NULL AND OLD.payee_id IS DISTINCT FROM NEW.payee_id)",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="5aa235641b88500e75d9b6592f423473e9994fdc",
                            operation="UPDATE",
                            pgid="pgtrigger_payee_stays_dc030",
                            table="commissioning_organization",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="OrgOfficer",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="officers",
                                to="commissioning.organization",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acts_for_organizations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "since",
                            models.DateField(
                                default=backend.kernel.clock.today, verbose_name="开始日期"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_org_officers",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "组织经办人",
                        "verbose_name_plural": "组织经办人",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("user",),
                                name="commissioning_acts_for_one_organization",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("entered_by", models.F("user")), _negated=True),
                                name="commissioning_officer_not_by_herself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proof",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(
                                default="submitted", max_length=32, verbose_name="状态"
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proofs",
                                to="commissioning.organization",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("registration", "登记证书"),
                                    ("annual_check", "年度检查"),
                                    ("finance", "财务报告"),
                                    ("tax", "依法纳税证明"),
                                    ("social_security", "社会保险缴纳证明"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="有效期起")),
                        ("valid_to", models.DateField(verbose_name="有效期止")),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_proofs",
                                to="files.attachment",
                                verbose_name="附件",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submitted_org_proofs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提交时间"
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checked_org_proofs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核查人",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="未通过原因"),
                        ),
                        (
                            "told_ending_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="提醒将到期的日期"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "资质证明",
                        "verbose_name_plural": "资质证明",
                        "indexes": [
                            models.Index(
                                fields=["organization", "kind", "valid_to"],
                                name="commissioning_proof_of_org",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state", "accepted"), ("told_ending_on__isnull", True)
                                ),
                                fields=["valid_to", "id"],
                                name="commissioning_proof_to_tell",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                                name="commissioning_proof_runs_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by", models.F("submitted_by")), _negated=True
                                ),
                                name="commissioning_proof_four_eyes",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proof",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{accepted:refused,submitted:accepted,submitted:refused}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="5488706614365a8482414e89f25c2f8fdecc1cb2",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_62ae7",
                            table="commissioning_proof",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proof",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'submitted'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="4c6890cf8bfae46472d05e02e08cbfe0a50e0c8b",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_62623",
                            table="commissioning_proof",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Penalty",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="penalties",
                                to="commissioning.organization",
                                verbose_name="组织",
                            ),
                        ),
                        ("imposed_on", models.DateField(verbose_name="处罚日期")),
                        ("authority", models.CharField(max_length=60, verbose_name="处罚机关")),
                        ("matter", models.CharField(max_length=200, verbose_name="事由")),
                        (
                            "is_major",
                            models.BooleanField(default=False, verbose_name="重大违法记录"),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_org_penalties",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "处罚记录",
                        "verbose_name_plural": "处罚记录",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="penalty",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3fe76bf7f138b3387bcc72d78259cd2ad7f57b83",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fe82c",
                            table="commissioning_penalty",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Need",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("counselling", "心理咨询"),
                                    ("skills", "技能培训"),
                                    ("family", "家庭服务"),
                                    ("mutual_help", "志愿互助"),
                                    ("culture", "文体活动"),
                                    ("legal", "法律服务"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="需求")),
                        (
                            "detail",
                            models.CharField(blank=True, max_length=300, verbose_name="说明"),
                        ),
                        ("voices", models.PositiveIntegerField(default=0, verbose_name="响应人数")),
                        ("is_open", models.BooleanField(default=True, verbose_name="征集中")),
                        (
                            "closed_because",
                            models.CharField(blank=True, max_length=200, verbose_name="结束原因"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "职工需求",
                        "verbose_name_plural": "职工需求",
                        "indexes": [
                            models.Index(
                                fields=["union", "-voices", "-id"], name="commissioning_need_ranked"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("union", "title"), name="commissioning_need_once_per_union"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedVoice",
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
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heard",
                                to="commissioning.need",
                                verbose_name="需求",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="need_voices",
                                to="accounts.person",
                                verbose_name="职工",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "需求响应",
                        "verbose_name_plural": "需求响应",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("need", "person"), name="commissioning_one_voice_per_need"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needvoice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="voice_stays_as_it_is",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="65d6c3c0631b90f5efbec86ec0cd04d4b11b20df",
                            operation="UPDATE",
                            pgid="pgtrigger_voice_stays_as_it_is_59f43",
                            table="commissioning_needvoice",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Project",
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
                            models.CharField(max_length=20, unique=True, verbose_name="项目编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="topic", max_length=32, verbose_name="状态"),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="项目名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("counselling", "心理咨询"),
                                    ("skills", "技能培训"),
                                    ("family", "家庭服务"),
                                    ("mutual_help", "志愿互助"),
                                    ("culture", "文体活动"),
                                    ("legal", "法律服务"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="服务类别",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=500, verbose_name="要解决什么")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioned_projects",
                                to="ledger.fund",
                                verbose_name="经费",
                            ),
                        ),
                        (
                            "fund_type",
                            models.CharField(
                                choices=[("union", "工会经费"), ("fiscal", "财政资金")],
                                default="union",
                                max_length=8,
                                verbose_name="资金性质",
                            ),
                        ),
                        ("budget_fen", models.BigIntegerField(verbose_name="预算")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="立项时间"
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="征集开始时间"
                            ),
                        ),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="进入当前状态的时间"
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="取消或终止原因"
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafted_projects",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opened_projects",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准征集人",
                            ),
                        ),
                        (
                            "awarded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awarded_projects",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确定承接组织的人",
                            ),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accepted_projects",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="验收人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "委托项目",
                        "verbose_name_plural": "委托项目",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("d1__isnull", False)),
                                fields=["d1", "-created_at", "-id"],
                                name="commissioning_project_d1",
                            ),
                            models.Index(
                                condition=models.Q(("d2__isnull", False)),
                                fields=["d2", "-created_at", "-id"],
                                name="commissioning_project_d2",
                            ),
                            models.Index(
                                condition=models.Q(("d3__isnull", False)),
                                fields=["d3", "-created_at", "-id"],
                                name="commissioning_project_d3",
                            ),
                            models.Index(
                                condition=models.Q(("d4__isnull", False)),
                                fields=["d4", "-created_at", "-id"],
                                name="commissioning_project_d4",
                            ),
                            models.Index(
                                condition=models.Q(("d5__isnull", False)),
                                fields=["d5", "-created_at", "-id"],
                                name="commissioning_project_d5",
                            ),
                            models.Index(
                                models.OrderBy(models.F("opened_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("opened_at__isnull", False)),
                                name="commissioning_project_public",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("budget_fen__gte", 0)),
                                name="commissioning_project_budget_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opened_by__isnull", True),
                                    models.Q(("opened_by", models.F("drafted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="commissioning_call_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_by__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("accepted_by", models.F("awarded_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("accepted_by", models.F("drafted_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("accepted_by", models.F("opened_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_buyer_does_not_accept",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="project",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{accepted:evaluated,awarded:in_progress,awarded:terminated,call_open:cancelled,call_open:qualification,evaluated:evaluated,evaluated:published,final_report:accepted,final_report:final_returned,final_report:rectifying,final_report:terminated,final_returned:final_report,final_returned:terminated,in_progress:final_report,in_progress:midterm,in_progress:terminated,midterm:final_report,midterm:terminated,notice:awarded,notice:cancelled,notice:objection,notice:ranked,objection:cancelled,objection:notice,objection:objection,panel_drawn:cancelled,panel_drawn:qualification,panel_drawn:recusal_cleared,published:archived,published:published,qualification:cancelled,qualification:panel_drawn,ranked:cancelled,ranked:notice,ranked:ranked,rectifying:final_report,rectifying:terminated,recusal_cleared:cancelled,recusal_cleared:qualification,recusal_cleared:scoring,scoring:cancelled,scoring:ranked,terminated:published,topic:call_open,topic:cancelled}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="25fa680ab49aa7c1074dc80deec22a5c85c883a4",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_3c53b",
                            table="commissioning_project",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="project",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'topic'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="e5cef347c87ca0ca28583d19b9ed1cc0ca59d4ff",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_316c0",
                            table="commissioning_project",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="project",
                    trigger=pgtrigger.compiler.Trigger(
                        name="project_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="36d5553f93cf03bc11c3c0c086022e0eef5336ba",
                            operation="DELETE",
                            pgid="pgtrigger_project_stays_6bcc9",
                            table="commissioning_project",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ProjectNeed",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="commissioning.need",
                                verbose_name="需求",
                            ),
                        ),
                        ("voices_then", models.PositiveIntegerField(verbose_name="立项时响应人数")),
                    ],
                    options={
                        "verbose_name": "项目需求",
                        "verbose_name_plural": "项目需求",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "need"),
                                name="commissioning_need_once_per_project",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectneed",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_project WHERE id = OLD.project_id AND opened_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="cd3d8774e5cd837c5bea35f1163b4548c7ecc444",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_d04d8",
                            table="commissioning_projectneed",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ProjectStep",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("act", models.CharField(max_length=32, verbose_name="办理")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_steps",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("by_label", models.CharField(max_length=80, verbose_name="岗位")),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=500, verbose_name="说明"),
                        ),
                    ],
                    options={
                        "verbose_name": "项目办理记录",
                        "verbose_name_plural": "项目办理记录",
                        "indexes": [
                            models.Index(fields=["project", "id"], name="commissioning_steps_of")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5ee33cc0666cbea6836fea7f2bd25c8a7fbe881c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_30709",
                            table="commissioning_projectstep",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Call",
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
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "mode",
                            models.CharField(
                                choices=[("tender", "公开招标"), ("comparison", "公开比选")],
                                max_length=12,
                                verbose_name="征集方式",
                            ),
                        ),
                        ("text", models.TextField(max_length=8000, verbose_name="公告正文")),
                        (
                            "planned_persons",
                            models.PositiveIntegerField(verbose_name="计划服务人数"),
                        ),
                        (
                            "planned_sessions",
                            models.PositiveIntegerField(verbose_name="计划服务场次"),
                        ),
                        (
                            "panel_size",
                            models.PositiveSmallIntegerField(default=5, verbose_name="评审组人数"),
                        ),
                        ("deadline", models.DateTimeField(verbose_name="申报截止时间")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="送审时间"),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submitted_calls",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审人",
                            ),
                        ),
                        (
                            "returned_because",
                            models.CharField(blank=True, max_length=300, verbose_name="退回原因"),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公告时间"),
                        ),
                        (
                            "seed_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="已加密的种子"),
                        ),
                        (
                            "seed_commitment",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="种子承诺"
                            ),
                        ),
                        (
                            "formula",
                            models.CharField(
                                default="trimmed_mean_1", max_length=32, verbose_name="排序公式"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "征集公告",
                        "verbose_name_plural": "征集公告",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opened_at__isnull", True),
                                    ("deadline__gt", models.F("opened_at")),
                                    _connector="OR",
                                ),
                                name="commissioning_call_ends_after_it_opens",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."opened_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="93d43fd17e524e7386ec7e080757df3c999da29b",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_39463",
                            table="commissioning_call",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Criterion",
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
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="commissioning.call",
                                verbose_name="公告",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("title", models.CharField(max_length=60, verbose_name="标准")),
                        ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                        ("levels", models.JSONField(default=list, verbose_name="分档说明")),
                    ],
                    options={
                        "verbose_name": "评审标准",
                        "verbose_name_plural": "评审标准",
                        "ordering": ["place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "place"), name="commissioning_criterion_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                                name="commissioning_criterion_weight",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criterion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_call WHERE id = OLD.call_id AND opened_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="14a4be04ba551b87ddb2c5dce46a857f3665917f",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_615f2",
                            table="commissioning_criterion",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Amendment",
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
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="commissioning.call",
                                verbose_name="公告",
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("text", models.CharField(max_length=2000, verbose_name="更正内容")),
                        ("reason", models.CharField(max_length=300, verbose_name="更正原因")),
                        ("old_deadline", models.DateTimeField(verbose_name="原截止时间")),
                        ("new_deadline", models.DateTimeField(verbose_name="新截止时间")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made_call_amendments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="更正人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="更正时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "更正公告",
                        "verbose_name_plural": "更正公告",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "sequence"), name="commissioning_amendment_sequence"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("new_deadline__gt", models.F("old_deadline"))),
                                name="commissioning_amendment_extends",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="amendment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e1f41d8473a0cd61fe311a37d56b8c0c8dc93ec3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_60401",
                            table="commissioning_amendment",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="FewBidsDecision",
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
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="few_bids_decision",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("qualified", models.PositiveSmallIntegerField(verbose_name="合格家数")),
                        ("least", models.PositiveSmallIntegerField(verbose_name="应有家数")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公告起草人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="few_bids_decisions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="批准时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不足家数评审决定",
                        "verbose_name_plural": "不足家数评审决定",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", models.F("drafted_by")), _negated=True
                                ),
                                name="commissioning_few_bids_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("qualified__gte", 1),
                                    ("qualified__lt", models.F("least")),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="commissioning_few_bids_with_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="fewbidsdecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e812c737e14b705f8c407a163e801dcdaa02253c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4a496",
                            table="commissioning_fewbidsdecision",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Bid",
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
                            models.CharField(max_length=20, unique=True, verbose_name="申报编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="draft", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bids",
                                to="commissioning.call",
                                verbose_name="公告",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bids",
                                to="commissioning.organization",
                                verbose_name="申报组织",
                            ),
                        ),
                        (
                            "content_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="申报内容"),
                        ),
                        (
                            "receipt",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="回执"
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submitted_bids",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "amount_fen",
                            models.BigIntegerField(blank=True, null=True, verbose_name="报价"),
                        ),
                        (
                            "persons",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="承诺服务人数"
                            ),
                        ),
                        (
                            "sessions",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="承诺服务场次"
                            ),
                        ),
                        (
                            "disqualified_because",
                            models.CharField(blank=True, max_length=300, verbose_name="不合格原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "申报书",
                        "verbose_name_plural": "申报书",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "organization"),
                                name="commissioning_one_bid_per_organization",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="commissioning_bid_amount_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(
                                        ("receipt__isnull", False), ("submitted_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_submitted_bid_has_receipt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount_fen__isnull", True),
                                        ("state__in", ["draft", "submitted", "withdrawn"]),
                                    ),
                                    (
                                        "state__in",
                                        ["opened", "qualified", "disqualified", "won", "lost"],
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_sealed_bid_shows_nothing",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bid",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{draft:submitted,draft:withdrawn,opened:disqualified,opened:qualified,qualified:lost,qualified:won,submitted:opened,submitted:submitted,submitted:withdrawn,withdrawn:submitted}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="db76768746a7cab32a574ebbd30f48463aaab989",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_3534f",
                            table="commissioning_bid",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bid",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="6de6b7196d45ffcaa65f65f3c57e78cefac43fd7",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_18bcb",
                            table="commissioning_bid",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bid",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."submitted_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="04fde3e221119c07cc68d7cd8d332f802836d11c",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_fcf7d",
                            table="commissioning_bid",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Contract",
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
                            models.CharField(max_length=20, unique=True, verbose_name="协议编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contract",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "bid",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contract",
                                to="commissioning.bid",
                                verbose_name="中选申报书",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="commissioning.organization",
                                verbose_name="承接组织",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="协议金额")),
                        ("paid_fen", models.BigIntegerField(default=0, verbose_name="已付金额")),
                        ("starts_on", models.DateField(verbose_name="服务开始日期")),
                        ("ends_on", models.DateField(verbose_name="服务结束日期")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafted_contracts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "drafted_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="起草时间"
                            ),
                        ),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreed_contracts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承接组织确认人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signed_contracts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签署人",
                            ),
                        ),
                        (
                            "signed_on",
                            models.DateField(blank=True, null=True, verbose_name="签署日期"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="实际结束日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "服务协议",
                        "verbose_name_plural": "服务协议",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0), ("paid_fen__gte", 0)),
                                name="commissioning_contract_amount_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paid_fen__lte", models.F("amount_fen"))),
                                name="commissioning_never_paid_beyond_the_contract",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="commissioning_contract_runs_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by", models.F("drafted_by")), _negated=True
                                ),
                                name="commissioning_contract_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_on__isnull", True),
                                    models.Q(
                                        ("agreed_by__isnull", False), ("signed_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_signed_by_both_sides",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contract",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."signed_on" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="bcb5cc6343186f26ef1b9800e6becfe781ff80ec",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_5ed18",
                            table="commissioning_contract",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="BudgetLine",
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
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("title", models.CharField(max_length=40, verbose_name="科目")),
                        ("agreed_fen", models.BigIntegerField(verbose_name="签约金额")),
                        ("amount_fen", models.BigIntegerField(verbose_name="现行金额")),
                    ],
                    options={
                        "verbose_name": "预算科目",
                        "verbose_name_plural": "预算科目",
                        "ordering": ["place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "place"), name="commissioning_line_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("agreed_fen__gte", 0), ("amount_fen__gte", 0)),
                                name="commissioning_budgetline_agreed_fen_not_negative",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="budgetline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_contract WHERE id = OLD.contract_id AND signed_on IS NOT NULL) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="9cfdcf3cd29db6290f01d5138415a83da8a8d74d",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_ef646",
                            table="commissioning_budgetline",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Target",
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
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("code", models.CharField(max_length=32, verbose_name="指标代码")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("quantity", "数量"),
                                    ("quality", "质量"),
                                    ("timeliness", "时效"),
                                    ("cost", "成本"),
                                    ("effect", "效果"),
                                    ("satisfaction", "满意度"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("persons", "确认到场人数"),
                                    ("sessions", "完成场次"),
                                    ("satisfaction", "职工评价均分"),
                                    ("on_time", "按期完成节点比例"),
                                    ("unit_cost", "每人成本"),
                                    ("stated", "报告填报"),
                                ],
                                max_length=12,
                                verbose_name="数据来源",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="指标")),
                        ("unit", models.CharField(max_length=12, verbose_name="单位")),
                        (
                            "planned_hundredths",
                            models.PositiveBigIntegerField(verbose_name="目标值（0.01）"),
                        ),
                        ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                    ],
                    options={
                        "verbose_name": "绩效指标",
                        "verbose_name_plural": "绩效指标",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "code"), name="commissioning_target_code"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="target",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_contract WHERE id = OLD.contract_id AND signed_on IS NOT NULL) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="bea2485326e75a01a1ca5ba77cdaf99430010ce4",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_4b589",
                            table="commissioning_target",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ContractChange",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="asked", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("line_transfer", "预算科目调整"),
                                    ("end_date", "服务结束日期"),
                                    ("target", "绩效指标"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("what", models.CharField(max_length=80, verbose_name="变更内容")),
                        ("old", models.CharField(max_length=120, verbose_name="原来")),
                        ("new", models.CharField(max_length=120, verbose_name="变更为")),
                        ("reason", models.CharField(max_length=300, verbose_name="原因")),
                        (
                            "from_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes_out",
                                to="commissioning.budgetline",
                                verbose_name="调出科目",
                            ),
                        ),
                        (
                            "to_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes_in",
                                to="commissioning.budgetline",
                                verbose_name="调入科目",
                            ),
                        ),
                        ("moved_fen", models.BigIntegerField(default=0, verbose_name="调整金额")),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="commissioning.target",
                                verbose_name="指标",
                            ),
                        ),
                        (
                            "new_hundredths",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="新目标值（0.01）"
                            ),
                        ),
                        ("new_day", models.DateField(blank=True, null=True, verbose_name="新日期")),
                        (
                            "needs_approval",
                            models.BooleanField(default=True, verbose_name="需购买方同意"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="asked_contract_changes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decided_contract_changes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="审批时间"),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=300, verbose_name="审批意见"),
                        ),
                    ],
                    options={
                        "verbose_name": "协议变更",
                        "verbose_name_plural": "协议变更",
                        "indexes": [
                            models.Index(fields=["contract", "id"], name="commissioning_changes_of")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("moved_fen__gte", 0)),
                                name="commissioning_contractchange_moved_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", models.F("asked_by")), _negated=True
                                ),
                                name="commissioning_change_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("moved_fen", 0),
                                    models.Q(
                                        ("from_line__isnull", False),
                                        ("to_line__isnull", False),
                                        models.Q(("from_line", models.F("to_line")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_moved_between_two_lines",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "line_transfer"), ("moved_fen__gt", 0)),
                                    models.Q(("kind", "end_date"), ("new_day__isnull", False)),
                                    models.Q(
                                        ("kind", "target"),
                                        ("new_hundredths__isnull", False),
                                        ("target__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_change_says_what_becomes_of_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("needs_approval", False),
                                    ("decided_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="commissioning_change_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contractchange",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{asked:approved,asked:refused}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="81f15e4f484dbbdad766942d5633ee6d3d3226a1",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_88b52",
                            table="commissioning_contractchange",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contractchange",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'asked'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="352dd587011d838106dd1ab3a26f3914ee97edb1",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_b94f8",
                            table="commissioning_contractchange",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contractchange",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="0300bf03724887e5b5ad2e3d33b36018873bcd79",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_0b08c",
                            table="commissioning_contractchange",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Session",
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
                            models.CharField(max_length=20, unique=True, verbose_name="场次编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="planned", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="内容")),
                        ("place", models.CharField(max_length=80, verbose_name="地点")),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "secret_sealed",
                            models.BinaryField(
                                blank=True, null=True, verbose_name="已加密的签到密钥"
                            ),
                        ),
                        (
                            "confirm_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="确认截止时间"
                            ),
                        ),
                        (
                            "provider_count",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="机构计数"
                            ),
                        ),
                        (
                            "confirmed",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="职工确认人数"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opened_sessions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="开场人",
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="结束登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务场次",
                        "verbose_name_plural": "服务场次",
                        "indexes": [
                            models.Index(
                                fields=["contract", "starts_at"], name="commissioning_sessions_of"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="commissioning_session_runs_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("confirmed__isnull", False),
                                        ("provider_count__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_closed_session_is_counted",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="session",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{open:closed,planned:dropped,planned:open}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="d7b843d8b555eca2e146ff76c4a8d45ef04d1ed3",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_7b904",
                            table="commissioning_session",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="session",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'planned'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="7f0d8fb52864462e3389ff58b48d4af6e23c00f7",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_782da",
                            table="commissioning_session",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="session",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="971f9fe4a712338081cbe0e9f50ee55a8bca428b",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_d3888",
                            table="commissioning_session",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Confirmation",
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
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="commissioning.session",
                                verbose_name="场次",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_confirmations",
                                to="accounts.person",
                                verbose_name="职工",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("qr", "现场扫码"),
                                    ("code", "现场验证码"),
                                    ("station", "服务站代办"),
                                ],
                                max_length=8,
                                verbose_name="确认方式",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="确认时间"
                            ),
                        ),
                        (
                            "filed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filed_service_confirmations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代办人",
                            ),
                        ),
                        ("has_rated", models.BooleanField(default=False, verbose_name="已评价")),
                        (
                            "is_parted",
                            models.BooleanField(default=False, verbose_name="已与评价分开"),
                        ),
                    ],
                    options={
                        "verbose_name": "服务确认",
                        "verbose_name_plural": "服务确认",
                        "indexes": [
                            models.Index(
                                fields=["person", "-id"], name="commissioning_confirmed_by"
                            ),
                            models.Index(
                                condition=models.Q(("has_rated", True), ("is_parted", False)),
                                fields=["session"],
                                name="commissioning_to_part",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "person"), name="commissioning_confirmed_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("filed_by__isnull", False), ("way", "station")),
                                    models.Q(
                                        models.Q(("way", "station"), _negated=True),
                                        ("filed_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_station_says_who_filed",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="confirmation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="36f620c24da4ba7c1628f5d2f630bda0f10fb9ec",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_f0034",
                            table="commissioning_confirmation",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Rating",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="commissioning.session",
                                verbose_name="场次",
                            ),
                        ),
                        ("stars", models.PositiveSmallIntegerField(verbose_name="评分（1-5）")),
                        (
                            "words",
                            models.CharField(blank=True, max_length=200, verbose_name="意见"),
                        ),
                        (
                            "day",
                            models.DateField(
                                default=backend.kernel.clock.today, verbose_name="评价日期"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务评价",
                        "verbose_name_plural": "服务评价",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("stars__gte", 1), ("stars__lte", 5)),
                                name="commissioning_one_to_five_stars",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8c7a17984a3813660dbe379c177d3b6490291f95",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ab403",
                            table="commissioning_rating",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Panelist",
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
                            models.CharField(max_length=20, unique=True, verbose_name="评审人编号"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panelist_entries",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评审人",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("expert", "专家"),
                                    ("union", "工会代表"),
                                    ("worker", "职工代表"),
                                ],
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        ("field", models.CharField(max_length=60, verbose_name="专业领域")),
                        ("is_active", models.BooleanField(default=True, verbose_name="在库")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_panelists",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="入库人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="入库时间"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                    ],
                    options={
                        "verbose_name": "评审人",
                        "verbose_name_plural": "评审人",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_active", True)),
                                fields=["union", "number"],
                                name="commissioning_pool",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("union", "user"),
                                name="commissioning_panelist_once_per_pool",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("entered_by", models.F("user")), _negated=True),
                                name="commissioning_panelist_not_by_herself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveSmallIntegerField(default=1, verbose_name="次序"),
                        ),
                        ("seed", models.BinaryField(max_length=32, verbose_name="种子")),
                        ("entropy", models.BinaryField(max_length=32, verbose_name="随机数")),
                        ("pool", models.JSONField(verbose_name="当时的评审人库")),
                        ("order", models.JSONField(verbose_name="抽取顺序")),
                        ("receipts", models.JSONField(verbose_name="当时的申报回执")),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panel_draws",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="抽取人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="抽取时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "抽取",
                        "verbose_name_plural": "抽取",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "sequence"), name="commissioning_draw_sequence"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="draw",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2fc25dafc48e2412142a64b731c336c33b784746",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_34499",
                            table="commissioning_draw",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="FixedPool",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fixed_pools",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("pool", models.JSONField(verbose_name="固定的评审人库")),
                        ("seed_sealed", models.BinaryField(verbose_name="已加密的种子")),
                        (
                            "seed_commitment",
                            models.BinaryField(max_length=32, verbose_name="种子承诺"),
                        ),
                        (
                            "fixed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fixed_pools",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="固定人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="固定时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重抽名单",
                        "verbose_name_plural": "重抽名单",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "sequence"),
                                name="commissioning_fixed_pool_sequence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sequence__gte", 2)),
                                name="commissioning_fixed_pool_of_a_later_draw",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="fixedpool",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="56f19962c5610acecfdccc9a973ff54e05902ff5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2c4af",
                            table="commissioning_fixedpool",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Seat",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="drawn", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "draw",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="commissioning.draw",
                                verbose_name="抽取",
                            ),
                        ),
                        (
                            "panelist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="commissioning.panelist",
                                verbose_name="评审人",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="抽取次序")),
                        (
                            "drawn_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="入席时间"
                            ),
                        ),
                        (
                            "declared_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="声明时间"),
                        ),
                        (
                            "recused_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("declared", "本人声明"),
                                    ("detected", "系统核对"),
                                    ("objection", "异议成立"),
                                ],
                                max_length=12,
                                verbose_name="回避方式",
                            ),
                        ),
                        (
                            "recused_because",
                            models.CharField(blank=True, max_length=200, verbose_name="回避原因"),
                        ),
                        (
                            "scores_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="密封评分"),
                        ),
                        (
                            "commitment",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="评分承诺"
                            ),
                        ),
                        (
                            "salt",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="盐"
                            ),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="签字时间"),
                        ),
                        (
                            "dissent",
                            models.CharField(blank=True, max_length=1000, verbose_name="不同意见"),
                        ),
                        (
                            "dissented_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="提出不同意见的时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审席位",
                        "verbose_name_plural": "评审席位",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("draw", "panelist"), name="commissioning_one_seat_each"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "signed"), _negated=True),
                                    models.Q(
                                        ("commitment__isnull", False), ("signed_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_signed_seat_is_committed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "recused"), _negated=True),
                                    models.Q(
                                        models.Q(("recused_because", ""), _negated=True),
                                        models.Q(("recused_way", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_recused_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("salt__isnull", True), ("state", "signed"), _connector="OR"
                                ),
                                name="commissioning_salt_is_sealed_until_signed",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{cleared:recused,cleared:signed,drawn:cleared,drawn:recused}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="28b1b92302c9f9ee05c52b43d49a4d591b36f47b",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_390bf",
                            table="commissioning_seat",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'drawn'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="bc7ba6648d695f69197ba810a6cf5601d0e870b8",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_d12ed",
                            table="commissioning_seat",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="5c8089cee47fc404a13bd762383e43e082e702a1",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_789f6",
                            table="commissioning_seat",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="signed_scores_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" = \'signed\' AND (OLD."scores_sealed" IS DISTINCT FROM (NEW."scores_sealed") OR OLD."commitment" IS DISTINCT FROM (NEW."commitment") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at")))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="4352866ead073db70f98c95a2ea44c8f9e5bbf1a",
                            operation="UPDATE",
                            pgid="pgtrigger_signed_scores_stay_b5da4",
                            table="commissioning_seat",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Release",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(verbose_name="次序")),
                        ("tag", models.CharField(max_length=300, verbose_name="标签")),
                        ("content", models.BinaryField(verbose_name="内容")),
                        ("digest", models.BinaryField(max_length=32, verbose_name="摘要")),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="发布时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "开放数据发布",
                        "verbose_name_plural": "开放数据发布",
                        "indexes": [
                            models.Index(fields=["at", "id"], name="commissioning_releases_by_time")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "sequence"),
                                name="commissioning_release_sequence",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="release",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="aac24d1e225b3606c9dc11fb4a976b9563183cb8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_24a70",
                            table="commissioning_release",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Duty",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "征集公告"),
                                    ("result", "评审结果"),
                                    ("contract", "协议"),
                                    ("progress", "进展"),
                                    ("final", "绩效"),
                                ],
                                max_length=12,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "place",
                            models.PositiveSmallIntegerField(default=1, verbose_name="第几期"),
                        ),
                        ("due_on", models.DateField(verbose_name="最晚公布日期")),
                        (
                            "met_on",
                            models.DateField(blank=True, null=True, verbose_name="公布日期"),
                        ),
                        (
                            "told_late_on",
                            models.DateField(blank=True, null=True, verbose_name="公布逾期的日期"),
                        ),
                        (
                            "waived_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="不再应公布的日期"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公布期限",
                        "verbose_name_plural": "公布期限",
                        "indexes": [
                            models.Index(
                                models.F("due_on"),
                                models.F("id"),
                                condition=models.Q(
                                    ("met_on__isnull", True), ("waived_on__isnull", True)
                                ),
                                name="commissioning_duty_owed",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "kind", "place"), name="commissioning_duty_once"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duty",
                    trigger=pgtrigger.compiler.Trigger(
                        name="duty_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="97845892a20b0275487d631557aab6750a517f24",
                            operation="DELETE",
                            pgid="pgtrigger_duty_stays_fb218",
                            table="commissioning_duty",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="PublicWork",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="public_work",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("act", models.CharField(max_length=32, verbose_name="办理")),
                        (
                            "is_released",
                            models.BooleanField(default=False, verbose_name="已形成发布"),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "待公布",
                        "verbose_name_plural": "待公布",
                    },
                ),
                migrations.CreateModel(
                    name="PublishedFigures",
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
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="published",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("kind", models.CharField(max_length=16, verbose_name="服务类别")),
                        ("figures", models.JSONField(verbose_name="数字")),
                        (
                            "unit_cost_fen",
                            models.BigIntegerField(blank=True, null=True, verbose_name="每人成本"),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="公布时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "已公布数字",
                        "verbose_name_plural": "已公布数字",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("unit_cost_fen__isnull", False)),
                                fields=["kind", "unit_cost_fen"],
                                name="commissioning_cost_of_kind",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("unit_cost_fen__gte", 0)),
                                name="commissioning_publishedfigures_unit_cost_fen_not_negative",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FigureCheck",
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
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figure_check",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="核对时间"
                            ),
                        ),
                        ("problems", models.JSONField(default=list, verbose_name="不一致之处")),
                    ],
                    options={
                        "verbose_name": "数字核对",
                        "verbose_name_plural": "数字核对",
                        "indexes": [models.Index(fields=["at"], name="commissioning_checked_at")],
                    },
                ),
                migrations.CreateModel(
                    name="FigureCorrection",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        ("figure", models.CharField(max_length=60, verbose_name="数字")),
                        ("old", models.CharField(max_length=60, verbose_name="原公布")),
                        ("new", models.CharField(max_length=60, verbose_name="更正为")),
                        ("reason", models.CharField(max_length=300, verbose_name="更正原因")),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="更正时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "数字更正",
                        "verbose_name_plural": "数字更正",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="figurecorrection",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="83cbd0ba0469c9f8dceacc4160b92eb1baff62fe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a846b",
                            table="commissioning_figurecorrection",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Relation",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organization_relations",
                                to="accounts.person",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations",
                                to="commissioning.organization",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("employment", "三年内任职"),
                                    ("office", "三年内担任董事、监事或理事"),
                                    ("control", "控股或实际控制"),
                                    ("kinship", "与其负责人有亲属关系"),
                                    ("other", "其他可能影响公正的关系"),
                                ],
                                max_length=12,
                                verbose_name="关系",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="开始日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "is_declared",
                            models.BooleanField(default=False, verbose_name="本人申报"),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_relations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "关联关系",
                        "verbose_name_plural": "关联关系",
                        "indexes": [
                            models.Index(
                                fields=["organization", "person"], name="commissioning_relation_of"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="relation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="66caedb6a5791d8440ee6ccc290e9bd35043d889",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fb993",
                            table="commissioning_relation",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Report",
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
                            models.CharField(max_length=20, unique=True, verbose_name="报告编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="draft", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("is_final", models.BooleanField(default=False, verbose_name="终期报告")),
                        ("period_start", models.DateField(verbose_name="期间起")),
                        ("period_end", models.DateField(verbose_name="期间止")),
                        (
                            "persons",
                            models.PositiveIntegerField(default=0, verbose_name="机构填报人数"),
                        ),
                        (
                            "sessions",
                            models.PositiveIntegerField(default=0, verbose_name="机构填报场次"),
                        ),
                        (
                            "words",
                            models.TextField(blank=True, max_length=4000, verbose_name="进展说明"),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="written_service_reports",
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
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checked_service_reports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="核对意见"),
                        ),
                    ],
                    options={
                        "verbose_name": "进展报告",
                        "verbose_name_plural": "进展报告",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "period_start"),
                                name="commissioning_one_report_per_period",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("contract"), "="),
                                    (
                                        models.Func(
                                            models.F("period_start"),
                                            models.F("period_end"),
                                            models.Value("[]"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="commissioning_report_periods_never_overlap",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_final", True)),
                                fields=("contract",),
                                name="commissioning_one_final_report",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="commissioning_report_runs_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by", models.F("written_by")), _negated=True
                                ),
                                name="commissioning_report_four_eyes",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{confirmed:returned,draft:submitted,returned:submitted,submitted:confirmed,submitted:returned}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="16e1972888875284a04f63b246d8a608d89d07aa",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_436fd",
                            table="commissioning_report",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="52db4ad1f2f9267e976b473c450bb35aaaf8e405",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_d7582",
                            table="commissioning_report",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."submitted_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="9ad7cf316b928408786c685b9f81bb31383c2220",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_0e890",
                            table="commissioning_report",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Spending",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spendings",
                                to="commissioning.report",
                                verbose_name="报告",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spendings",
                                to="commissioning.budgetline",
                                verbose_name="科目",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        ("spent_on", models.DateField(verbose_name="支出日期")),
                        ("words", models.CharField(max_length=80, verbose_name="用途")),
                        (
                            "voucher",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_voucher",
                                to="files.attachment",
                                verbose_name="凭证",
                            ),
                        ),
                        (
                            "seems_reused",
                            models.BooleanField(default=False, verbose_name="凭证疑似重复使用"),
                        ),
                    ],
                    options={
                        "verbose_name": "支出",
                        "verbose_name_plural": "支出",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="commissioning_spending_amount_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)),
                                name="commissioning_spending_is_not_zero",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="spending",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_report WHERE id = OLD.report_id AND state NOT IN ('draft', 'returned')) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="3aeb7b311b419962bbc698d8e2ab549a67eba1c8",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_24593",
                            table="commissioning_spending",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ReportPhoto",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="commissioning.report",
                                verbose_name="报告",
                            ),
                        ),
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_photo",
                                to="files.attachment",
                                verbose_name="照片",
                            ),
                        ),
                        (
                            "caption",
                            models.CharField(blank=True, max_length=80, verbose_name="说明"),
                        ),
                        (
                            "seems_reused",
                            models.BooleanField(default=False, verbose_name="疑似重复使用"),
                        ),
                    ],
                    options={
                        "verbose_name": "服务照片",
                        "verbose_name_plural": "服务照片",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportphoto",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_report WHERE id = OLD.report_id AND state NOT IN ('draft', 'returned')) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="d36a1e94f0dcc03a3a6124f8d076a1feb56f6ab3",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_d8464",
                            table="commissioning_reportphoto",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="StatedFigure",
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="commissioning.report",
                                verbose_name="报告",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stated",
                                to="commissioning.target",
                                verbose_name="指标",
                            ),
                        ),
                        (
                            "hundredths",
                            models.PositiveBigIntegerField(verbose_name="完成值（0.01）"),
                        ),
                    ],
                    options={
                        "verbose_name": "填报指标值",
                        "verbose_name_plural": "填报指标值",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "target"),
                                name="commissioning_figure_once_per_report",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statedfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_report WHERE id = OLD.report_id AND state NOT IN ('draft', 'returned')) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="95096b4dd5cc8b3723b5cb6325680f7b5144f402",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_0b32d",
                            table="commissioning_statedfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Score",
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
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="commissioning.seat",
                                verbose_name="席位",
                            ),
                        ),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="commissioning.bid",
                                verbose_name="申报书",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="commissioning.criterion",
                                verbose_name="标准",
                            ),
                        ),
                        (
                            "points_tenths",
                            models.PositiveSmallIntegerField(verbose_name="得分（0.1分）"),
                        ),
                    ],
                    options={
                        "verbose_name": "评分",
                        "verbose_name_plural": "评分",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("seat", "bid", "criterion"),
                                name="commissioning_one_score_each",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="score",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6da36459fbbf5055bfc5c661d6d785bad3c2820e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_db60c",
                            table="commissioning_score",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="RankLine",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ranking",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "bid",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rank_line",
                                to="commissioning.bid",
                                verbose_name="申报书",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="名次")),
                        (
                            "total_numerator",
                            models.PositiveIntegerField(verbose_name="总分分子（0.1分）"),
                        ),
                        (
                            "total_denominator",
                            models.PositiveSmallIntegerField(verbose_name="总分分母"),
                        ),
                        (
                            "by_tie_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("union", "总分相同，已建工会的在前"),
                                    ("price", "总分相同，报价低的在前"),
                                    ("lot", "总分和报价都相同，按抽取时的随机数排序"),
                                ],
                                max_length=60,
                                verbose_name="同分处理",
                            ),
                        ),
                        ("has_union", models.BooleanField(verbose_name="当时已建工会")),
                        ("amount_fen", models.BigIntegerField(verbose_name="当时的报价")),
                    ],
                    options={
                        "verbose_name": "排序",
                        "verbose_name_plural": "排序",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "place"), name="commissioning_rank_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="commissioning_rankline_amount_fen_not_negative",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rankline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e6c8ccf9698c9a4128e5cd78b3ba11744fcfa523",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ccebe",
                            table="commissioning_rankline",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ResultNotice",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="result_notices",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveSmallIntegerField(default=1, verbose_name="次序"),
                        ),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="commissioning.bid",
                                verbose_name="中选申报书",
                            ),
                        ),
                        ("panel_names", models.JSONField(verbose_name="评审组名单")),
                        ("opened_on", models.DateField(verbose_name="公示开始日期")),
                        ("until", models.DateField(verbose_name="公示结束日期")),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opened_result_notices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="张贴人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "结果公示",
                        "verbose_name_plural": "结果公示",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "sequence"), name="commissioning_notice_sequence"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("opened_on"))),
                                name="commissioning_notice_runs_forward",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resultnotice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="00764d07e271b4789cc4a95aa25d688cfa5912bc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_070cf",
                            table="commissioning_resultnotice",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ResultObjection",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="open", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="commissioning.project",
                                verbose_name="项目",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="result_objections",
                                to="commissioning.organization",
                                verbose_name="提出组织",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="commissioning.seat",
                                verbose_name="所涉席位",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made_result_objections",
                                to=settings.AUTH_USER_MODEL,
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
                        ("answer_by", models.DateField(verbose_name="最晚答复日期")),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=1000, verbose_name="答复"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answered_result_objections",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "结果异议",
                        "verbose_name_plural": "结果异议",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["answer_by", "id"],
                                name="commissioning_objection_owed",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_objection_answered_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by", models.F("made_by")), _negated=True
                                ),
                                name="commissioning_objection_four_eyes",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("project", "made_by", "seat"),
                                name="commissioning_one_open_objection_each",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resultobjection",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{open:dismissed,open:upheld}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="475521ad8eecdf739cc5990fd92d9dc64b8993d7",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_b35fc",
                            table="commissioning_resultobjection",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resultobjection",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'open'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="48714b51a4181734b6ba51dd37a5e364c1029e70",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_60cef",
                            table="commissioning_resultobjection",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resultobjection",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="dcc3915cb62eed3d686f5f4ac07b8753f4b82b7c",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_63064",
                            table="commissioning_resultobjection",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="CommissionSerial",
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
                        "verbose_name": "委托服务流水号",
                        "verbose_name_plural": "委托服务流水号",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("prefix", "year"), name="commissioning_serial_one_per_year"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(
                                default="scheduled", max_length=32, verbose_name="状态"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("delivery", "服务"),
                                    ("reporting", "报告"),
                                    ("assessment", "评估"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="节点")),
                        ("due_on", models.DateField(verbose_name="到期日期")),
                        (
                            "met_on",
                            models.DateField(blank=True, null=True, verbose_name="完成日期"),
                        ),
                        (
                            "judged_on",
                            models.DateField(blank=True, null=True, verbose_name="认定日期"),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judged_milestones",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="认定人",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=300, verbose_name="认定说明"),
                        ),
                    ],
                    options={
                        "verbose_name": "履约节点",
                        "verbose_name_plural": "履约节点",
                        "ordering": ["place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "place"), name="commissioning_milestone_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "met"), _negated=True),
                                    ("met_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="commissioning_met_milestone_has_its_day",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="milestone",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{not_met:met,not_met:partially_met,partially_met:met,scheduled:met,scheduled:not_met,scheduled:partially_met}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="52c50647a14692e76dd09587f044c33d74425cbd",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_a8468",
                            table="commissioning_milestone",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="milestone",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'scheduled'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="b49f2d8f3fdf44da67769b4fb63810b301f6b020",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_d1f24",
                            table="commissioning_milestone",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="milestone",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_contract WHERE id = OLD.contract_id AND signed_on IS NOT NULL) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="380bb2221b122570281422c9fe33f2d07ac4ab37",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_3c934",
                            table="commissioning_milestone",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Stage",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="planned", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("percent", models.PositiveSmallIntegerField(verbose_name="比例（%）")),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("signed", "协议签署"),
                                    ("midterm", "中期评估通过"),
                                    ("accepted", "验收并评价合格"),
                                ],
                                max_length=12,
                                verbose_name="付款条件",
                            ),
                        ),
                        (
                            "reservation",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_stage",
                                to="ledger.transfer",
                                verbose_name="预留",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafted_stages",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="协议起草人",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approved_stages",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核准人",
                            ),
                        ),
                        (
                            "payee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_stages",
                                to="accounts.payeeaccount",
                                verbose_name="收款账户",
                            ),
                        ),
                        (
                            "payment_order",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissioning_stage",
                                to="ledger.paymentorder",
                                verbose_name="付款单",
                            ),
                        ),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ordered_stages",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="下单人",
                            ),
                        ),
                        (
                            "payee_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="核准时的账户"
                            ),
                        ),
                        (
                            "withheld_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withheld_stages",
                                to="commissioning.evaluation",
                                verbose_name="因哪次评价不予支付",
                            ),
                        ),
                        (
                            "paid_on",
                            models.DateField(blank=True, null=True, verbose_name="支付日期"),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=300, verbose_name="说明"),
                        ),
                    ],
                    options={
                        "verbose_name": "付款阶段",
                        "verbose_name_plural": "付款阶段",
                        "ordering": ["place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "place"), name="commissioning_stage_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="commissioning_stage_amount_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", models.F("drafted_by")), _negated=True
                                ),
                                name="commissioning_stage_not_approved_by_its_drafter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ordered_by", models.F("approved_by")), _negated=True
                                ),
                                name="commissioning_stage_not_ordered_by_its_approver",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid_on__isnull", False), ("state__in", ["paid"])),
                                    models.Q(
                                        models.Q(("state", "paid"), _negated=True),
                                        ("paid_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_paid_stage_has_its_day",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{approved:approved,approved:ordered,approved:withheld,due:approved,due:withheld,ordered:approved,ordered:paid,ordered:returned,planned:due,planned:withheld,returned:approved,returned:ordered,returned:withheld,withheld:planned}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="50ef0dc00e49fca3afe41a6b66ddff4f1f4668b7",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_cb0b3",
                            table="commissioning_stage",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'planned'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="8d4732e42989d2ccefb72c0b740784ec95c65a6d",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_72ab3",
                            table="commissioning_stage",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM commissioning_contract WHERE id = OLD.contract_id AND signed_on IS NOT NULL) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;\n            END IF;\n            RETURN OLD;\n        ",
                            hash="fa70b03ac816238f877fc767c4862aa6613a16df",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_fa1f7",
                            table="commissioning_stage",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Support",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supports",
                                to="commissioning.organization",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("place", "场地"),
                                    ("goods", "物资"),
                                    ("training", "培训"),
                                    ("money", "经费"),
                                ],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="日期")),
                        ("words", models.CharField(max_length=200, verbose_name="内容")),
                        ("value_fen", models.BigIntegerField(default=0, verbose_name="折合金额")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_supports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "扶持记录",
                        "verbose_name_plural": "扶持记录",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("value_fen__gte", 0)),
                                name="commissioning_support_value_fen_not_negative",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="support",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c8f2860f14299f2afdb4bca4acd758217e74c7d5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f071d",
                            table="commissioning_support",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="VolunteerActivity",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="commissioning.organization",
                                verbose_name="组织",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="日期")),
                        ("title", models.CharField(max_length=60, verbose_name="内容")),
                        ("volunteers", models.PositiveIntegerField(verbose_name="志愿者人数")),
                        ("minutes", models.PositiveIntegerField(verbose_name="服务总时长（分钟）")),
                        ("served", models.PositiveIntegerField(verbose_name="服务人数")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entered_activities",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "志愿活动",
                        "verbose_name_plural": "志愿活动",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="volunteeractivity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="083d40902bb471f8a8be64a9ffcc8161406da03e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a2df2",
                            table="commissioning_volunteeractivity",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Acceptance",
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
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("accepted", "通过"), ("rectify", "限期整改")],
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        ("opinion", models.CharField(max_length=1000, verbose_name="验收意见")),
                        (
                            "rectify_by",
                            models.DateField(blank=True, null=True, verbose_name="整改截止日期"),
                        ),
                        ("ratings", models.PositiveIntegerField(verbose_name="职工评价人数")),
                        (
                            "stars_hundredths",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="职工评价均分（0.01）"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_acceptances",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="验收人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="验收时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "验收",
                        "verbose_name_plural": "验收",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "accepted")),
                                fields=("contract",),
                                name="commissioning_accepted_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "rectify"), _negated=True),
                                    ("rectify_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="commissioning_rectify_has_its_day",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="acceptance",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="049d26064628467a9dfb6000ba508d5fcaef6d2e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_78456",
                            table="commissioning_acceptance",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Evaluation",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluations",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="commissioning.evaluation",
                                verbose_name="取代的评价",
                            ),
                        ),
                        (
                            "points_hundredths",
                            models.PositiveIntegerField(verbose_name="总分（0.01）"),
                        ),
                        (
                            "band",
                            models.CharField(
                                choices=[
                                    ("excellent", "优"),
                                    ("good", "良"),
                                    ("medium", "中"),
                                    ("poor", "差"),
                                ],
                                max_length=10,
                                verbose_name="等次",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=1000, verbose_name="评价说明"),
                        ),
                        (
                            "rectify_by",
                            models.DateField(blank=True, null=True, verbose_name="整改截止日期"),
                        ),
                        (
                            "barred_until",
                            models.DateField(blank=True, null=True, verbose_name="禁入截止日期"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_evaluations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评价人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="评价时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "绩效评价",
                        "verbose_name_plural": "绩效评价",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("supersedes__isnull", True)),
                                fields=("contract",),
                                name="commissioning_evaluated_first_once",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="evaluation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="bb362a9e2fd5bc3ff2cea08ff9cb8ab2df1601c2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e66e4",
                            table="commissioning_evaluation",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="EvaluationLine",
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
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="commissioning.evaluation",
                                verbose_name="评价",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluated",
                                to="commissioning.target",
                                verbose_name="指标",
                            ),
                        ),
                        (
                            "delivered_hundredths",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="实际值（0.01）"
                            ),
                        ),
                        (
                            "points_hundredths",
                            models.PositiveIntegerField(verbose_name="得分（0.01）"),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=200, verbose_name="说明"),
                        ),
                    ],
                    options={
                        "verbose_name": "评价明细",
                        "verbose_name_plural": "评价明细",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("evaluation", "target"),
                                name="commissioning_target_evaluated_once",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="evaluationline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b17b340e386eb1b703faf996ff5e9ad56e99e3d7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0dd55",
                            table="commissioning_evaluationline",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Rectification",
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
                            "evaluation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rectification",
                                to="commissioning.evaluation",
                                verbose_name="评价",
                            ),
                        ),
                        ("is_done", models.BooleanField(verbose_name="已整改到位")),
                        ("words", models.CharField(max_length=500, verbose_name="核查说明")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_rectifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核查人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="核查时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改核查",
                        "verbose_name_plural": "整改核查",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rectification",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7f354cea273c48d75ed54effe86b48cad1654870",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0e4ca",
                            table="commissioning_rectification",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Dispute",
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
                                default=services.commissioning.models.organizations.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="open", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="commissioning.contract",
                                verbose_name="协议",
                            ),
                        ),
                        ("figure", models.CharField(max_length=60, verbose_name="所争议的数字")),
                        ("claimed", models.CharField(max_length=60, verbose_name="机构主张")),
                        ("words", models.CharField(max_length=500, verbose_name="理由")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made_disputes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="答复"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answered_disputes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                        ),
                        (
                            "ruled_key",
                            models.CharField(blank=True, max_length=60, verbose_name="认定的数字"),
                        ),
                        (
                            "ruled",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="认定值"
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes_taken",
                                to="commissioning.evaluation",
                                verbose_name="计入的评价",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "数字异议",
                        "verbose_name_plural": "数字异议",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_dispute_answered_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by", models.F("made_by")), _negated=True
                                ),
                                name="commissioning_dispute_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ruled__isnull", True), ("ruled_key", "")),
                                    models.Q(
                                        ("ruled__isnull", False),
                                        ("state", "upheld"),
                                        models.Q(("ruled_key", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commissioning_only_upheld_dispute_is_ruled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taken_by__isnull", True), ("state", "upheld"), _connector="OR"
                                ),
                                name="commissioning_only_upheld_dispute_is_taken",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dispute",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{open:dismissed,open:upheld}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="9d473c7e3d2b445ca2893ca4c90c399ba31e9e8e",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_4c14b",
                            table="commissioning_dispute",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dispute",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'open'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="33c63012885cfcda1e837430d76d9bf22ca9381c",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_fc5c0",
                            table="commissioning_dispute",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dispute",
                    trigger=pgtrigger.compiler.Trigger(
                        name="answer_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."answered_at" IS NOT NULL)',
                            func='RAISE EXCEPTION \'pgtrigger: Cannot update of "figure", "claimed", "words", "answer", "ruled", "ruled_key", "answered_by_id" rows from % table\', TG_TABLE_NAME;',
                            hash="cacf12958de16830164c906cabc44829b9520558",
                            operation='UPDATE OF "figure", "claimed", "words", "answer", "ruled", "ruled_key", "answered_by_id"',
                            pgid="pgtrigger_answer_stays_803bc",
                            table="commissioning_dispute",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dispute",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="a5fdd0b8c2bb2423ddf93da936bea72038d55df0",
                            operation="DELETE",
                            pgid="pgtrigger_record_stays_f6288",
                            table="commissioning_dispute",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
