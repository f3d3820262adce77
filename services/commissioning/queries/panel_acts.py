"""What the buyer's side can do about a panel now, and what each act still waits for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from services.commissioning.models import Bid, FewBidsDecision, Project, Seat
from services.commissioning.queries import panel
from services.commissioning.queries.panel_dates import dissent_last_day, objection_last_day
from services.commissioning.queries.panel_report import name_of
from services.commissioning.queries.standards import least_bids, may_go_on
from services.commissioning.rules.call import too_few
from services.commissioning.rules.panel_days import is_over
from services.commissioning.states.bids import BidState
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import ProjectState


@dataclass(frozen=True, slots=True)
class DeskAct:
    """An act of this state that belongs to this officer; a reason when it must wait."""

    act: str
    reason: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A project with who sits on its panel now."""

    project: Project
    sitting: Sequence[Seat]

    @property
    def is_full(self) -> bool:
        """Tell whether every seat is filled."""
        return len(self.sitting) >= self.project.call.panel_size


def acts_of(project: Project, seats: Sequence[Seat], actor: Actor) -> list[DeskAct]:
    """List what this officer can do in this state."""
    now = Situation(project, [seat for seat in seats if seat.state is not SeatState.RECUSED])
    return [
        DeskAct(act, hindrance(now))
        for state, act, permission, hindrance in TABLE
        if project.state is state
        and actor.can(permission, within=project)
        and NEEDS_FULL.get(act, now.is_full) is now.is_full
        and (act != FEW or _is_few(project))
    ]


def _unchecked(now: Situation) -> str:
    bids = Bid.objects.filter(call__project=now.project)
    if bids.filter(state=BidState.OPENED).exists():
        return "还有申报没有做完资格审查，请先审完再抽取。"
    qualified, least = _counted(now.project)
    if qualified >= least or FewBidsDecision.objects.filter(project=now.project).exists():
        return ""
    return too_few(qualified, least, may_go_on=may_go_on(now.project, qualified))


def _counted(project: Project) -> tuple[int, int]:
    bids = Bid.objects.filter(call__project=project, state=BidState.QUALIFIED)
    return bids.count(), least_bids(project.union, clock.today())


def _is_few(project: Project) -> bool:
    """Tell whether an approver may decide now to go on with few applications."""
    if Bid.objects.filter(call__project=project, state=BidState.OPENED).exists():
        return False
    qualified, least = _counted(project)
    decided = FewBidsDecision.objects.filter(project=project).exists()
    return qualified < least and not decided and may_go_on(project, qualified)


def _unclear(now: Situation) -> str:
    waiting = [name_of(seat) for seat in now.sitting if seat.state is SeatState.DRAWN]
    if waiting:
        return f"等{'、'.join(waiting)}作回避声明。"
    if panel.open_objections(now.project, to_panel=True).exists():
        return "有一项对评审人的异议等答复。"
    last = objection_last_day(now.project, now.sitting)
    over = is_over(last, clock.today())
    return "" if over else f"申报组织可以对评审人提出异议到{clock.day_words(last)}。"


def _dissent_running(now: Situation) -> str:
    last = dissent_last_day(now.project)
    over = is_over(last, clock.today())
    return "" if over else f"评审人可以提出不同意见到{clock.day_words(last)}。"


def _notice_running(now: Situation) -> str:
    notice = panel.notice_of(now.project)
    if notice is None or is_over(notice.until, clock.today()):
        return ""
    return f"公示到{clock.day_words(notice.until)}才满。"


S = ProjectState
DRAW = Permission.COMMISSIONING_PANEL_DRAW
FEW = "go_on_with_few"
NEEDS_FULL = {"clear_recusal": True, "open_scoring": True, "redraw": False}
"""Acts that there are only with all seats filled, or only without."""

TABLE: tuple[tuple[ProjectState, str, Permission, Callable[[Situation], str]], ...] = (
    (S.QUALIFICATION, "draw_panel", DRAW, _unchecked),
    (S.QUALIFICATION, FEW, Permission.COMMISSIONING_CALL_OPEN, lambda _: ""),
    (S.PANEL_DRAWN, "clear_recusal", DRAW, _unclear),
    (S.PANEL_DRAWN, "redraw", DRAW, lambda _: ""),
    (S.RECUSAL_CLEARED, "open_scoring", DRAW, _unclear),
    (S.RECUSAL_CLEARED, "redraw", DRAW, lambda _: ""),
    (S.RANKED, "open_notice", DRAW, _dissent_running),
    (S.NOTICE, "award", Permission.COMMISSIONING_AWARD_DECIDE, _notice_running),
)
