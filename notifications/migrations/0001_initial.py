"""The tables of this room at the first release."""

import backend.fields.tables
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE notifications_delivery_id_seq AS bigint",
            reverse_sql="DROP SEQUENCE notifications_delivery_id_seq",
        ),
        backend.fields.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "day",
                                "id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "id",
                            models.BigIntegerField(
                                db_default=models.Func(
                                    models.Value("notifications_delivery_id_seq"),
                                    function="nextval",
                                ),
                                verbose_name="序号",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="notifications.event",
                                verbose_name="事件",
                            ),
                        ),
                        (
                            "device",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="notifications.device",
                                verbose_name="设备",
                            ),
                        ),
                        ("provider", models.CharField(max_length=20, verbose_name="通道")),
                        (
                            "state",
                            models.CharField(default="queued", max_length=10, verbose_name="状态"),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="下次尝试")),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数"),
                        ),
                        ("lease_token", models.UUIDField(null=True, verbose_name="占用凭证")),
                        ("leased_at", models.DateTimeField(null=True, verbose_name="占用时间")),
                        (
                            "provider_reference",
                            models.CharField(blank=True, max_length=200, verbose_name="通道回执号"),
                        ),
                        (
                            "error",
                            models.CharField(blank=True, max_length=60, verbose_name="失败原因"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                        ("settled_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                    ],
                    options={
                        "verbose_name": "推送任务",
                        "verbose_name_plural": "推送任务",
                        "indexes": [
                            models.Index(
                                models.F("provider"),
                                models.F("due_at"),
                                models.F("id"),
                                condition=models.Q(("state__in", ["queued", "leased"])),
                                name="notifications_delivery_due",
                            ),
                            models.Index(
                                models.F("event"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="notifications_delivery_event",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("day"),
                                models.F("event"),
                                models.F("device"),
                                name="notifications_delivery_once_per_device",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="delivery",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{leased:dead,leased:expired,leased:gone,leased:leased,leased:queued,leased:sent,leased:suppressed,queued:leased}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="72fc7ad736a0c96b7d0ee4c88ddf09877f1d433a",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_753e2",
                            table="notifications_delivery",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="delivery",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'queued'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="13397909657b962195dd984acc50f9c87f180049",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_e3d0b",
                            table="notifications_delivery",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ProviderBucket",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                                verbose_name="通道",
                            ),
                        ),
                        ("rate", models.PositiveIntegerField(default=500, verbose_name="每秒条数")),
                        (
                            "burst",
                            models.PositiveIntegerField(default=1000, verbose_name="瞬时上限"),
                        ),
                        ("tokens", models.PositiveIntegerField(default=1000, verbose_name="余量")),
                        ("refilled_at", models.DateTimeField(verbose_name="补充时间")),
                        ("paused_until", models.DateTimeField(null=True, verbose_name="暂停至")),
                        ("fault", models.CharField(blank=True, max_length=60, verbose_name="故障")),
                    ],
                    options={
                        "verbose_name": "通道流量",
                        "verbose_name_plural": "通道流量",
                    },
                ),
                migrations.CreateModel(
                    name="Device",
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
                        ("installation_id", models.UUIDField(unique=True, verbose_name="安装编号")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="devices",
                                to="accounts.person",
                                verbose_name="使用者",
                            ),
                        ),
                        (
                            "platform",
                            models.CharField(
                                choices=[
                                    ("android", "安卓"),
                                    ("ios", "苹果"),
                                    ("harmony", "鸿蒙"),
                                    ("web", "浏览器"),
                                ],
                                max_length=10,
                                verbose_name="平台",
                            ),
                        ),
                        (
                            "vendor",
                            models.CharField(blank=True, max_length=20, verbose_name="厂商"),
                        ),
                        (
                            "address",
                            models.CharField(max_length=512, unique=True, verbose_name="推送地址"),
                        ),
                        (
                            "address_kind",
                            models.CharField(
                                choices=[
                                    ("token", "推送令牌"),
                                    ("fid", "安装编号"),
                                    ("vendor", "厂商通道编号"),
                                ],
                                max_length=10,
                                verbose_name="地址种类",
                            ),
                        ),
                        (
                            "app_version",
                            models.CharField(blank=True, max_length=40, verbose_name="应用版本"),
                        ),
                        (
                            "locale",
                            models.CharField(default="zh-CN", max_length=20, verbose_name="语言"),
                        ),
                        (
                            "timezone",
                            models.CharField(
                                default="Asia/Shanghai", max_length=40, verbose_name="时区"
                            ),
                        ),
                        (
                            "notifications_enabled",
                            models.BooleanField(default=True, verbose_name="允许通知"),
                        ),
                        (
                            "state",
                            models.CharField(default="active", max_length=10, verbose_name="状态"),
                        ),
                        ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                        ("last_seen", models.DateTimeField(verbose_name="最近使用")),
                        (
                            "invalidated_at",
                            models.DateTimeField(null=True, verbose_name="失效时间"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=40, verbose_name="失效原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "设备",
                        "verbose_name_plural": "设备",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="device",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND (OLD."state" || \':\' || NEW."state") <> ALL (\'{active:active,active:invalid,active:suspected,invalid:active,suspected:active,suspected:invalid}\'::text[]))',
                            func='\n            RAISE EXCEPTION\n                \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\',\n                OLD."state", NEW."state", TG_TABLE_NAME;\n        ',
                            hash="ececbffab23f1369c464d21049cbeaec3f60f7b1",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_831dc",
                            table="notifications_device",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="device",
                    trigger=pgtrigger.compiler.Trigger(
                        name="state_start",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'active'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                            hash="8582a75438b05b10cd58a0fec133fe679fe9ddbe",
                            operation="INSERT",
                            pgid="pgtrigger_state_start_2713a",
                            table="notifications_device",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Preference",
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
                                related_name="notification_preferences",
                                to="accounts.person",
                                verbose_name="收件人",
                            ),
                        ),
                        ("category", models.CharField(max_length=20, verbose_name="类别")),
                        (
                            "channel",
                            models.CharField(
                                choices=[("push", "手机推送"), ("sms", "短信")],
                                max_length=10,
                                verbose_name="渠道",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[("on", "接收"), ("off", "不接收")],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接收设置",
                        "verbose_name_plural": "接收设置",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("person"),
                                models.F("category"),
                                models.F("channel"),
                                name="notifications_one_preference_per_cell",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuietHours",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quiet_hours",
                                to="accounts.person",
                                verbose_name="收件人",
                            ),
                        ),
                        ("starts", models.TimeField(verbose_name="开始")),
                        ("ends", models.TimeField(verbose_name="结束")),
                        (
                            "timezone",
                            models.CharField(
                                default="Asia/Shanghai", max_length=40, verbose_name="时区"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "免打扰时段",
                        "verbose_name_plural": "免打扰时段",
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                        ("topic", models.CharField(max_length=60, verbose_name="主题")),
                        ("category", models.CharField(max_length=20, verbose_name="类别")),
                        ("subject_type", models.CharField(max_length=60, verbose_name="事项种类")),
                        ("subject_id", models.BigIntegerField(verbose_name="事项")),
                        (
                            "subject_version",
                            models.BigIntegerField(default=0, verbose_name="事项版本"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="accounts.person",
                                verbose_name="收件人",
                            ),
                        ),
                        (
                            "cohort",
                            models.CharField(blank=True, max_length=60, verbose_name="人群"),
                        ),
                        ("params", models.JSONField(default=dict, verbose_name="文字参数")),
                        ("once", models.CharField(blank=True, max_length=60, verbose_name="场合")),
                        ("created_at", models.DateTimeField(verbose_name="发生时间")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                verbose_name="记录时间",
                            ),
                        ),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="失效时间")),
                        (
                            "seq",
                            models.BigIntegerField(null=True, unique=True, verbose_name="位次"),
                        ),
                        ("relayed_at", models.DateTimeField(null=True, verbose_name="发出时间")),
                    ],
                    options={
                        "verbose_name": "事件",
                        "verbose_name_plural": "事件",
                        "indexes": [
                            models.Index(
                                models.F("id"),
                                condition=models.Q(("seq__isnull", True)),
                                name="notifications_event_waiting",
                            ),
                            models.Index(
                                models.F("subject_type"),
                                models.F("subject_id"),
                                name="notifications_event_subject",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cohort", ""), ("person__isnull", False)),
                                    models.Q(
                                        ("person__isnull", True),
                                        models.Q(("cohort", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notifications_event_has_one_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("relayed_at__isnull", True), ("seq__isnull", True)),
                                    models.Q(("relayed_at__isnull", False), ("seq__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notifications_event_relayed_has_seq",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedPosition",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                                verbose_name="名称",
                            ),
                        ),
                        ("seq", models.BigIntegerField(default=0, verbose_name="位次")),
                    ],
                    options={
                        "verbose_name": "位次计数",
                        "verbose_name_plural": "位次计数",
                    },
                ),
                migrations.CreateModel(
                    name="InboxItem",
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
                        ("seq", models.BigIntegerField(verbose_name="位次")),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inbox_items",
                                to="accounts.person",
                                verbose_name="收件人",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inbox_items",
                                to="notifications.event",
                                verbose_name="事件",
                            ),
                        ),
                        ("topic", models.CharField(max_length=60, verbose_name="主题")),
                        ("category", models.CharField(max_length=20, verbose_name="类别")),
                        ("params", models.JSONField(default=dict, verbose_name="文字参数")),
                        ("dedupe_key", models.CharField(max_length=200, verbose_name="去重键")),
                        ("created_at", models.DateTimeField(verbose_name="时间")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="失效时间")),
                        ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
                    ],
                    options={
                        "verbose_name": "收件箱消息",
                        "verbose_name_plural": "收件箱消息",
                        "indexes": [
                            models.Index(
                                models.F("person"),
                                models.F("category"),
                                models.OrderBy(models.F("seq"), descending=True),
                                condition=models.Q(("read_at__isnull", True)),
                                name="notifications_inbox_unread",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("person"),
                                models.F("dedupe_key"),
                                name="notifications_inbox_item_told_once",
                            ),
                            models.UniqueConstraint(
                                models.F("person"),
                                models.F("seq"),
                                name="notifications_inbox_item_one_place",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                        ("seq", models.BigIntegerField(verbose_name="位次")),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="notifications.event",
                                verbose_name="事件",
                            ),
                        ),
                        ("cohort", models.CharField(max_length=60, verbose_name="人群")),
                        ("topic", models.CharField(max_length=60, verbose_name="主题")),
                        ("category", models.CharField(max_length=20, verbose_name="类别")),
                        ("params", models.JSONField(default=dict, verbose_name="文字参数")),
                        ("published_at", models.DateTimeField(verbose_name="发布时间")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="失效时间")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                    ],
                    options={
                        "verbose_name": "公告",
                        "verbose_name_plural": "公告",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("cohort"),
                                models.F("seq"),
                                name="notifications_notice_one_place",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InboxMark",
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
                                related_name="inbox_marks",
                                to="accounts.person",
                                verbose_name="读者",
                            ),
                        ),
                        ("category", models.CharField(max_length=20, verbose_name="类别")),
                        ("upto_seq", models.BigIntegerField(default=0, verbose_name="读到")),
                    ],
                    options={
                        "verbose_name": "已读位次",
                        "verbose_name_plural": "已读位次",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("person"),
                                models.F("category"),
                                name="notifications_mark_per_category",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InboxException",
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
                                related_name="inbox_exceptions",
                                to="accounts.person",
                                verbose_name="读者",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exceptions",
                                to="notifications.notice",
                                verbose_name="公告",
                            ),
                        ),
                        (
                            "mark",
                            models.CharField(
                                choices=[("read", "已读"), ("hidden", "已隐藏")],
                                max_length=10,
                                verbose_name="标记",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单条标记",
                        "verbose_name_plural": "单条标记",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("person"),
                                models.F("notice"),
                                name="notifications_one_mark_per_notice",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobRun",
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
                        ("name", models.CharField(max_length=80, verbose_name="任务")),
                        ("slot", models.CharField(max_length=40, verbose_name="时段")),
                        ("started_at", models.DateTimeField(verbose_name="开始时间")),
                    ],
                    options={
                        "verbose_name": "定时任务记录",
                        "verbose_name_plural": "定时任务记录",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("name"),
                                models.F("slot"),
                                name="notifications_job_runs_once_per_slot",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiveTicket",
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
                            "digest",
                            models.BinaryField(max_length=32, unique=True, verbose_name="凭证摘要"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="live_tickets",
                                to="accounts.person",
                                verbose_name="使用者",
                            ),
                        ),
                        (
                            "session",
                            models.CharField(blank=True, max_length=128, verbose_name="登录"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                    ],
                    options={
                        "verbose_name": "连接凭证",
                        "verbose_name_plural": "连接凭证",
                        "indexes": [
                            models.Index(models.F("expires_at"), name="notifications_ticket_expiry")
                        ],
                    },
                ),
            ],
        ),
    ]
