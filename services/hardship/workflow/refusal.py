"""Refusing with a written reason and an appeal route (R8.45)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.saying import must_say
from backend.unions.models import Union
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Refusal
from services.hardship.queries import standards
from services.hardship.states import Act
from services.hardship.workflow.advance import advance, open_for, tell
from services.hardship.workflow.submission import close

CLAUSE_LENGTH = 200


@verb
def refuse(number: str, *, actor: Actor, version: int, reason: str, clause: str) -> Application:
    """Refuse an application: the reason, the clause, and where and until when to appeal.

    Raises NotFound, Refused `not_independent`, StaleVersion, Conflict `wrong_state`,
    Invalid `reason_missing`.
    """
    application = open_for(
        number,
        Act.REFUSE,
        actor=actor,
        permission=Permission.HARDSHIP_APPLICATION_REFUSE,
        version=version,
    )
    access.must_be_unrelated(actor, application)
    said = must_say(reason, "请写明不予帮扶的原因。")
    write_refusal(
        application, reason=said, clause=must_say(clause, "请写明依据的条款。")[:CLAUSE_LENGTH]
    )
    close(application, actor=actor)
    advance(application, Act.REFUSE, actor=actor, opinion=said)
    tell(Topic.HARDSHIP_REFUSED, application)
    return application


def write_refusal(application: Application, *, reason: str, clause: str) -> Refusal:
    """Write the decision that the applicant reads."""
    today = clock.today()
    refusal = Refusal(
        application=application,
        key=application.key,
        clause=clause,
        appeal_to=_appeal_body(application.union).name,
        appeal_until=clock.add_working_days(today, standards.appeal_days(application.union, today)),
    )
    refusal.seal("reason_sealed", reason)
    refusal.save(force_insert=True)
    return refusal


def _appeal_body(union: Union) -> Union:
    """Give the union two steps up, or the highest there is: never who decided alone."""
    up = union.parent or union
    return up.parent or up
