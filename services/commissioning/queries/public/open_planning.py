"""The facts of a project before its contract, for open data: planning, call, award."""

from django.conf import settings

from backend.unions.models import Union
from services.commissioning.feeds.ocds.facts import (
    Award,
    Body,
    Extension,
    Planning,
    Tender,
)
from services.commissioning.models import Bid, Call, Organization, Project, ResultNotice
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectAct, ProjectState

UNION_SCHEME = "ZHIJIA-UNION"
CREDIT_CODE_SCHEME = "CN-USCC"
COUNTED = (
    BidState.OPENED, BidState.QUALIFIED, BidState.DISQUALIFIED, BidState.WON, BidState.LOST,
)  # fmt: skip
"""An application that was opened at the deadline."""

RUNNING = (ProjectState.CALL_OPEN,)
JUDGED = (ProjectState.NOTICE, ProjectState.OBJECTION)
BEFORE_NOTICE = (
    ProjectState.QUALIFICATION, ProjectState.PANEL_DRAWN, ProjectState.RECUSAL_CLEARED,
    ProjectState.SCORING, ProjectState.RANKED,
)  # fmt: skip


def page_of(project: Project) -> str:
    """The address of a project's public page."""
    return f"{settings.PUBLIC_ADDRESS}/projects/{project.number}/"


def union_body(union: Union) -> Body:
    """A union as a party: by its credit code where it has one, else by its number here."""
    if union.credit_code:
        return Body(CREDIT_CODE_SCHEME, union.credit_code, union.name)
    return Body(UNION_SCHEME, union.number, union.name)


def organization_body(organization: Organization) -> Body:
    """An organization as a party, by its credit code."""
    return Body(CREDIT_CODE_SCHEME, organization.credit_code, organization.name)


def planning_of(project: Project) -> Planning:
    """Why, from which money, and how much."""
    needs = project.needs.select_related("need").order_by("-voices_then", "pk")
    return Planning(
        rationale=project.purpose,
        fund_name=project.fund.name,
        budget_fen=project.budget_fen,
        needs=[(one.need.title, one.voices_then) for one in needs],
    )


def tender_of(project: Project) -> Tender | None:
    """The call; applicants are named once the result notice hangs out, counted once opened."""
    call = Call.objects.filter(project=project, opened_at__isnull=False).first()
    if call is None or call.opened_at is None:
        return None
    bids = list(
        Bid.objects.filter(call=call, state__in=[str(state) for state in COUNTED])
        .select_related("organization")
        .order_by("pk")
    )
    is_public = ResultNotice.objects.filter(project=project).exists()
    amendments = call.amendments.order_by("sequence")
    return Tender(
        status=_status(project),
        mode=call.mode,
        mode_label=call.get_mode_display(),
        text=call.text,
        opened_at=call.opened_at,
        deadline=call.deadline,
        persons=call.planned_persons,
        sessions=call.planned_sessions,
        criteria=[(one.title, one.weight) for one in call.criteria.order_by("place")],
        tenderers=[organization_body(one.organization) for one in bids] if is_public else (),
        number_of_tenderers=len(bids) if project.state not in RUNNING and bids else None,
        extensions=[Extension(one.sequence, one.at, one.text, one.reason) for one in amendments],
    )


def award_of(project: Project) -> Award | None:
    """The result: as put up in the notice, or as awarded."""
    if project.state in (*RUNNING, *BEFORE_NOTICE, ProjectState.TOPIC, ProjectState.CANCELLED):
        return None
    notice = ResultNotice.objects.filter(project=project).order_by("-pk").first()
    won = Bid.objects.filter(call__project=project, state=BidState.WON).first()
    bid = won or (notice.bid if notice else None)
    if bid is None:
        return None
    acts = (ProjectAct.AWARD, ProjectAct.OPEN_NOTICE)
    step = project.steps.filter(act__in=acts).order_by("-pk").first()
    return Award(
        supplier=organization_body(bid.organization),
        amount_fen=bid.amount_fen or 0,
        at=step.at if step else project.state_since,
        persons=bid.persons or 0,
        sessions=bid.sessions or 0,
        is_final=project.state not in JUDGED,
    )


def _status(project: Project) -> str:
    if project.state is ProjectState.CANCELLED:
        return "cancelled"
    if project.state is ProjectState.TOPIC:
        return "planning"
    if project.state in (*RUNNING, *BEFORE_NOTICE, *JUDGED):
        return "active"
    return "complete"
