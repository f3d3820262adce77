"""Authorisations of the adults of a household, and taking consent back (R8.35, RX.1)."""

from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import consents
from backend.accounts.models import ConsentPurpose
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Authorisation, HouseholdMember
from services.hardship.models.household import EvidenceKind
from services.hardship.states import CLOSED_STATES
from services.hardship.workflow.advance import decide, open_own, tell, trace


@verb
def authorise(
    number: str, *, actor: Actor, member: str, letter: str, signed_on: date
) -> Authorisation:
    """Record that an adult member signed the letter of which `letter` is the photograph.

    The applicant, or the officer who visits, records it. Raises NotFound, Conflict `closed`,
    `not_adult`, `already_authorised`; Invalid `bad_letter`, `bad_date`.
    """
    application = _open(number, actor)
    person = _member(application, member)
    today = clock.today()
    if not person.is_adult(today):
        raise Conflict("not_adult", "未满十八周岁的家庭成员不用签授权书。")
    if signed_on > today:
        raise Invalid("bad_date", "签署日期不能晚于今天，请核对。")
    paper = application.evidence.filter(
        number=letter, kind=EvidenceKind.AUTHORISATION, removed_at__isnull=True
    ).first()
    if paper is None:
        raise Invalid("bad_letter", "请先上传这位成员签好的授权书照片，再登记授权。")
    if person.authorisations.filter(withdrawn_at__isnull=True).exists():
        raise Conflict("already_authorised", "这位成员的授权书已经登记过，不用再登记。")
    made = Authorisation.objects.create(
        member=person, letter=paper, signed_on=signed_on, recorded_by_id=access.user_key(actor)
    )
    decide(application, "authorise", actor=actor, opinion="")
    trace(application, "authorise", actor=actor, fields=["authorisations"])
    return made


@verb
def revoke_authorisation(number: str, *, actor: Actor, member: str) -> Application:
    """Take an authorisation back; from now on the file cannot advance (R8.35).

    Raises NotFound when none stands.
    """
    application = _open(number, actor)
    person = _member(application, member)
    standing = person.authorisations.filter(withdrawn_at__isnull=True).first()
    if standing is None:
        raise NotFound
    standing.withdrawn_at = clock.now()
    standing.save(update_fields=["withdrawn_at"])
    decide(application, "revoke_authorisation", actor=actor, opinion="")
    trace(application, "revoke_authorisation", actor=actor, fields=["authorisations"])
    tell(Topic.HARDSHIP_AUTHORISATION_NEEDED, application)
    return application


@verb
def withdraw_consent(number: str, *, actor: Actor, purpose: str) -> Application:
    """Take a separate consent back (RX.1); a file that needs it stands still from now on."""
    application = open_own(number, actor=actor)
    if purpose not in ConsentPurpose.values:
        raise NotFound
    consents.withdraw(application.person, ConsentPurpose(purpose), actor=actor)
    trace(application, "withdraw_consent", actor=actor, fields=["consents"])
    return application


def _open(number: str, actor: Actor) -> Application:
    application = Application.objects.locked(number)
    if not access.owns(actor, application):
        access.must_see(actor, application)
        actor.must(Permission.HARDSHIP_APPLICATION_VISIT, within=application)
    if application.state in CLOSED_STATES:
        raise Conflict("closed", "这份申请已经办结，不能再改授权。")
    return application


def _member(application: Application, number: str) -> HouseholdMember:
    found = application.members.filter(number=number).first()
    if found is None:
        raise NotFound
    return found
