"""Deferred constraint triggers: at commit, each transfer has postings and they sum to zero (D1)."""

import pgtrigger


def postings_sum_to_zero() -> pgtrigger.Trigger:
    """Refuse at commit a transfer whose postings do not sum to zero."""
    return pgtrigger.Trigger(
        name="ledger_postings_sum_to_zero",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF (SELECT sum(amount_fen) FROM ledger_posting WHERE transfer_id = NEW.transfer_id) <> 0
            THEN RAISE EXCEPTION 'ledger: postings of transfer % do not sum to zero',
                NEW.transfer_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_postings_sum_to_zero';
            END IF;
            RETURN NULL;
        """,
    )


def transfer_has_postings() -> pgtrigger.Trigger:
    """Refuse at commit a transfer whose two postings do not carry its amount."""
    return pgtrigger.Trigger(
        name="ledger_transfer_has_postings",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF (SELECT count(*) FROM ledger_posting
                WHERE transfer_id = NEW.id AND abs(amount_fen) = NEW.amount_fen) <> 2
            THEN RAISE EXCEPTION 'ledger: transfer % lacks its two postings', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_has_postings';
            END IF;
            RETURN NULL;
        """,
    )


def parts_fit() -> pgtrigger.Trigger:
    """Refuse at commit parts that sum to more than their whole, and a whole settled twice over."""
    return pgtrigger.Trigger(
        name="ledger_parts_fit",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__part_of_id__isnull=False)
        | pgtrigger.Q(new__source_id__isnull=False),
        func="""
            IF (SELECT sum(amount_fen) FROM ledger_transfer WHERE part_of_id = NEW.part_of_id)
                > (SELECT amount_fen FROM ledger_transfer WHERE id = NEW.part_of_id)
                OR EXISTS (SELECT 1 FROM ledger_transfer WHERE source_id = NEW.part_of_id)
                OR EXISTS (SELECT 1 FROM ledger_transfer WHERE part_of_id = NEW.source_id)
            THEN RAISE EXCEPTION 'ledger: transfer % settles more than there is', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_parts_fit';
            END IF;
            RETURN NULL;
        """,
    )
