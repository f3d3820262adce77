"""One movement of money: the transfer with its two postings, the balance, the entry in the trail.

Only `book` and `parts` call it. Every function runs inside the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import F

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.identifiers import uuid7
from backend.kernel.money import Money
from backend.ledger.entries import Account, Kind, digest_of, route
from backend.ledger.models import Balance, Fund, Posting, Transfer

COLUMNS = {
    Account.AVAILABLE: "available_fen",
    Account.RESERVED: "reserved_fen",
    Account.SPENT: "spent_fen",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """What a transfer is for: kind of row (`app.model`) and key, and how often it was tried."""

    kind: str
    key: int
    attempt: int = 0


def move(
    kind: Kind,
    fund: Fund,
    amount: Money,
    *,
    because: Cause,
    actor: Actor,
    reason: str,
    source: Transfer | None = None,
    part_of: Transfer | None = None,
) -> Transfer:
    """Move money and write it down; `source` is settled whole, `part_of` in part.

    Raises Invalid `amount_not_positive`, Conflict `fund_short`.
    """
    must_be_in_transaction()
    if amount.fen <= 0:
        raise Invalid("amount_not_positive", "金额必须大于零。")
    origin = source or part_of
    giver, taker = route(kind, Kind(origin.kind) if origin else None)
    change_balance(fund, giver, taker, amount)
    transfer, postings = _written(
        kind,
        fund,
        amount,
        because=because,
        actor=actor,
        reason=reason,
        source=source,
        part_of=part_of,
    )
    transfer.save(force_insert=True)
    Posting.objects.bulk_create(postings)
    trail.record(
        actor, f"ledger:{kind}", transfer, union_id=fund.union_id, digest=bytes(transfer.digest)
    )
    return transfer


def settle_each(
    kind: Kind, sources: Sequence[Transfer], *, actor: Actor, reason: str
) -> list[Transfer]:
    """Settle many transfers of one kind and fund, each whole, in few statements.

    As `move` does it for one: each gets its own transfer, postings and entry in the trail.
    """
    must_be_in_transaction()
    if not sources:
        return []
    fund = sources[0].fund
    giver, taker = route(kind, Kind(sources[0].kind))
    change_balance(fund, giver, taker, Money.sum(one.amount for one in sources))
    made: list[Transfer] = []
    postings: list[Posting] = []
    for one in sources:
        because = Cause(one.because_type, one.because_id)
        transfer, two = _written(
            kind, fund, one.amount, because=because, actor=actor, reason=reason, source=one
        )
        made.append(transfer)
        postings += two
    Transfer.objects.bulk_create(made)
    Posting.objects.bulk_create(postings)
    trail.record_all(
        actor,
        f"ledger:{kind}",
        ((one, None, fund.union_id) for one in made),
        digests=[bytes(one.digest) for one in made],
    )
    return made


def change_balance(fund: Fund, giver: Account, taker: Account, amount: Money) -> None:
    """Change the cached sums by one conditional UPDATE; raises Conflict `fund_short`."""
    changes: dict[str, models.expressions.CombinedExpression] = {}
    wanted = Balance.objects.filter(fund=fund)
    for account, fen in ((giver, -amount.fen), (taker, amount.fen)):
        if account is Account.EXTERNAL:
            changes["received_fen"] = F("received_fen") - fen
        else:
            changes[COLUMNS[account]] = F(COLUMNS[account]) + fen
    if giver is not Account.EXTERNAL:
        wanted = wanted.filter(**{f"{COLUMNS[giver]}__gte": amount.fen})
    if wanted.update(**changes) != 1:
        raise Conflict(
            "fund_short",
            f"“{fund.name}”的可用余额不够支付 {amount.yuan()} 元，请先补充经费或改用其他经费。",
        )


def must_be_in_transaction() -> None:
    """Raise TransactionManagementError outside the transaction of a verb."""
    if not connection.in_atomic_block:
        message = "the book writes only inside the transaction of a verb"
        raise transaction.TransactionManagementError(message)


def _written(
    kind: Kind,
    fund: Fund,
    amount: Money,
    *,
    because: Cause,
    actor: Actor,
    reason: str,
    source: Transfer | None = None,
    part_of: Transfer | None = None,
) -> tuple[Transfer, list[Posting]]:
    """Put a transfer and its two postings together, digest included; nothing is saved."""
    origin = source or part_of
    giver, taker = route(kind, Kind(origin.kind) if origin else None)
    transfer = Transfer(
        number=str(uuid7()),
        fund=fund,
        kind=kind,
        amount_fen=amount.fen,
        because_type=because.kind,
        because_id=because.key,
        attempt=because.attempt,
        source=source,
        part_of=part_of,
        actor_user_id=actor.user_id,
        source_user_id=origin.actor_user_id if origin else None,
        actor_label=actor.label,
        reason=reason,
        created_at=clock.now(),
    )
    postings = [
        Posting(transfer=transfer, account=giver, amount_fen=-amount.fen),
        Posting(transfer=transfer, account=taker, amount_fen=amount.fen),
    ]
    transfer.digest = digest_of(transfer.content(postings))
    return transfer, postings
