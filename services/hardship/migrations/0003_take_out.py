"""A payment can be taken out of a batch that has not gone to the bank: ordered to approved."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('hardship', '0002_serial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='grant',
            name='state_moves',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='state_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:approved,approved:ordered,ceiling_checked:approved,ceiling_checked:cancelled,ordered:approved,ordered:paid,ordered:returned,paid:receipted,proposed:cancelled,proposed:ceiling_checked,returned:approved,returned:ordered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='63a8be1b8e0cedc90cd2015b279daebab41e20c3', operation='UPDATE', pgid='pgtrigger_state_moves_3e13b', table='hardship_grant', when='BEFORE')),
        ),
    ]
