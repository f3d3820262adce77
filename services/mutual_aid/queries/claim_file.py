"""An officer's view of a claim: papers, lines, arithmetic, doubles, history, what may be done."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.access.actor import Actor
from backend.kernel.money import Money
from services.mutual_aid import access
from services.mutual_aid.models import Adjustment, Benefit, Claim, Rejection
from services.mutual_aid.queries import claim_consent, doubles, samples, shortfalls
from services.mutual_aid.queries import claim_parts as parts
from services.mutual_aid.queries.arithmetic import Arithmetic, arithmetic_of
from services.mutual_aid.queries.claim_acts import ActLine, Lacks, acts_of
from services.mutual_aid.queries.claim_desks import desk_label
from services.mutual_aid.queries.claim_parts import (
    DocumentLine,
    DoubleLine,
    ItemLine,
    PhotoLine,
    ReturnLine,
    StepLine,
)
from services.mutual_aid.queries.doubles import Double
from services.mutual_aid.rules.clauses import clauses_of
from services.mutual_aid.states import MandateState


@dataclass(frozen=True, slots=True)
class ChangedAmount:
    """What a reviewer made of the computed amount, and why."""

    computed_fen: int
    decided_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class RejectionLine:
    """Why a claim was rejected, and where to appeal."""

    clause: str
    fact: str
    remedy: str
    appeal_to: str
    appeal_until: date


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """What was decided to be paid; `version` is what a demand to have it back names."""

    number: str
    version: int
    amount_fen: int
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What a claim came to and when; `change` is what would have made the plan pay, if unpaid."""

    outcome: str
    outcome_label: str
    decided_on: date
    change: str


@dataclass(frozen=True, slots=True)
class MandateLine:
    """How the paper of a relative stands."""

    state: str
    label: str


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """Everything an officer sees of a claim; names and numbers are masked."""

    number: str
    version: int
    state: str
    state_label: str
    desk: str
    desk_label: str
    person: str
    person_id_number: str
    person_phone: str
    union_name: str
    claimant_kind_label: str
    relation: str
    plan_number: str
    plan_title: str
    cover_first_day: date
    cover_last_day: date
    event_on: date | None
    submitted_at: datetime | None
    submitted_late: bool
    due_on: date | None
    note: str
    is_sampled: bool
    needs_look: bool
    waits_for_second_look: bool
    items: list[ItemLine]
    documents: list[DocumentLine]
    photos: list[PhotoLine]
    arithmetic: Arithmetic | None
    not_computable: str
    changed_amount: ChangedAmount | None
    doubles: list[DoubleLine]
    may_compare: bool
    returns: list[ReturnLine]
    rejection: RejectionLine | None
    decision: DecisionLine | None
    mandate: MandateLine | None
    benefit: BenefitLine | None
    steps: list[StepLine]
    acts: list[ActLine]
    clauses: list[tuple[str, str]]
    exclusions: list[tuple[str, str]]


def file_of(row: Claim, actor: Actor, review_round: int) -> ClaimFile:
    """Lay out a claim that was opened for the actor."""
    pack = row.plan_version.rules
    arithmetic, why_none = arithmetic_of(row)
    found = doubles.find(row) if row.submitted_at else []
    mandate = _mandate(row)
    return ClaimFile(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=row.state_label,
        desk=row.desk,
        desk_label=desk_label(row.desk),
        person=str(row.person),
        person_id_number=row.person.masked_id,
        person_phone=row.person.masked_phone,
        union_name=row.union.name,
        claimant_kind_label=row.get_claimant_kind_display(),
        relation=row.unseal("relation_sealed"),
        plan_number=row.plan_version.number,
        plan_title=pack.title,
        cover_first_day=row.cover.first_day,
        cover_last_day=row.cover.last_day,
        event_on=row.event_on,
        submitted_at=row.submitted_at,
        submitted_late=row.submitted_late,
        due_on=row.due_on,
        note=row.unseal("note_sealed"),
        is_sampled=row.is_sampled,
        needs_look=row.needs_look,
        waits_for_second_look=samples.waits_for_second_look(row, review_round),
        items=parts.items_of(row, pack),
        documents=parts.documents_of(row, pack),
        photos=parts.photos_of(row),
        arithmetic=arithmetic,
        not_computable=why_none,
        changed_amount=_changed(row),
        doubles=[parts.double_line(one, row) for one in found],
        may_compare=bool(found) and access.reviews(actor, row),
        returns=parts.returns_of(row),
        rejection=_rejection(row),
        decision=_decision(row),
        mandate=mandate,
        benefit=_benefit(row),
        steps=parts.steps_of(row),
        acts=acts_of(row, actor, review_round, _lacks(row, found, mandate)),
        clauses=list(clauses_of(pack).items()),
        exclusions=[(one.code, one.text) for one in pack.exclusions if one.is_overridable],
    )


def payable(found: ClaimFile) -> Money | None:
    """Give what an approval would pay now; None where it cannot be computed."""
    if found.changed_amount is not None:
        return Money(found.changed_amount.decided_fen)
    return None if found.arithmetic is None else Money(found.arithmetic.payment_fen)


def _changed(row: Claim) -> ChangedAmount | None:
    rows = Adjustment.objects.select_related("key").filter(claim=row)
    last = rows.order_by("-pk").first()
    if last is None:
        return None
    return ChangedAmount(last.computed_fen, last.decided_fen, last.unseal("reason_sealed"))


def _rejection(row: Claim) -> RejectionLine | None:
    found = Rejection.objects.select_related("key").filter(claim=row).first()
    if found is None:
        return None
    return RejectionLine(
        clause=found.clause,
        fact=found.unseal("fact_sealed"),
        remedy=found.unseal("remedy_sealed"),
        appeal_to=found.appeal_to,
        appeal_until=found.appeal_until,
    )


def _decision(row: Claim) -> DecisionLine | None:
    if row.decided_on is None:
        return None
    short = shortfalls.shortfall_of(row)
    change = short.change if short else ""
    return DecisionLine(row.outcome, row.outcome_label, row.decided_on, change)


def _mandate(row: Claim) -> MandateLine | None:
    found = claim_consent.mandate_of(row)
    return None if found is None else MandateLine(str(found.state), found.state_label)


def _lacks(row: Claim, found: list[Double], mandate: MandateLine | None) -> Lacks:
    return Lacks(
        look=bool(doubles.unseen_of(row, found)),
        mandate=mandate is not None and mandate.state != MandateState.CONFIRMED,
    )


def _benefit(row: Claim) -> BenefitLine | None:
    found = Benefit.objects.filter(claim=row).first()
    if found is None:
        return None
    return BenefitLine(
        found.number, found.version, found.amount_fen, str(found.state), found.state_label
    )
