"""The totals of a plan, counted in each place that knows them: book, receipts, fund page.

For whoever compares them; each place counts in its own way, and where two differ by one fen there
is a fault.
"""

from base64 import b64decode
from collections import Counter
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Q, QuerySet, Sum

from backend.fields.keys import signing_keys
from backend.ledger.entries import Kind
from backend.ledger.models import Balance, Transfer
from services.mutual_aid.models import Adjustment, Benefit, Claim, Plan
from services.mutual_aid.queries import fund_figures, small_cells
from services.mutual_aid.queries.receipts import receipt_of
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.receipt import verify
from services.mutual_aid.states import BenefitState, ClaimState

PAID = [str(state) for state in small_cells.PAID]
ENDED = [str(s) for s in (ClaimState.CLOSED, ClaimState.REJECTED, ClaimState.WITHDRAWN)]
_BACK = Q(kind=Kind.REVERSE, source__kind=Kind.POST) | Q(kind=Kind.REVERSE, part_of__kind=Kind.POST)


@dataclass(frozen=True, slots=True)
class Sums:
    """What one place says of a plan: payments, and what came back; in fen."""

    paid: int = 0
    back: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.paid + other.paid, self.back + other.back)


@dataclass(frozen=True, slots=True)
class PlanTotals:
    """One plan: how many claims and payments, and the same sums as three places count them."""

    code: str
    claims: int
    payments: int
    book: Sums
    receipts: Sums
    page: Sums
    balance: int


def plan_totals(prefix: str, period: str) -> tuple[list[PlanTotals], list[str]]:
    """Count the plans whose code begins so, the fund page in a period; and what disagrees."""
    faults: list[str] = []
    rows = Plan.objects.select_related("fund", "sponsor").filter(code__startswith=prefix)
    return [_plan(plan, period, faults) for plan in rows.order_by("code")], faults


def claim_states(prefix: str) -> tuple[dict[str, int], list[str]]:
    """Count the claims of those plans by state; and which have not come to their end."""
    rows = Claim.objects.filter(cover__plan__code__startswith=prefix)
    states = dict(Counter(str(state) for state in rows.values_list("state", flat=True)))
    return states, [f"claims left {name}: {n}" for name, n in states.items() if name not in ENDED]


def _plan(plan: Plan, period: str, faults: list[str]) -> PlanTotals:
    transfers = Transfer.objects.filter(fund=plan.fund)
    book = Sums(_sum(transfers.filter(kind=Kind.POST)), _sum(transfers.filter(_BACK)))
    balance = Balance.objects.filter(fund=plan.fund).aggregate(
        a=Sum("available_fen"), r=Sum("reserved_fen")
    )
    page = fund_figures.of_plan(plan, period)
    receipts, payments = _receipts(plan, faults)
    found = PlanTotals(
        code=plan.code,
        claims=Claim.objects.filter(cover__plan=plan).count(),
        payments=payments,
        book=book,
        receipts=receipts,
        page=Sums(page.benefits_fen, page.recovered_fen),
        balance=(balance["a"] or 0) + (balance["r"] or 0),
    )
    for name, sums in (("receipts", found.receipts), ("fund page", found.page)):
        if sums != book:
            faults.append(f"{plan.code}: book {book} but {name} {sums}")
    if page.closing_fen != found.balance:
        faults.append(f"{plan.code}: balance {found.balance} but fund page {page.closing_fen}")
    if balance["r"]:
        faults.append(f"{plan.code}: {balance['r']} fen still reserved")
    return found


def _receipts(plan: Plan, faults: list[str]) -> tuple[Sums, int]:
    """Add up the signed receipts of what was paid; each signature is checked.

    A receipt says what the rules come to. Where an officer changed that, the change says from what
    to what, and its second amount counts.
    """
    keys = [
        Ed25519PublicKey.from_public_bytes(b64decode(key))
        for key in signing_keys().public().values()
    ]
    changed = {
        row.claim_id: row
        for row in Adjustment.objects.filter(claim__cover__plan=plan).order_by("pk")
    }
    paid = back = payments = 0
    rows = Benefit.objects.select_related("key").filter(plan=plan)
    for benefit in rows.filter(state__in=PAID).iterator(chunk_size=1000):
        receipt = receipt_of(benefit) or {}
        signed = benefit.receipt_signature
        if not any(verify(receipt, signed, key) for key in keys):
            faults.append(f"{benefit.number}: the signature of its receipt does not hold")
        computed = read_money(receipt.get("payment")) or 0
        change = changed.get(benefit.claim_id or 0)
        paid += change.decided_fen if change and change.computed_fen == computed else computed
        back += benefit.recovered_fen
        payments += 1
    left = rows.exclude(state__in=[*PAID, str(BenefitState.CANCELLED)]).count()
    if left:
        faults.append(f"{plan.code}: {left} benefits are not paid")
    return Sums(paid, back), payments


def _sum(rows: "QuerySet[Transfer]") -> int:
    return int(rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
