"""Link the organizations on file with the payees that were found by their credit code so far."""

from django.db import migrations

LINK = """
UPDATE commissioning_organization AS organization
   SET payee_id = payee.id
  FROM accounts_payeeorganization AS payee
 WHERE payee.credit_code = organization.credit_code AND organization.payee_id IS NULL
"""


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("commissioning", "0004_periods_payees_ratings")]

    operations = [migrations.RunSQL(LINK, migrations.RunSQL.noop, elidable=True)]
