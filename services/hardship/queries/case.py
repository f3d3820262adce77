"""An officer's view of a case: what stands, what she may do, and why not."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.ledger.models import Fund
from services.hardship import access
from services.hardship.models import (
    Application,
    EconomicCheck,
    HomeVisit,
    Objection,
    PublicNotice,
)
from services.hardship.queries import parts
from services.hardship.queries.parts import (
    DecisionLine,
    GrantLine,
    MemberLine,
    PhotoLine,
    RefusalLine,
)
from services.hardship.rules.category import CATEGORY_LABELS, Category
from services.hardship.rules.deadline import notice_is_over
from services.hardship.states import MACHINE, STAFF_LABELS, Act, State


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A home visit."""

    visited_on: date
    finding: str


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection; who made it stays with the system."""

    number: str
    text: str
    made_at: datetime
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act that the state allows, and what keeps this officer from it (empty: nothing)."""

    act: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything an officer sees of an application; names and numbers are masked."""

    number: str
    version: int
    state: str
    state_label: str
    applicant: str
    applicant_id_number: str
    applicant_phone: str
    applicant_kind_label: str
    union_name: str
    submitted_on: date | None
    due_on: date | None
    cause_label: str
    situation: str
    address: str
    annual_income_fen: int | None
    rigid_expense_fen: int | None
    self_paid_fen: int
    category: str
    category_label: str
    net_per_head_fen: int | None
    assessment_reason: str
    needs_look: bool
    members: list[MemberLine]
    unsigned: int
    photos: list[PhotoLine]
    visits: list[VisitLine]
    check_finding: str
    check_agrees: bool | None
    notice: PublicNotice | None
    notice_over: bool
    objections: list[ObjectionLine]
    refusal: RefusalLine | None
    grant: GrantLine | None
    decisions: list[DecisionLine]
    acts: list[ActLine]

    @property
    def notice_number(self) -> str | None:
        """Number of the notice, where one was opened."""
        return self.notice.number if self.notice else None

    @property
    def notice_until(self) -> date | None:
        """Last day of the notice, where one was opened."""
        return self.notice.until if self.notice else None


ACT_PERMISSIONS: dict[Act, Permission] = {
    Act.RETURN: Permission.HARDSHIP_APPLICATION_VISIT,
    Act.VISIT: Permission.HARDSHIP_APPLICATION_VISIT,
    Act.RECOMMEND: Permission.HARDSHIP_APPLICATION_RECOMMEND,
    Act.START_CHECK: Permission.HARDSHIP_ECONOMIC_CHECK,
    Act.RECORD_CHECK: Permission.HARDSHIP_ECONOMIC_CHECK,
    Act.OPEN_NOTICE: Permission.HARDSHIP_NOTICE_OPEN,
    Act.DISMISS_OBJECTION: Permission.HARDSHIP_OBJECTION_RESOLVE,
    Act.UPHOLD_OBJECTION: Permission.HARDSHIP_OBJECTION_RESOLVE,
    Act.APPROVE: Permission.HARDSHIP_APPLICATION_APPROVE,
    Act.PUT_ON_FILE: Permission.HARDSHIP_APPLICATION_APPROVE,
    Act.REFUSE: Permission.HARDSHIP_APPLICATION_REFUSE,
}
CHAIN = frozenset({Act.RECOMMEND, Act.APPROVE})


def case_of(row: Application, actor: Actor) -> Case:
    """Lay out a case that was opened for the actor."""
    members = parts.members_of(row)
    notice = PublicNotice.objects.filter(application=row).first()
    check = EconomicCheck.objects.filter(application=row).select_related("key").first()
    return Case(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=STAFF_LABELS[row.state],
        applicant=str(row.person),
        applicant_id_number=row.person.masked_id,
        applicant_phone=row.person.masked_phone,
        applicant_kind_label=row.get_applicant_kind_display(),
        union_name=row.union.name,
        submitted_on=row.submitted_on,
        due_on=row.due_on,
        cause_label=row.get_cause_display(),
        situation=row.unseal("situation_sealed"),
        address=row.unseal("address_sealed"),
        annual_income_fen=row.annual_income_fen,
        rigid_expense_fen=row.rigid_expense_fen,
        self_paid_fen=row.self_paid_fen,
        category=row.category,
        category_label=CATEGORY_LABELS[Category(row.category)] if row.category else "还没有认定",
        net_per_head_fen=row.net_per_head_fen,
        assessment_reason=row.assessment_reason,
        needs_look=row.needs_look,
        members=members,
        unsigned=sum(one.is_adult and not one.is_authorised for one in members),
        photos=parts.photos_of(row),
        visits=_visits(row),
        check_finding=check.unseal("finding_sealed") if check else "",
        check_agrees=check.agrees if check else None,
        notice=notice,
        notice_over=notice is not None and notice_is_over(notice.until, clock.today()),
        objections=_objections(row),
        refusal=parts.refusal_of(row),
        grant=parts.grant_line(row, for_worker=False),
        decisions=parts.decisions_of(row),
        acts=_acts(row, actor),
    )


def funds_for(row_number: str) -> list[Fund]:
    """List the funds of the unions above a case, nearest first, for the approval form."""
    row = Application.objects.get(number=row_number)
    above = [key for key in row.ancestors if key is not None]
    funds = Fund.objects.filter(union_id__in=above, frozen_at__isnull=True)
    return list(funds.select_related("union", "balance").order_by("-union__level", "code"))


def _visits(row: Application) -> list[VisitLine]:
    visits = HomeVisit.objects.filter(application=row).select_related("key").order_by("id")
    return [VisitLine(one.visited_on, one.unseal("finding_sealed")) for one in visits]


def _objections(row: Application) -> list[ObjectionLine]:
    made = Objection.objects.filter(notice__application=row).select_related("key").order_by("id")
    return [
        ObjectionLine(
            number=one.number,
            text=one.unseal("text_sealed"),
            made_at=one.made_at,
            outcome=one.get_outcome_display() if one.outcome else "",
            reason=one.unseal("reason_sealed"),
        )
        for one in made
    ]


def _acts(row: Application, actor: Actor) -> list[ActLine]:
    """List the acts that this officer's posts reach now, with what keeps her from each."""
    related = access.relation_to(actor, row)
    in_chain = access.why_not_decide(actor, row)
    lines = []
    for act in MACHINE.acts_from(row.state):
        permission = ACT_PERMISSIONS.get(act)
        if permission is None or not actor.can(permission, within=row):
            continue
        reason = in_chain if act in CHAIN else related
        lines.append(ActLine(str(act), reason or _not_yet(row, act)))
    return lines


def _not_yet(row: Application, act: Act) -> str:
    if act is Act.APPROVE and row.state is State.NOTICE:
        notice = row.notice
        if not notice_is_over(notice.until, clock.today()):
            return f"公示到 {clock.day_words(notice.until)}才满，期满后才能审批。"
    if act is Act.RETURN and row.returned_times:
        return "这份申请已经退回过一次，不能再退。"
    return ""
