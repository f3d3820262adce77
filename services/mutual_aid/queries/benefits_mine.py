"""One benefit as the person reads it: how the amount came about, and where the money is."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.access.actor import Actor
from backend.accounts import payees
from backend.kernel.errors import NotFound
from backend.web.parts import Tone
from services.mutual_aid.models import Benefit
from services.mutual_aid.queries import receipts
from services.mutual_aid.queries.claim_progress import BENEFIT_TONES
from services.mutual_aid.queries.receipts import ReceiptView
from services.mutual_aid.states import TO_PAY


@dataclass(frozen=True, slots=True)
class MyBenefit:
    """Everything a person sees of a benefit; `receipt` None: only the sums are kept."""

    number: str
    version: int
    plan: str
    plan_title: str
    claim: str
    state: str
    state_label: str
    tone: Tone
    period_first_day: date
    due_fen: int
    already_paid_fen: int
    amount_fen: int
    created_at: datetime
    paid_on: date | None
    payee: str
    payee_missing: bool
    return_reason: str
    receipt: ReceiptView | None
    is_signed: bool


def my_benefit(number: str, actor: Actor) -> MyBenefit:
    """Give one benefit to whom it is about or to whom it is paid; raises NotFound."""
    row = (
        Benefit.objects.select_related(
            "key", "claim", "plan_version", "payee", "person", "payee_person"
        )
        .filter(number=number)
        .first()
    )
    if row is None or actor.person_id not in {row.person_id, row.payee_person_id}:
        raise NotFound
    receipt = receipts.receipt_of(row)
    missing = row.state in TO_PAY and payees.verified(row.payee_person) is None
    return MyBenefit(
        number=row.number,
        version=row.version,
        plan=row.plan_version.number,
        plan_title=row.plan_version.title,
        claim=row.claim.number if row.claim else "",
        state=str(row.state),
        state_label=row.worker_label,
        tone=BENEFIT_TONES.get(row.state, "wait"),
        period_first_day=row.period_first_day,
        due_fen=row.due_fen,
        already_paid_fen=row.already_paid_fen,
        amount_fen=row.amount_fen,
        created_at=row.created_at,
        paid_on=row.paid_on,
        payee=str(row.payee) if row.payee else "",
        payee_missing=missing,
        return_reason=row.unseal("return_reason_sealed"),
        receipt=receipts.read_out(receipt) if receipt else None,
        is_signed=bool(row.receipt_signature),
    )
