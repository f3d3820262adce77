"""What of the money waits for an officer: due and returned payments, changed accounts, demands."""

from collections.abc import Iterable

from django.urls import reverse

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.web.parts import QueueItem
from services.mutual_aid.models import Benefit, Recovery
from services.mutual_aid.queries import binding
from services.mutual_aid.queries.payments import plans_to_pay
from services.mutual_aid.states import BenefitState, RecoveryState

PAGE = 20
CATEGORY = "互助付款"
NEWEST = ("-created_at", "-id")


def queue_items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List at most `limit` of each kind."""
    return [
        *_plans(actor),
        *_returned(actor, limit),
        *_changed(actor, limit),
        *_demands(actor, limit),
    ]


def _plans(actor: Actor) -> Iterable[QueueItem]:
    """Tell of each plan with benefits to pay once, not of each benefit."""
    for plan in plans_to_pay(actor):
        if Benefit.objects.filter(plan=plan, paid_on=None, state=BenefitState.DUE).exists():
            yield QueueItem(
                due=None,
                category=CATEGORY,
                number=plan.code,
                who="",
                union=plan.title,
                state="有给付待付款",
                url=reverse("benefits-to-pay"),
            )


def _returned(actor: Actor, limit: int) -> Iterable[QueueItem]:
    rows = Benefit.objects.filter(
        scope.visible(actor, Permission.MUTUAL_AID_BENEFIT_ORDER), state=BenefitState.RETURNED
    )
    for row in rows.select_related("payee_person", "union").order_by(*NEWEST)[:limit]:
        yield _item(row, row.state_label)


def _changed(actor: Actor, limit: int) -> Iterable[QueueItem]:
    """List benefits whose account another person has to approve anew."""
    rows = binding.waiting(actor)
    for row in rows.select_related("payee_person", "union").order_by(*NEWEST)[:limit]:
        yield _item(row, "收款账户待核准", url=reverse("benefits-to-bind"))


def _demands(actor: Actor, limit: int) -> Iterable[QueueItem]:
    rows = Recovery.objects.filter(
        scope.visible(actor, Permission.MUTUAL_AID_BENEFIT_RECOVER, "benefit__"),
        state=RecoveryState.PROPOSED,
    ).exclude(proposed_by_id=actor.user_id)
    found = rows.select_related("benefit__payee_person", "benefit__union").order_by("-id")[:limit]
    for one in found:
        yield _item(one.benefit, "追回待确认")


def _item(row: Benefit, state: str, *, url: str = "") -> QueueItem:
    return QueueItem(
        due=None,
        category=CATEGORY,
        number=row.number,
        who=str(row.payee_person),
        union=row.union.name,
        state=state,
        url=url or reverse("benefit-desk", args=[row.number]),
        tone="stop",
    )
