"""The receipt of a settlement's benefit: made when it is read, from the frozen facts (R8.19)."""

from services.mutual_aid.models import Benefit
from services.mutual_aid.rules.evaluate import evaluate
from services.mutual_aid.rules.exact import plain_fen
from services.mutual_aid.rules.receipt import Receipt, make_receipt
from services.mutual_aid.rules.trial.past import past_inputs


def settled_receipt(benefit: Benefit) -> Receipt | None:
    """Give the receipt `zhijia-receipt/1` of a benefit without application; None for any other.

    The same facts, version and evaluator each time: it is what the settlement paid, or this
    raises ValueError, since a receipt must never explain another amount.
    """
    facts = benefit.facts
    if benefit.settlement_id is None or facts is None:
        return None
    version = benefit.plan_version
    _, person = past_inputs({**facts, "already_paid": plain_fen(benefit.already_paid_fen)})
    outcome = evaluate(version.rules, facts["events"], person)
    if outcome.payment != benefit.amount:
        message = f"{benefit.number} does not follow from its facts"
        raise ValueError(message)
    return make_receipt(
        version.rules,
        bytes(version.digest),
        facts["events"],
        person,
        outcome,
        about=benefit.number,
    )
