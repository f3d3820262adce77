"""What a settlement overpaid 多付, person by person, and what of it is being got back (R8.30)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Recovery, Settlement, SettlementLine
from services.mutual_aid.queries.period import TAKEN_BACK
from services.mutual_aid.queries.settlements import settlement
from services.mutual_aid.states import BenefitState, RecoveryState, SettlementState

IN_ORDER = ("serial",)
SETTLED = (SettlementState.APPROVED, SettlementState.ISSUED)


@dataclass(slots=True)
class OverpaidLine:
    """A person whom more was paid than is due: `handled` is demanded, come back or forgiven since.

    `payable` is what can be asked back now: `left`, but not more than her paid benefits hold.
    """

    serial: int
    person_name: str
    due_fen: int
    already_paid_fen: int
    overpaid_fen: int
    handled_fen: int = 0
    payable_fen: int = 0
    benefits: list[str] = field(default_factory=list)
    may_demand: bool = False

    @property
    def left_fen(self) -> int:
        """What nobody has asked back yet."""
        return max(0, self.overpaid_fen - self.handled_fen)


def overpaid(
    actor: Actor, number: str, cursor: str | None = None, limit: int = LIMIT_DEFAULT
) -> Page:
    """List whom a settlement found overpaid, in its order; raises NotFound."""
    found = settlement(actor, number)
    rows = SettlementLine.objects.filter(settlement=found, overpaid_fen__gt=0)
    page = page_of(rows.select_related("person", "cover"), cursor, limit, IN_ORDER)
    return {**page, "items": _lines(actor, found, page["items"])}


def is_newest(found: Settlement) -> bool:
    """Tell whether no later settlement of the plan and year says something else."""
    later = Settlement.objects.filter(plan_id=found.plan_id, year=found.year, pk__gt=found.pk)
    return not later.exclude(state=SettlementState.CANCELLED).exists()


def benefits_behind(line: SettlementLine, plan_id: int) -> QuerySet[Benefit]:
    """Give the benefits of the period that the line counted as paid, newest first."""
    rows = Benefit.objects.filter(
        person_id=line.person_id, plan_id=plan_id, period_first_day=line.cover.period_begins
    )
    return rows.exclude(state__in=TAKEN_BACK).order_by("-created_at", "-id")


def handled_since(found: Settlement, benefits: Iterable[int]) -> dict[int, Money]:
    """Add up, by benefit, what was demanded, came back or was forgiven since the computation."""
    rows = Recovery.objects.filter(benefit__in=list(benefits), proposed_at__gte=found.computed_at)
    handled: dict[int, Money] = {}
    for row in rows.exclude(state=RecoveryState.DROPPED):
        handled[row.benefit_id] = handled.get(row.benefit_id, Money.zero()) + Money(row.amount_fen)
    return handled


def _lines(actor: Actor, found: Settlement, rows: list[SettlementLine]) -> list[OverpaidLine]:
    behind = Benefit.objects.filter(
        plan_id=found.plan_id, person_id__in=[row.person_id for row in rows]
    ).exclude(state__in=TAKEN_BACK)
    owned: dict[tuple[int, object], list[Benefit]] = {}
    for benefit in behind.order_by("-created_at", "-id"):
        owned.setdefault((benefit.person_id, benefit.period_first_day), []).append(benefit)
    handled = handled_since(found, [one.pk for own in owned.values() for one in own])
    is_open = found.state in SETTLED and is_newest(found)
    lines = []
    for row in rows:
        own = owned.get((row.person_id, row.cover.period_begins), [])
        line = OverpaidLine(
            serial=row.serial,
            person_name=str(row.person),
            due_fen=row.due_fen,
            already_paid_fen=row.already_paid_fen,
            overpaid_fen=row.overpaid_fen,
            handled_fen=Money.sum(handled.get(one.pk, Money.zero()) for one in own).fen,
            benefits=[one.number for one in own],
        )
        paid = [one for one in own if one.state is BenefitState.PAID]
        line.payable_fen = min(line.left_fen, Money.sum(one.net for one in paid).fen)
        line.may_demand = (
            is_open
            and line.payable_fen > 0
            and actor.person_id != row.person_id
            and any(actor.can(Permission.MUTUAL_AID_BENEFIT_RECOVER, within=one) for one in paid)
        )
        lines.append(line)
    return lines
