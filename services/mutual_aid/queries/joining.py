"""Joining alone, as the member sees it: plans that take her now, what waits for her fee."""

from dataclasses import dataclass

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.money import Money
from services.mutual_aid.models import Batch, PlanVersion
from services.mutual_aid.queries.plans import signed_versions
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.contributions import terms_of
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import OPEN_STATES, BatchState

PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnBatch:
    """One's own application: its number for the remark of the transfer, and what is still due."""

    number: str
    title: str
    shares: int
    due: Money
    state_label: str
    payee: str

    @property
    def awaits_fee(self) -> bool:
        """Tell whether the member has to pay."""
        return bool(self.due)


def own_waiting(actor: Actor) -> list[OwnBatch]:
    """Give one's own applications that are not in force yet, newest first."""
    if actor.person_id is None:
        return []
    rows = Batch.objects.filter(
        is_individual=True, lines__person_id=actor.person_id, state__in=OPEN_STATES
    ).select_related("plan_version__plan__sponsor")
    return [_own(row) for row in rows.order_by("-pk")[:PAGE]]


def own_list(actor: Actor) -> dict[str, list[OwnBatch]]:
    """Give one's own applications as a list that goes out."""
    return {"items": own_waiting(actor)}


def plans_to_join() -> list[PlanVersion]:
    """Give the plans that take a member alone today."""
    rows = signed_versions().filter(mode=Mode.INDIVIDUAL)
    return [row for row in rows if takes_members(row)]


def takes_members(version: PlanVersion) -> bool:
    """Tell whether a member may join a version alone today."""
    is_alone = version.mode == Mode.INDIVIDUAL and version.pays
    return is_alone and enrolment.is_open(version.rules.entry.window, clock.today())


def choices_of(version: PlanVersion) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Give the terms in months and the risk classes among which one chooses; none: no choice."""
    pack = version.rules
    return terms_of(pack), tuple(pack.fee.by_risk_class)


def _own(row: Batch) -> OwnBatch:
    is_due = row.state is BatchState.UNIT_CONFIRMED
    return OwnBatch(
        number=row.number,
        title=row.plan_version.title,
        shares=row.share_count,
        due=Money(row.fee_due_fen - row.fee_received_fen) if is_due else Money.zero(),
        state_label="等待会费到账" if is_due else row.state_label,
        payee=row.plan_version.plan.sponsor.name,
    )
