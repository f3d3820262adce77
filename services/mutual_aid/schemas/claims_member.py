"""What a claimant reads of a claim, field by field."""

from datetime import date, datetime
from typing import Any

from backend.access.schemas import MoneyOut, Out
from backend.files.advice import Advice, spoken
from backend.files.schemas import AdviceOut
from backend.kernel.money import Money
from services.mutual_aid.models import Claim, ClaimLine, ClaimPhoto
from services.mutual_aid.queries.claims_mine import BenefitView, LineView
from services.mutual_aid.schemas.benefits_member import ReceiptOut


class ClaimStandingOut(Out):
    """How a claim stands after an act; `version` goes into the next If-Match."""

    number: str
    version: int
    state: str
    state_label: str
    plan: str
    event_on: date | None
    due_on: date | None

    @staticmethod
    def resolve_state_label(row: Claim) -> str:
        """Say the state in the words of the claimant."""
        return row.worker_label

    @staticmethod
    def resolve_plan(row: Claim) -> str:
        """Give the number of the plan version."""
        return row.plan_version.number


class LineMadeOut(Out):
    """A line that was saved; `claim_version` goes into the next If-Match."""

    number: str
    claim: str
    claim_version: int

    @staticmethod
    def resolve_claim(row: ClaimLine) -> str:
        """Give the number of the claim."""
        return row.claim.number

    @staticmethod
    def resolve_claim_version(row: ClaimLine) -> int:
        """Give the version of the claim."""
        return row.claim.version


class PhotoMadeOut(Out):
    """A photograph that was attached, with what may be better about it; never a refusal."""

    number: str
    document: str
    advice: list[AdviceOut]

    @staticmethod
    def resolve_advice(row: ClaimPhoto) -> list[Advice]:
        """Say what may be better about the picture."""
        return spoken(row.attachment.advice)


class ClaimLineOut(Out):
    """One line of a claim; it may be claimed until 24:00 of `last_day`."""

    number: str
    item: str
    title: str
    happened_on: date
    ended_on: date | None
    entry: dict[str, Any]
    invoice_number: str
    invoice_amount: MoneyOut | None
    invoice_on: date | None
    last_day: date
    is_late: bool

    @staticmethod
    def resolve_invoice_amount(line: LineView) -> MoneyOut | None:
        """Give the amount of the invoice."""
        fen = line.invoice_amount_fen
        return None if fen is None else MoneyOut.of(Money(fen))


class ClaimPhotoOut(Out):
    """A photograph of a paper."""

    number: str
    document: str
    label: str
    line: str
    added_at: datetime
    advice: list[AdviceOut]


class NeededPaperOut(Out):
    """A paper that is needed, for a line or (`line` empty) for the whole."""

    document: str
    label: str
    line: str
    is_there: bool


class GapOut(Out):
    """What keeps the claim from being submitted."""

    pointer: str
    code: str
    message: str


class ClaimStepOut(Out):
    """A milestone: `done`, `now`, `next` or `stopped`."""

    label: str
    progress: str
    when: date | None


class ReturnedOut(Out):
    """Everything a reviewer asked for, and until when."""

    missing: str
    reason: str
    answer_by: date


class RejectionOut(Out):
    """Why it was not paid, what can be done, and where to appeal."""

    clause: str
    fact: str
    remedy: str
    appeal_to: str
    appeal_until: date


class ShortfallOut(Out):
    """Why nothing was paid: what would have changed the answer, and the arithmetic if approved."""

    change: str
    receipt: ReceiptOut | None


class ClaimBenefitOut(Out):
    """The money that came of a claim."""

    number: str
    amount: MoneyOut
    state: str
    state_label: str
    payee: str
    payee_missing: bool
    paid_on: date | None

    @staticmethod
    def resolve_amount(row: BenefitView) -> MoneyOut:
        """Give the amount."""
        return MoneyOut.of(Money(row.amount_fen))


class MyClaimOut(Out):
    """One claim as its claimant sees it."""

    number: str
    version: int
    state: str
    state_label: str
    plan: str
    plan_title: str
    claimant_kind: str
    person_name: str
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
    lines: list[ClaimLineOut]
    photos: list[ClaimPhotoOut]
    needs: list[NeededPaperOut]
    gaps: list[GapOut]
    steps: list[ClaimStepOut]
    promise: str
    submitted_at: datetime | None
    due_on: date | None
    returned: ReturnedOut | None
    rejection: RejectionOut | None
    shortfall: ShortfallOut | None
    benefit: ClaimBenefitOut | None


class ClaimBriefOut(Out):
    """A line of "my claims"; `answer_by` while papers are asked for."""

    number: str
    plan_title: str
    event_on: date | None
    state: str
    state_label: str
    claimant_kind: str
    created_at: datetime
    submitted_at: datetime | None
    due_on: date | None
    answer_by: date | None


class ClaimsOut(Out):
    """One page of the reader's claims, newest first."""

    items: list[ClaimBriefOut]
    next_cursor: str | None
    has_more: bool


class FiledOut(Out):
    """A claim that the reader filed for somebody else; the name is masked."""

    number: str
    person_name: str
    plan_title: str
    state: str
    state_label: str
    created_at: datetime

    @staticmethod
    def resolve_person_name(row: Claim) -> str:
        """Give the masked name."""
        return row.person.display_name

    @staticmethod
    def resolve_plan_title(row: Claim) -> str:
        """Give the title of the plan."""
        return row.plan_version.title

    @staticmethod
    def resolve_state_label(row: Claim) -> str:
        """Say the state in the words of the claimant."""
        return row.worker_label


class FiledPageOut(Out):
    """One page of claims filed for others, newest first."""

    items: list[FiledOut]
    next_cursor: str | None
    has_more: bool
