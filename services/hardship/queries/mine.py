"""A worker's own applications, in her words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from backend.access.actor import Actor
from backend.kernel.errors import NotFound
from backend.web.parts import Step
from services.hardship import access
from services.hardship.models import Application, Objection, PublicNotice
from services.hardship.models.application import ApplicantKind
from services.hardship.queries import parts, progress
from services.hardship.queries.parts import GrantLine, MemberLine, PhotoLine, RefusalLine
from services.hardship.states import EDITABLE_STATES, MACHINE, Act, GrantState


@dataclass(frozen=True, slots=True)
class MyObjection:
    """The reader's own objection to a notice; outcome and reason are empty until resolved."""

    outcome: str
    outcome_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class MyApplication:
    """Everything a worker sees of her own application."""

    number: str
    version: int
    state: str
    state_label: str
    tone: str
    union_name: str
    is_editable: bool
    can_withdraw: bool
    can_acknowledge: bool
    cause: str
    cause_label: str
    situation: str
    address: str
    annual_income_fen: int | None
    rigid_expense_fen: int | None
    self_paid_fen: int
    event_on: date | None
    event_cost_fen: int
    event_is_disaster: bool
    members: list[MemberLine]
    photos: list[PhotoLine]
    grant: GrantLine | None
    steps: list[Step]
    promise: str
    next_step: str
    next_step_until: date | None
    answer_until: date | None
    assessment_reason: str
    return_reason: str
    refusal: RefusalLine | None
    notice_until: date | None


def owned(actor: Actor) -> QuerySet[Application]:
    """Give the applications an actor made: her own, and those she writes on behalf."""
    mine = Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=())
    if actor.user_id:
        mine |= Q(filed_by_id=actor.user_id) & ~Q(applicant_kind=ApplicantKind.WORKER)
    return Application.objects.filter(mine)


def my_application(number: str, actor: Actor) -> MyApplication:
    """Give one application to who made it; raises NotFound."""
    row = Application.objects.select_related("key", "person", "union").filter(number=number).first()
    if row is None or not access.owns(actor, row):
        raise NotFound
    grant = parts.grant_line(row, for_worker=True)
    grant_row = progress.grant_of(row)
    expected = progress.expectation(row)
    notice = PublicNotice.objects.filter(application=row).first()
    return MyApplication(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=progress.state_words(row, grant_row),
        tone=progress.tone(row, grant_row),
        union_name=row.union.name,
        is_editable=row.state in EDITABLE_STATES,
        can_withdraw=MACHINE.allows(row.state, Act.WITHDRAW),
        can_acknowledge=grant_row is not None and grant_row.state is GrantState.PAID,
        cause=row.cause,
        cause_label=row.get_cause_display(),
        situation=row.unseal("situation_sealed"),
        address=row.unseal("address_sealed"),
        annual_income_fen=row.annual_income_fen,
        rigid_expense_fen=row.rigid_expense_fen,
        self_paid_fen=row.self_paid_fen,
        event_on=row.event_on,
        event_cost_fen=row.event_cost_fen,
        event_is_disaster=row.event_is_disaster,
        members=parts.members_of(row),
        photos=parts.photos_of(row),
        grant=grant,
        steps=progress.steps(row),
        promise=progress.promise(row),
        next_step=expected.step if expected else "",
        next_step_until=expected.step_until if expected else None,
        answer_until=expected.answer_until if expected else None,
        assessment_reason=row.assessment_reason,
        return_reason=row.unseal("return_reason_sealed"),
        refusal=parts.refusal_of(row),
        notice_until=notice.until if notice else None,
    )


def notices(actor: Actor) -> list[PublicNotice]:
    """List the notices that hang in the reader's own union now."""
    if actor.membership_union_id is None:
        return []
    rows = PublicNotice.objects.visible_to(actor).filter(union_id=actor.membership_union_id)
    return list(rows.select_related("union").order_by("-opened_on", "-id")[:100])


def notice(number: str, actor: Actor) -> PublicNotice:
    """Give one notice to who may see it; raises NotFound."""
    row = PublicNotice.objects.visible_to(actor).filter(number=number).select_related("union")
    found = row.first()
    if found is None:
        raise NotFound
    return found


def my_objection(found: PublicNotice, actor: Actor) -> MyObjection | None:
    """Give the reader's own objection to a notice, with its outcome (R8.43)."""
    made = Objection.objects.filter(notice=found, by_person_id=actor.person_id)
    row = made.select_related("key").first()
    if row is None:
        return None
    label = row.get_outcome_display() if row.outcome else ""
    return MyObjection(row.outcome, label, row.unseal("reason_sealed"))
