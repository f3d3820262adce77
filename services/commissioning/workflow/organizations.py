"""The register of social organizations: entering, linking, checking, suspending, barring (R9.1)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.identifiers import check_credit_code
from backend.kernel.saying import must_say
from backend.unions.models import Union
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Organization, OrgKind, Penalty
from services.commissioning.models.serial import ORG_PREFIX, next_number
from services.commissioning.states.organizations import ORG, OrgAct
from services.commissioning.workflow.advance import tell_organization
from services.commissioning.workflow.filing import keep, open_file, trace_file

WRITE = Permission.COMMISSIONING_ORG_WRITE
CHECK = Permission.COMMISSIONING_ORG_CHECK
LONGEST_REASON = 200
EARLIEST = date(1949, 10, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered of an organization, from its certificate."""

    credit_code: str
    name: str
    kind: str
    registered_with: str
    registered_on: date
    has_union: bool = False
    hub: str = ""


@verb
def enter_organization(*, actor: Actor, union_number: str, entry: Entry) -> Organization:
    """Enter an organization into the register of a union; it is checked by another person.

    Raises NotFound for a foreign union, Invalid `bad_credit_code`, `bad_kind`, `bad_name`,
    `bad_date`, `bad_hub`, Conflict `organization_exists` with the number of the file.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(WRITE, within=union):
        raise NotFound
    code = check_credit_code(entry.credit_code)
    _check(entry)
    organization = Organization(
        number=next_number(ORG_PREFIX),
        credit_code=code,
        name=entry.name.strip(),
        kind=entry.kind,
        registered_with=entry.registered_with.strip(),
        registered_on=entry.registered_on,
        has_union=entry.has_union,
        hub=_hub(entry.hub) if entry.hub else None,
        entered_by_id=access.user_key(actor),
    )
    organization.place(union)
    _must_be_new(code)
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
    except IntegrityError as clash:
        _must_be_new(code)
        raise Conflict("organization_exists", "这个组织刚刚已被登记，请在名录里查找。") from clash
    trace_file(organization, "enter", actor=actor)
    return organization


def _check(entry: Entry) -> None:
    if entry.kind not in OrgKind.values:
        raise Invalid("bad_kind", "请从列出的类别里选一个。")
    if not entry.name.strip() or not entry.registered_with.strip():
        raise Invalid("bad_name", "请写明组织名称和登记机关。")
    if not EARLIEST <= entry.registered_on <= clock.today():
        raise Invalid("bad_date", "登记日期不能晚于今天，请对照登记证书。")


def _must_be_new(code: str) -> None:
    known = Organization.objects.filter(credit_code=code).first()
    if known is not None:
        raise Conflict(
            "organization_exists",
            f"这个信用代码已登记为“{known.name}”（{known.number}），不能再登记一次。",
        )


def _hub(number: str, *, of: Organization | None = None) -> Organization:
    found = Organization.objects.filter(number=number, kind=OrgKind.HUB).first()
    if found is None or found == of:
        raise Invalid("bad_hub", "没有找到这个枢纽型组织，请填名录里的组织编号。")
    return found


@verb
def link_hub(number: str, *, actor: Actor, version: int, hub: str) -> Organization:
    """Link an organization with its hub organization, or with none.

    Raises NotFound, Refused, StaleVersion, Invalid `bad_hub`.
    """
    organization = open_file(number, actor=actor, permission=WRITE, version=version)
    organization.hub = _hub(hub, of=organization) if hub else None
    return keep(organization, "link_hub", actor=actor, changed=["hub"])


@verb
def check_organization(number: str, *, actor: Actor, version: int) -> Organization:
    """Confirm the file as the yearly check; by another person than who entered it (R9.1).

    Raises NotFound, Refused `own_entry`, StaleVersion, Conflict `wrong_state`.
    """
    organization = open_file(
        number, actor=actor, permission=CHECK, act=OrgAct.CHECK, version=version
    )
    if organization.entered_by_id == actor.user_id:
        raise Refused("own_entry", "这个组织是您登记的，请交给另一位同事核查。")
    organization.checked_on = clock.today()
    organization.checked_by_id = access.user_key(actor)
    return _move(organization, OrgAct.CHECK, "", actor, ["checked_on", "checked_by"])


@verb
def suspend(number: str, *, actor: Actor, version: int, reason: str) -> Organization:
    """Suspend an organization from applying, with a reason that it reads.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    organization = open_file(
        number, actor=actor, permission=CHECK, act=OrgAct.SUSPEND, version=version
    )
    return _move(organization, OrgAct.SUSPEND, _said(reason), actor)


