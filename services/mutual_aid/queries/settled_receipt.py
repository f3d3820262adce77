"""The receipt of a settlement's benefit: made when it is read, from the frozen facts (R8.19)."""

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.receipt import Receipt, make_receipt

OTHER = "other"


def settled_receipt(benefit: Benefit) -> Receipt | None:
    """Give the receipt `zhijia-receipt/1` of a benefit without application; None for any other.

    The same facts, version and evaluator each time: it is what the settlement paid, or this
    raises ValueError, since a receipt must never explain another amount.
    """
    facts = benefit.facts
    if benefit.settlement_id is None or facts is None:
        return None
    version = benefit.plan_version
    earlier = read_money(facts["paid_life"]) if "paid_life" in facts else None
    person = Circumstances(
        group=facts.get("group"),
        already_paid=Money(benefit.already_paid_fen),
        paid_life={OTHER: Money(earlier)} if earlier else {},
    )
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
