"""What an earlier end of a contract takes with it: its sessions and its milestones (R9.12, R9.15).

Sessions were told to workers: they stand in the way until the organization calls them off itself.
Milestones that nobody judged come forward to the new last day, and the change says so.
"""

from datetime import date

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError
from services.commissioning.models import Contract, Milestone, Session
from services.commissioning.states.contracts import MilestoneState
from services.commissioning.states.delivery import SessionState
from services.commissioning.workflow.advance import trace

MOST_NAMED = 5
STANDING = (SessionState.PLANNED, SessionState.OPEN)


def refuse_later_sessions(contract: Contract, last: date) -> None:
    """Refuse an end before sessions that are still to be held; raises Conflict naming them."""
    later = Session.objects.filter(
        contract=contract,
        state__in=[str(state) for state in STANDING],
        ends_at__gte=clock.end_of(last),
    ).order_by("starts_at", "pk")
    count = later.count()
    if not count:
        return
    named = "、".join(
        f"{one.number}（{clock.day_words(clock.to_local(one.starts_at).date())}）"
        for one in later[:MOST_NAMED]
    )
    rest = "等" if count > MOST_NAMED else ""
    words = (
        f"{clock.day_words(last)}以后还有 {count} 场服务没有举行：{named}{rest}。"
        "请承接组织先取消这些场次，再把结束日期提前。"
    )
    raise Conflict("sessions_later", words, [FieldError("/new_day", "sessions_later", words)])


def words_for(contract: Contract, last: date) -> str:
    """Say which milestones come forward with this end; nothing where none does."""
    titles = list(_later_milestones(contract, last).values_list("title", flat=True))
    return f"；这些节点随之改到这一天：{'、'.join(titles)}" if titles else ""


def bring_milestones_forward(contract: Contract, *, actor: Actor) -> None:
    """Move the milestones that would lie behind the contract's end to its last day."""
    for one in _later_milestones(contract, contract.ends_on).select_for_update():
        one.due_on, one.version = contract.ends_on, one.version + 1
        one.save(update_fields=["due_on", "version"])
        trace(one, "move_milestone", project=contract.project, actor=actor, fields=["due_on"])


def _later_milestones(contract: Contract, last: date) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(
        contract=contract, state=MilestoneState.SCHEDULED, due_on__gt=last
    )
    return rows.order_by("place")
