"""The basic union's part: return for material, home visit, recommendation."""

from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, HomeVisit
from services.hardship.models.household import EvidenceKind
from services.hardship.queries import standards
from services.hardship.states import WORKER_LABELS, Act, State
from services.hardship.workflow.advance import advance, day_text, open_for, tell
from services.hardship.workflow.grants import propose_grant
from services.hardship.workflow.readiness import assess, must_be_authorised, must_fit


@verb
def return_for_material(number: str, *, actor: Actor, version: int, missing: str) -> Application:
    """Return an application once with the full list of what is missing.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `returned_before`,
    Invalid `reason_missing`.
    """
    application = open_for(
        number,
        Act.RETURN,
        actor=actor,
        permission=Permission.HARDSHIP_APPLICATION_VISIT,
        version=version,
    )
    if application.returned_times:
        raise Conflict(
            "returned_before", "这份申请已经退回过一次。缺的材料请在走访时收齐，或按现有材料办理。"
        )
    said = must_say(missing, "请一次写全要补充的材料。")
    application.seal("return_reason_sealed", said)
    application.returned_times = 1
    advance(
        application,
        Act.RETURN,
        actor=actor,
        opinion=said,
        changed=["return_reason_sealed", "returned_times"],
    )
    periods = standards.periods(application.union, clock.today())
    until = clock.add_working_days(clock.today(), periods.recommend_days)
    tell(Topic.HARDSHIP_MATERIAL_NEEDED, application, date=day_text(until))
    return application


@verb
def record_visit(
    number: str, *, actor: Actor, version: int, visited_on: date, finding: str
) -> Application:
    """Record a home visit (R8.41): visitor, date, finding; at least one photograph stands.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `not_independent`,
    Invalid `bad_date`, `finding_missing`, `visit_photo_missing`.
    """
    application = open_for(
        number,
        Act.VISIT,
        actor=actor,
        permission=Permission.HARDSHIP_APPLICATION_VISIT,
        version=version,
    )
    access.must_be_unrelated(actor, application)
    if (
        application.submitted_on is None
        or not application.submitted_on <= visited_on <= clock.today()
    ):
        raise Invalid("bad_date", "走访日期应在提交申请之后、今天或今天以前，请核对。")
    said = must_say(finding, "请写明走访看到的情况。")
    if not application.evidence.filter(kind=EvidenceKind.VISIT, removed_at=None).exists():
        raise Invalid("visit_photo_missing", "请先上传至少一张走访照片，再登记走访。")
    visit = HomeVisit(
        application=application,
        key=application.key,
        visitor_id=access.user_key(actor),
        visited_on=visited_on,
    )
    visit.seal("finding_sealed", said)
    visit.save(force_insert=True)
    advance(application, Act.VISIT, actor=actor)
    tell(Topic.HARDSHIP_VISITED, application)
    return application


@verb
def recommend(
    number: str, *, actor: Actor, version: int, kind: str, amount: Money, opinion: str
) -> Application:
    """Recommend help of a kind and amount after the visit, with every adult's signature on file.

    The category is computed here by the year's line. Raises NotFound, Refused `not_independent`,
    StaleVersion, Conflict `wrong_state`, `standard_missing`, `not_in_hardship`, `over_ceiling`,
    Invalid `authorisation_missing`, `consent_missing`, `reason_missing`.
    """
    application = open_for(
        number,
        Act.RECOMMEND,
        actor=actor,
        permission=Permission.HARDSHIP_APPLICATION_RECOMMEND,
        version=version,
    )
    access.must_be_independent(actor, application)
    said = must_say(opinion, "请写明推荐意见。")
    must_be_authorised(application)
    assessed = assess(application)
    must_fit(application)
    propose_grant(application, kind, amount, actor=actor)
    advance(application, Act.RECOMMEND, actor=actor, opinion=said, in_chain=True, changed=assessed)
    tell(Topic.HARDSHIP_RECOMMENDED, application, state=WORKER_LABELS[State.ECONOMIC_CHECK])
    return application
