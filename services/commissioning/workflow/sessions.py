"""Sessions: planned, opened with a code that rotates, closed with both counts (R9.16)."""

import secrets
from datetime import datetime, timedelta

from backend.access.actor import Actor
from backend.access.versions import check_version
from backend.access.write import verb
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.saying import must_say
from backend.unions import standards
from notifications import outbox
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Contract, Session
from services.commissioning.models.serial import SESSION_PREFIX, next_number
from services.commissioning.rules import codes
from services.commissioning.states.delivery import SESSION, SessionAct
from services.commissioning.workflow.advance import note, owe, trace
from services.commissioning.workflow.under_contract import (
    must_be_delivering,
    must_provide,
    open_provided,
)

EARLY = "commissioning.session_early_minutes"
GRACE = "commissioning.confirm_grace_minutes"
LONGEST = timedelta(hours=24)


@verb
def plan_session(
    contract_number: str,
    *,
    actor: Actor,
    title: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
) -> Session:
    """Plan a session within the term of the contract, by the organization.

    Raises NotFound, Conflict `project_closed`, Invalid `bad_time`, `outside_term`, `in_past`.
    """
    contract = open_provided(contract_number, actor=actor)
    must_be_delivering(contract)
    _check_time(contract, starts_at, ends_at)
    session = Session.objects.create(
        number=next_number(SESSION_PREFIX),
        contract=contract,
        title=must_say(title, "请填写服务内容。")[:60],
        place=must_say(place, "请填写服务地点。")[:80],
        starts_at=starts_at,
        ends_at=ends_at,
    )
    trace(session, "plan_session", project=contract.project, actor=actor)
    return session


@verb
def open_session(number: str, *, actor: Actor, version: int) -> Session:
    """Open a session for confirmations: from now on it shows a code that rotates.

    Raises NotFound, StaleVersion, Conflict `wrong_state`, `too_early`, `too_late`,
    `project_closed`.
    """
    session = _open(number, actor, version)
    must_be_delivering(session.contract)
    SESSION.move(session.state, SessionAct.OPEN)
    union, now = session.contract.project.union, clock.now()
    early = timedelta(minutes=standards.whole(EARLY, union, now.date()))
    if now < session.starts_at - early:
        at = clock.to_local(session.starts_at - early)
        raise Conflict(
            "too_early", f"还没到签到时间，{clock.day_words(at)} {at:%H:%M} 起可以开始。"
        )
    if now > session.ends_at:
        raise Conflict("too_late", "这场的时间已经过了，不能再签到。请取消后另排一场。")
    session.secret_sealed = keyring().wrap(secrets.token_bytes(codes.SECRET_BYTES))
    grace = timedelta(minutes=standards.whole(GRACE, union, now.date()))
    session.confirm_until = session.ends_at + grace
    session.opened_by_id = access.user_key(actor)
    _move(session, SessionAct.OPEN, actor, "secret_sealed", "confirm_until", "opened_by")
    return session


@verb
def close_session(number: str, *, actor: Actor, version: int, provider_count: int) -> Session:
    """Close a session: the provider says how many it counted, the confirmed are counted.

    Both stand side by side from now on. Who confirmed is told that she may rate. Raises NotFound,
    StaleVersion, Conflict `wrong_state`, Invalid `bad_count`.
    """
    session = _open(number, actor, version)
    SESSION.move(session.state, SessionAct.CLOSE)
    if provider_count < 0:
        raise Invalid("bad_count", "承接组织统计的人数不能是负数，请重新填写。")
    # The lock waited for the confirmations under way, and none is added after it.
    there = list(session.confirmations.values_list("person_id", flat=True))
    session.provider_count, session.confirmed = provider_count, len(there)
    session.closed_at, session.secret_sealed = clock.now(), None
    changed = ("provider_count", "confirmed", "closed_at", "secret_sealed")
    _move(session, SessionAct.CLOSE, actor, *changed)
    owe(session.contract.project, "close_session")
    outbox.post_many(Topic.COMMISSIONING_SERVICE_CONFIRMED, to=there, about=session)
    return session


@verb
def drop_session(number: str, *, actor: Actor, version: int, reason: str) -> Session:
    """Call a planned session off, with the reason.

    Raises NotFound, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    session = _open(number, actor, version)
    said = must_say(reason, "请写明取消的原因。")
    _move(session, SessionAct.DROP, actor)
    note(session.contract.project, "drop_session", actor=actor, words=f"{session}：{said}")
    return session


def _open(number: str, actor: Actor, version: int) -> Session:
    """Lock contract and session for who acts for the organization."""
    found = Session.objects.filter(number=number).values_list("contract__number", flat=True)
    first = found.first()
    if first is None:
        raise NotFound
    contract = Contract.objects.locked(first)
    must_provide(contract, actor)
    session = Session.objects.select_for_update(of=("self",)).get(number=number)
    session.contract = contract
    check_version(session, version)
    return session


def _move(session: Session, act: SessionAct, actor: Actor, *changed: str) -> None:
    session.state = SESSION.move(session.state, act)
    session.version += 1
    session.save(update_fields=["state", "version", *changed])
    project = session.contract.project
    trace(session, f"{act}_session", project=project, actor=actor, fields=["state"])


def _check_time(contract: Contract, starts_at: datetime, ends_at: datetime) -> None:
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise Invalid("bad_time", "结束时间要晚于开始时间，一场最长 24 小时。")
    first, last = clock.to_local(starts_at).date(), clock.to_local(ends_at).date()
    if first < contract.starts_on or last > contract.ends_on:
        term = f"{clock.day_words(contract.starts_on)}至{clock.day_words(contract.ends_on)}"
        raise Invalid("outside_term", f"场次时间要在服务期内（{term}），请改时间。")
    if ends_at <= clock.now():
        raise Invalid("in_past", "场次时间已经过了，请填写以后的时间。")
