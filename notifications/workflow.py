"""The verbs of a reader: her devices, what she has read, when she wants to be left alone."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models.functions import Now

from backend.access.actor import Actor
from backend.access.write import verb
from backend.audit import trail
from backend.kernel.errors import FieldError, Invalid, NotFound, Refused
from notifications import cohorts, tickets
from notifications.models import Device, Preference, QuietHours
from notifications.states import DEVICE_MACHINE, DeviceAct
from notifications.topics import CATEGORY_LABELS, MANDATORY, Category

_READ_ITEMS = """
UPDATE notifications_inboxitem SET read_at = clock_timestamp()
WHERE person_id = %s AND seq <= %s AND read_at IS NULL"""

_READ_NOTICES = """
INSERT INTO notifications_inboxmark AS k (person_id, category, upto_seq)
SELECT %s, unnest(%s::text[]), LEAST(%s, COALESCE((SELECT max(seq) FROM notifications_notice), 0))
ON CONFLICT (person_id, category)
DO UPDATE SET upto_seq = GREATEST(k.upto_seq, excluded.upto_seq)"""

_READ_ONE = """
UPDATE notifications_inboxitem SET read_at = COALESCE(read_at, clock_timestamp())
WHERE person_id = %s AND seq = %s"""

_READ_NOTICE = """
INSERT INTO notifications_inboxexception (person_id, notice_id, mark)
SELECT %s, n.id, 'read' FROM notifications_notice n WHERE n.seq = %s AND n.cohort = ANY(%s)
ON CONFLICT (person_id, notice_id) DO UPDATE SET mark = notifications_inboxexception.mark"""


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What an installation says of itself."""

    platform: str
    vendor: str
    address: str
    address_kind: str
    app_version: str
    locale: str
    timezone: str
    notifications_enabled: bool


def _person_of(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refused("no_person", "这个账号还没有关联到本人信息，请到工会服务站核对身份后再用。")
    return actor.person_id


@verb
def register_device(installation_id: UUID, *, actor: Actor, facts: DeviceFacts) -> Device:
    """Register an installation, or take it over from whoever used the phone before.

    Idempotent. An address that another installation held moves to this one.
    """
    person_id = _person_of(actor)
    Device.objects.filter(address=facts.address).exclude(installation_id=installation_id).delete()
    device = Device.objects.select_for_update().filter(installation_id=installation_id).first()
    is_news = device is None or device.person_id != person_id
    if device is None:
        device = Device(installation_id=installation_id)
    else:
        device.state = DEVICE_MACHINE.move(device.state, DeviceAct.REGISTER)
    device.person_id = person_id
    device.platform, device.vendor = facts.platform, facts.vendor
    device.address, device.address_kind = facts.address, facts.address_kind
    device.app_version, device.locale = facts.app_version, facts.locale
    device.timezone = checked_zone(facts.timezone, "/tz")
    device.notifications_enabled = facts.notifications_enabled
    device.invalidated_at, device.reason = None, ""
    device.registered_at = device.last_seen = Now()
    device.save()
    if is_news:
        trail.record(actor, "notifications.register_device", device, person_id=person_id)
    return device


@verb
def drop_device(installation_id: UUID, *, actor: Actor) -> None:
    """Forget an installation at sign-out; nothing to forget is as good."""
    device = Device.objects.filter(
        installation_id=installation_id, person_id=_person_of(actor)
    ).first()
    if device is not None:
        trail.record(actor, "notifications.drop_device", device, person_id=actor.person_id)
        device.delete()


@verb
def read_all(upto: int, *, actor: Actor) -> None:
    """Everything up to this feed position counts as read."""
    person_id = _person_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(_READ_ITEMS, [person_id, upto])
        cursor.execute(_READ_NOTICES, [person_id, [str(one) for one in Category], upto])


@verb
def read_one(seq: int, *, actor: Actor) -> None:
    """One message counts as read; raises NotFound when it is not hers."""
    person_id = _person_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(_READ_ONE, [person_id, seq])
        found = cursor.rowcount
        if not found:
            cursor.execute(_READ_NOTICE, [person_id, seq, cohorts.of_person(person_id)])
            found = cursor.rowcount
    if not found:
        raise NotFound


@verb
def set_preference(category: Category, channel: str, mode: str, *, actor: Actor) -> None:
    """Switch one category on one channel; raises Refused for one that cannot be switched off."""
    if category in MANDATORY and mode == Preference.Mode.OFF:
        label = CATEGORY_LABELS[category]
        raise Refused("category_is_mandatory", f"“{label}”关系到您的账号安全，不能关闭。")
    Preference.objects.update_or_create(
        person_id=_person_of(actor), category=category, channel=channel, defaults={"mode": mode}
    )


@verb
def set_quiet_hours(
    *, actor: Actor, starts: time | None, ends: time | None, timezone: str = "Asia/Shanghai"
) -> None:
    """Set the hours without push, or clear them with None; raises Invalid for half a span."""
    person_id = _person_of(actor)
    if starts is None and ends is None:
        QuietHours.objects.filter(person_id=person_id).delete()
        return
    if starts is None or ends is None or starts == ends:
        message = "免打扰时段要同时填开始和结束时间，且两者不能相同。"
        raise Invalid("bad_quiet_hours", message, [FieldError("/starts", "span", message)])
    QuietHours.objects.update_or_create(
        person_id=person_id,
        defaults={"starts": starts, "ends": ends, "timezone": checked_zone(timezone, "/timezone")},
    )


@verb
def issue_ticket(*, actor: Actor) -> dict[str, str | int]:
    """Issue a single-use ticket for the websocket, bound to this sign-in."""
    value = tickets.issue(_person_of(actor), actor.session)
    return {"ticket": value, "expires_in": tickets.SECONDS}


def checked_zone(name: str, pointer: str) -> str:
    """The name of a time zone that exists; raises Invalid."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as fault:
        message = "没有这个时区，例如应填 Asia/Shanghai。"
        raise Invalid(
            "bad_timezone", message, [FieldError(pointer, "timezone", message)]
        ) from fault
