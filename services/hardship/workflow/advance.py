"""What every verb does alike: open the row for an act, move it, leave decision and trace, tell.

Only this module and its neighbours write `Application.state`.
"""

from collections.abc import Sequence
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict
from notifications import outbox
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Decision, PublicNotice
from services.hardship.queries import standards
from services.hardship.rules import deadline
from services.hardship.states import MACHINE, WAITING_STATES, Act


def open_for(
    number: str, act: Act, *, actor: Actor, permission: Permission, version: int | None = None
) -> Application:
    """Lock an application for an officer's act.

    Raises NotFound outside her subtree, Refused without the permission there, StaleVersion,
    Conflict `wrong_state`.
    """
    application = Application.objects.locked(number)
    access.must_see(actor, application)
    actor.must(permission, within=application)
    if version is not None:
        check_version(application, version)
    MACHINE.move(application.state, act)
    return application


def open_own(number: str, *, actor: Actor, version: int | None = None) -> Application:
    """Lock an application for who made it; raises NotFound for everybody else, StaleVersion."""
    application = Application.objects.locked(number)
    access.must_own(actor, application)
    if version is not None:
        check_version(application, version)
    return application


def open_editable(number: str, *, actor: Actor, version: int | None = None) -> Application:
    """Lock an application whose answers may still change; raises Conflict `not_editable`."""
    application = open_own(number, actor=actor, version=version)
    allowed, reason = access.editable(application)
    if not allowed:
        raise Conflict("not_editable", reason)
    return application


def advance(
    application: Application,
    act: Act,
    *,
    actor: Actor,
    opinion: str = "",
    in_chain: bool = False,
    changed: Sequence[str] = (),
) -> None:
    """Move the application along its machine and leave decision and trace of the act."""
    today = clock.today()
    application.state = MACHINE.move(application.state, act)
    application.state_since = today
    application.due_on = _due_on(application, today)
    application.version += 1
    application.save(
        update_fields=["state", "state_since", "due_on", "version", *dict.fromkeys(changed)]
    )
    decide(application, act, actor=actor, opinion=opinion, in_chain=in_chain)
    trace(application, act, actor=actor, fields=["state", *changed])


def touch(application: Application, act: str, *, actor: Actor, changed: Sequence[str]) -> None:
    """Save changed answers as a new version and leave the trace; the state stays."""
    application.version += 1
    application.save(update_fields=["version", *changed])
    trace(application, act, actor=actor, fields=changed)


def decide(
    application: Application, act: str, *, actor: Actor, opinion: str, in_chain: bool = False
) -> Decision:
    """Record step, person, time, opinion (R8.44), sealed for good; append-only."""
    decision = Decision(
        application=application,
        key=application.key,
        act=str(act),
        by_id=actor.user_id,
        by_label=actor.label[:80],
        by_person_id=actor.person_id,
        subject_person_id=application.person_id,
        filer_id=application.filed_by_id,
        in_chain=in_chain,
    )
    decision.seal("opinion_sealed", opinion.strip())
    decision.save(force_insert=True)
    return decision


def trace(application: Application, act: str, *, actor: Actor, fields: Sequence[str] = ()) -> None:
    """Leave an audit entry: names of fields, never a value."""
    trail.record(
        actor,
        f"hardship.{act}",
        application,
        person_id=application.person_id,
        union_id=application.union_id,
        fields=list(fields),
    )


def tell(topic: Topic, application: Application, **params: str) -> None:
    """Tell the applicant; nothing personal but the number, a state or a date."""
    outbox.post(topic, to=application.person, about=application, params=params)


def day_text(day: date) -> str:
    """Write a date for a sentence: 2026年12月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _due_on(application: Application, today: date) -> date | None:
    if application.state not in WAITING_STATES:
        return None
    notice = PublicNotice.objects.filter(application=application).first()
    return deadline.step_until(
        application.state,
        since=today,
        notice_last=notice.until if notice else None,
        periods=standards.periods(application.union, today),
    )
