"""Separate consents 单独同意 (RX.1): given for one purpose, taken back as easily, kept for proof.

They run in the caller's transaction and leave their trace in it.
"""

import hashlib
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, connection, transaction

from backend.accounts.models import Consent, ConsentPurpose, Person
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Invalid, Refused

# Asked in many acts: as plain SQL it need not be built by the ORM each time.
_STANDS = """
SELECT EXISTS (SELECT FROM accounts_consent
                WHERE person_id = %s AND purpose = %s AND withdrawn_at IS NULL)"""


def stands(person: Person, purpose: ConsentPurpose) -> bool:
    """Tell whether the person agreed to the purpose and did not take it back."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [person.pk, purpose.value])
        return bool(cursor.fetchone()[0])


def must_stand(person: Person, purpose: ConsentPurpose) -> None:
    """Raise Refused `consent_missing` before anything of that kind is stored without consent."""
    if not stands(person, purpose):
        raise Refused(
            "consent_missing", f"本人还没有同意“{purpose.label}”，请先取得单独同意再办理。"
        )


def give(
    person: Person,
    purpose: ConsentPurpose,
    *,
    notice_version: str,
    notice_text: str,
    actor: ActorLike,
    channel: str = "online",
) -> Consent:
    """Record a consent with the digest of the notice that was read; one that stands stays."""
    known = _standing(person, purpose)
    if known:
        return known
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                person=person,
                purpose=purpose.value,
                notice_version=notice_version,
                notice_digest=hashlib.sha256(notice_text.encode()).digest(),
                channel=channel,
            )
    except IntegrityError:
        return Consent.objects.get(person=person, purpose=purpose.value, withdrawn_at=None)
    trail.record(actor, "consent.give", consent, person_id=person.pk, fields=[purpose.value])
    return consent


def give_each(
    person: Person,
    purposes: Sequence[str],
    *,
    notice_version: str,
    notices: Mapping[ConsentPurpose, str],
    actor: ActorLike,
    channel: str = "online",
) -> None:
    """Record a consent to each purpose for itself, with the notice that was read for it.

    Raises Invalid `bad_purpose` for a purpose that no notice was shown for; nothing is recorded.
    """
    known = {purpose.value: purpose for purpose in notices}
    wanted = list(dict.fromkeys(purposes))
    if not known.keys() >= set(wanted):
        raise Invalid("bad_purpose", "没有这一项同意事项，请从列出的事项里选。")
    for name in wanted:
        give(
            person,
            known[name],
            notice_version=notice_version,
            notice_text=notices[known[name]],
            actor=actor,
            channel=channel,
        )


def withdraw(person: Person, purpose: ConsentPurpose, *, actor: ActorLike) -> bool:
    """End the consent from now on; gives False where none stood."""
    consent = (
        Consent.objects.select_for_update()
        .filter(person=person, purpose=purpose.value, withdrawn_at__isnull=True)
        .first()
    )
    if consent is None:
        return False
    consent.withdrawn_at = clock.now()
    consent.save(update_fields=["withdrawn_at"])
    trail.record(actor, "consent.withdraw", consent, person_id=person.pk, fields=[purpose.value])
    return True


def _standing(person: Person, purpose: ConsentPurpose) -> Consent | None:
    return Consent.objects.filter(
        person=person, purpose=purpose.value, withdrawn_at__isnull=True
    ).first()
