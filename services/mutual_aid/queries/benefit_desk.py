"""One benefit as the desk sees it, with what may be done now, and the recoveries under way."""

from dataclasses import dataclass

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound
from services.mutual_aid.models import Benefit, Recovery, Repayment
from services.mutual_aid.queries.payments import ToPay, line_of
from services.mutual_aid.states import (
    OPEN_RECOVERIES,
    TO_PAY,
    BenefitState,
    RecoveryState,
)

NEWEST = ("-proposed_at", "-id")


@dataclass(frozen=True, slots=True)
class RecoveryLine:
    """A recovery with its reasons opened."""

    number: str
    version: int
    state: str
    state_label: str
    benefit_number: str
    payee_name: str
    amount_fen: int
    repaid_fen: int
    left_fen: int
    reason: str
    end_reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the page of a benefit shows; `may` names the acts open to this officer."""

    benefit: Benefit
    line: ToPay
    recoveries: list[RecoveryLine]
    repayments: list[Repayment]
    open: RecoveryLine | None
    may: frozenset[str]


def visible(actor: Actor, number: str) -> Benefit:
    """Give one benefit; raises NotFound."""
    rows = Benefit.objects.visible_to(actor).select_related(
        "key", "claim", "person", "payee_person", "union", "plan", "payee"
    )
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def desk_of(actor: Actor, number: str) -> Desk:
    """Give the page of one benefit; raises NotFound."""
    benefit = visible(actor, number)
    rows = list(benefit.recoveries.select_related("key").order_by("pk"))
    current = next((row for row in rows if row.state in OPEN_RECOVERIES), None)
    repayments = Repayment.objects.filter(recovery__benefit=benefit).select_related("recovery")
    return Desk(
        benefit=benefit,
        line=line_of(benefit),
        recoveries=[_line(row, benefit) for row in rows],
        repayments=list(repayments.order_by("pk")),
        open=_line(current, benefit) if current else None,
        may=_may(actor, benefit, current),
    )


def recoveries(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the open recoveries of an officer's subtree, newest first."""
    page = page_of(_open(actor), cursor, limit, NEWEST)
    return {**page, "items": [_line(row, row.benefit) for row in page["items"]]}


def _open(actor: Actor) -> QuerySet[Recovery]:
    mine = Benefit.objects.visible_to(actor)
    rows = Recovery.objects.filter(
        benefit__in=mine, state__in=[str(state) for state in OPEN_RECOVERIES]
    )
    return rows.select_related("key", "benefit__payee_person")


def _line(row: Recovery, benefit: Benefit) -> RecoveryLine:
    return RecoveryLine(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=row.state_label,
        benefit_number=benefit.number,
        payee_name=str(benefit.payee_person),
        amount_fen=row.amount_fen,
        repaid_fen=row.repaid_fen,
        left_fen=row.left.fen,
        reason=row.unseal("reason_sealed"),
        end_reason=row.unseal("end_reason_sealed"),
    )


def _may(actor: Actor, benefit: Benefit, current: Recovery | None) -> frozenset[str]:
    """Name what this officer may do now; the verbs check again."""
    if actor.person_id in {benefit.person_id, benefit.payee_person_id}:
        return frozenset()
    recovers = actor.can(Permission.MUTUAL_AID_BENEFIT_RECOVER, within=benefit)
    orders = actor.can(Permission.MUTUAL_AID_BENEFIT_ORDER, within=benefit)
    is_proposed = current is not None and current.state is RecoveryState.PROPOSED
    is_demanded = current is not None and current.state is RecoveryState.DEMANDED
    may = {
        "rebind": benefit.state in TO_PAY
        and line_of(benefit).needs_binding
        and actor.can(Permission.ACCOUNTS_PAYEE_VERIFY, within=benefit),
        "give_up": benefit.state in TO_PAY and recovers and benefit.decided_by_id != actor.user_id,
        "demand": benefit.state is BenefitState.PAID and current is None and recovers,
        "confirm": is_proposed
        and recovers
        and current is not None
        and current.proposed_by_id != actor.user_id,
        "drop": is_proposed and recovers,
        "repay": is_demanded and orders,
        "forgive": is_demanded
        and recovers
        and current is not None
        and current.confirmed_by_id != actor.user_id,
    }
    return frozenset(name for name, allowed in may.items() if allowed)
