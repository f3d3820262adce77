"""The tables of this room at the first release."""

import backend.accounts.models.person
import backend.fields.tables
import backend.kernel.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("fields", "0001_initial"),
        ("unions", "0001_initial"),
    ]

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="SignInGuard",
                    fields=[
                        (
                            "subject",
                            models.CharField(
                                max_length=120,
                                primary_key=True,
                                serialize=False,
                                verbose_name="对象",
                            ),
                        ),
                        ("window_start", models.DateTimeField(verbose_name="计数起点")),
                        ("sent", models.PositiveIntegerField(default=0, verbose_name="已发次数")),
                        ("failed", models.PositiveIntegerField(default=0, verbose_name="错误次数")),
                        (
                            "locked_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="锁定至"),
                        ),
                    ],
                    options={
                        "verbose_name": "登录防护",
                        "verbose_name_plural": "登录防护",
                    },
                ),
                migrations.CreateModel(
                    name="Person",
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
                            "name_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="姓名"),
                        ),
                        (
                            "id_number_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="身份证号"),
                        ),
                        (
                            "phone_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="手机号"),
                        ),
                        (
                            "id_index",
                            models.BinaryField(null=True, unique=True, verbose_name="身份证号索引"),
                        ),
                        (
                            "phone_index",
                            models.BinaryField(db_index=True, null=True, verbose_name="手机号索引"),
                        ),
                        (
                            "display_name",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="姓名（遮盖）"
                            ),
                        ),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("F", "女"), ("M", "男")],
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "birth_date",
                            models.DateField(blank=True, null=True, verbose_name="出生日期"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "erased_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="删除时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "自然人",
                        "verbose_name_plural": "自然人",
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="accounts.person",
                                verbose_name="本人",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("health", "处理健康信息"),
                                    ("bank", "处理银行账户信息"),
                                    ("household", "处理家庭成员信息"),
                                    ("means_check", "家庭经济状况核对"),
                                    ("minor", "处理未满十四周岁未成年人信息"),
                                    ("notice", "在本单位公示"),
                                ],
                                max_length=20,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "notice_version",
                            models.CharField(max_length=40, verbose_name="告知书版本"),
                        ),
                        ("notice_digest", models.BinaryField(verbose_name="告知书摘要")),
                        (
                            "channel",
                            models.CharField(default="online", max_length=20, verbose_name="方式"),
                        ),
                        (
                            "given_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="同意时间"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "单独同意",
                        "verbose_name_plural": "单独同意",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("person", "purpose"),
                                name="accounts_consent_one_standing_per_purpose",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True),
                                    ("withdrawn_at__gte", models.F("given_at")),
                                    _connector="OR",
                                ),
                                name="accounts_consent_withdrawn_after_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayeeAccount",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payee_accounts",
                                to="accounts.person",
                                verbose_name="本人",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="proposed", max_length=32, verbose_name="状态"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("bank", models.CharField(max_length=60, verbose_name="开户银行")),
                        (
                            "account_sealed",
                            models.BinaryField(blank=True, null=True, verbose_name="银行账号"),
                        ),
                        (
                            "account_last4",
                            models.CharField(max_length=4, verbose_name="账号后四位"),
                        ),
                        ("digest", models.BinaryField(verbose_name="账户摘要")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payee_accounts_proposed",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payee_accounts_verified",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人",
                            ),
                        ),
                        (
                            "proposed_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="核实时间"),
                        ),
                        (
                            "usable_from",
                            models.DateTimeField(blank=True, null=True, verbose_name="可付款时间"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="说明"),
                        ),
                    ],
                    options={
                        "verbose_name": "收款账户",
                        "verbose_name_plural": "收款账户",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "proposed")),
                                fields=["proposed_at", "id"],
                                name="accounts_payee_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "verified")),
                                fields=("person",),
                                name="accounts_payee_one_verified_per_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("person",),
                                name="accounts_payee_one_open_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by__isnull", True),
                                    models.Q(
                                        ("verified_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="accounts_payee_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "verified"), _negated=True),
                                    ("verified_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="accounts_payee_verified_by_someone",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="payeeaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{proposed:refused,proposed:replaced,proposed:verified,verified:replaced}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="9406b8f988a98dc0d0319610d213e5a6871b1180",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_14c3b",
                            table="accounts_payeeaccount",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="payeeaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'proposed'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="06e681a90b68d543c17354942fa0b6d017158f66",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_56a81",
                            table="accounts_payeeaccount",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="accounts.person",
                                verbose_name="会员",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="active", max_length=32, verbose_name="会籍状态"
                            ),
                        ),
                        (
                            "joined_on",
                            models.DateField(
                                default=backend.kernel.clock.today, verbose_name="入会日期"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="终止日期"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="登记时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会籍",
                        "verbose_name_plural": "会籍",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["active", "retained"])),
                                fields=["union", "person"],
                                name="accounts_membership_standing",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["active", "retained"])),
                                fields=("person",),
                                name="accounts_membership_one_standing_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("ended_on__gte", models.F("joined_on")),
                                    _connector="OR",
                                ),
                                name="accounts_membership_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{active:deceased,active:expelled,active:lapsed,active:left,active:retained,active:transferred,retained:active,retained:deceased,retained:expelled,retained:lapsed,retained:left,retained:transferred}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="e7d8ed1c13f2493f876edba6d7d21ca7db9e8884",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_6bd9a",
                            table="accounts_membership",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'active'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="673e9d44ee807b02de99d7d1a49a17b4fc271bdb",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_a0010",
                            table="accounts_membership",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Post",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="任职人",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="unions.union",
                                verbose_name="工会",
                            ),
                        ),
                        ("role", models.CharField(max_length=40, verbose_name="岗位")),
                        (
                            "since",
                            models.DateField(
                                default=backend.kernel.clock.today, verbose_name="任职日期"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="免职日期")),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("user", "union", "role"),
                                name="accounts_post_held_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
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
                            "person",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="user",
                                to="accounts.person",
                                verbose_name="本人",
                            ),
                        ),
                        ("phone_index", models.BinaryField(null=True, verbose_name="手机号索引")),
                        (
                            "phone_verified_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="手机号验证时间"
                            ),
                        ),
                        (
                            "second_factor_opened_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="动态口令可设置起点"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="可登录")),
                        (
                            "is_operator",
                            models.BooleanField(default=False, verbose_name="系统运维"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "用户",
                        "verbose_name_plural": "用户",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("person__isnull", True)),
                                fields=("phone_index",),
                                name="accounts_user_one_unknown_per_phone",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignInSession",
                    fields=[
                        (
                            "key_digest",
                            models.CharField(
                                max_length=64,
                                primary_key=True,
                                serialize=False,
                                verbose_name="会话摘要",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sign_in_sessions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="会话内容")),
                        (
                            "second_factor_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="第二因素验证时间"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=backend.kernel.clock.now, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "expire_date",
                            models.DateTimeField(db_index=True, verbose_name="到期时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "登录会话",
                        "verbose_name_plural": "登录会话",
                    },
                ),
            ],
        ),
    ]
