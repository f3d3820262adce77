"""Insurance data files, and the settlements that are computed from them."""

import backend.kernel.clock
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_payee_changes'),
        ('fields', '0001_initial'),
        ('files', '0003_data_files'),
        ('ledger', '0002_settled_in_parts'),
        ('mutual_aid', '0009_plan_life'),
        ('unions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE mutual_aid_settlement_serial AS bigint",
            "DROP SEQUENCE mutual_aid_settlement_serial",
            elidable=False,
        ),
        migrations.CreateModel(
            name='SettlementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveIntegerField(verbose_name='序号')),
                ('due_fen', models.BigIntegerField(verbose_name='累计应付')),
                ('already_paid_fen', models.BigIntegerField(verbose_name='此前已付')),
                ('amount_fen', models.BigIntegerField(verbose_name='本次给付')),
                ('overpaid_fen', models.BigIntegerField(verbose_name='多付')),
                ('facts', models.JSONField(verbose_name='结算数据')),
            ],
            options={
                'verbose_name': '结算行',
                'verbose_name_plural': '结算行',
            },
        ),
        migrations.CreateModel(
            name='DataFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('d1', models.BigIntegerField(editable=False, null=True, verbose_name='第一级')),
                ('d2', models.BigIntegerField(editable=False, null=True, verbose_name='第二级')),
                ('d3', models.BigIntegerField(editable=False, null=True, verbose_name='第三级')),
                ('d4', models.BigIntegerField(editable=False, null=True, verbose_name='第四级')),
                ('d5', models.BigIntegerField(editable=False, null=True, verbose_name='第五级')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('state', models.CharField(default='queued', max_length=32, verbose_name='状态')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='截至季度')),
                ('inbox_name', models.CharField(blank=True, max_length=200, verbose_name='收件目录中的文件名')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='文件名（已遮盖）')),
                ('digest', models.BinaryField(blank=True, max_length=32, null=True, verbose_name='内容摘要')),
                ('said_rows', models.PositiveIntegerField(blank=True, null=True, verbose_name='填报的行数')),
                ('said_fen', models.BigIntegerField(blank=True, null=True, verbose_name='填报的合计')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='总行数')),
                ('total_fen', models.BigIntegerField(default=0, verbose_name='合计')),
                ('position', models.PositiveBigIntegerField(default=0, verbose_name='读到的位置')),
                ('rows_read', models.PositiveIntegerField(default=0, verbose_name='已读行数')),
                ('good_count', models.PositiveIntegerField(default=0, verbose_name='合格行数')),
                ('refused_count', models.PositiveIntegerField(default=0, verbose_name='未收的行数')),
                ('refused_kinds', models.JSONField(default=dict, verbose_name='未收的行按原因')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='没有读成的原因')),
                ('created_at', models.DateTimeField(default=backend.kernel.clock.now, verbose_name='上传时间')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='读取次数')),
                ('touched_at', models.DateTimeField(blank=True, null=True, verbose_name='最近读取时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='读完时间')),
                ('attachment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='insurance_data', to='files.attachment', verbose_name='原件')),
                ('brought_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='insurance_data_files', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_files', to='mutual_aid.plan', verbose_name='互助计划')),
                ('plan_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_files', to='mutual_aid.planversion', verbose_name='计划版本')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s', to='unions.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '医保数据文件',
                'verbose_name_plural': '医保数据文件',
            },
        ),
        migrations.CreateModel(
            name='InsuranceRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=60, verbose_name='项目')),
                ('event', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('row_number', models.PositiveIntegerField(verbose_name='行号')),
                ('base_fen', models.BigIntegerField(verbose_name='累计金额')),
                ('offset_fen', models.BigIntegerField(default=0, verbose_name='其他保障已付')),
                ('person_group', models.CharField(blank=True, max_length=60, verbose_name='人群')),
                ('data_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='mutual_aid.datafile', verbose_name='医保数据文件')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mutual_aid_insurance_rows', to='accounts.person', verbose_name='本人')),
            ],
            options={
                'verbose_name': '医保数据行',
                'verbose_name_plural': '医保数据行',
            },
        ),
        migrations.CreateModel(
            name='RefusedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_number', models.PositiveIntegerField(verbose_name='行号')),
                ('code', models.CharField(max_length=40, verbose_name='原因代码')),
                ('data_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refused_rows', to='mutual_aid.datafile', verbose_name='医保数据文件')),
            ],
            options={
                'verbose_name': '未收行',
                'verbose_name_plural': '未收行',
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('d1', models.BigIntegerField(editable=False, null=True, verbose_name='第一级')),
                ('d2', models.BigIntegerField(editable=False, null=True, verbose_name='第二级')),
                ('d3', models.BigIntegerField(editable=False, null=True, verbose_name='第三级')),
                ('d4', models.BigIntegerField(editable=False, null=True, verbose_name='第四级')),
                ('d5', models.BigIntegerField(editable=False, null=True, verbose_name='第五级')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='结算编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('state', models.CharField(default='draft', max_length=32, verbose_name='状态')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='截至季度')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='已算行数')),
                ('person_cursor', models.BigIntegerField(default=0, verbose_name='算到的人')),
                ('person_count', models.PositiveIntegerField(default=0, verbose_name='人数')),
                ('line_count', models.PositiveIntegerField(default=0, verbose_name='结果行数')),
                ('paid_count', models.PositiveIntegerField(default=0, verbose_name='给付人数')),
                ('overpaid_count', models.PositiveIntegerField(default=0, verbose_name='多付人数')),
                ('issued_count', models.PositiveIntegerField(default=0, verbose_name='已生成到的序号')),
                ('due_fen', models.BigIntegerField(default=0, verbose_name='累计应付')),
                ('already_paid_fen', models.BigIntegerField(default=0, verbose_name='此前已付')),
                ('amount_fen', models.BigIntegerField(default=0, verbose_name='本次给付')),
                ('overpaid_fen', models.BigIntegerField(default=0, verbose_name='多付')),
                ('summary', models.JSONField(default=dict, verbose_name='分布')),
                ('paid_digest', models.BinaryField(blank=True, max_length=32, null=True, verbose_name='已付摘要')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='取消原因')),
                ('created_at', models.DateTimeField(default=backend.kernel.clock.now, verbose_name='建立时间')),
                ('touched_at', models.DateTimeField(blank=True, null=True, verbose_name='最近计算时间')),
                ('computed_at', models.DateTimeField(blank=True, null=True, verbose_name='算完时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approved_mutual_aid_settlements', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('data_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='mutual_aid.datafile', verbose_name='医保数据文件')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_mutual_aid_settlements', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='mutual_aid.plan', verbose_name='互助计划')),
                ('plan_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='mutual_aid.planversion', verbose_name='计划版本')),
                ('transfer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mutual_aid_settlement', to='ledger.transfer', verbose_name='预留')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s', to='unions.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '结算',
                'verbose_name_plural': '结算',
            },
        ),
        migrations.AddField(
            model_name='benefit',
            name='settlement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='benefits', to='mutual_aid.settlement', verbose_name='结算'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('settlement', None), models.Q(('claim', None), ('facts__isnull', False)), _connector='OR'), name='mutual_aid_settled_benefit_has_no_claim'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.UniqueConstraint(condition=models.Q(('settlement__isnull', False)), fields=('settlement', 'person'), name='mutual_aid_one_benefit_per_settlement_and_person'),
        ),
        migrations.AddField(
            model_name='settlementline',
            name='cover',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlement_lines', to='mutual_aid.cover', verbose_name='保障'),
        ),
        migrations.AddField(
            model_name='settlementline',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mutual_aid_settlement_lines', to='accounts.person', verbose_name='本人'),
        ),
        migrations.AddField(
            model_name='settlementline',
            name='settlement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='mutual_aid.settlement', verbose_name='结算'),
        ),
        migrations.AddIndex(
            model_name='datafile',
            index=models.Index(fields=['plan', '-id'], name='mutual_aid_data_file_newest'),
        ),
        migrations.AddConstraint(
            model_name='datafile',
            constraint=models.CheckConstraint(condition=models.Q(('said_fen__gte', 0), ('total_fen__gte', 0)), name='mutual_aid_datafile_said_fen_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='datafile',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='mutual_aid_data_file_quarter'),
        ),
        migrations.AddConstraint(
            model_name='datafile',
            constraint=models.CheckConstraint(condition=models.Q(('attachment__isnull', False), models.Q(('inbox_name', ''), _negated=True), _connector='OR'), name='mutual_aid_data_file_lies_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='datafile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'read'), _negated=True), models.Q(('rows_read', models.F('rows_total')), ('rows_total', django.db.models.expressions.CombinedExpression(models.F('good_count'), '+', models.F('refused_count')))), _connector='OR'), name='mutual_aid_data_file_read_to_its_end'),
        ),
        migrations.AddConstraint(
            model_name='datafile',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'failed'), _negated=True), fields=('plan', 'year', 'quarter', 'digest'), name='mutual_aid_data_file_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datafile',
            trigger=pgtrigger.compiler.Trigger(name='state_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{queued:failed,queued:reading,reading:failed,reading:read,reading:reading}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='1f233e78c42df5dbda8625062b4bdf741760e3a5', operation='UPDATE', pgid='pgtrigger_state_moves_e491b', table='mutual_aid_datafile', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datafile',
            trigger=pgtrigger.compiler.Trigger(name='state_start', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW."state" = \'queued\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='2150d4bcbf7a93b3f849c6f925b40f8dea99279e', operation='INSERT', pgid='pgtrigger_state_start_145d9', table='mutual_aid_datafile', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='insurancerow',
            constraint=models.CheckConstraint(condition=models.Q(('base_fen__gte', 0), ('offset_fen__gte', 0)), name='mutual_aid_insurancerow_base_fen_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='insurancerow',
            constraint=models.UniqueConstraint(fields=('data_file', 'person', 'item', 'event'), name='mutual_aid_insurance_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='insurancerow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='20ffa511c62c59b23eb38b2bf7bca95ad1efb54f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_50025', table='mutual_aid_insurancerow', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='refusedrow',
            constraint=models.UniqueConstraint(fields=('data_file', 'row_number'), name='mutual_aid_refused_row_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refusedrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ec24168348dba9e31b3abdfbcbe7fbe2aae08c40', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_44b5a', table='mutual_aid_refusedrow', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='settlement',
            index=models.Index(fields=['plan', '-id'], name='mutual_aid_settlement_newest'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('due_fen__gte', 0), ('already_paid_fen__gte', 0), ('amount_fen__gte', 0), ('overpaid_fen__gte', 0)), name='mutual_aid_settlement_due_fen_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), ('made_by', None), models.Q(('approved_by', models.F('made_by')), _negated=True), _connector='OR'), name='mutual_aid_settlement_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'issued']), _negated=True), models.Q(('approved_by__isnull', False), models.Q(('transfer__isnull', False), ('amount_fen', 0), _connector='OR')), _connector='OR'), name='mutual_aid_settlement_approved_and_reserved'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'computing', 'computed', 'approved'])), fields=('plan', 'year'), name='mutual_aid_one_open_settlement_per_plan_and_year'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='state_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:issued,computed:approved,computed:cancelled,computing:cancelled,computing:computed,computing:computing,draft:cancelled,draft:computing}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0c985fd0ca93083be136554d1f1cd0fe69ec6107', operation='UPDATE', pgid='pgtrigger_state_moves_a83e2', table='mutual_aid_settlement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='state_start', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW."state" = \'draft\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='5f3993bc884dded92a38d0559b78a7c6c41bbab8', operation='INSERT', pgid='pgtrigger_state_start_0b634', table='mutual_aid_settlement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.CheckConstraint(condition=models.Q(('due_fen__gte', 0), ('already_paid_fen__gte', 0), ('amount_fen__gte', 0), ('overpaid_fen__gte', 0)), name='mutual_aid_settlementline_due_fen_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.CheckConstraint(condition=models.Q(('due_fen', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('already_paid_fen'), '+', models.F('amount_fen')), '-', models.F('overpaid_fen'))), models.Q(models.Q(('amount_fen', 0), ('overpaid_fen__gt', 0)), models.Q(('amount_fen__gt', 0), ('overpaid_fen', 0)), _connector='OR')), name='mutual_aid_settlement_line_pays_the_difference'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(fields=('settlement', 'serial'), name='mutual_aid_settlement_line_in_order'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(fields=('settlement', 'person'), name='mutual_aid_settlement_line_once_per_person'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlementline',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='35e5d60b7208eb9e8a4ed8e041a39c6550ef9189', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_00803', table='mutual_aid_settlementline', when='BEFORE')),
        ),
    ]
