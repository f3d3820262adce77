"""Records that stay for their years (R9.25): what stands before others is never deleted.

Drafts may still be emptied and written anew: a call before its opening, a contract before it is
signed, a report before it is handed in.
"""

import pgtrigger

NAME = "record_stays"
# Whether the row that a part belongs to stands before others.
SIGNED = "SELECT FROM commissioning_contract WHERE id = OLD.contract_id AND signed_on IS NOT NULL"
OPENED = "SELECT FROM commissioning_call WHERE id = OLD.call_id AND opened_at IS NOT NULL"
ANNOUNCED = "SELECT FROM commissioning_project WHERE id = OLD.project_id AND opened_at IS NOT NULL"
HANDED_IN = (
    "SELECT FROM commissioning_report"
    " WHERE id = OLD.report_id AND state NOT IN ('draft', 'returned')"
)


def stays(condition: pgtrigger.Q | None = None) -> pgtrigger.Trigger:
    """Build the guard against DELETE, of every row or of those that meet a condition."""
    return pgtrigger.Protect(name=NAME, operation=pgtrigger.Delete, condition=condition)


def stays_once(standing: str) -> pgtrigger.Trigger:
    """Build the guard against DELETE of a part, once `standing` (SQL) finds its row."""
    return pgtrigger.Trigger(
        name=NAME,
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS ({standing}) THEN
                RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
            END IF;
            RETURN OLD;
        """,
    )
