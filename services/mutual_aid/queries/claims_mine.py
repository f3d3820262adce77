"""One claim as its claimant reads it: answers, papers, progress, what was asked or decided."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.accounts import payees
from backend.files.advice import Advice, spoken
from backend.kernel.errors import NotFound
from backend.web.parts import Step, Tone
from services.mutual_aid import access
from services.mutual_aid.models import Benefit, Claim, ClaimLine, ClaimPhoto
from services.mutual_aid.queries import claim_consent, claim_papers, claim_progress, shortfalls
from services.mutual_aid.queries.claim_papers import Filled, Need
from services.mutual_aid.queries.shortfalls import ShortfallView
from services.mutual_aid.rules import claiming, filling
from services.mutual_aid.states import CLAIM, ClaimAct, ClaimState


@dataclass(frozen=True, slots=True)
class LineView:
    """One line, opened for who made it; `last_day` ends at 24:00."""

    number: str
    item: str
    title: str
    happened_on: date
    ended_on: date | None
    entry: dict[str, object]
    words: list[tuple[str, str]]
    invoice_number: str
    invoice_amount_fen: int | None
    invoice_on: date | None
    last_day: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One photograph of a paper; `advice` says what may be better about it."""

    number: str
    document: str
    label: str
    line: str
    added_at: datetime
    advice: list[Advice]


@dataclass(frozen=True, slots=True)
class ReturnView:
    """What a reviewer asked for, said once in full (R8.23)."""

    missing: str
    reason: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class RejectionView:
    """Why it was not paid: clause, fact, remedy, until when and where to appeal."""

    clause: str
    fact: str
    remedy: str
    appeal_to: str
    appeal_until: date


