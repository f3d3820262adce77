"""What a plan decided between two days, person by person, with its frozen inputs: for a trial.

Benefits keep their inputs in the sealed receipt; a settlement without application in `facts`. A
claim that came to nothing has no benefit: its lines, which never change after the decision, are
reckoned by the version that binds it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.period import TAKEN_BACK, happenings
from services.mutual_aid.queries.reckoning import reckon_claim
from services.mutual_aid.rules.canonical import canonical
from services.mutual_aid.rules.exact import plain_fen, read_money
from services.mutual_aid.rules.trial import Chain, Events, Past, past_inputs
from services.mutual_aid.states import ClaimState

PEOPLE = 500
# A decision, and the key of the claim it was made on; None for a settlement's.
Decided = tuple[Past, int | None]


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
        found: dict[int, list[Decided]] = {person: [] for person in people}
        paid = _paid(plan_id, first, last).filter(person_id__in=people)
        for benefit in paid.select_related("key", "claim").order_by("created_at", "pk"):
            found[benefit.person_id] += _of_benefit(benefit)
        nothing = _nothing(plan_id, first, last).filter(person_id__in=people)
        for claim in nothing.select_related("cover", "key").order_by("pk"):
            found[claim.person_id] += _of_claim(claim)
        yield [one for person in people for one in _by_group(found[person])]


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


def _by_group(own: Sequence[Decided]) -> list[Past]:
    """Give each claim the events of the others, where one before it had another group (8.3)."""
    seen: dict[Chain, set[str | None]] = {}
    pasts = []
    for past, claim in own:
        groups = seen.setdefault(past.chain, set())
        if claim is not None and groups - {past.person.group}:
            pasts.append(replace(past, others=_without(past.events, claim)))
        else:
            pasts.append(past)
        groups.add(past.person.group)
    return pasts


def _without(events: Events, claim: int) -> Events:
    """Take the lines of a claim out of frozen events: of equal entries any one."""
    left = {item: list(entries) for item, entries in events.items()}
    for line in happenings([claim]):
        entries = left.get(line.item, [])
        found = (at for at, one in enumerate(entries) if _said(one) == _said(line.entry))
        place = next(found, None)
        if place is not None:
            del entries[place]
    return left


def _said(entry: object) -> bytes:
    """Write what a claimant stated of an event, without what we added: its day and offsets."""
    if not isinstance(entry, Mapping):
        return canonical([entry])
    return canonical([entry[name] for name in sorted(entry) if name not in {"day", "offsets"}])


def _of_benefit(benefit: Benefit) -> list[Decided]:
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
    return [(past, benefit.claim_id)]


def _of_claim(claim: Claim) -> list[Decided]:
    """Reckon a claim that came to nothing."""
    try:
        reckoned = reckon_claim(claim)
    except Conflict:
        return []
    past = Past(
        number=claim.number,
        chain=(claim.person_id, reckoned.version.pk, str(claim.cover.period_begins)),
        events=reckoned.events,
        person=reckoned.circumstances,
        before=Money.zero(),
        refused=reckoned.payment,
    )
    return [(past, claim.pk)]
