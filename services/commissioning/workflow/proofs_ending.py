"""Telling an organization some days before an accepted proof runs out, once for each (R9.1)."""

from django.db.models import QuerySet

from backend.access.write import verb
from backend.kernel import clock
from backend.unions.models import Union
from notifications.topics import Topic
from services.commissioning.models import Organization, Proof
from services.commissioning.queries import proofs
from services.commissioning.workflow.advance import tell_organization
from services.commissioning.workflow.clockwork import CLOCK
from services.commissioning.workflow.filing import trace_file

AT_ONCE = 200


def remind_proofs() -> int:
    """Tell of every proof that runs out soon and was not told of; gives how many were told of."""
    numbers: list[str] = []
    keeping = Union.objects.filter(pk__in=Organization.objects.values("union_id"))
    for union in keeping.order_by("pk"):
        rows = _untold(proofs.ending_kept_by(union, clock.today()))
        numbers += rows.order_by("valid_to", "pk").values_list("number", flat=True)[:AT_ONCE]
    return sum(remind_of_proof(number) for number in numbers[:AT_ONCE])


@verb
def remind_of_proof(number: str) -> bool:
    """Tell who acts for the organization that this proof runs out; tells whether it did.

    Not where a longer one was accepted or waits to be checked. Raises NotFound.
    """
    home = Organization.objects.filter(proofs__number=number).values_list("number", flat=True)
    organization = Organization.objects.locked(home.first() or "")
    rows = _untold(proofs.ending_kept_by(organization.union, clock.today()))
    proof = rows.select_for_update(of=("self",)).filter(number=number).first()
    if proof is None:
        return False
    proof.told_ending_on = clock.today()
    proof.save(update_fields=["told_ending_on"])
    trace_file(organization, "remind_proof", actor=CLOCK, fields=["proofs"])
    tell_organization(
        Topic.COMMISSIONING_PROOF_ENDING,
        organization,
        proof,
        once="ending",
        date=clock.day_words(proof.valid_to),
    )
    return True


def _untold(rows: QuerySet[Proof]) -> QuerySet[Proof]:
    return rows.filter(told_ending_on__isnull=True)
