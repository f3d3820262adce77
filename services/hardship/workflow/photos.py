"""Photographs of papers: claimed from an upload, kept in the file."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.files import attachments
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound
from services.hardship import access
from services.hardship.models import Application, Evidence
from services.hardship.models.household import EvidenceKind
from services.hardship.rules.completeness import MOST_PHOTOS
from services.hardship.states import State
from services.hardship.workflow.advance import trace

CLOSED_FOR_PHOTOS = frozenset({State.REFUSED, State.WITHDRAWN, State.ON_FILE})


@verb
def attach_photo(
    number: str, *, actor: Actor, upload: str, kind: str = EvidenceKind.PROOF
) -> Evidence:
    """Put an uploaded photograph into the file: the applicant's, or a visitor's.

    Raises NotFound, Conflict `closed`, `too_many_photos`; what `attachments.attach` raises.
    """
    application = Application.objects.locked(number)
    _must_add(actor, application, EvidenceKind(kind))
    if application.state in CLOSED_FOR_PHOTOS:
        raise Conflict("closed", "这份申请已经办结，不能再补充材料。")
    if application.evidence.filter(removed_at__isnull=True).count() >= MOST_PHOTOS:
        raise Conflict("too_many_photos", f"一份申请最多 {MOST_PHOTOS} 张照片，请先移除不需要的。")
    attachment = attachments.attach(
        upload,
        actor=actor,
        kind=f"hardship_{kind}",
        case=application.number,
        person_id=application.person_id,
        union=application.union,
    )
    evidence = Evidence.objects.create(
        application=application,
        attachment=attachment,
        kind=kind,
        added_by_id=access.user_key(actor),
    )
    trace(application, "attach", actor=actor, fields=["evidence"])
    return evidence


@verb
def remove_photo(number: str, *, actor: Actor, evidence: str) -> Application:
    """Take a photograph out of a draft; the row stays as a record.

    Raises NotFound, Conflict `not_editable`, `in_use` when an authorisation rests on it.
    """
    application = Application.objects.locked(number)
    access.must_own(actor, application)
    allowed, reason = access.editable(application)
    if not allowed:
        raise Conflict("not_editable", reason)
    found = application.evidence.filter(number=evidence, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    if found.authorisations.filter(withdrawn_at__isnull=True).exists():
        raise Conflict("in_use", "这张照片是授权书，先撤回授权再移除。")
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    trace(application, "remove_photo", actor=actor, fields=["evidence"])
    return application


def _must_add(actor: Actor, application: Application, kind: EvidenceKind) -> None:
    if kind is not EvidenceKind.VISIT and access.owns(actor, application):
        return
    access.must_see(actor, application)
    actor.must(Permission.HARDSHIP_APPLICATION_VISIT, within=application)
