"""The digest and the scan of a text, the same at every step."""

import hashlib
from typing import Any

from backend.access.actor import Actor
from backend.kernel.errors import FieldError, Invalid, Refused
from services.disclosure.models import Draft
from services.disclosure.rules import privacy
from services.disclosure.rules.privacy import Finding


def hand_of(actor: Actor) -> int:
    """Key of the user who does this; the system itself never drafts, checks, signs or withdraws."""
    if actor.user_id is None:
        raise Refused("no_person", "这一步要由本人登录后办理。")
    return actor.user_id


def digest_of(title: str, body: str) -> bytes:
    """SHA-256 of the words: what was checked, signed and published is bound by it."""
    return hashlib.sha256(f"{title}\n{body}".encode()).digest()


def public_words(draft: Draft) -> str:
    """Everything of a draft that will be public: title, text, reason of the correction."""
    return f"{draft.title}\n{draft.body}\n{draft.reason}"


def findings_of(draft: Draft) -> list[Finding]:
    """Scan everything of a draft that will be public."""
    return privacy.scan(public_words(draft))


def refuse_numbers(words: str, pointer: str = "/body") -> None:
    """Refuse words with somebody's number in them; nobody can overrule that (R12.3).

    Raises Invalid `personal_number`; the number itself is never repeated.
    """
    found = privacy.blocking(privacy.scan(words))
    if found:
        raise Invalid(
            "personal_number",
            f"文中有 {len(found)} 处个人号码（{found[0].label}等），请删去后再办。",
            [FieldError(pointer, one.kind.value, f"{one.label}：{one.excerpt}") for one in found],
        )


def rows_of(findings: list[Finding], answers: dict[str, str]) -> list[dict[str, Any]]:
    """The findings as a review keeps them, each with the checker's answer."""
    return [
        {
            "key": one.key,
            "kind": one.kind.value,
            "label": one.label,
            "excerpt": one.excerpt,
            "is_blocking": one.is_blocking,
            "answer": answers.get(one.key, "").strip(),
        }
        for one in findings
    ]
