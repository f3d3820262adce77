"""A relation that was entered by mistake can be ended, with a reason."""

import backend.kernel.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commissioning', '0002_one_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RelationEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='撤销原因')),
                ('at', models.DateTimeField(default=backend.kernel.clock.now, verbose_name='撤销时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ended_relations', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
                ('relation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='commissioning.relation', verbose_name='关联关系')),
            ],
            options={
                'verbose_name': '关联关系撤销',
                'verbose_name_plural': '关联关系撤销',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relationending',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='149995908cd2ad156ea75c818834cffa7107025c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7c5a', table='commissioning_relationending', when='BEFORE')),
        ),
    ]
