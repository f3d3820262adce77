"""Proofs as they are read, and those that run out soon with nothing longer in their place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from backend.kernel import clock
from backend.unions.models import Union
from services.commissioning.models import Organization, Proof
from services.commissioning.queries import standards
from services.commissioning.states.organizations import PROOF_LABELS, ProofState

LAPSED, ENDING = "已过期", "将到期"
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof; `has_file` tells whether its paper can be looked at."""

    number: str
    version: int
    kind: str
    kind_label: str
    state: ProofState
    state_label: str
    valid_from: date
    valid_to: date
    submitted_at: datetime
    reason: str
    has_file: bool

    @property
    def is_lapsed(self) -> bool:
        """Tell whether it was good and has run out."""
        return self.state_label == LAPSED

    @property
    def is_ending(self) -> bool:
        """Tell whether it is good, runs out soon, and nothing longer is there."""
        return self.state_label == ENDING


def lines_of(found: Organization) -> list[ProofLine]:
    """Give the proofs of an organization by kind, each with how it stands today."""
    today = clock.today()
    good = found.proofs.filter(state=ProofState.ACCEPTED)
    labels = dict.fromkeys(good.filter(valid_to__lt=today).values_list("pk", flat=True), LAPSED)
    soon = ending_of(found, today).values_list("pk", flat=True)
    labels |= dict.fromkeys(soon, ENDING)
    return [
        ProofLine(
            one.number,
            one.version,
            one.kind,
            one.get_kind_display(),
            one.state,
            labels.get(one.pk, PROOF_LABELS[one.state]),
            one.valid_from,
            one.valid_to,
            one.submitted_at,
            one.reason,
            one.attachment_id is not None,
        )
        for one in found.proofs.order_by("kind", "-valid_to", "-id")[:MOST_ROWS]
    ]


def ending_kept_by(union: Union, today: date) -> QuerySet[Proof]:
    """Give what runs out soon at the organizations whose file a union keeps."""
    return _ending(union, today).filter(organization__union=union)


def ending_of(organization: Organization, today: date) -> QuerySet[Proof]:
    """Give what runs out soon at one organization."""
    return _ending(organization.union, today).filter(organization=organization)


def _ending(union: Union, today: date) -> QuerySet[Proof]:
    longer = Proof.objects.filter(
        organization=OuterRef("organization"),
        kind=OuterRef("kind"),
        valid_to__gt=OuterRef("valid_to"),
        state__in=[str(ProofState.ACCEPTED), str(ProofState.SUBMITTED)],
    )
    soon = today + timedelta(days=standards.proof_remind_days(union, today))
    return Proof.objects.filter(
        ~Exists(longer), state=ProofState.ACCEPTED, valid_to__range=(today, soon)
    )
