"""What a plan decided between two days, person by person, with its frozen inputs: for a trial.

Benefits keep their inputs in the sealed receipt; a settlement without application in `facts`. A
claim that came to nothing has no benefit: its lines, which never change after the decision, are
reckoned by the version that binds it.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.period import TAKEN_BACK
from services.mutual_aid.queries.reckoning import reckon_claim
from services.mutual_aid.rules.exact import plain_fen, read_money
from services.mutual_aid.rules.trial import Past, past_inputs
from services.mutual_aid.states import ClaimState

PEOPLE = 500


def count_decided(plan_id: int, first: date, last: date) -> int:
    """Count what a trial will go through."""
    return _paid(plan_id, first, last).count() + _nothing(plan_id, first, last).count()


def decided(plan_id: int, first: date, last: date) -> Iterator[list[Past]]:
    """Give the decisions of some hundred persons at a time, each person's in order.

    Those that paid come in the order of their decision, those that paid nothing after them. One
    whose inputs were erased, or fit no rule at all, is left out.
    """
    after = 0
    while people := _people(plan_id, first, last, after):
        after = people[-1]
        found: dict[int, list[Past]] = {person: [] for person in people}
        paid = _paid(plan_id, first, last).filter(person_id__in=people)
        for benefit in paid.select_related("key", "claim").order_by("created_at", "pk"):
            found[benefit.person_id] += _of_benefit(benefit)
        nothing = _nothing(plan_id, first, last).filter(person_id__in=people)
        for claim in nothing.select_related("cover", "key").order_by("pk"):
            found[claim.person_id] += _of_claim(claim)
        yield [one for person in people for one in found[person]]


def _people(plan_id: int, first: date, last: date, after: int) -> list[int]:
    """Give the next persons of whom anything was decided, by key."""
    sides = [
        rows(plan_id, first, last).filter(person_id__gt=after).order_by().values("person_id")
        for rows in (_paid, _nothing)
    ]
    both = sides[0].union(sides[1]).order_by("person_id")
    return [row["person_id"] for row in both[:PEOPLE]]


def _paid(plan_id: int, first: date, last: date) -> QuerySet[Benefit]:
    begin, end = clock.start_of(first), clock.end_of(last)
    rows = Benefit.objects.filter(plan_id=plan_id, created_at__gte=begin, created_at__lt=end)
    return rows.exclude(state__in=TAKEN_BACK)


def _nothing(plan_id: int, first: date, last: date) -> QuerySet[Claim]:
    return Claim.objects.filter(
        Q(state=ClaimState.REJECTED) | Q(state=ClaimState.CLOSED, benefit__isnull=True),
        cover__plan_id=plan_id,
        state_since__range=(first, last),
    )


def _of_benefit(benefit: Benefit) -> list[Past]:
    """Read the frozen inputs of a benefit, and what the rules came to, not what staff changed."""
    try:
        text = benefit.unseal("receipt_sealed")
    except Conflict:
        return []
    receipt: dict[str, Any] = json.loads(text) if text else {}
    facts: dict[str, Any] = benefit.facts or {}
    events, person = past_inputs(
        receipt.get("inputs") or {"already_paid": plain_fen(benefit.already_paid_fen), **facts}
    )
    payment = read_money(receipt["payment"]) if receipt else None
    past = Past(
        number=benefit.claim.number if benefit.claim else benefit.number,
        chain=(benefit.person_id, benefit.plan_version_id, str(benefit.period_first_day)),
        events=events,
        person=person,
        before=Money(benefit.amount_fen if payment is None else payment),
        is_claim=benefit.claim is not None,
    )
    return [past]


def _of_claim(claim: Claim) -> list[Past]:
    """Reckon a claim that came to nothing."""
    try:
        reckoned = reckon_claim(claim)
    except Conflict:
        return []
    past = Past(
        number=claim.number,
        chain=(claim.person_id, reckoned.version.pk, str(claim.cover.first_day)),
        events=reckoned.events,
        person=reckoned.circumstances,
        before=Money.zero(),
        refused=reckoned.payment,
    )
    return [past]
