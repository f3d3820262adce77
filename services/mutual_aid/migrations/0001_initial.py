"""The tables of this room at the first release."""

import backend.accounts.models.person
import backend.fields.tables
import backend.kernel.clock
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
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
        ("files", "0001_initial"),
        ("ledger", "0001_initial"),
        ("unions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE mutual_aid_serial AS bigint;CREATE SEQUENCE mutual_aid_claim_serial AS bigint;CREATE SEQUENCE mutual_aid_benefit_serial AS bigint;CREATE SEQUENCE mutual_aid_settlement_serial AS bigint",
            reverse_sql="DROP SEQUENCE mutual_aid_serial;DROP SEQUENCE mutual_aid_claim_serial;DROP SEQUENCE mutual_aid_benefit_serial;DROP SEQUENCE mutual_aid_settlement_serial",
        ),
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Plan",
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
                            "code",
                            models.CharField(max_length=60, unique=True, verbose_name="计划代码"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="计划名称")),
                        (
                            "sponsor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_plans",
                                to="unions.union",
                                verbose_name="主办工会",
                            ),
                        ),
                        (
                            "fund",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_plan",
                                to="ledger.fund",
                                verbose_name="会费账户",
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
                        "verbose_name": "互助计划",
                        "verbose_name_plural": "互助计划",
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="mutual_aid.plan",
                                verbose_name="互助计划",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=80, unique=True, verbose_name="版本编号"),
                        ),
                        (
                            "state",
                            models.CharField(default="loaded", max_length=32, verbose_name="状态"),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="版本号")),
                        ("title", models.CharField(max_length=120, verbose_name="计划名称")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("automatic", "automatic"),
                                    ("unit", "unit"),
                                    ("individual", "individual"),
                                ],
                                max_length=12,
                                verbose_name="参加方式",
                            ),
                        ),
                        ("pack", models.JSONField(verbose_name="规则")),
                        ("digest", models.BinaryField(max_length=32, verbose_name="规则摘要")),
                        ("valid_from", models.DateField(verbose_name="有效期起")),
                        (
                            "valid_to",
                            models.DateField(blank=True, null=True, verbose_name="有效期止"),
                        ),
                        (
                            "loaded_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="载入时间"
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposed_plan_versions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提请人",
                            ),
                        ),
                        (
                            "proposed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提请时间"),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verified_plan_versions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核定人",
                            ),
                        ),
                        (
                            "verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="核定时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "计划版本",
                        "verbose_name_plural": "计划版本",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "version"), name="mutual_aid_version_once_per_plan"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state", "in_force")),
                                expressions=[
                                    (models.F("plan"), "="),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            models.Value("[]"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="mutual_aid_versions_never_overlap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_at__isnull", True),
                                    ("verified_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="mutual_aid_version_verified_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "in_force"), _negated=True),
                                    ("verified_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="mutual_aid_version_in_force_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "proposed"), _negated=True),
                                    models.Q(
                                        ("proposed_at__isnull", False),
                                        ("proposed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_version_proposed_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("proposed_by__isnull", True),
                                    ("verified_by__isnull", True),
                                    models.Q(
                                        ("proposed_by", models.F("verified_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_version_has_four_eyes",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{in_force:withdrawn,loaded:proposed,loaded:withdrawn,proposed:declined,proposed:in_force,proposed:withdrawn}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="f0bdd8870e2e54806c609c22ba53e31cd8bcd8ee",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_09b6c",
                            table="mutual_aid_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'loaded'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="f1348ff6f6c245b9f4783921c5178e32e01f636e",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_91e7c",
                            table="mutual_aid_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="rules_never_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."pack" IS DISTINCT FROM (NEW."pack") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="360d3aec328d587adffcafbf89ef8b4bbfd66d72",
                            operation="UPDATE",
                            pgid="pgtrigger_rules_never_change_8d6bc",
                            table="mutual_aid_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="validity_ends_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."valid_to" IS DISTINCT FROM (NEW."valid_to"))',
                            func="\n    IF OLD.valid_to IS NULL AND OLD.state = 'in_force' AND EXISTS (\n        SELECT FROM mutual_aid_planversion s\n         WHERE s.plan_id = OLD.plan_id AND s.state = 'proposed'\n           AND s.valid_from = NEW.valid_to + 1 AND s.valid_from > OLD.valid_from)\n    THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'the validity of % ends only where a successor begins', OLD.number;\n",
                            hash="8c96861ca94b6815c90becd9228584d082b7d804",
                            operation="UPDATE",
                            pgid="pgtrigger_validity_ends_once_72dda",
                            table="mutual_aid_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3b1468a655cc2c466137ffbf60d8d8640b392144",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_1487c",
                            table="mutual_aid_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="PlanStep",
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
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        ("act", models.CharField(max_length=24, verbose_name="步骤")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_plan_steps",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        ("by_label", models.CharField(max_length=80, verbose_name="岗位")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=1000, verbose_name="原因"),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计划办理记录",
                        "verbose_name_plural": "计划办理记录",
                        "indexes": [
                            models.Index(
                                fields=["plan_version", "id"], name="mutual_aid_plan_step_order"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d10cac31419fc5a5c790107f708cfc0e976d40c4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a59de",
                            table="mutual_aid_planstep",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Batch",
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
                            models.CharField(max_length=20, unique=True, verbose_name="名单编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="draft", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        (
                            "is_individual",
                            models.BooleanField(default=False, verbose_name="个人参加"),
                        ),
                        (
                            "is_flexible",
                            models.BooleanField(default=False, verbose_name="灵活就业人员"),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="renewals",
                                to="mutual_aid.batch",
                                verbose_name="续保自",
                            ),
                        ),
                        (
                            "supplements",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="additions",
                                to="mutual_aid.batch",
                                verbose_name="补充到",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="所选期限（月）"
                            ),
                        ),
                        (
                            "risk_class",
                            models.CharField(blank=True, max_length=40, verbose_name="风险类别"),
                        ),
                        ("period", models.CharField(max_length=10, verbose_name="保障期")),
                        ("headcount", models.PositiveIntegerField(verbose_name="职工人数")),
                        (
                            "female_headcount",
                            models.PositiveIntegerField(verbose_name="女职工人数"),
                        ),
                        (
                            "line_count",
                            models.PositiveIntegerField(default=0, verbose_name="参加人数"),
                        ),
                        (
                            "share_count",
                            models.PositiveIntegerField(default=0, verbose_name="参加份数"),
                        ),
                        ("fee_due_fen", models.BigIntegerField(default=0, verbose_name="应收会费")),
                        (
                            "fee_received_fen",
                            models.BigIntegerField(default=0, verbose_name="已收会费"),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opened_batches",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "unit_confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="unit_confirmed_batches",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="单位确认人",
                            ),
                        ),
                        (
                            "upper_confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="upper_confirmed_batches",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上级确认人",
                            ),
                        ),
                        (
                            "complete_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="会费和材料办齐日期"
                            ),
                        ),
                        (
                            "first_day",
                            models.DateField(blank=True, null=True, verbose_name="保障第一天"),
                        ),
                        (
                            "last_day",
                            models.DateField(blank=True, null=True, verbose_name="保障最后一天"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="退回原因"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "state_since",
                            models.DateField(
                                default=backend.kernel.clock.today,
                                verbose_name="进入当前状态的日期",
                            ),
                        ),
                        (
                            "ending_told_on",
                            models.DateField(blank=True, null=True, verbose_name="到期提醒日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "参加名单",
                        "verbose_name_plural": "参加名单",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("d1__isnull", False),
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "roster_checked",
                                            "unit_confirmed",
                                            "fee_matched",
                                            "upper_confirmed",
                                        ],
                                    ),
                                ),
                                fields=["d1", "state", "-created_at", "-id"],
                                name="mutual_aid_open_d1",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d2__isnull", False),
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "roster_checked",
                                            "unit_confirmed",
                                            "fee_matched",
                                            "upper_confirmed",
                                        ],
                                    ),
                                ),
                                fields=["d2", "state", "-created_at", "-id"],
                                name="mutual_aid_open_d2",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d3__isnull", False),
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "roster_checked",
                                            "unit_confirmed",
                                            "fee_matched",
                                            "upper_confirmed",
                                        ],
                                    ),
                                ),
                                fields=["d3", "state", "-created_at", "-id"],
                                name="mutual_aid_open_d3",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d4__isnull", False),
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "roster_checked",
                                            "unit_confirmed",
                                            "fee_matched",
                                            "upper_confirmed",
                                        ],
                                    ),
                                ),
                                fields=["d4", "state", "-created_at", "-id"],
                                name="mutual_aid_open_d4",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d5__isnull", False),
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "roster_checked",
                                            "unit_confirmed",
                                            "fee_matched",
                                            "upper_confirmed",
                                        ],
                                    ),
                                ),
                                fields=["d5", "state", "-created_at", "-id"],
                                name="mutual_aid_open_d5",
                            ),
                            models.Index(
                                condition=models.Q(("state", "in_force")),
                                fields=["last_day", "id"],
                                name="mutual_aid_batch_running",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("is_individual", False),
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "roster_checked",
                                            "unit_confirmed",
                                            "fee_matched",
                                            "upper_confirmed",
                                        ],
                                    ),
                                ),
                                fields=("union", "plan_version", "is_flexible"),
                                name="mutual_aid_one_open_batch_per_union_and_plan",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("upper_confirmed_by__isnull", True),
                                    models.Q(
                                        ("upper_confirmed_by", models.F("unit_confirmed_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_batch_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("female_headcount__lte", models.F("headcount"))
                                ),
                                name="mutual_aid_batch_women_within_headcount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_individual", False),
                                    models.Q(("is_flexible", False), ("supplements__isnull", True)),
                                    _connector="OR",
                                ),
                                name="mutual_aid_individual_batch_is_of_one_alone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fee_due_fen__gte", 0), ("fee_received_fen__gte", 0)
                                ),
                                name="mutual_aid_batch_fee_due_fen_not_negative",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{draft:roster_checked,draft:void,fee_matched:upper_confirmed,fee_matched:void,in_force:expired,in_force:renewed,roster_checked:roster_checked,roster_checked:unit_confirmed,roster_checked:void,unit_confirmed:fee_matched,unit_confirmed:roster_checked,unit_confirmed:void,upper_confirmed:in_force,upper_confirmed:void}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="c5b12c4e62f224ae684c8ebed2a042dfdc555372",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_fad0d",
                            table="mutual_aid_batch",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="e9472e2c50edcf64dec6c85bda56c8bb63c0d2a0",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_9145c",
                            table="mutual_aid_batch",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fee_is_its_parts",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n    IF (SELECT coalesce(sum(amount_fen), 0) FROM mutual_aid_feepart WHERE batch_id = NEW.id)\n       <> (SELECT fee_due_fen FROM mutual_aid_batch WHERE id = NEW.id)\n    THEN RAISE EXCEPTION 'mutual aid: parts of the fee of batch % do not come to it', NEW.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'mutual_aid_fee_parts_sum';\n    END IF;\n    RETURN NULL;\n",
                            hash="846be5171870262aedac3b6205c227e3194e9f5d",
                            operation='UPDATE OF "fee_due_fen"',
                            pgid="pgtrigger_fee_is_its_parts_6abc2",
                            table="mutual_aid_batch",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Line",
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
                            "batch",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="mutual_aid.batch",
                                verbose_name="参加名单",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_lines",
                                to="accounts.person",
                                verbose_name="参加人",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(default="active", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True, max_length=80, null=True, verbose_name="唯一范围"
                            ),
                        ),
                        ("row_number", models.PositiveIntegerField(verbose_name="名单行号")),
                        (
                            "shares",
                            models.PositiveSmallIntegerField(default=1, verbose_name="份数"),
                        ),
                        (
                            "shares_void",
                            models.PositiveIntegerField(
                                db_default=0, default=0, verbose_name="作废份数"
                            ),
                        ),
                        (
                            "holds_card",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="持会员服务卡"
                            ),
                        ),
                        (
                            "is_renewal",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="续保"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="离开或去世日期"),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参加人",
                        "verbose_name_plural": "参加人",
                        "indexes": [
                            models.Index(
                                fields=["batch", "row_number", "id"],
                                name="mutual_aid_line_in_order",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "person"), name="mutual_aid_line_once_per_batch"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("scope", "person"),
                                name="mutual_aid_one_active_line_per_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("shares__gte", 1)),
                                name="mutual_aid_line_holds_a_share",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="line",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{active:deceased,active:duplicate_void,active:ineligible,active:left_unit_covered,active:left_unit_lapsed,active:withdrawn,left_unit_covered:deceased}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="aa4f3078f539b32d3aa2eff0e29995c2bfde4fc4",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_21463",
                            table="mutual_aid_line",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="line",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'active'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="6b24bc294b096e985d6e9745b00f42336d6565ab",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_64031",
                            table="mutual_aid_line",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Cover",
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
                                related_name="mutual_aid_covers",
                                to="accounts.person",
                                verbose_name="被保障人",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="mutual_aid.plan",
                                verbose_name="互助计划",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        (
                            "line",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cover",
                                to="mutual_aid.line",
                                verbose_name="参加人",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="保障第一天")),
                        ("last_day", models.DateField(verbose_name="保障最后一天")),
                        (
                            "shares",
                            models.PositiveSmallIntegerField(default=1, verbose_name="份数"),
                        ),
                        (
                            "wait_days",
                            models.PositiveIntegerField(default=0, verbose_name="等待天数"),
                        ),
                        (
                            "renewal_gap_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="续保间隔天数"
                            ),
                        ),
                        (
                            "cap_period_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="本期最高额"
                            ),
                        ),
                        (
                            "cap_life_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="终身最高额"
                            ),
                        ),
                        ("paid_fen", models.BigIntegerField(default=0, verbose_name="本期已付")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "保障",
                        "verbose_name_plural": "保障",
                        "indexes": [
                            models.Index(
                                fields=["person", "-last_day"], name="mutual_aid_cover_of_person"
                            )
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (models.F("person"), "="),
                                    (models.F("plan"), "="),
                                    (
                                        models.Func(
                                            models.F("first_day"),
                                            models.F("last_day"),
                                            models.Value("[]"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="mutual_aid_covers_of_a_person_never_overlap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="mutual_aid_cover_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cap_period_fen__gte", 0),
                                    ("cap_life_fen__gte", 0),
                                    ("paid_fen__gte", 0),
                                ),
                                name="mutual_aid_cover_cap_period_fen_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
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
                            models.CharField(max_length=20, unique=True, verbose_name="申领编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="draft", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "desk",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unit", "unit"),
                                    ("district", "district"),
                                    ("city", "city"),
                                    ("city_medical", "city_medical"),
                                ],
                                max_length=12,
                                verbose_name="办理层级",
                            ),
                        ),
                        ("levels", models.JSONField(default=list, verbose_name="审核层级")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_claims",
                                to="accounts.person",
                                verbose_name="被保障人",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="mutual_aid.cover",
                                verbose_name="保障",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        (
                            "claimant_kind",
                            models.CharField(
                                choices=[
                                    ("self", "本人申领"),
                                    ("family", "家人代办"),
                                    ("steward", "工会代办"),
                                    ("heir", "继承人申领"),
                                ],
                                max_length=10,
                                verbose_name="申领方式",
                            ),
                        ),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filed_mutual_aid_claims",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填报人",
                            ),
                        ),
                        (
                            "relation_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="与本人的关系"),
                        ),
                        (
                            "event_on",
                            models.DateField(blank=True, null=True, verbose_name="事件日期"),
                        ),
                        (
                            "note_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="说明"),
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
                            "submitted_late",
                            models.BooleanField(default=False, verbose_name="超过申领期限"),
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
                        ("is_sampled", models.BooleanField(default=False, verbose_name="抽中复核")),
                        (
                            "needs_look",
                            models.BooleanField(default=False, verbose_name="有疑点需核对"),
                        ),
                        (
                            "overdue_told_on",
                            models.DateField(blank=True, null=True, verbose_name="超时提醒日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "申领",
                        "verbose_name_plural": "申领",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("d1__isnull", False), ("desk__gt", "")),
                                fields=["d1", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="mutual_aid_claim_desk_d1",
                            ),
                            models.Index(
                                condition=models.Q(("d2__isnull", False), ("desk__gt", "")),
                                fields=["d2", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="mutual_aid_claim_desk_d2",
                            ),
                            models.Index(
                                condition=models.Q(("d3__isnull", False), ("desk__gt", "")),
                                fields=["d3", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="mutual_aid_claim_desk_d3",
                            ),
                            models.Index(
                                condition=models.Q(("d4__isnull", False), ("desk__gt", "")),
                                fields=["d4", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="mutual_aid_claim_desk_d4",
                            ),
                            models.Index(
                                condition=models.Q(("d5__isnull", False), ("desk__gt", "")),
                                fields=["d5", "desk", "-created_at", "-id"],
                                include=("number", "state", "due_on", "person", "union"),
                                name="mutual_aid_claim_desk_d5",
                            ),
                            models.Index(
                                models.F("person"),
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="mutual_aid_claim_person",
                            ),
                            models.Index(
                                models.F("due_on"),
                                condition=models.Q(("desk__gt", "")),
                                name="mutual_aid_claim_overdue",
                            ),
                            models.Index(
                                models.F("state_since"),
                                models.F("id"),
                                condition=models.Q(("state", "suspended")),
                                name="mutual_aid_claim_suspended",
                            ),
                            models.Index(
                                models.F("filed_by"),
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("claimant_kind", "self"), _negated=True),
                                name="mutual_aid_claim_filed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(
                                        ("event_on__isnull", False), ("submitted_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_submitted_claim_is_dated",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{approved:closed,city_reviewed:approved,city_reviewed:district_reviewed,city_reviewed:medically_reviewed,city_reviewed:rejected,city_reviewed:returned,city_reviewed:suspended,city_reviewed:unit_verified,city_reviewed:withdrawn,district_reviewed:approved,district_reviewed:city_reviewed,district_reviewed:medically_reviewed,district_reviewed:rejected,district_reviewed:returned,district_reviewed:suspended,district_reviewed:unit_verified,district_reviewed:withdrawn,draft:submitted,draft:withdrawn,medically_reviewed:approved,medically_reviewed:city_reviewed,medically_reviewed:district_reviewed,medically_reviewed:rejected,medically_reviewed:returned,medically_reviewed:suspended,medically_reviewed:unit_verified,medically_reviewed:withdrawn,returned:submitted,returned:withdrawn,submitted:approved,submitted:city_reviewed,submitted:district_reviewed,submitted:medically_reviewed,submitted:rejected,submitted:returned,submitted:suspended,submitted:unit_verified,submitted:withdrawn,suspended:rejected,suspended:submitted,unit_verified:approved,unit_verified:city_reviewed,unit_verified:district_reviewed,unit_verified:medically_reviewed,unit_verified:rejected,unit_verified:returned,unit_verified:suspended,unit_verified:withdrawn}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="8a94ee23045cde628c63c780422c5a9fdd02a115",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_82816",
                            table="mutual_aid_claim",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="08ce3d4780da855f92368e4b70771f97197ec901",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_9464c",
                            table="mutual_aid_claim",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ClaimLine",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        ("item", models.CharField(max_length=60, verbose_name="给付项目")),
                        ("happened_on", models.DateField(verbose_name="发生日期")),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="结束日期"),
                        ),
                        (
                            "entry_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="申领内容"),
                        ),
                        (
                            "invoice_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="发票号码"),
                        ),
                        (
                            "invoice_amount_fen",
                            models.BigIntegerField(blank=True, null=True, verbose_name="发票金额"),
                        ),
                        (
                            "invoice_on",
                            models.DateField(blank=True, null=True, verbose_name="开票日期"),
                        ),
                        (
                            "invoice_token",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="发票标记"
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
                        "verbose_name": "申领项目",
                        "verbose_name_plural": "申领项目",
                        "indexes": [
                            models.Index(
                                models.F("invoice_token"),
                                condition=models.Q(("invoice_token__isnull", False)),
                                name="mutual_aid_claim_invoice",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("happened_on")),
                                    _connector="OR",
                                ),
                                name="mutual_aid_claim_line_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("invoice_amount_fen__gte", 0)),
                                name="mutual_aid_claimline_invoice_amount_fen_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimPhoto",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="mutual_aid.claimline",
                                verbose_name="申领项目",
                            ),
                        ),
                        ("document", models.CharField(max_length=60, verbose_name="材料")),
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_photo",
                                to="files.attachment",
                                verbose_name="照片",
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="上传时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单据照片",
                        "verbose_name_plural": "单据照片",
                    },
                ),
                migrations.CreateModel(
                    name="DataFile",
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
                            models.CharField(max_length=20, unique=True, verbose_name="编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="queued", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_files",
                                to="mutual_aid.plan",
                                verbose_name="互助计划",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_files",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("quarter", models.PositiveSmallIntegerField(verbose_name="截至季度")),
                        (
                            "attachment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="insurance_data",
                                to="files.attachment",
                                verbose_name="原件",
                            ),
                        ),
                        (
                            "inbox_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="收件目录中的文件名"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="文件名（已遮盖）"
                            ),
                        ),
                        (
                            "digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="内容摘要"
                            ),
                        ),
                        (
                            "said_rows",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="填报的行数"
                            ),
                        ),
                        (
                            "said_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="填报的合计"
                            ),
                        ),
                        (
                            "rows_total",
                            models.PositiveIntegerField(default=0, verbose_name="总行数"),
                        ),
                        ("total_fen", models.BigIntegerField(default=0, verbose_name="合计")),
                        (
                            "position",
                            models.PositiveBigIntegerField(default=0, verbose_name="读到的位置"),
                        ),
                        (
                            "rows_read",
                            models.PositiveIntegerField(default=0, verbose_name="已读行数"),
                        ),
                        (
                            "good_count",
                            models.PositiveIntegerField(default=0, verbose_name="合格行数"),
                        ),
                        (
                            "refused_count",
                            models.PositiveIntegerField(default=0, verbose_name="未收的行数"),
                        ),
                        (
                            "refused_kinds",
                            models.JSONField(default=dict, verbose_name="未收的行按原因"),
                        ),
                        (
                            "failure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="没有读成的原因"
                            ),
                        ),
                        (
                            "brought_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="insurance_data_files",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="上传时间"
                            ),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="读取次数"),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最近读取时间"
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="读完时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "医保数据文件",
                        "verbose_name_plural": "医保数据文件",
                        "indexes": [
                            models.Index(fields=["plan", "-id"], name="mutual_aid_data_file_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("said_fen__gte", 0), ("total_fen__gte", 0)),
                                name="mutual_aid_datafile_said_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                                name="mutual_aid_data_file_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("attachment__isnull", False),
                                    models.Q(("inbox_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="mutual_aid_data_file_lies_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "read"), _negated=True),
                                    models.Q(
                                        ("rows_read", models.F("rows_total")),
                                        (
                                            "rows_total",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("good_count"),
                                                "+",
                                                models.F("refused_count"),
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_data_file_read_to_its_end",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "failed"), _negated=True),
                                fields=("plan", "year", "quarter", "digest"),
                                name="mutual_aid_data_file_once",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="datafile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{queued:failed,queued:reading,reading:failed,reading:read,reading:reading}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="cdf26b19da06c179657cd96a8fd8769c77a8ef4b",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_e491b",
                            table="mutual_aid_datafile",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="datafile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'queued'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="2150d4bcbf7a93b3f849c6f925b40f8dea99279e",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_145d9",
                            table="mutual_aid_datafile",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="InsuranceRow",
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
                            "data_file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="mutual_aid.datafile",
                                verbose_name="医保数据文件",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_insurance_rows",
                                to="accounts.person",
                                verbose_name="本人",
                            ),
                        ),
                        ("item", models.CharField(max_length=60, verbose_name="项目")),
                        ("event", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                        ("row_number", models.PositiveIntegerField(verbose_name="行号")),
                        ("base_fen", models.BigIntegerField(verbose_name="累计金额")),
                        (
                            "offset_fen",
                            models.BigIntegerField(default=0, verbose_name="其他保障已付"),
                        ),
                        (
                            "person_group",
                            models.CharField(blank=True, max_length=60, verbose_name="人群"),
                        ),
                    ],
                    options={
                        "verbose_name": "医保数据行",
                        "verbose_name_plural": "医保数据行",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("base_fen__gte", 0), ("offset_fen__gte", 0)),
                                name="mutual_aid_insurancerow_base_fen_not_negative",
                            ),
                            models.UniqueConstraint(
                                fields=("data_file", "person", "item", "event"),
                                name="mutual_aid_insurance_once",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="insurancerow",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="20ffa511c62c59b23eb38b2bf7bca95ad1efb54f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_50025",
                            table="mutual_aid_insurancerow",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="RefusedRow",
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
                            "data_file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refused_rows",
                                to="mutual_aid.datafile",
                                verbose_name="医保数据文件",
                            ),
                        ),
                        ("row_number", models.PositiveIntegerField(verbose_name="行号")),
                        ("code", models.CharField(max_length=40, verbose_name="原因代码")),
                    ],
                    options={
                        "verbose_name": "未收行",
                        "verbose_name_plural": "未收行",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data_file", "row_number"),
                                name="mutual_aid_refused_row_once",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="refusedrow",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ec24168348dba9e31b3abdfbcbe7fbe2aae08c40",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_44b5a",
                            table="mutual_aid_refusedrow",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Settlement",
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
                            models.CharField(max_length=20, unique=True, verbose_name="结算编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="draft", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlements",
                                to="mutual_aid.plan",
                                verbose_name="互助计划",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlements",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        (
                            "data_file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlements",
                                to="mutual_aid.datafile",
                                verbose_name="医保数据文件",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("quarter", models.PositiveSmallIntegerField(verbose_name="截至季度")),
                        (
                            "rows_done",
                            models.PositiveIntegerField(default=0, verbose_name="已算行数"),
                        ),
                        (
                            "person_cursor",
                            models.BigIntegerField(default=0, verbose_name="算到的人"),
                        ),
                        (
                            "person_count",
                            models.PositiveIntegerField(default=0, verbose_name="人数"),
                        ),
                        (
                            "line_count",
                            models.PositiveIntegerField(default=0, verbose_name="结果行数"),
                        ),
                        (
                            "paid_count",
                            models.PositiveIntegerField(default=0, verbose_name="给付人数"),
                        ),
                        (
                            "overpaid_count",
                            models.PositiveIntegerField(default=0, verbose_name="多付人数"),
                        ),
                        (
                            "issued_count",
                            models.PositiveIntegerField(default=0, verbose_name="已生成到的序号"),
                        ),
                        ("due_fen", models.BigIntegerField(default=0, verbose_name="累计应付")),
                        (
                            "already_paid_fen",
                            models.BigIntegerField(default=0, verbose_name="此前已付"),
                        ),
                        ("amount_fen", models.BigIntegerField(default=0, verbose_name="本次给付")),
                        ("overpaid_fen", models.BigIntegerField(default=0, verbose_name="多付")),
                        ("summary", models.JSONField(default=dict, verbose_name="分布")),
                        (
                            "paid_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="已付摘要"
                            ),
                        ),
                        (
                            "transfer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_settlement",
                                to="ledger.transfer",
                                verbose_name="预留",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made_mutual_aid_settlements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approved_mutual_aid_settlements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="取消原因"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最近计算时间"
                            ),
                        ),
                        (
                            "computed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="算完时间"),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="批准时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "结算",
                        "verbose_name_plural": "结算",
                        "indexes": [
                            models.Index(
                                fields=["plan", "-id"], name="mutual_aid_settlement_newest"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_fen__gte", 0),
                                    ("already_paid_fen__gte", 0),
                                    ("amount_fen__gte", 0),
                                    ("overpaid_fen__gte", 0),
                                ),
                                name="mutual_aid_settlement_due_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    ("made_by", None),
                                    models.Q(("approved_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="mutual_aid_settlement_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["approved", "issued"]), _negated=True),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        models.Q(
                                            ("transfer__isnull", False),
                                            ("amount_fen", 0),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_settlement_approved_and_reserved",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "computing", "computed", "approved"])
                                ),
                                fields=("plan", "year"),
                                name="mutual_aid_one_open_settlement_per_plan_and_year",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="settlement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{approved:issued,computed:approved,computed:cancelled,computing:cancelled,computing:computed,computing:computing,draft:cancelled,draft:computing}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="b7b97fedc6371b0c5742800c5f84f645488d5333",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_a83e2",
                            table="mutual_aid_settlement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="settlement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'draft'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="5f3993bc884dded92a38d0559b78a7c6c41bbab8",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_0b634",
                            table="mutual_aid_settlement",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="SettlementLine",
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
                            "settlement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="mutual_aid.settlement",
                                verbose_name="结算",
                            ),
                        ),
                        ("serial", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_settlement_lines",
                                to="accounts.person",
                                verbose_name="本人",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlement_lines",
                                to="mutual_aid.cover",
                                verbose_name="保障",
                            ),
                        ),
                        ("due_fen", models.BigIntegerField(verbose_name="累计应付")),
                        ("already_paid_fen", models.BigIntegerField(verbose_name="此前已付")),
                        ("amount_fen", models.BigIntegerField(verbose_name="本次给付")),
                        ("overpaid_fen", models.BigIntegerField(verbose_name="多付")),
                        ("facts", models.JSONField(verbose_name="结算数据")),
                    ],
                    options={
                        "verbose_name": "结算行",
                        "verbose_name_plural": "结算行",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_fen__gte", 0),
                                    ("already_paid_fen__gte", 0),
                                    ("amount_fen__gte", 0),
                                    ("overpaid_fen__gte", 0),
                                ),
                                name="mutual_aid_settlementline_due_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "due_fen",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("already_paid_fen"),
                                                "+",
                                                models.F("amount_fen"),
                                            ),
                                            "-",
                                            models.F("overpaid_fen"),
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(("amount_fen", 0), ("overpaid_fen__gt", 0)),
                                        models.Q(("amount_fen__gt", 0), ("overpaid_fen", 0)),
                                        _connector="OR",
                                    ),
                                ),
                                name="mutual_aid_settlement_line_pays_the_difference",
                            ),
                            models.UniqueConstraint(
                                fields=("settlement", "serial"),
                                name="mutual_aid_settlement_line_in_order",
                            ),
                            models.UniqueConstraint(
                                fields=("settlement", "person"),
                                name="mutual_aid_settlement_line_once_per_person",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="settlementline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="35e5d60b7208eb9e8a4ed8e041a39c6550ef9189",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_00803",
                            table="mutual_aid_settlementline",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Benefit",
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
                            models.CharField(max_length=36, unique=True, verbose_name="给付编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "state",
                            models.CharField(default="due", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_benefits",
                                to="accounts.person",
                                verbose_name="被保障人",
                            ),
                        ),
                        (
                            "payee_person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_benefits_received",
                                to="accounts.person",
                                verbose_name="领款人",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="mutual_aid.cover",
                                verbose_name="保障",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="mutual_aid.plan",
                                verbose_name="互助计划",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        (
                            "claim",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefit",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        (
                            "settlement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="mutual_aid.settlement",
                                verbose_name="结算",
                            ),
                        ),
                        ("period_first_day", models.DateField(verbose_name="保障期第一天")),
                        ("due_fen", models.BigIntegerField(verbose_name="本期累计应付")),
                        (
                            "already_paid_fen",
                            models.BigIntegerField(default=0, verbose_name="本期此前已付"),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="本次给付")),
                        ("recovered_fen", models.BigIntegerField(default=0, verbose_name="已追回")),
                        ("facts", models.JSONField(blank=True, null=True, verbose_name="结算数据")),
                        (
                            "receipt_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="给付单"),
                        ),
                        (
                            "receipt_signature",
                            models.CharField(blank=True, max_length=100, verbose_name="给付单签名"),
                        ),
                        (
                            "receipt_key",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="签名密钥编号"
                            ),
                        ),
                        (
                            "payee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_benefits",
                                to="accounts.payeeaccount",
                                verbose_name="收款账户",
                            ),
                        ),
                        (
                            "payee_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="核定时账户摘要"
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_benefits",
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
                                related_name="mutual_aid_benefit",
                                to="ledger.paymentorder",
                                verbose_name="付款指令",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decided_mutual_aid_benefits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核定人",
                            ),
                        ),
                        (
                            "bound_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="重新核准账户的人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="核定时间"
                            ),
                        ),
                        (
                            "paid_on",
                            models.DateField(blank=True, null=True, verbose_name="到账日期"),
                        ),
                        (
                            "return_reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="银行退回原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "给付",
                        "verbose_name_plural": "给付",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("d1__isnull", False), ("state__in", ["due", "returned"])
                                ),
                                fields=["d1", "-created_at", "-id"],
                                name="mutual_aid_due_d1",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d2__isnull", False), ("state__in", ["due", "returned"])
                                ),
                                fields=["d2", "-created_at", "-id"],
                                name="mutual_aid_due_d2",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d3__isnull", False), ("state__in", ["due", "returned"])
                                ),
                                fields=["d3", "-created_at", "-id"],
                                name="mutual_aid_due_d3",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d4__isnull", False), ("state__in", ["due", "returned"])
                                ),
                                fields=["d4", "-created_at", "-id"],
                                name="mutual_aid_due_d4",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("d5__isnull", False), ("state__in", ["due", "returned"])
                                ),
                                fields=["d5", "-created_at", "-id"],
                                name="mutual_aid_due_d5",
                            ),
                            models.Index(
                                models.F("person"),
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="mutual_aid_benefit_own",
                            ),
                            models.Index(
                                fields=["plan", "paid_on"], name="mutual_aid_benefit_paid"
                            ),
                            models.Index(
                                condition=models.Q(("d1__isnull", False), ("state", "returned")),
                                fields=["d1", "-created_at", "-id"],
                                name="mutual_aid_back_d1",
                            ),
                            models.Index(
                                condition=models.Q(("d2__isnull", False), ("state", "returned")),
                                fields=["d2", "-created_at", "-id"],
                                name="mutual_aid_back_d2",
                            ),
                            models.Index(
                                condition=models.Q(("d3__isnull", False), ("state", "returned")),
                                fields=["d3", "-created_at", "-id"],
                                name="mutual_aid_back_d3",
                            ),
                            models.Index(
                                condition=models.Q(("d4__isnull", False), ("state", "returned")),
                                fields=["d4", "-created_at", "-id"],
                                name="mutual_aid_back_d4",
                            ),
                            models.Index(
                                condition=models.Q(("d5__isnull", False), ("state", "returned")),
                                fields=["d5", "-created_at", "-id"],
                                name="mutual_aid_back_d5",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_fen__gte", 0),
                                    ("already_paid_fen__gte", 0),
                                    ("amount_fen__gte", 0),
                                    ("recovered_fen__gte", 0),
                                ),
                                name="mutual_aid_benefit_due_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("recovered_fen__lte", models.F("amount_fen"))),
                                name="mutual_aid_benefit_recovers_what_was_paid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("claim__isnull", False),
                                    ("facts__isnull", False),
                                    _connector="OR",
                                ),
                                name="mutual_aid_benefit_has_its_cause",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["paid", "recovering", "recovered"]),
                                        _negated=True,
                                    ),
                                    ("paid_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="mutual_aid_paid_benefit_has_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settlement", None),
                                    models.Q(("claim", None), ("facts__isnull", False)),
                                    _connector="OR",
                                ),
                                name="mutual_aid_settled_benefit_has_no_claim",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("settlement__isnull", False)),
                                fields=("settlement", "person"),
                                name="mutual_aid_one_benefit_per_settlement_and_person",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{due:cancelled,due:ordered,ordered:due,ordered:paid,ordered:returned,paid:recovering,recovering:paid,recovering:recovered,returned:cancelled,returned:ordered}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="b6aae153ffb38c4de644743fd2b8aa9f28e32103",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_318fb",
                            table="mutual_aid_benefit",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'due'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="f4c16cad5b043de327986c5d69b1faac144b4f9c",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_af6a9",
                            table="mutual_aid_benefit",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="DryRun",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dry_runs",
                                to="mutual_aid.planversion",
                                verbose_name="计划版本",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(default="queued", max_length=32, verbose_name="状态"),
                        ),
                        ("first_day", models.DateField(verbose_name="核定日期起")),
                        ("last_day", models.DateField(verbose_name="核定日期止")),
                        (
                            "version_digest",
                            models.BinaryField(max_length=32, verbose_name="规则摘要"),
                        ),
                        (
                            "inputs_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="数据摘要"
                            ),
                        ),
                        (
                            "rows_total",
                            models.PositiveIntegerField(default=0, verbose_name="总件数"),
                        ),
                        (
                            "rows_done",
                            models.PositiveIntegerField(default=0, verbose_name="已算件数"),
                        ),
                        ("result", models.JSONField(blank=True, null=True, verbose_name="结果")),
                        (
                            "failure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="没有算成的原因"
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_dry_runs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="试算人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="试算次数"),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最近试算时间"
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="算完时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "试算",
                        "verbose_name_plural": "试算",
                        "indexes": [
                            models.Index(
                                fields=["plan_version", "-id"], name="mutual_aid_dry_run_of_version"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["queued", "running"])),
                                fields=["id"],
                                name="mutual_aid_dry_run_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="mutual_aid_dry_run_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("inputs_digest__isnull", False),
                                        ("result__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_done_dry_run_has_its_result",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dryrun",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{queued:failed,queued:running,running:done,running:failed,running:running}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="96e911855720239b7102df35b2ac0457b769f8fc",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_3f244",
                            table="mutual_aid_dryrun",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dryrun",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'queued'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="b5482f2d2ece6d15d85270424bd2fcc7f785bd72",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_cd130",
                            table="mutual_aid_dryrun",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dryrun",
                    trigger=pgtrigger.compiler.Trigger(
                        name="result_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" IN ('done', 'failed'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="55f59618186be0131e5d7630b69bde65034dc200",
                            operation="UPDATE",
                            pgid="pgtrigger_result_stays_c9796",
                            table="mutual_aid_dryrun",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="FeePart",
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
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fee_parts",
                                to="mutual_aid.batch",
                                verbose_name="参加名单",
                            ),
                        ),
                        ("payer", models.CharField(max_length=40, verbose_name="负担方")),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                    ],
                    options={
                        "verbose_name": "会费分担",
                        "verbose_name_plural": "会费分担",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "payer"), name="mutual_aid_fee_part_once_per_payer"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="mutual_aid_feepart_amount_fen_not_negative",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feepart",
                    trigger=pgtrigger.compiler.Trigger(
                        name="parts_come_to_the_fee",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n    IF (SELECT coalesce(sum(amount_fen), 0) FROM mutual_aid_feepart WHERE batch_id = NEW.batch_id)\n       <> (SELECT fee_due_fen FROM mutual_aid_batch WHERE id = NEW.batch_id)\n    THEN RAISE EXCEPTION 'mutual aid: parts of the fee of batch % do not come to it', NEW.batch_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'mutual_aid_fee_parts_sum';\n    END IF;\n    RETURN NULL;\n",
                            hash="b4e6d2f8e24b39f3a0253d986f5c827db68cc379",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_parts_come_to_the_fee_e4647",
                            table="mutual_aid_feepart",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feepart",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_part_is_lost",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n    IF (SELECT coalesce(sum(amount_fen), 0) FROM mutual_aid_feepart WHERE batch_id = OLD.batch_id)\n       <> (SELECT fee_due_fen FROM mutual_aid_batch WHERE id = OLD.batch_id)\n    THEN RAISE EXCEPTION 'mutual aid: parts of the fee of batch % do not come to it', OLD.batch_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'mutual_aid_fee_parts_sum';\n    END IF;\n    RETURN NULL;\n",
                            hash="e6e0824fde6318aa13bcc13710ba121a36bcd017",
                            operation="DELETE",
                            pgid="pgtrigger_no_part_is_lost_a6339",
                            table="mutual_aid_feepart",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="FeeReceipt",
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
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fee_receipts",
                                to="mutual_aid.batch",
                                verbose_name="参加名单",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "bank_reference",
                            models.CharField(max_length=60, unique=True, verbose_name="银行流水号"),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded_fee_receipts",
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
                    ],
                    options={
                        "verbose_name": "会费收讫",
                        "verbose_name_plural": "会费收讫",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="mutual_aid_feereceipt_amount_fen_not_negative",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feereceipt",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f40e0c9c7ec626942e523f139fcfa1bf0cc94b2e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_98e30",
                            table="mutual_aid_feereceipt",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="FeeRefund",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fee_refunds",
                                to="mutual_aid.batch",
                                verbose_name="参加名单",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="requested", max_length=32, verbose_name="状态"
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("void_shares", "份数超过上限，超出部分作废"),
                                    ("duplicates", "与另一单位重复报名，重复的作废"),
                                    ("batch_void", "名单作废"),
                                    ("overpaid", "名单改动后会费减少"),
                                    ("at_end", "保障期满按计划退还"),
                                ],
                                max_length=12,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requested_fee_refunds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "requested_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sent_fee_refunds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="办理时间"),
                        ),
                        (
                            "bank_reference",
                            models.CharField(blank=True, max_length=60, verbose_name="退款流水号"),
                        ),
                    ],
                    options={
                        "verbose_name": "会费退还",
                        "verbose_name_plural": "会费退还",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "requested")),
                                fields=["-requested_at", "-id"],
                                name="mutual_aid_refund_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)),
                                name="mutual_aid_refund_is_of_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_by__isnull", True),
                                    models.Q(("sent_by", models.F("requested_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="mutual_aid_refund_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_by__isnull", True), ("state", "requested")),
                                    models.Q(
                                        ("sent_at__isnull", False),
                                        ("sent_by__isnull", False),
                                        ("state", "sent"),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_refund_sent_by_someone",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("bank_reference", ""), _negated=True),
                                fields=("bank_reference",),
                                name="mutual_aid_refund_once_per_reference",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feerefund",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{requested:sent}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="fc1b65b50d4d8f1eb0c2d00ad5cdfd3b7864e250",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_b633b",
                            table="mutual_aid_feerefund",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feerefund",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'requested'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="44da6559a98c080ad7899fbffd9c68511a36cf57",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_bb5e9",
                            table="mutual_aid_feerefund",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Recovery",
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
                            models.CharField(max_length=42, unique=True, verbose_name="追回编号"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "benefit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recoveries",
                                to="mutual_aid.benefit",
                                verbose_name="给付",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="proposed", max_length=32, verbose_name="状态"
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="应退回")),
                        ("repaid_fen", models.BigIntegerField(default=0, verbose_name="已退回")),
                        (
                            "reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="原因"),
                        ),
                        ("payee_person_key", models.BigIntegerField(verbose_name="领款人")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "proposed_by_person",
                            models.BigIntegerField(null=True, verbose_name="提出人本人"),
                        ),
                        (
                            "proposed_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                        (
                            "confirmed_by_person",
                            models.BigIntegerField(null=True, verbose_name="确认人本人"),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="了结人",
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="了结时间"),
                        ),
                        (
                            "end_reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="了结原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "追回",
                        "verbose_name_plural": "追回",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0), ("repaid_fen__gte", 0)),
                                name="mutual_aid_recovery_amount_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_fen__gt", 0),
                                    ("repaid_fen__lte", models.F("amount_fen")),
                                ),
                                name="mutual_aid_recovery_within_its_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason_sealed__isnull", False)),
                                name="mutual_aid_recovery_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(
                                        ("confirmed_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_recovery_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "dropped"]),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_demand_was_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "forgiven"), _negated=True),
                                    models.Q(
                                        ("end_reason_sealed__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(
                                            ("ended_by", models.F("confirmed_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_forgiven_by_another_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("proposed_by_person", None),
                                        models.Q(
                                            ("proposed_by_person", models.F("payee_person_key")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("confirmed_by_person", None),
                                        models.Q(
                                            ("confirmed_by_person", models.F("payee_person_key")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="mutual_aid_nobody_recovers_from_herself",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["proposed", "demanded"])),
                                fields=("benefit",),
                                name="mutual_aid_one_open_recovery_per_benefit",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recovery",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{demanded:forgiven,demanded:repaid,proposed:demanded,proposed:dropped}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="2f78a6e2f89bd8a3218c91bcd5bb03ea1064472c",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_d5eb4",
                            table="mutual_aid_recovery",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recovery",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'proposed'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="b0d54159d8ec9cb9c2bd98c3b17d5bacde9492b5",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_c38a2",
                            table="mutual_aid_recovery",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Repayment",
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
                            "recovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repayments",
                                to="mutual_aid.recovery",
                                verbose_name="追回",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "bank_reference",
                            models.CharField(max_length=60, unique=True, verbose_name="银行流水号"),
                        ),
                        ("received_on", models.DateField(verbose_name="到账日期")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                    ],
                    options={
                        "verbose_name": "退款收讫",
                        "verbose_name_plural": "退款收讫",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)),
                                name="mutual_aid_repayment_positive",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="repayment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3ca2b8679e6edfce80a3cbe4103221d40fedc617",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_80440",
                            table="mutual_aid_repayment",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ClaimStep",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        ("act", models.CharField(max_length=24, verbose_name="步骤")),
                        (
                            "level",
                            models.CharField(blank=True, max_length=12, verbose_name="审核层级"),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_claim_steps",
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
                                related_name="mutual_aid_claim_steps_made",
                                to="accounts.person",
                                verbose_name="办理人本人",
                            ),
                        ),
                        (
                            "subject_person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_claim_steps_about",
                                to="accounts.person",
                                verbose_name="被保障人",
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
                        ("in_chain", models.BooleanField(default=False, verbose_name="审核链步骤")),
                        (
                            "adjuster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="金额调整人",
                            ),
                        ),
                        (
                            "clause",
                            models.CharField(blank=True, max_length=80, verbose_name="条款"),
                        ),
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
                        "verbose_name": "申领办理记录",
                        "verbose_name_plural": "申领办理记录",
                        "indexes": [
                            models.Index(fields=["claim", "id"], name="mutual_aid_claim_history")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("in_chain", True)),
                                fields=("claim", "round", "by"),
                                name="mutual_aid_nobody_twice_in_the_chain",
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
                                name="mutual_aid_nobody_decides_on_herself",
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
                                name="mutual_aid_who_filed_does_not_decide",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("adjuster__isnull", True),
                                    models.Q(
                                        ("by__isnull", False),
                                        models.Q(("by", models.F("adjuster")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="mutual_aid_who_adjusts_does_not_approve",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claimstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7a3ee70ef9bd24f1ca1bb6bef90d358ca9847d30",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_26bbc",
                            table="mutual_aid_claimstep",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ReturnList",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="return_lists",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        ("serial", models.PositiveSmallIntegerField(verbose_name="第几次")),
                        (
                            "missing_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="缺少的材料"),
                        ),
                        (
                            "reason_sealed",
                            models.BinaryField(
                                blank=True, null=True, verbose_name="再次退回的原因"
                            ),
                        ),
                        ("answer_by", models.DateField(verbose_name="补正期限")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_return_lists",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="退回时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "补正清单",
                        "verbose_name_plural": "补正清单",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim", "serial"), name="mutual_aid_return_list_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("serial", 1), ("reason_sealed__isnull", False), _connector="OR"
                                ),
                                name="mutual_aid_further_return_has_a_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="returnlist",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d02802aeb476b398f62ea72adc70d92f2d7c2870",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_81d4b",
                            table="mutual_aid_returnlist",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Adjustment",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adjustments",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        ("computed_fen", models.BigIntegerField(verbose_name="按计划计算")),
                        ("decided_fen", models.BigIntegerField(verbose_name="调整为")),
                        (
                            "reason_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="调整原因"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_adjustments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="调整人",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="调整时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "金额调整",
                        "verbose_name_plural": "金额调整",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("computed_fen__gte", 0), ("decided_fen__gte", 0)
                                ),
                                name="mutual_aid_adjustment_computed_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason_sealed__isnull", False)),
                                name="mutual_aid_adjustment_has_a_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="adjustment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ec75b7d8e204f89b81efe56e35811d72d352c33a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_27aec",
                            table="mutual_aid_adjustment",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Rejection",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "claim",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rejection",
                                to="mutual_aid.claim",
                                verbose_name="申领",
                            ),
                        ),
                        ("clause", models.CharField(max_length=200, verbose_name="依据")),
                        (
                            "fact_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="事实"),
                        ),
                        (
                            "remedy_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="可以怎么办"),
                        ),
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
                        "verbose_name": "不予给付决定",
                        "verbose_name_plural": "不予给付决定",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fact_sealed__isnull", False),
                                    ("remedy_sealed__isnull", False),
                                    models.Q(("clause", ""), _negated=True),
                                    models.Q(("appeal_to", ""), _negated=True),
                                ),
                                name="mutual_aid_rejection_is_whole",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rejection",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b38ddfec7fd383b442d8bbf2466b89b0b17c57be",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_be23c",
                            table="mutual_aid_rejection",
                            when="BEFORE",
                        ),
                    ),
                ),
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uploads",
                                to="mutual_aid.batch",
                                verbose_name="参加名单",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(default="queued", max_length=32, verbose_name="状态"),
                        ),
                        (
                            "attachment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roster",
                                to="files.attachment",
                                verbose_name="名单原件",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("digest", models.BinaryField(max_length=32, verbose_name="文件摘要")),
                        (
                            "origin",
                            models.CharField(blank=True, max_length=80, verbose_name="读取方式"),
                        ),
                        ("titles", models.JSONField(default=list, verbose_name="表头")),
                        (
                            "rows_total",
                            models.PositiveIntegerField(default=0, verbose_name="总行数"),
                        ),
                        (
                            "rows_read",
                            models.PositiveIntegerField(default=0, verbose_name="已读行数"),
                        ),
                        (
                            "good_count",
                            models.PositiveIntegerField(default=0, verbose_name="合格行数"),
                        ),
                        (
                            "kept_count",
                            models.PositiveIntegerField(default=0, verbose_name="新加入人数"),
                        ),
                        (
                            "known_count",
                            models.PositiveIntegerField(default=0, verbose_name="已在名单人数"),
                        ),
                        (
                            "bad_count",
                            models.PositiveIntegerField(default=0, verbose_name="有问题的行数"),
                        ),
                        (
                            "over_count",
                            models.PositiveIntegerField(
                                default=0, verbose_name="份数超过上限的人数"
                            ),
                        ),
                        (
                            "failure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="没有读成的原因"
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uploaded_rosters",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="上传时间"
                            ),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="读取次数"),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最近读取时间"
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="读完时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "名单文件",
                        "verbose_name_plural": "名单文件",
                        "indexes": [
                            models.Index(fields=["batch", "-id"], name="mutual_aid_upload_of_batch")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="upload",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{queued:failed,queued:reading,reading:failed,reading:read,reading:reading}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="b257e60c7b796ae208160d31178d68983c40d442",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_16f11",
                            table="mutual_aid_upload",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="upload",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'queued'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="7fbd9527a0af6416b6ac3b1eb06ef6fa5011157d",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_24ec9",
                            table="mutual_aid_upload",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="StagedRow",
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
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="staged_rows",
                                to="mutual_aid.upload",
                                verbose_name="名单文件",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mutual_aid_staged_rows",
                                to="accounts.person",
                                verbose_name="参加人",
                            ),
                        ),
                        ("row_number", models.PositiveIntegerField(verbose_name="行号")),
                        (
                            "is_duplicate",
                            models.BooleanField(default=False, verbose_name="已由其他单位报名"),
                        ),
                        (
                            "shares",
                            models.PositiveSmallIntegerField(
                                db_default=1, default=1, verbose_name="份数"
                            ),
                        ),
                        (
                            "shares_void",
                            models.PositiveIntegerField(
                                db_default=0, default=0, verbose_name="作废份数"
                            ),
                        ),
                        (
                            "holds_card",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="持会员服务卡"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "暂存行",
                        "verbose_name_plural": "暂存行",
                    },
                ),
                migrations.CreateModel(
                    name="BadRow",
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
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bad_rows",
                                to="mutual_aid.upload",
                                verbose_name="名单文件",
                            ),
                        ),
                        ("row_number", models.PositiveIntegerField(verbose_name="行号")),
                        ("problems", models.JSONField(verbose_name="问题")),
                        (
                            "cells_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="原内容"),
                        ),
                    ],
                    options={
                        "verbose_name": "问题行",
                        "verbose_name_plural": "问题行",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("upload", "row_number"), name="mutual_aid_bad_row_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeStatement",
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
                                default=backend.accounts.models.person.new_number,
                                max_length=36,
                                unique=True,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fee_statement",
                                to="files.attachment",
                                verbose_name="对账单原件",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("digest", models.BinaryField(max_length=32, verbose_name="文件摘要")),
                        ("line_count", models.PositiveIntegerField(verbose_name="行数")),
                        ("matched_count", models.PositiveIntegerField(verbose_name="已核对行数")),
                        ("total_fen", models.BigIntegerField(verbose_name="合计金额")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sent_fee_statements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="上传时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会费对账单",
                        "verbose_name_plural": "会费对账单",
                        "indexes": [
                            models.Index(
                                fields=["union", "-created_at", "-id"],
                                name="mutual_aid_statement_new",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("digest",), name="mutual_aid_statement_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total_fen__gte", 0)),
                                name="mutual_aid_feestatement_total_fen_not_negative",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feestatement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="what_came_never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."line_count" IS DISTINCT FROM (NEW."line_count") OR OLD."total_fen" IS DISTINCT FROM (NEW."total_fen"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="1ff13ba30c1c5cc3e4dd5ffadac05c744b2984ce",
                            operation="UPDATE",
                            pgid="pgtrigger_what_came_never_changes_f5c0f",
                            table="mutual_aid_feestatement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="feestatement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="9f1e3241f34107e46938ed52366a9c41fd138f99",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_2e2cd",
                            table="mutual_aid_feestatement",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="StatementLine",
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
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="mutual_aid.feestatement",
                                verbose_name="会费对账单",
                            ),
                        ),
                        ("row_number", models.PositiveIntegerField(verbose_name="行号")),
                        ("paid_on", models.DateField(verbose_name="入账日期")),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "bank_reference",
                            models.CharField(max_length=60, verbose_name="银行流水号"),
                        ),
                        (
                            "words_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="付款人和附言"),
                        ),
                        (
                            "receipt",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statement_line",
                                to="mutual_aid.feereceipt",
                                verbose_name="会费收讫",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="没有对上的原因"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对账单行",
                        "verbose_name_plural": "对账单行",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("statement", "row_number"),
                                name="mutual_aid_statement_line_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gte", 0)),
                                name="mutual_aid_statementline_amount_fen_not_negative",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
