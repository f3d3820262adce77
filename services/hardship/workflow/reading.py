"""Reading a case in full and opening a masked value: both leave a trace (RX.2, threat 2)."""

from dataclasses import dataclass
from typing import get_args

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import people
from backend.accounts.people import Revealable
from backend.audit import trail
from backend.kernel.errors import Invalid, NotFound
from services.hardship import access
from services.hardship.models import Application, Evidence
from services.hardship.workflow.advance import trace

SENSITIVE = (
    "situation_sealed", "address_sealed", "finding_sealed", "text_sealed", "opinion_sealed",
    "reason_sealed", "return_reason_sealed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Revealed:
    """One value in full."""

    value: str


@verb
def read_case(number: str, *, actor: Actor) -> Application:
    """Open a case for the screen of an officer who may see it; raises NotFound."""
    application = (
        Application.objects.select_related("key", "person__key", "union")
        .filter(number=number)
        .first()
    )
    if application is None:
        raise NotFound
    access.must_see(actor, application)
    trace(application, "read", actor=actor, fields=SENSITIVE)
    return application


@verb
def reveal(
    number: str, *, actor: Actor, field: str, purpose: str, member: str | None = None
) -> Revealed:
    """Open one masked value of the applicant, or of a household member, for a stated purpose.

    Raises NotFound, Refused without the right to full values, Invalid `purpose_missing`,
    `bad_field`.
    """
    application = Application.objects.locked(number)
    access.must_see(actor, application)
    actor.must(Permission.ACCOUNTS_PERSON_READ_FULL, within=application)
    if field not in get_args(Revealable):
        raise Invalid("bad_field", "请选择要查看的一项：姓名、身份证号或手机号。")
    if member is None:
        opened = people.reveal(application.person, field, actor=actor, purpose=purpose)  # type: ignore[arg-type]
        return Revealed(opened)
    if not purpose.strip():
        raise Invalid("purpose_missing", "查看完整信息前请填写用途，本人可以看到这条记录。")
    row = application.members.select_related("key").filter(number=member).first()
    if row is None or field == "phone":
        raise NotFound
    trail.record(
        actor,
        "hardship.reveal_member",
        application,
        person_id=application.person_id,
        union_id=application.union_id,
        fields=[field],
        purpose=purpose,
    )
    return Revealed(row.unseal(f"{field}_sealed"))


def evidence_for(number: str, evidence: str, *, actor: Actor, own: bool) -> Evidence:
    """Give a photograph of a case its reader may see; the sending records the reading.

    Raises NotFound.
    """
    found = (
        Evidence.objects.select_related("application", "attachment__key")
        .filter(number=evidence, application__number=number, removed_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound
    if own:
        access.must_own(actor, found.application)
    else:
        access.must_see(actor, found.application)
    return found