@dataclass(frozen=True, slots=True)
class BenefitView:
    """The money that came of it."""

    number: str
    amount_fen: int
    state: str
    state_label: str
    payee: str
    payee_missing: bool
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that keeps the claim from being submitted."""

    pointer: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class MyClaim:
    """Everything a claimant sees of a claim."""

    number: str
    version: int
    state: str
    state_label: str
    tone: Tone
    plan: str
    plan_title: str
    claimant_kind: str
    claimant_label: str
    person_name: str
    is_own: bool
    relation: str
    event_on: date | None
    note: str
    cover_first_day: date
    cover_last_day: date
    is_editable: bool
    can_withdraw: bool
    has_consent: bool
    mandate: str
    mandate_label: str
    lines: list[LineView]
    photos: list[PhotoView]
    needs: list[Need]
    gaps: list[Gap]
    steps: list[Step]
    promise: str
    submitted_at: datetime | None
    due_on: date | None
    returned: ReturnView | None
    rejection: RejectionView | None
    shortfall: ShortfallView | None
    benefit: BenefitView | None


def of_claimant(number: str, actor: Actor) -> Claim:
    """Give a claim to who made it; raises NotFound for everybody else."""
    row = (
        Claim.objects.select_related(
            "key", "person", "union", "cover", "plan_version__plan", "filed_by__person"
        )
        .filter(number=number)
        .first()
    )
    if row is None or not access.owns(actor, row):
        raise NotFound
    return row


def my_claim(number: str, actor: Actor) -> MyClaim:
    """Read one claim out to who made it; raises NotFound."""
    row = of_claimant(number, actor)
    filled = Filled.of(row)
    benefit = claim_progress.benefit_of(row)
    mandate = claim_consent.mandate_of(row)
    return MyClaim(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=claim_progress.state_words(row, benefit),
        tone=claim_progress.tone(row, benefit),
        plan=row.plan_version.number,
        plan_title=row.plan_version.title,
        claimant_kind=row.claimant_kind,
        claimant_label=row.get_claimant_kind_display(),
        person_name=row.person.display_name,
        is_own=row.person_id == actor.person_id,
        relation=row.unseal("relation_sealed"),
        event_on=row.event_on,
        note=row.unseal("note_sealed"),
        cover_first_day=row.cover.first_day,
        cover_last_day=row.cover.last_day,
        is_editable=row.is_editable,
        can_withdraw=CLAIM.allows(row.state, ClaimAct.WITHDRAW),
        has_consent=claim_consent.stands(row),
        mandate=str(mandate.state) if mandate else "",
        mandate_label=mandate.state_label if mandate else "",
        lines=[_line(row, line) for line in filled.lines],
        photos=[_photo(photo, filled) for photo in filled.photos],
        needs=claim_papers.needs_of(filled),
        gaps=_gaps(filled) if row.is_editable else [],
        steps=claim_progress.steps(row, benefit),
        promise=claim_progress.promise(row),
        submitted_at=row.submitted_at,
        due_on=row.due_on,
        returned=_returned(row),
        rejection=_rejection(row),
        shortfall=shortfalls.shortfall_of(row),
        benefit=_benefit(benefit, actor),
    )


def photo_of(number: str, photo: str, actor: Actor) -> ClaimPhoto:
    """Give one photograph of a claim to who made the claim; raises NotFound."""
    claim = of_claimant(number, actor)
    found = claim.photos.select_related("attachment__key", "claim").filter(number=photo).first()
    if found is None:
        raise NotFound
    return found


def line_view(number: str, line: str, actor: Actor) -> LineView:
    """Give one line of a claim to who made the claim; raises NotFound."""
    claim = of_claimant(number, actor)
    found = claim.lines.select_related("key").filter(number=line).first()
    if found is None:
        raise NotFound
    return _line(claim, found)


def filed(actor: Actor) -> QuerySet[Claim]:
    """Give the claims that a user filed for somebody else."""
    rows = Claim.objects.filed_by_user(actor.user_id)
    return rows.select_related("person", "plan_version", "union")


def filed_page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """Read one page of the claims that the actor filed for others, newest first."""
    return page_of(filed(actor), cursor, limit)


def _gaps(filled: Filled) -> list[Gap]:
    found = [*claim_papers.late_lines(filled), *claim_papers.gaps_of(filled)]
    return [Gap(one.pointer, one.code, one.message) for one in found]


def _line(claim: Claim, line: ClaimLine) -> LineView:
    entry = dict(claim_papers.entry_of(line))
    benefit = filling.benefit_of(claim.plan_version.rules, line.item)
    last = claim_papers.last_day_of(claim, line)
    return LineView(
        number=line.number,
        item=line.item,
        title=benefit.title if benefit else line.item,
        happened_on=line.happened_on,
        ended_on=line.ended_on,
        entry=entry,
        words=filling.entry_words(benefit, entry) if benefit else [],
        invoice_number=line.unseal("invoice_sealed"),
        invoice_amount_fen=line.invoice_amount_fen,
        invoice_on=line.invoice_on,
        last_day=last,
        is_late=claim_papers.counts_from(claim, line) > last,
    )


def _photo(photo: ClaimPhoto, filled: Filled) -> PhotoView:
    line = next((one.number for one in filled.lines if one.pk == photo.line_id), "")
    label = claiming.document_label(photo.document)
    advice = spoken(photo.attachment.advice)
    return PhotoView(photo.number, photo.document, label, line, photo.added_at, advice)


def _returned(claim: Claim) -> ReturnView | None:
    """Give the last list while it has to be answered."""
    if claim.state is not ClaimState.RETURNED:
        return None
    row = claim.return_lists.select_related("key").order_by("-serial").first()
    if row is None:
        return None
    return ReturnView(row.unseal("missing_sealed"), row.unseal("reason_sealed"), row.answer_by)


def _rejection(claim: Claim) -> RejectionView | None:
    if claim.state is not ClaimState.REJECTED:
        return None
    row = getattr(claim, "rejection", None)
    if row is None:
        return None
    return RejectionView(
        clause=row.clause,
        fact=row.unseal("fact_sealed"),
        remedy=row.unseal("remedy_sealed"),
        appeal_to=row.appeal_to,
        appeal_until=row.appeal_until,
    )


def _benefit(row: Benefit | None, actor: Actor) -> BenefitView | None:
    """Give the money; the account is shown to its holder only."""
    if row is None:
        return None
    is_payee = row.payee_person_id == actor.person_id
    missing = row.payee is None and payees.verified(row.payee_person) is None
    return BenefitView(
        number=row.number,
        amount_fen=row.amount_fen,
        state=str(row.state),
        state_label=row.worker_label,
        payee=str(row.payee) if row.payee and is_payee else "",
        payee_missing=missing and is_payee,
        paid_on=row.paid_on,
    )
