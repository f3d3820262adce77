"""Recount the whole book from its entries, trusting no cached sum (safety decisions D1, D16)."""

from dataclasses import dataclass, field

from django.db.models import Q, Sum

from backend.audit.models import Entry
from backend.ledger.agreement import disagreements
from backend.ledger.binding import mismatches
from backend.ledger.entries import Account, Kind, digest_of, route
from backend.ledger.models import Balance, PaymentBatch, PaymentOrder, Posting, Transfer
from backend.ledger.states import OrderState

CHUNK = 2000


@dataclass(slots=True)
class Report:
    """What was checked and what was found; `breached` holds the keys of the funds concerned."""

    funds: int = 0
    transfers: int = 0
    postings: int = 0
    orders: int = 0
    findings: list[str] = field(default_factory=list)
    breached: set[int] = field(default_factory=set)

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings

    def lines(self) -> list[str]:
        """Say for a terminal what was checked, then each finding."""
        checked = (
            f"checked {self.funds} funds, {self.transfers} transfers, "
            f"{self.postings} postings, {self.orders} payment orders"
        )
        verdict = "clean" if self.ok else f"{len(self.findings)} mismatches"
        return [checked, *self.findings, verdict]

    def add(self, fund_id: int, finding: str) -> None:
        """Note a mismatch of a fund."""
        self.findings.append(f"fund {fund_id}: {finding}")
        self.breached.add(fund_id)


def verify() -> Report:
    """Recompute every balance, total and digest; reads only.

    Finds one changed byte in a transfer or posting through the digest that its audit entry holds,
    a missing or added posting, a balance that is not the sum of its postings, a settlement that
    does not match its source, a batch or order that does not match the book, and a fund, receipt,
    order or bank file that is not what the trail says of it.
    """
    report = Report()
    for check in (_check_transfers, _check_balances, _check_orders, _check_batches, _check_bound):
        try:
            check(report)
        except ValueError as broken:  # a state or kind that does not exist: say so and go on
            report.findings.append(f"a row cannot be read: {broken}")
    return report


def _check_transfers(report: Report) -> None:
    rows = (
        Transfer.objects.select_related("source", "part_of")
        .prefetch_related("postings")
        .order_by("id")
    )
    chunk: list[Transfer] = []
    for transfer in rows.iterator(chunk_size=CHUNK):
        chunk.append(transfer)
        if len(chunk) == CHUNK:
            _check_chunk(chunk, report)
            chunk = []
    _check_chunk(chunk, report)
    _check_lost(report)


def _check_chunk(chunk: list[Transfer], report: Report) -> None:
    told = _digests_in_trail([transfer.pk for transfer in chunk])
    for transfer in chunk:
        postings = list(transfer.postings.all())
        report.transfers += 1
        report.postings += len(postings)
        for fault in _faults(transfer, postings, told.get(transfer.pk, [])):
            report.add(transfer.fund_id, f"transfer {transfer.number}: {fault}")


def _digests_in_trail(keys: list[int]) -> dict[int, list[bytes]]:
    told: dict[int, list[bytes]] = {}
    entries = Entry.objects.filter(
        subject_type=Transfer._meta.label_lower, subject_id__in=[str(key) for key in keys]
    )
    for key, digest in entries.values_list("subject_id", "subject_digest"):
        told.setdefault(int(key), []).append(bytes(digest or b""))
    return told


def _faults(transfer: Transfer, postings: list[Posting], told: list[bytes]) -> list[str]:
    faults: list[str] = []
    digest = digest_of(transfer.content(postings))
    if digest != bytes(transfer.digest):
        faults.append("its content does not match its digest")
    if told != [bytes(transfer.digest)]:
        faults.append("its digest is not the one in the audit trail")
    source = transfer.source
    origin = source or transfer.part_of
    try:
        giver, taker = route(Kind(transfer.kind), Kind(origin.kind) if origin else None)
    except ValueError as broken:
        return [*faults, str(broken)]
    wanted = sorted([(str(giver), -transfer.amount_fen), (str(taker), transfer.amount_fen)])
    if sorted((row.account, row.amount_fen) for row in postings) != wanted:
        faults.append("its postings are not those of its kind and amount")
    whole = transfer.part_of
    if whole and whole.fund_id != transfer.fund_id:
        faults.append("it is not of the fund of what it is a part of")
    if source and (source.fund_id, source.amount_fen) != (transfer.fund_id, transfer.amount_fen):
        faults.append("it does not match the transfer it settles")
    return faults


def _check_lost(report: Report) -> None:
    """Find transfers that the trail speaks of and the book no longer has."""
    kept = {str(key) for key in Transfer.objects.values_list("pk", flat=True)}
    told = Entry.objects.filter(subject_type=Transfer._meta.label_lower)
    for key in told.values_list("subject_id", flat=True).iterator(chunk_size=CHUNK):
        if key not in kept:
            report.findings.append(
                f"transfer with key {key} is in the audit trail but not in the book"
            )


def _check_balances(report: Report) -> None:
    sums: dict[tuple[int, str], int] = {
        (fund, account): total
        for fund, account, total in Posting.objects.values_list("transfer__fund_id", "account")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    }
    for balance in Balance.objects.all():
        report.funds += 1
        fund = balance.fund_id
        wanted = {
            "received_fen": -sums.get((fund, Account.EXTERNAL), 0),
            "available_fen": sums.get((fund, Account.AVAILABLE), 0),
            "reserved_fen": sums.get((fund, Account.RESERVED), 0),
            "spent_fen": sums.get((fund, Account.SPENT), 0),
        }
        for column, total in wanted.items():
            held = getattr(balance, column)
            if held != total:
                report.add(fund, f"{column} is {held}, the postings sum to {total}")


def _check_orders(report: Report) -> None:
    """Compare orders, reservations and what was posted; unknown states raise ValueError."""
    report.orders = PaymentOrder.objects.count()
    for state in PaymentOrder.objects.values_list("state", flat=True).distinct():
        OrderState(state)
    for fund_id, finding in disagreements():
        report.add(fund_id, finding)


def _check_batches(report: Report) -> None:
    standing = ~Q(orders__state=OrderState.CANCELLED)
    batches = PaymentBatch.objects.annotate(summed=Sum("orders__amount_fen", filter=standing))
    for fund_id, number, total, summed in batches.values_list(
        "fund_id", "number", "total_fen", "summed"
    ):
        if total != (summed or 0):
            report.add(fund_id, f"batch {number} does not sum to its orders")


def _check_bound(report: Report) -> None:
    for fund_id, finding in mismatches():
        report.add(fund_id, finding)
