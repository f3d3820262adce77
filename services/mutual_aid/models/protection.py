"""Deferred constraint triggers: at commit, the parts of a fee come to the fee itself (R8.11)."""

import pgtrigger

_CHECK = """
    IF (SELECT coalesce(sum(amount_fen), 0) FROM mutual_aid_feepart WHERE batch_id = {batch})
       <> (SELECT fee_due_fen FROM mutual_aid_batch WHERE id = {batch})
    THEN RAISE EXCEPTION 'mutual aid: parts of the fee of batch % do not come to it', {batch}
        USING ERRCODE = 'check_violation', CONSTRAINT = 'mutual_aid_fee_parts_sum';
    END IF;
    RETURN NULL;
"""


def parts_come_to_the_fee() -> pgtrigger.Trigger:
    """Refuse at commit a new or changed part that does not leave the sum at the fee."""
    return pgtrigger.Trigger(
        name="parts_come_to_the_fee",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=_CHECK.format(batch="NEW.batch_id"),
    )


def no_part_is_lost() -> pgtrigger.Trigger:
    """Refuse at commit a removed part that nothing took the place of."""
    return pgtrigger.Trigger(
        name="no_part_is_lost",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        func=_CHECK.format(batch="OLD.batch_id"),
    )


def batch_fee_is_its_parts() -> pgtrigger.Trigger:
    """Refuse at commit a changed fee whose parts were not changed with it."""
    return pgtrigger.Trigger(
        name="fee_is_its_parts",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("fee_due_fen"),  # type: ignore[no-untyped-call]
        timing=pgtrigger.Deferred,
        func=_CHECK.format(batch="NEW.id"),
    )
