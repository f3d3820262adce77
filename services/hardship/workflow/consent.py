"""Separate consents of the applicant: given before what they cover is stored, taken back (RX.1)."""

import hashlib

from backend.access.actor import Actor
from backend.accounts.models import Consent, ConsentPurpose, Person
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Invalid
from services.hardship.queries import consent_text


def stands(person: Person, purpose: ConsentPurpose) -> bool:
    """Tell whether the person agreed to the purpose and did not take it back."""
    return Consent.objects.filter(
        person=person, purpose=str(purpose), withdrawn_at__isnull=True
    ).exists()


def give(person: Person, purposes: list[str], *, actor: Actor, channel: str) -> None:
    """Record each consent for itself, with the digest of the text that was read.

    Raises Invalid `bad_purpose`. A consent that stands stays as it is.
    """
    for name in dict.fromkeys(purposes):
        if name not in ConsentPurpose.values:
            raise Invalid("bad_purpose", "没有这一项同意事项，请从列出的事项里选。")
        purpose = ConsentPurpose(name)
        if stands(person, purpose):
            continue
        consent = Consent.objects.create(
            person=person,
            purpose=str(purpose),
            notice_version=consent_text.VERSION,
            notice_digest=hashlib.sha256(consent_text.TEXTS[purpose].encode()).digest(),
            channel=channel,
        )
        trail.record(actor, "consent.give", consent, person_id=person.pk, fields=[name])


def take_back(person: Person, purpose: ConsentPurpose, *, actor: Actor) -> None:
    """End the consent to a purpose from now on; nothing happens where none stands."""
    standing = Consent.objects.select_for_update().filter(
        person=person, purpose=str(purpose), withdrawn_at__isnull=True
    )
    for consent in standing:
        consent.withdrawn_at = clock.now()
        consent.save(update_fields=["withdrawn_at"])
        trail.record(actor, "consent.withdraw", consent, person_id=person.pk, fields=[purpose])
