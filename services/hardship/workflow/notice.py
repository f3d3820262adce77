"""Opening the public notice from the allow list (R8.42)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Grant, PublicNotice
from services.hardship.queries import standards
from services.hardship.rules import deadline
from services.hardship.rules.category import Category
from services.hardship.rules.grant import AidKind, band_of
from services.hardship.rules.notice import notice_text
from services.hardship.states import Act
from services.hardship.workflow.advance import advance, day_text, open_for, tell
from services.hardship.workflow.readiness import must_be_authorised, must_fit


@verb
def open_notice(number: str, *, actor: Actor, version: int) -> Application:
    """Hang out the notice for its working days; its text is fixed from now on.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `not_in_hardship`,
    Invalid `authorisation_missing`, `consent_missing`.
    """
    application = open_for(
        number,
        Act.OPEN_NOTICE,
        actor=actor,
        permission=Permission.HARDSHIP_NOTICE_OPEN,
        version=version,
    )
    access.must_be_unrelated(actor, application)
    must_be_authorised(application)
    must_fit(application)
    notice = _write(application, actor)
    advance(application, Act.OPEN_NOTICE, actor=actor)
    tell(Topic.HARDSHIP_NOTICE_OPENED, application, date=day_text(notice.until))
    return application


def _write(application: Application, actor: Actor) -> PublicNotice:
    grant = Grant.objects.filter(application=application).first()
    if grant is None or actor.user_id is None:
        raise Conflict("grant_missing", "还没有提出帮扶类别和金额，不能公示。")
    today = clock.today()
    band = band_of(grant.amount, standards.band_edges(application.union, today))
    text = notice_text(
        application.person.unseal("name_sealed"),
        Category(application.category),
        AidKind(grant.kind),
        band,
    )
    notice = PublicNotice(
        application=application,
        applicant_text=text.applicant,
        category_text=text.category,
        aid_text=text.aid,
        band_text=text.band,
        band_start_fen=band.start.fen,
        band_below_fen=None if band.below is None else band.below.fen,
        opened_on=today,
        until=deadline.notice_until(today, standards.periods(application.union, today)),
        opened_by_id=actor.user_id,
    )
    notice.place(application.union)
    notice.save(force_insert=True)
    return notice
