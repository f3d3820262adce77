"""A certificate of cover that anybody can verify: a keyed token leads to plan, name and dates.

The token carries the key of the cover and its keyed digest, so that no other token can be guessed
from it. Whoever holds a certificate may see what is printed on it, as it stands today.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.mutual_aid.models import Cover, Line
from services.mutual_aid.queries.batches import visible_batch

PURPOSE = "mutual_aid.certificate"
DIGEST_BYTES = 20
_TOKEN = re.compile(r"([0-9a-f]{1,15})-([a-z2-7]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says: plan, masked name, dates, and whether it holds today."""

    token: str
    title: str
    plan: str
    name: str
    first_day: date
    last_day: date
    shares: int
    state: str
    is_valid: bool
    asked_on: date


def token_of(cover_id: int) -> str:
    """Give the token that leads to a cover, for who may see it."""
    return f"{cover_id:x}-{_digest(cover_id)}"


def verify(token: str) -> Certificate:
    """Give what the certificate with this token says today; raises NotFound for any other token."""
    match = _TOKEN.fullmatch(token)
    cover_id = int(match[1], 16) if match else 0
    if match is None or not hmac.compare_digest(match[2], _digest(cover_id)):
        raise NotFound
    return _read(Cover.objects.filter(pk=cover_id).first())


def own_certificate(actor: Actor, cover_id: int) -> Certificate:
    """Give the certificate of a cover of one's own; raises NotFound."""
    return _read(Cover.objects.of_person(actor.person_id).filter(pk=cover_id).first())


def unit_certificate(actor: Actor, number: str, line_id: int) -> Certificate:
    """Give the certificate of a person of a batch that the actor may see; raises NotFound."""
    batch = visible_batch(actor, number)
    line = Line.objects.filter(batch=batch, pk=line_id).first()
    return _read(Cover.objects.filter(line=line).first() if line else None)


def _read(cover: Cover | None) -> Certificate:
    if cover is None:
        raise NotFound
    today = clock.today()
    is_valid = cover.first_day <= today <= cover.last_day
    state = "保障有效" if is_valid else "还没有开始" if today < cover.first_day else "已经到期"
    return Certificate(
        token=token_of(cover.pk),
        title=cover.plan_version.title,
        plan=cover.plan_version.number,
        name=cover.person.display_name or "（已删除）",
        first_day=cover.first_day,
        last_day=cover.last_day,
        shares=cover.shares,
        state=state,
        is_valid=is_valid,
        asked_on=today,
    )


def _digest(cover_id: int) -> str:
    found = keyring().index(PURPOSE, str(cover_id))[:DIGEST_BYTES]
    return base64.b32encode(found).decode().lower()
