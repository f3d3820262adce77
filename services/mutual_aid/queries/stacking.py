"""Other plans that paid for the same event (FORMAT.md 2, `stacking_with`)."""

from dataclasses import dataclass

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.period import TAKEN_BACK, Happening, happenings
from services.mutual_aid.rules.dating import offset_name, with_offset
from services.mutual_aid.rules.pack import Benefit as Item
from services.mutual_aid.rules.pack import Pack

EXCLUDED = "excluded"
SUBTRACT = "subtract_first"


@dataclass(frozen=True, slots=True)
class OtherPayment:
    """What one claim under another plan was paid, and for which events."""

    plan_code: str
    rule: str
    title: str
    paid: Money
    events: tuple[Happening, ...]

    def is_for(self, event: Happening) -> bool:
        """Tell whether it was paid for this event: the same invoice, or days that overlap."""
        return any(
            (one.invoice_token is not None and one.invoice_token == event.invoice_token)
            or (one.day <= event.last_day and event.day <= one.last_day)
            for one in self.events
        )


def payments_of_others(claim: Claim, pack: Pack) -> list[OtherPayment]:
    """Find what the plans named in `stacking_with` paid this person on claims."""
    rules = {plan: rule for plan, rule in pack.stacking_with if rule in {EXCLUDED, SUBTRACT}}
    if not rules:
        return []
    rows = (
        Benefit.objects.select_related("plan")
        .filter(person_id=claim.person_id, plan__code__in=rules, claim__isnull=False)
        .exclude(state__in=TAKEN_BACK)
        .order_by("pk")
    )
    paid = {row.claim_id: row for row in rows if row.claim_id is not None}
    opened: dict[int, list[Happening]] = {}
    for event in happenings(paid):
        opened.setdefault(event.claim_id, []).append(event)
    return [
        OtherPayment(
            row.plan.code,
            rules[row.plan.code],
            row.plan.title,
            row.amount,
            tuple(opened.get(key, ())),
        )
        for key, row in paid.items()
    ]


class Stacking:
    """Takes the payments of other plans off the events of a claim, each payment once."""

    def __init__(self, others: list[OtherPayment]) -> None:
        self.left = list(others)

    def apply(self, item: Item, event: Happening, entry: object) -> tuple[object | None, list[str]]:
        """Give the entry that is left, None where the other plan excludes it, and what to say."""
        said: list[str] = []
        for other in [one for one in self.left if one.is_for(event)]:
            if other.rule == EXCLUDED:
                words = f"“{item.title}”已由“{other.title}”给付，按规定本计划不再给付。"
                return None, [words]
            reduced = with_offset(item, entry, offset_name(other.plan_code), other.paid.fen)
            if reduced is None:
                said.append(f"“{other.title}”已付 {other.paid} 元，“{item.title}”不扣减，请核对。")
                continue
            entry = reduced
            self.left.remove(other)
            said.append(f"“{item.title}”先减去“{other.title}”已付的 {other.paid} 元。")
        return entry, said
