"""The file of an organization as facts, and why it may not apply (R9.1, R9.2)."""

from datetime import date

from services.commissioning.models import Organization, ProofKind
from services.commissioning.queries import standards
from services.commissioning.rules import qualification
from services.commissioning.rules.qualification import OrgFacts, PenaltyFact, ProofFact


def why_not_apply(organization: Organization, day: date) -> tuple[str, ...]:
    """Name every reason why an organization may not apply on a day; nothing when it may.

    The periods are those of the union that keeps the file.
    """
    periods = standards.org_periods(organization.union, day)
    return qualification.why_not_apply(facts_of(organization), day, periods)


def facts_of(organization: Organization) -> OrgFacts:
    """Give the facts that the rule looks at."""
    return OrgFacts(
        state=organization.state,
        state_reason=organization.state_reason,
        barred_until=organization.barred_until,
        checked_on=organization.checked_on,
        proof_kinds=ProofKind.labels,
        proofs=[
            ProofFact(one.get_kind_display(), one.state, one.valid_from, one.valid_to)
            for one in organization.proofs.all()
        ],
        penalties=[
            PenaltyFact(one.imposed_on, one.authority, one.is_major)
            for one in organization.penalties.all()
        ],
    )
