"""What the public sees change: a new version, a withdrawal."""

from enum import StrEnum
from typing import Any, NamedTuple

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import FieldError, Invalid
from notifications import cohorts, outbox
from notifications.topics import Topic
from services.disclosure.models import Disclosure, FeedWork, FormVersion, Version, Withdrawal
from services.disclosure.states import MACHINE, Act, Ground, State
from services.disclosure.workflow.words import digest_of, hand_of, refuse_numbers


class Tells(StrEnum):
    """Of which versions members are told: each, the first alone, or corrections alone."""

    EACH = "each"
    FIRST = "first"
    CORRECTIONS = "corrections"


class Hands(NamedTuple):
    """Keys of the three users a text went through; the database refuses two alike."""

    author_id: int
    checker_id: int
    signer_id: int


def publish_version(
    disclosure: Disclosure,
    *,
    title: str,
    body: str,
    hands: Hands,
    actor: ActorLike,
    reason: str = "",
    form_version: FormVersion | None = None,
    figures: dict[str, Any] | None = None,
    purpose: str = "",
    tells: Tells = Tells.EACH,
) -> Version:
    """Put the next version before the public, in the caller's transaction, on a locked row."""
    first = disclosure.state is State.PREPARING
    target = MACHINE.move(disclosure.state, Act.PUBLISH if first else Act.CORRECT)
    now = clock.now()
    digest = digest_of(title, body)
    version = Version.objects.create(
        disclosure=disclosure,
        sequence=1 if disclosure.current is None else disclosure.current.sequence + 1,
        title=title,
        body=body,
        figures=figures or {},
        reason=reason,
        form_version=form_version,
        author_id=hands.author_id,
        checked_by_id=hands.checker_id,
        signed_by_id=hands.signer_id,
        published_at=now,
        digest=digest,
    )
    disclosure.state, disclosure.title, disclosure.current = target, title, version
    disclosure.published_at, disclosure.changed_at = disclosure.published_at or now, now
    disclosure.version += 1
    disclosure.save(
        update_fields=["state", "title", "current", "published_at", "changed_at", "version"]
    )
    FeedWork.objects.create(union_id=disclosure.union_id)
    act = "disclosure.publish" if first else "disclosure.correct"
    trail.record(
        actor, act, disclosure, union_id=disclosure.union_id, purpose=purpose, digest=digest
    )
    if tells is Tells.EACH or first is (tells is Tells.FIRST):
        cohort = cohorts.of_union(disclosure.union)
        outbox.notice(Topic.DISCLOSURE_PUBLISHED, cohort=cohort, about=disclosure, title=title)
    return version


@verb
def withdraw(number: str, *, actor: Actor, version: int, ground: str, reason: str) -> Disclosure:
    """撤回已公开的事项：写明缘由和时间；涉及个人信息的，文字从所有公开页面撤下。

    The words stay in the records (R12.4). Raises Conflict when it is not on the board.
    """
    disclosure = Disclosure.objects.locked(number)
    actor.must(Permission.DISCLOSURE_VERSION_WITHDRAW, within=disclosure)
    check_version(disclosure, version)
    target = MACHINE.move(disclosure.state, Act.WITHDRAW)
    why = _checked(ground, reason)
    disclosure.state, disclosure.changed_at = target, clock.now()
    disclosure.version += 1
    disclosure.save(update_fields=["state", "changed_at", "version"])
    Withdrawal.objects.create(
        disclosure=disclosure,
        ground=ground,
        reason=why,
        withdrawn_by_id=hand_of(actor),
        withdrawn_at=disclosure.changed_at,
    )
    FeedWork.objects.create(union_id=disclosure.union_id, is_deep=ground == Ground.PRIVACY)
    trail.record(
        actor, "disclosure.withdraw", disclosure, union_id=disclosure.union_id, purpose=ground
    )
    return disclosure


def _checked(ground: str, reason: str) -> str:
    fields = []
    if ground not in {one.value for one in Ground}:
        fields.append(FieldError("/ground", "unknown", "请选择撤回的缘由。"))
    why = reason.strip()
    if not why or len(why) > 300:  # noqa: PLR2004 (the column's length)
        fields.append(FieldError("/reason", "missing", "请写明撤回的原因，最多 300 字。"))
    if fields:
        raise Invalid("bad_withdrawal", "撤回要写明缘由和原因，原因会公开。", fields)
    refuse_numbers(why, "/reason")
    return why
