"""One word for an organization wherever a person reads it; no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commissioning', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='dispute',
            name='claimed',
            field=models.CharField(max_length=60, verbose_name='承接组织主张'),
        ),
        migrations.AlterField(
            model_name='report',
            name='persons',
            field=models.PositiveIntegerField(default=0, verbose_name='承接组织填报人数'),
        ),
        migrations.AlterField(
            model_name='report',
            name='sessions',
            field=models.PositiveIntegerField(default=0, verbose_name='承接组织填报场次'),
        ),
        migrations.AlterField(
            model_name='session',
            name='provider_count',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='承接组织计数'),
        ),
    ]
