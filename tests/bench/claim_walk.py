"""The requests by which a claim walks from the finished draft to the bank's word."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from backend.config.demo import cast
from backend.kernel.money import Money
from backend.ledger.formats import Outcome, Reply, ReplyLine, csv_v1
from backend.ledger.models import PaymentBatch
from services.mutual_aid.models import Benefit
from tests.bench import load
from tests.bench.world_claims import Draft
from tests.cast import sign_in

STAFF = "/api/staff/v1"
PAYMENTS = f"{STAFF}/mutual-aid/payment-batches"


@dataclass(frozen=True, slots=True)
class Ask:
    """One POST: where, by whose token, with what, for which version of the claim."""

    path: str
    token: str
    body: bytes = b"{}"
    version: int | None = None

    def headers(self) -> dict[str, str]:
        """Give the headers, with a key of its own."""
        found = {
            "X-Session-Token": self.token,
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        return found if self.version is None else {**found, "If-Match": f'"{self.version}"'}

    def wire(self) -> bytes:
        """Write the request for the wire."""
        return load.request("POST", self.path, self.headers(), self.body)


Send = Callable[[Sequence[Ask]], None]


class Walk:
    """The steps of many claims; whoever calls says how requests are sent."""

    def __init__(self, world: cast.Cast) -> None:
        staff = ("wang_qiang", "zhao_min", "sun_li", "payment_confirmer")
        self.tokens = {who: sign_in(world.users[who]) for who in staff}

    def submit(self, drafts: Sequence[Draft], send: Send) -> None:
        """Submit each draft as its member."""
        path = "/api/member/v1/claims/{}/submit"
        send([Ask(path.format(one.number), one.token, version=1) for one in drafts])

    def review(self, drafts: Sequence[Draft], send: Send) -> None:
        """Pass the claims on from the unit's desk."""
        send([self._said(one, "review", "wang_qiang", 2) for one in drafts])

    def approve(self, drafts: Sequence[Draft], send: Send) -> None:
        """Approve the claims at the district's desk."""
        send([self._said(one, "approve", "zhao_min", 3) for one in drafts])

    def pay(self, drafts: Sequence[Draft], send: Send, size: int) -> None:
        """Order in batches of so many, write the files, take the bank's replies in."""
        token = self.tokens["sun_li"]
        before = set(PaymentBatch.objects.values_list("pk", flat=True))
        orders = [
            Ask(PAYMENTS, token, _chosen(drafts[first : first + size]))
            for first in range(0, len(drafts), size)
        ]
        send(orders)
        batches = list(PaymentBatch.objects.exclude(pk__in=before).order_by("pk"))
        send([Ask(f"{PAYMENTS}/{one.number}/file", token) for one in batches])
        token = self.tokens["payment_confirmer"]
        send([Ask(f"{PAYMENTS}/{one.number}/reply", token, _reply(one)) for one in batches])

    def _said(self, draft: Draft, act: str, who: str, version: int) -> Ask:
        body = orjson.dumps({"opinion": "属实。"})
        return Ask(f"{STAFF}/claims/{draft.number}/{act}", self.tokens[who], body, version)


def _chosen(drafts: Sequence[Draft]) -> bytes:
    rows = Benefit.objects.filter(claim__in=[one.pk for one in drafts]).order_by("pk")
    return orjson.dumps({"benefits": list(rows.values_list("number", flat=True))})


def _reply(batch: PaymentBatch) -> bytes:
    """Answer as a bank that paid every line."""
    orders = batch.orders.select_related("payee").order_by("number")
    lines = [
        ReplyLine(
            row=6 + at,
            number=one.number,
            last4=one.payee.account_last4,
            amount=one.amount,
            outcome=Outcome.PAID,
            reason="",
            bank_reference=f"B{at}",
        )
        for at, one in enumerate(orders)
    ]
    total = Money.sum(line.amount for line in lines)
    content = csv_v1.write_reply(Reply(batch.number, len(lines), total, lines))
    return orjson.dumps({"content": content.decode("utf-8-sig")})