@verb
def bar(number: str, *, actor: Actor, version: int, until: date, reason: str) -> Organization:
    """Bar an organization up to and including a day, with a reason that it reads (R9.2).

    Raises NotFound, Refused, StaleVersion, Invalid `bad_day`, `reason_missing`.
    """
    organization = open_file(number, actor=actor, permission=CHECK, act=OrgAct.BAR, version=version)
    if until < clock.today():
        raise Invalid("bad_day", "禁入截止日期不能早于今天。")
    return set_barred(organization, until=until, reason=_said(reason), actor=actor)


@verb
def restore(number: str, *, actor: Actor, version: int, reason: str) -> Organization:
    """Let a suspended or barred organization apply again, with a reason.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    organization = open_file(
        number, actor=actor, permission=CHECK, act=OrgAct.RESTORE, version=version
    )
    organization.barred_until = None
    return _move(organization, OrgAct.RESTORE, _said(reason), actor, ["barred_until"])


@verb
def enter_penalty(
    number: str, *, actor: Actor, imposed_on: date, authority: str, matter: str, is_major: bool
) -> Penalty:
    """Record a penalty of an authority; a major one bars for the configured years (R9.2).

    Raises NotFound, Refused, Invalid `bad_date`, `matter_missing`.
    """
    organization = open_file(number, actor=actor, permission=WRITE)
    if not EARLIEST <= imposed_on <= clock.today():
        raise Invalid("bad_date", "处罚日期不能晚于今天，请对照处罚决定书。")
    if not authority.strip() or not matter.strip():
        raise Invalid("matter_missing", "请写明处罚机关和事由。")
    penalty = Penalty.objects.create(
        organization=organization,
        imposed_on=imposed_on,
        authority=authority.strip(),
        matter=matter.strip(),
        is_major=is_major,
        entered_by_id=access.user_key(actor),
    )
    keep(organization, "enter_penalty", actor=actor)
    return penalty


def set_barred(
    organization: Organization, *, until: date, reason: str, actor: Actor
) -> Organization:
    """Bar a locked organization inside the caller's verb; a longer bar is never cut short."""
    organization.barred_until = max(until, organization.barred_until or until)
    return _move(organization, OrgAct.BAR, reason, actor, ["barred_until"])


def lift_bar(
    organization: Organization, *, until: date | None, reason: str, actor: Actor
) -> Organization:
    """Shorten the bar of a locked organization inside the caller's verb, or end it (`until` None).

    For a bar whose reason has gone; who bars for another reason decides that by `bar`.
    """
    organization.barred_until = until
    act = OrgAct.RESTORE if until is None else OrgAct.BAR
    return _move(organization, act, reason, actor, ["barred_until"])


def _move(
    organization: Organization,
    act: OrgAct,
    reason: str,
    actor: Actor,
    changed: list[str] | None = None,
) -> Organization:
    organization.state = ORG.move(organization.state, act)
    organization.state_reason = reason
    columns = ["state", "state_reason", *(changed or [])]
    tell_organization(Topic.COMMISSIONING_ORG_STANDING, organization, organization)
    return keep(organization, str(act), actor=actor, changed=columns)


def _said(reason: str) -> str:
    said = must_say(reason, "请写明原因，对方会看到。")
    if len(said) > LONGEST_REASON:
        raise Invalid("reason_missing", f"原因最多 {LONGEST_REASON} 个字。")
    return said
