"""The economic check: started with every signature on file, done outside, its result recorded."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, EconomicCheck
from services.hardship.states import Act
from services.hardship.workflow.advance import advance, open_for, tell
from services.hardship.workflow.readiness import assess, must_be_authorised


@verb
def start_check(number: str, *, actor: Actor, version: int) -> Application:
    """Start the check of the household's means (R8.35).

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`,
    Invalid `authorisation_missing`, `consent_missing`.
    """
    application = _open(number, Act.START_CHECK, actor, version)
    must_be_authorised(application)
    EconomicCheck.objects.create(
        application=application, key=application.key, started_by_id=access.user_key(actor)
    )
    advance(application, Act.START_CHECK, actor=actor)
    tell(Topic.HARDSHIP_CHECK_STARTED, application)
    return application


@verb
def record_check(
    number: str,
    *,
    actor: Actor,
    version: int,
    agrees: bool,
    finding: str,
    annual_income: Money | None = None,
    rigid_expense: Money | None = None,
) -> Application:
    """Record the result; verified figures replace the declared ones and the category is new.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `standard_missing`,
    Invalid `authorisation_missing`, `reason_missing`.
    """
    application = _open(number, Act.RECORD_CHECK, actor, version)
    must_be_authorised(application)
    check = EconomicCheck.objects.select_for_update().get(application=application)
    check.key = application.key
    check.seal("finding_sealed", must_say(finding, "请写明核对结果。"))
    check.agrees, check.recorded_by_id, check.recorded_at = agrees, actor.user_id, clock.now()
    check.save(update_fields=["finding_sealed", "agrees", "recorded_by", "recorded_at"])
    changed = []
    if annual_income is not None:
        application.annual_income_fen = annual_income.fen
        changed.append("annual_income_fen")
    if rigid_expense is not None:
        application.rigid_expense_fen = rigid_expense.fen
        changed.append("rigid_expense_fen")
    changed += assess(application)
    advance(application, Act.RECORD_CHECK, actor=actor, changed=changed)
    tell(Topic.HARDSHIP_ECONOMIC_CHECKED, application)
    return application


def _open(number: str, act: Act, actor: Actor, version: int) -> Application:
    application = open_for(
        number,
        act,
        actor=actor,
        permission=Permission.HARDSHIP_ECONOMIC_CHECK,
        version=version,
    )
    access.must_be_unrelated(actor, application)
    return application
