"""A paid claim closes by itself: nothing more happens to it."""

from django.db.models import F, QuerySet

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from services.mutual_aid.models import Benefit, Claim, ClaimStep
from services.mutual_aid.states import CLAIM, ClaimAct, ClaimState


def close_paid(benefits: QuerySet[Benefit], *, actor: Actor) -> None:
    """Close the claims of paid benefits: their state, a step and a trace of each, set-wise."""
    closed = CLAIM.move(ClaimState.APPROVED, ClaimAct.CLOSE)
    claims = list(
        Claim.objects.filter(benefit__in=benefits, state=ClaimState.APPROVED)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not claims:
        return
    Claim.objects.filter(pk__in=[one.pk for one in claims]).update(
        state=closed, state_since=clock.today(), version=F("version") + 1, desk="", due_on=None
    )
    ClaimStep.objects.bulk_create(
        ClaimStep(
            claim=one,
            key_id=one.key_id,
            act=str(ClaimAct.CLOSE),
            by_id=actor.user_id,
            by_label=actor.label[:80],
            by_person_id=actor.person_id,
            subject_person_id=one.person_id,
            filer_id=one.filed_by_id,
        )
        for one in claims
    )
    trail.record_all(
        actor,
        f"mutual_aid.claim.{ClaimAct.CLOSE}",
        ((one, one.person_id, one.union_id) for one in claims),
        fields=["state"],
    )
