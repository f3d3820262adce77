"""Getting back what a settlement overpaid: demands on the benefits paid last (R8.30)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.money import Money
from services.mutual_aid.models import Recovery, Settlement, SettlementLine
from services.mutual_aid.queries import overpaid as queries
from services.mutual_aid.states import OPEN_RECOVERIES, BenefitState
from services.mutual_aid.workflow.benefits.recovery import open_recovery
from services.mutual_aid.workflow.settlements import runs


@verb
def demand_overpaid(number: str, *, serial: int, actor: Actor, reason: str) -> SettlementLine:
    """Ask one person's overpayment back, from the benefits paid last; a second person confirms.

    Each benefit gets a recovery of its own, with its own four eyes and reversing entries. What
    was not paid out yet is not demanded: it is given up at its benefit. Raises NotFound, Refused,
    Conflict `wrong_state` before the settlement is approved, `newer_settlement`,
    `nothing_to_demand`, Invalid `reason_missing`.
    """
    settlement = runs.visible_row(number, actor)
    actor.must(Permission.MUTUAL_AID_BENEFIT_RECOVER, within=settlement)
    lines = SettlementLine.objects.select_related("cover", "person")
    line = lines.filter(settlement=settlement, serial=serial, overpaid_fen__gt=0).first()
    if line is None:
        raise NotFound
    _must_stand(settlement)
    made = _demand(settlement, line, reason, actor)
    if not made:
        raise Conflict(
            "nothing_to_demand",
            "这一笔没有可以追回的已付给付：已经在追回，或还没有付出。还没付的请在给付页面取消。",
        )
    return line


def _demand(
    settlement: Settlement, line: SettlementLine, reason: str, actor: Actor
) -> list[Recovery]:
    """Open recoveries from the newest benefit on, until the overpayment is covered."""
    rows = queries.benefits_behind(line, settlement.plan_id).select_for_update(of=("self",))
    benefits = list(rows.select_related("key", "person", "payee_person", "union"))
    handled = queries.handled_since(settlement, [one.pk for one in benefits])
    left = line.overpaid_fen - Money.sum(handled.values()).fen
    made = []
    for benefit in benefits:
        is_asked = benefit.recoveries.filter(state__in=OPEN_RECOVERIES).exists()
        if left <= 0 or benefit.state is not BenefitState.PAID or is_asked or not benefit.net:
            continue
        part = min(left, benefit.net.fen)
        made.append(open_recovery(benefit, Money(part), reason=reason, actor=actor))
        left -= part
    return made


def _must_stand(settlement: Settlement) -> None:
    if settlement.state not in queries.SETTLED:
        raise Conflict("wrong_state", "结算还没有批准，批准以后才能追回多付的。")
    if not queries.is_newest(settlement):
        raise Conflict("newer_settlement", "之后又有新的结算，请在最新一次结算里办理追回。")
