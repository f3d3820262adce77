"""From an evaluation to its receipt `zhijia-receipt/1`: inputs, lines, sum, rounding, payment."""

from collections.abc import Iterable
from typing import Any

from backend.kernel.money import Money
from services.mutual_aid.rules.canonical import digest
from services.mutual_aid.rules.entries import Input
from services.mutual_aid.rules.evaluate import Circumstances, Line, Outcome, evaluate
from services.mutual_aid.rules.exact import (
    plain_fen,
    plain_share,
    plain_ticks,
    round_ticks,
)
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.receipt.clauses import clauses_of
from services.mutual_aid.rules.receipt.cuts import pointer_of

FORMAT = "zhijia-receipt/1"
Receipt = dict[str, Any]


def make_receipt(
    pack: Pack,
    pack_digest: bytes,
    events: Input,
    circumstances: Circumstances,
    outcome: Outcome,
    *,
    about: str = "",
) -> Receipt:
    """Write an outcome down with everything that it came from; `about` is the claim's number.

    `outcome` must be `evaluate(pack, events, circumstances)`, `pack_digest` the SHA-256 of the
    version's canonical pack. The value is JSON-able and shares the entries with `events`.
    """
    lines = _lines(pack, circumstances, outcome.lines)
    shown_fen = sum(line.pop("fen") for line in lines)
    return {
        "format": FORMAT,
        "estimate": False,
        "about": about,
        "plan": {
            "code": pack.code,
            "version": pack.version,
            "title": pack.title,
            "digest": pack_digest.hex(),
        },
        "inputs": _inputs(events, circumstances),
        "lines": lines,
        "rounding": _rounding(outcome.due.fen - shown_fen),
        "total": plain_ticks(sum(line.ticks for line in outcome.lines)),
        "due": plain_fen(outcome.due.fen),
        "already_paid": plain_fen(circumstances.already_paid.fen),
        "payment": plain_fen(outcome.payment.fen),
        "overpaid": plain_fen(outcome.overpaid.fen),
        "words": _words(outcome, circumstances.already_paid),
    }


def estimate(pack: Pack, events: Input, circumstances: Circumstances | None = None) -> Receipt:
    """Compute what the plan would pay for facts that are only supposed 住院前先算一算.

    The same function on the same rules; the receipt says that it is an estimate, and cannot be
    signed. Raises EvaluationError.
    """
    person = circumstances or Circumstances()
    outcome = evaluate(pack, events, person)
    receipt = make_receipt(pack, digest(pack.raw), events, person, outcome)
    receipt["words"].append("这是按您填的情况试算，不是给付决定")
    return receipt | {"estimate": True}


def _inputs(events: Input, person: Circumstances) -> dict[str, object]:
    """Freeze what went in, as it was given."""
    return {
        "events": {item: list(entries) for item, entries in events.items()},
        "group": person.group,
        "shares": person.shares,
        "day": person.day,
        "renewal_gap_days": person.renewal_gap_days,
        "already_paid": plain_fen(person.already_paid.fen),
        "paid_life": {item: plain_fen(paid.fen) for item, paid in person.paid_life.items()},
    }


def _lines(pack: Pack, person: Circumstances, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Write one line for each event; events of an item are numbered from 1."""
    seen: dict[str, int] = {}
    written = []
    for line in lines:
        seen[line.item] = seen.get(line.item, 0) + 1
        written.append(_line(pack, person, line, seen[line.item]))
    return written


def _line(pack: Pack, person: Circumstances, line: Line, event: int) -> dict[str, Any]:
    fen = round_ticks(line.ticks).fen
    return {
        "item": line.item,
        "title": line.title,
        "event": event,
        "at": f"/benefits/{line.place}",
        "base": plain_fen(line.base_fen),
        "offset": plain_fen(line.offset_fen),
        "deductible": plain_fen(line.deductible_fen),
        "slices": [
            {"amount": plain_fen(part), "rate": plain_share(rate)} for part, rate in line.slices
        ],
        "shares": line.shares,
        "factor": plain_share(line.factor),
        "cuts": [
            {
                "by": note.cut.value,
                "at": pointer_of(pack, line, note),
                "limit": plain_fen(note.limit_fen),
                "used": plain_ticks(note.used),
                "before": plain_ticks(note.before),
                "after": plain_ticks(note.after),
            }
            for note in line.cuts
        ],
        "amount": plain_ticks(line.ticks),
        "rounded": plain_fen(fen),
        "clauses": clauses_of(pack, person, line, event, fen),
        "fen": fen,
    }


def _rounding(gap_fen: int) -> dict[str, str] | None:
    """Say by how much the sum differs from the lines as they are shown; None where they agree."""
    if not gap_fen:
        return None
    size = Money(abs(gap_fen))
    sign, more = ("", "多") if gap_fen > 0 else ("-", "少")
    words = f"各项先相加、最后只四舍五入一次，合计比各项所示{more} {size} 元"
    return {"amount": f"{sign}{plain_fen(size.fen)}", "words": words}


def _words(outcome: Outcome, already_paid: Money) -> list[str]:
    """Say the result to the member."""
    words = [f"到现在应付合计 {outcome.due} 元"]
    if already_paid:
        words.append(f"本期以前已付 {already_paid} 元")
    if outcome.overpaid:
        words.append(f"多付了 {outcome.overpaid} 元，这次不再付；怎样退回另行通知")
    else:
        words.append(f"这次付 {outcome.payment} 元")
    return words
