"""An approved claim becomes one benefit: amount frozen with its inputs, money reserved."""

from django.db import connection

from backend.access.actor import Actor
from backend.accounts import payees
from backend.accounts.models import Person
from backend.audit import trail
from backend.fields.keys import signing_keys
from backend.kernel import clock
from backend.kernel.identifiers import public_number
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.models import Benefit, Claim, ClaimantKind
from services.mutual_aid.queries.reckoning import Reckoned, receipt_of
from services.mutual_aid.rules.receipt import canonical, sign

PREFIX = "JF"


def create_from_claim(
    claim: Claim, *, reckoned: Reckoned, decided: Money, actor: Actor
) -> Benefit | None:
    """Create the one benefit of an approved claim, due at once; None where nothing is paid.

    Runs in the transaction of the approval. Reserves `decided` in the plan's fund and binds the
    account that stands verified now; without one the payee stays empty until the person has
    entered one. Raises Conflict `fund_short`, `fund_frozen`.
    """
    if not decided:
        return None
    benefit = _fill(claim, reckoned, decided, actor)
    benefit.save(force_insert=True)
    benefit.transfer = book.reserve(
        reckoned.version.plan.fund,
        decided,
        because=benefit,
        actor=actor,
        reason=f"医疗互助给付 {benefit.number}",
    )
    benefit.save(update_fields=["transfer"])
    trail.record(
        actor,
        "mutual_aid.benefit.create",
        benefit,
        person_id=claim.person_id,
        union_id=claim.union_id,
        fields=["amount_fen", "payee"],
    )
    return benefit


def _fill(claim: Claim, reckoned: Reckoned, decided: Money, actor: Actor) -> Benefit:
    """Fill a benefit with what the claim came to and the sealed, signed receipt of it."""
    to = payee_of(claim)
    account = payees.verified_of([to.pk]).get(to.pk)
    benefit = Benefit(
        number=next_number(),
        key=claim.key,
        person=claim.person,
        payee_person=to,
        cover=claim.cover,
        plan=reckoned.version.plan,
        plan_version=reckoned.version,
        claim=claim,
        period_first_day=claim.cover.period_begins,
        due_fen=reckoned.outcome.due.fen,
        already_paid_fen=reckoned.already_paid.fen,
        amount_fen=decided.fen,
        payee=account,
        payee_digest=bytes(account.digest) if account else None,
        decided_by_id=actor.user_id,
    )
    benefit.place(claim.union)
    receipt = receipt_of(reckoned, about=claim.number)
    benefit.seal("receipt_sealed", canonical(receipt).decode())
    keys = signing_keys()
    benefit.receipt_key, benefit.receipt_signature = keys.current_id, sign(receipt, keys.current)
    return benefit


def payee_of(claim: Claim) -> Person:
    """Give who gets the money: the member, or the heir who claims."""
    heir = claim.filed_by.person if claim.claimant_kind == ClaimantKind.HEIR else None
    return heir or claim.person


def next_number() -> str:
    """Take the next benefit number; a verb that rolls back leaves a gap, never a double."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mutual_aid_benefit_serial')")
        serial = int(cursor.fetchone()[0])
    return public_number(PREFIX, clock.today().year, serial)
