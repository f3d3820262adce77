"""Giving several separate consents at once, each recorded for itself (RX.1)."""

from backend.access.actor import Actor
from backend.accounts import consents
from backend.accounts.models import ConsentPurpose, Person
from backend.kernel.errors import Invalid
from services.hardship.queries import consent_text


def give(person: Person, purposes: list[str], *, actor: Actor, channel: str) -> None:
    """Record a consent to each purpose with its text; raises Invalid `bad_purpose`."""
    for name in dict.fromkeys(purposes):
        if name not in ConsentPurpose.values:
            raise Invalid("bad_purpose", "没有这一项同意事项，请从列出的事项里选。")
        purpose = ConsentPurpose(name)
        consents.give(
            person,
            purpose,
            notice_version=consent_text.VERSION,
            notice_text=consent_text.TEXTS[purpose],
            actor=actor,
            channel=channel,
        )
