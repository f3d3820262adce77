"""Issuing the benefits of an approved settlement, chunk by chunk; the members are told."""

from typing import Any

from django.db import connection

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts.models.member import STANDING
from backend.accounts.states import PayeeState
from backend.kernel import clock
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Benefit, Settlement
from services.mutual_aid.states import BENEFIT, SettlementAct, SettlementState
from services.mutual_aid.workflow.advance import allow_long
from services.mutual_aid.workflow.settlements import runs

ISSUER = Actor.system("settlement")
CHUNK_LINES = 50_000
# A benefit is sealed under the person's own key, stands under her union (under the sponsor where
# no membership stands), and is bound to the account that is verified at this moment. Lines come
# in the order of persons: the range of a chunk keeps each join from reading the whole city.
_ISSUE = """
INSERT INTO mutual_aid_benefit (
    number, version, state, key_id, person_id, payee_person_id, cover_id, plan_id,
    plan_version_id, settlement_id, period_first_day, due_fen, already_paid_fen, amount_fen,
    recovered_fen, facts, receipt_key, receipt_signature, payee_id, payee_digest, transfer_id,
    decided_by_id, created_at, union_id, d1, d2, d3, d4, d5)
SELECT %(number)s || '-' || lpad(l.serial::text, 7, '0'), 1, %(start)s, p.key_id, p.id, p.id,
       c.id, %(plan)s, %(version)s, %(settlement)s, coalesce(c.period_first_day, c.first_day),
       l.due_fen, l.already_paid_fen, l.amount_fen, 0, l.facts, '', '', a.id, a.digest,
       %(transfer)s, %(by)s, %(now)s, u.id, u.d1, u.d2, u.d3, u.d4, u.d5
  FROM mutual_aid_settlementline l
  JOIN accounts_person p ON p.id = l.person_id AND p.id BETWEEN %(first)s AND %(last)s
  JOIN mutual_aid_cover c ON c.id = l.cover_id AND c.person_id BETWEEN %(first)s AND %(last)s
  LEFT JOIN accounts_membership m ON m.person_id = l.person_id AND m.state = ANY(%(standing)s)
        AND m.person_id BETWEEN %(first)s AND %(last)s
  JOIN unions_union u ON u.id = coalesce(m.union_id, %(sponsor)s)
  LEFT JOIN accounts_payeeaccount a ON a.person_id = l.person_id AND a.state = %(verified)s
        AND a.person_id BETWEEN %(first)s AND %(last)s
 WHERE l.settlement_id = %(settlement)s AND l.serial > %(after)s AND l.serial <= %(upto)s
   AND l.amount_fen > 0
 ORDER BY l.serial
RETURNING person_id, id, version, number"""
_RANGE = """
SELECT min(person_id), max(person_id) FROM mutual_aid_settlementline
 WHERE settlement_id = %(settlement)s AND serial > %(after)s AND serial <= %(upto)s"""


def issue(number: str) -> Settlement | None:
    """Issue what is left; None when there was nothing to do or another worker is at it."""
    settlement = begin(number)
    while settlement is not None and settlement.issued_count < settlement.line_count:
        settlement = issue_chunk(number, after=settlement.issued_count)
    return finish(number, actor=ISSUER) if settlement is not None else None


@verb
def begin(number: str) -> Settlement | None:
    """Take an approved settlement up; None when it is not one or a worker is at it."""
    settlement = Settlement.objects.locked(number)
    if settlement.state is not SettlementState.APPROVED or runs.is_fresh(settlement):
        return None
    settlement.touched_at = clock.now()
    settlement.save(update_fields=["touched_at"])
    return settlement


@verb
def issue_chunk(number: str, *, after: int) -> Settlement | None:
    """Turn the lines after a serial into benefits, and tell the members; None if somebody did."""
    allow_long()
    settlement = Settlement.objects.locked(number)
    if settlement.state is not SettlementState.APPROVED or settlement.issued_count != after:
        return None
    upto = min(after + CHUNK_LINES, settlement.line_count)
    with connection.cursor() as cursor:
        values = _values(settlement, after, upto)
        cursor.execute(_RANGE, values)
        values["first"], values["last"] = cursor.fetchone()
        cursor.execute(_ISSUE, values)
        made = cursor.fetchall()
    outbox.post_each(Topic.MUTUAL_AID_BENEFIT_DUE, Benefit, made)
    settlement.issued_count, settlement.touched_at = upto, clock.now()
    settlement.save(update_fields=["issued_count", "touched_at"])
    return settlement


@verb
def finish(number: str, *, actor: Actor) -> Settlement:
    """Close a settlement whose benefits all stand; the fund keeper orders their payment."""
    settlement = Settlement.objects.locked(number)
    runs.step(settlement, SettlementAct.ISSUE, actor=actor, changed=[])
    return settlement


def _values(settlement: Settlement, after: int, upto: int) -> dict[str, Any]:
    return {
        "number": settlement.number,
        "start": str(BENEFIT.start),
        "plan": settlement.plan_id,
        "version": settlement.plan_version_id,
        "settlement": settlement.pk,
        "transfer": settlement.transfer_id,
        "by": settlement.approved_by_id,
        "now": clock.now(),
        "standing": [str(state) for state in STANDING],
        "sponsor": settlement.union_id,
        "verified": str(PayeeState.VERIFIED),
        "after": after,
        "upto": upto,
    }
