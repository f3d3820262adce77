"""A phone may stand for a user who is not known yet, and lead to several persons."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="second_factor_opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="动态口令可设置起点"),
        ),
        migrations.AlterField(
            model_name="user",
            name="phone_index",
            field=models.BinaryField(null=True, verbose_name="手机号索引"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", True)),
                fields=("phone_index",),
                name="accounts_user_one_unknown_per_phone",
            ),
        ),
    ]
