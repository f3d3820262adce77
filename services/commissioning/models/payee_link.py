"""The tie between an organization on file and the payee that the ledger pays (R9.13)."""

import pgtrigger


def same_code_as_payee() -> list[pgtrigger.Trigger]:
    """Build the guard that an organization and its payee have one credit code, and keep it.

    A payee once linked stays: no other code and no other key can lead money elsewhere.
    """
    return [
        pgtrigger.Trigger(
            name="payee_has_its_code",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            condition=pgtrigger.Condition("NEW.payee_id IS NOT NULL"),
            func="""
                IF NOT EXISTS (
                    SELECT 1 FROM accounts_payeeorganization AS payee
                     WHERE payee.id = NEW.payee_id AND payee.credit_code = NEW.credit_code
                ) THEN
                    RAISE EXCEPTION 'pgtrigger: Payee of organization % has another credit code',
                        NEW.id;
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(
            name="payee_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.payee_id IS NOT NULL AND OLD.payee_id IS DISTINCT FROM NEW.payee_id"
            ),
        ),
    ]
