"""The tables of this room at the first release."""

import backend.fields.tables
import backend.ledger.entries
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
        ("unions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Fund",
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
                            models.CharField(max_length=36, unique=True, verbose_name="编号"),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="代码")),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("central", "中央专项资金"),
                                    ("provincial", "市级财政专项资金"),
                                    ("union", "工会经费"),
                                    ("donation", "社会捐赠"),
                                    ("mutual_aid", "互助会费"),
                                ],
                                max_length=20,
                                verbose_name="资金来源",
                            ),
                        ),
                        (
                            "earmarked",
                            models.CharField(blank=True, max_length=200, verbose_name="专项用途"),
                        ),
                        (
                            "frozen_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="冻结时间"),
                        ),
                        (
                            "frozen_reason",
                            models.CharField(blank=True, max_length=400, verbose_name="冻结原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "经费",
                        "verbose_name_plural": "经费",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("union", "code"), name="ledger_fund_code_once_per_union"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Balance",
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
                            "fund",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balance",
                                to="ledger.fund",
                                verbose_name="经费",
                            ),
                        ),
                        (
                            "received_fen",
                            models.BigIntegerField(default=0, verbose_name="累计收入"),
                        ),
                        ("available_fen", models.BigIntegerField(default=0, verbose_name="可用")),
                        ("reserved_fen", models.BigIntegerField(default=0, verbose_name="已预留")),
                        ("spent_fen", models.BigIntegerField(default=0, verbose_name="已发放")),
                    ],
                    options={
                        "verbose_name": "余额",
                        "verbose_name_plural": "余额",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("available_fen__gte", 0)),
                                name="ledger_balance_available_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reserved_fen__gte", 0)),
                                name="ledger_balance_reserved_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("spent_fen__gte", 0)),
                                name="ledger_balance_spent_fen_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "received_fen",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("available_fen"),
                                                "+",
                                                models.F("reserved_fen"),
                                            ),
                                            "+",
                                            models.F("spent_fen"),
                                        ),
                                    )
                                ),
                                name="ledger_balance_adds_up",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="balance",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ledger_balance_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="913c3d3f86822061c8f771b780ee3a1b515cba50",
                            operation="DELETE",
                            pgid="pgtrigger_ledger_balance_stays_ba4bc",
                            table="ledger_balance",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="ledger.fund",
                                verbose_name="经费",
                            ),
                        ),
                        ("payer", models.CharField(max_length=120, verbose_name="付款方")),
                        ("reference", models.CharField(max_length=80, verbose_name="凭证号")),
                        ("received_on", models.DateField(verbose_name="到账日期")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "收款登记",
                        "verbose_name_plural": "收款登记",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fund", "reference"), name="ledger_each_paper_once_per_fund"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="receipt",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="94183c87e24534a7e4d57e4d78d5034a3e4f6dca",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_245b5",
                            table="ledger_receipt",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Transfer",
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
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="ledger.fund",
                                verbose_name="经费",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("receive", "收入"),
                                    ("reserve", "预留"),
                                    ("post", "发放"),
                                    ("void", "释放预留"),
                                    ("reverse", "冲正"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        ("because_type", models.CharField(max_length=80, verbose_name="事由类别")),
                        ("because_id", models.BigIntegerField(verbose_name="事由编号")),
                        (
                            "attempt",
                            models.PositiveSmallIntegerField(default=0, verbose_name="第几次预留"),
                        ),
                        (
                            "source",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlement",
                                to="ledger.transfer",
                                verbose_name="对应凭证",
                            ),
                        ),
                        (
                            "part_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="ledger.transfer",
                                verbose_name="部分办结的凭证",
                            ),
                        ),
                        (
                            "actor_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "source_user_id",
                            models.BigIntegerField(null=True, verbose_name="对应凭证办理人"),
                        ),
                        ("actor_label", models.CharField(max_length=120, verbose_name="办理岗位")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=400, verbose_name="说明"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="时间")),
                        ("digest", models.BinaryField(max_length=32, verbose_name="摘要")),
                    ],
                    options={
                        "verbose_name": "收支凭证",
                        "verbose_name_plural": "收支凭证",
                        "indexes": [
                            models.Index(
                                fields=["because_type", "because_id"], name="ledger_transfer_cause"
                            ),
                            models.Index(
                                fields=["fund", "-created_at", "-id"], name="ledger_transfer_newest"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)),
                                name="ledger_amount_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["receive", "reserve", "post", "void", "reverse"])
                                ),
                                name="ledger_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "kind__in",
                                            [
                                                backend.ledger.entries.Kind["RECEIVE"],
                                                backend.ledger.entries.Kind["RESERVE"],
                                            ],
                                        ),
                                        ("part_of", None),
                                        ("source", None),
                                    ),
                                    models.Q(
                                        (
                                            "kind__in",
                                            (
                                                backend.ledger.entries.Kind["POST"],
                                                backend.ledger.entries.Kind["VOID"],
                                                backend.ledger.entries.Kind["REVERSE"],
                                            ),
                                        ),
                                        ("part_of", None),
                                        ("source__isnull", False),
                                    ),
                                    models.Q(
                                        (
                                            "kind__in",
                                            (
                                                backend.ledger.entries.Kind["POST"],
                                                backend.ledger.entries.Kind["VOID"],
                                                backend.ledger.entries.Kind["REVERSE"],
                                            ),
                                        ),
                                        ("part_of__isnull", False),
                                        ("source", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="ledger_settlement_names_its_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", backend.ledger.entries.Kind["POST"]), _negated=True
                                    ),
                                    models.Q(
                                        ("actor_user__isnull", False),
                                        models.Q(
                                            ("source_user_id", None),
                                            models.Q(
                                                ("actor_user", models.F("source_user_id")),
                                                _negated=True,
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="ledger_poster_is_not_reserver",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind", backend.ledger.entries.Kind["RESERVE"])
                                ),
                                fields=("because_type", "because_id", "attempt"),
                                name="ledger_one_standing_reserve_per_cause",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="transfer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="70325547308161dd6ef915ba966493a8d5c54836",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8b6f8",
                            table="ledger_transfer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="transfer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ledger_transfer_has_postings",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n            IF (SELECT count(*) FROM ledger_posting\n                WHERE transfer_id = NEW.id AND abs(amount_fen) = NEW.amount_fen) <> 2\n            THEN RAISE EXCEPTION 'ledger: transfer % lacks its two postings', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_has_postings';\n            END IF;\n            RETURN NULL;\n        ",
                            hash="d650bed4003fdaadc6b4758a148cb407b6df935d",
                            operation="INSERT",
                            pgid="pgtrigger_ledger_transfer_has_postings_16c82",
                            table="ledger_transfer",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="transfer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ledger_parts_fit",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NEW."part_of_id" IS NOT NULL OR NEW."source_id" IS NOT NULL)',
                            constraint="CONSTRAINT",
                            func="\n            IF (SELECT sum(amount_fen) FROM ledger_transfer WHERE part_of_id = NEW.part_of_id)\n                > (SELECT amount_fen FROM ledger_transfer WHERE id = NEW.part_of_id)\n                OR EXISTS (SELECT 1 FROM ledger_transfer WHERE source_id = NEW.part_of_id)\n                OR EXISTS (SELECT 1 FROM ledger_transfer WHERE part_of_id = NEW.source_id)\n            THEN RAISE EXCEPTION 'ledger: transfer % settles more than there is', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_parts_fit';\n            END IF;\n            RETURN NULL;\n        ",
                            hash="6f03d1ed2d121de25ce101782bceaf55482074f0",
                            operation="INSERT",
                            pgid="pgtrigger_ledger_parts_fit_e80d5",
                            table="ledger_transfer",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Posting",
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
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="ledger.transfer",
                                verbose_name="凭证",
                            ),
                        ),
                        (
                            "account",
                            models.CharField(
                                choices=[
                                    ("available", "可用"),
                                    ("reserved", "已预留"),
                                    ("spent", "已发放"),
                                    ("external", "外部"),
                                ],
                                max_length=10,
                                verbose_name="科目",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                    ],
                    options={
                        "verbose_name": "分录",
                        "verbose_name_plural": "分录",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen", 0), _negated=True),
                                name="ledger_posting_not_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("account__in", ["available", "reserved", "spent", "external"])
                                ),
                                name="ledger_account_known",
                            ),
                            models.UniqueConstraint(
                                fields=("transfer", "account"),
                                name="ledger_account_once_per_transfer",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="posting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7b239e9284152ba7def92c3dbc6b17b168823747",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f2ff5",
                            table="ledger_posting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="posting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ledger_postings_sum_to_zero",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n            IF (SELECT sum(amount_fen) FROM ledger_posting WHERE transfer_id = NEW.transfer_id) <> 0\n            THEN RAISE EXCEPTION 'ledger: postings of transfer % do not sum to zero',\n                NEW.transfer_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_postings_sum_to_zero';\n            END IF;\n            RETURN NULL;\n        ",
                            hash="68ffddb80c390842484c9aff85e7f17a261302c1",
                            operation="INSERT",
                            pgid="pgtrigger_ledger_postings_sum_to_zero_dfa9e",
                            table="ledger_posting",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="PaymentBatch",
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
                            models.CharField(max_length=20, unique=True, verbose_name="批次号"),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="ledger.fund",
                                verbose_name="经费",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=80, verbose_name="事由类别")),
                        (
                            "format_name",
                            models.CharField(max_length=40, verbose_name="银行文件格式"),
                        ),
                        ("is_bulk", models.BooleanField(default=False, verbose_name="整批下单")),
                        (
                            "state",
                            models.CharField(default="open", max_length=32, verbose_name="状态"),
                        ),
                        ("count", models.PositiveIntegerField(default=0, verbose_name="笔数")),
                        ("total_fen", models.BigIntegerField(default=0, verbose_name="总金额")),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="送银行时间"),
                        ),
                        (
                            "file_digest",
                            models.BinaryField(
                                blank=True, max_length=32, null=True, verbose_name="文件摘要"
                            ),
                        ),
                        (
                            "settled_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="对账完成时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "发放批次",
                        "verbose_name_plural": "发放批次",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("total_fen__gte", 0)),
                                name="ledger_paymentbatch_total_fen_not_negative",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentbatch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{open:submitted,submitted:settled}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="da453f279fb4a389c03fe601620f22bb4ee552fc",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_d3a5a",
                            table="ledger_paymentbatch",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentbatch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'open'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="08d354ccf3f3b793803546e2317a610f7bc44d65",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_1f81b",
                            table="ledger_paymentbatch",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="PaymentOrder",
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
                            models.CharField(max_length=26, unique=True, verbose_name="单号"),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="ledger.paymentbatch",
                                verbose_name="批次",
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="ledger.transfer",
                                verbose_name="预留凭证",
                            ),
                        ),
                        ("share", models.BigIntegerField(default=0, verbose_name="预留中的哪一份")),
                        (
                            "payee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="accounts.payeeaccount",
                                verbose_name="收款账户",
                            ),
                        ),
                        (
                            "payee_digest",
                            models.BinaryField(max_length=32, verbose_name="核准时账户摘要"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payment_orders",
                                to="accounts.person",
                                verbose_name="收款人",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=40, verbose_name="附言"),
                        ),
                        (
                            "state",
                            models.CharField(
                                default="requested", max_length=32, verbose_name="状态"
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replacement",
                                to="ledger.paymentorder",
                                verbose_name="重发自",
                            ),
                        ),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="下单人",
                            ),
                        ),
                        (
                            "ordered_by_person",
                            models.BigIntegerField(null=True, verbose_name="下单人本人"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="下单时间")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=200, verbose_name="银行说明"),
                        ),
                        (
                            "bank_reference",
                            models.CharField(blank=True, max_length=80, verbose_name="银行流水号"),
                        ),
                    ],
                    options={
                        "verbose_name": "付款指令",
                        "verbose_name_plural": "付款指令",
                        "indexes": [
                            models.Index(fields=["transfer", "share"], name="ledger_order_of_share")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)),
                                name="ledger_order_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ordered_by_person", None),
                                    models.Q(
                                        ("ordered_by_person", models.F("person")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="ledger_nobody_orders_his_own_payment",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["requested", "submitted", "unknown", "confirmed"],
                                    )
                                ),
                                fields=("transfer", "share"),
                                name="ledger_one_live_order_per_reserve",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentorder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{requested:cancelled,requested:submitted,submitted:confirmed,submitted:returned,submitted:unknown,unknown:confirmed,unknown:returned}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="6a3b8d42a33d9c9dcd4bba30f4e660f87ef0dccd",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_13b14",
                            table="ledger_paymentorder",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentorder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'requested'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="0e2047e6f9a543f0c0c0571eeca9a077824948c2",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_64e2e",
                            table="ledger_paymentorder",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
