"""Objections: made by a member who can see the notice, resolved with a reason (R8.43)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound, Refused
from backend.kernel.saying import must_say
from notifications import outbox
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Objection, PublicNotice
from services.hardship.models.notice import Outcome
from services.hardship.states import MACHINE, Act, State
from services.hardship.workflow.advance import advance, decide, open_for, tell, trace
from services.hardship.workflow.refusal import write_refusal
from services.hardship.workflow.submission import close

UPHELD_CLAUSE = "公示期间的异议经核查成立"


@verb
def object_to(notice_number: str, *, actor: Actor, text: str) -> Objection:
    """Object to a notice that hangs in one's own union; approval stops until it is resolved.

    Raises NotFound for who cannot see it or when it no longer hangs, Conflict `objected_before`,
    `wrong_state`, Invalid `reason_missing`.
    """
    notice = PublicNotice.objects.visible_to(actor).filter(number=notice_number).first()
    if notice is None or actor.person_id is None:
        raise NotFound
    application = Application.objects.locked(
        Application.objects.values_list("number", flat=True).get(pk=notice.application_id)
    )
    if application.person_id == actor.person_id:
        raise Refused("own_notice", "这是您自己的申请。有不对的地方，请联系工会更正或撤回申请。")
    MACHINE.move(application.state, Act.OBJECT)
    if notice.objections.filter(by_person_id=actor.person_id).exists():
        raise Conflict("objected_before", "您已经对这条公示提出过异议，核查后会告诉您结果。")
    objection = Objection(notice=notice, key=application.key, by_person_id=actor.person_id)
    objection.seal("text_sealed", must_say(text, "请写明异议的理由。"))
    objection.save(force_insert=True)
    advance(application, Act.OBJECT, actor=Actor.system("notice"))
    tell(Topic.HARDSHIP_OBJECTED, application)
    return objection


@verb
def dismiss_objection(
    number: str, *, actor: Actor, version: int, objection: str, reason: str
) -> Application:
    """Find that an objection does not hold; the notice goes on when it was the last open one.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    application = _open(number, Act.DISMISS_OBJECTION, actor, version)
    said = must_say(reason, "请写明核查结果和理由。")
    _resolve(application, objection, Outcome.DISMISSED, said, actor)
    if application.notice.objections.filter(outcome="").exists():
        decide(application, Act.DISMISS_OBJECTION, actor=actor, opinion=said)
        trace(application, Act.DISMISS_OBJECTION, actor=actor)
    else:
        advance(application, Act.DISMISS_OBJECTION, actor=actor, opinion=said)
        tell(Topic.HARDSHIP_NOTICE_RESUMED, application)
    return application


@verb
def uphold_objection(
    number: str, *, actor: Actor, version: int, objection: str, reason: str
) -> Application:
    """Find that an objection holds: the application is refused with that reason.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    application = _open(number, Act.UPHOLD_OBJECTION, actor, version)
    said = must_say(reason, "请写明核查结果和理由。")
    _resolve(application, objection, Outcome.UPHELD, said, actor)
    write_refusal(application, reason=said, clause=UPHELD_CLAUSE)
    close(application, actor=actor)
    advance(application, Act.UPHOLD_OBJECTION, actor=actor, opinion=said)
    tell(Topic.HARDSHIP_REFUSED, application)
    return application


def _open(number: str, act: Act, actor: Actor, version: int) -> Application:
    application = open_for(
        number,
        act,
        actor=actor,
        permission=Permission.HARDSHIP_OBJECTION_RESOLVE,
        version=version,
    )
    access.must_be_unrelated(actor, application)
    return application


def _resolve(
    application: Application, number: str, outcome: Outcome, reason: str, actor: Actor
) -> None:
    objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("by_person", "key")
        .filter(notice__application=application, number=number, outcome="")
        .first()
    )
    if objection is None or application.state is not State.OBJECTION:
        raise NotFound
    if objection.by_person_id == actor.person_id:
        raise Refused("own_objection", "这是您本人提出的异议，请交给另一位经办人核查。")
    objection.outcome = outcome
    objection.seal("reason_sealed", reason)
    objection.resolved_by_id, objection.resolved_at = actor.user_id, clock.now()
    objection.save(update_fields=["outcome", "reason_sealed", "resolved_by", "resolved_at"])
    outbox.post(
        Topic.HARDSHIP_OBJECTION_RESOLVED,
        to=objection.by_person,
        about=application.notice,
        once=objection.number,
    )
