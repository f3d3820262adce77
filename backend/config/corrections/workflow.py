"""Putting personal data right (PIPL 46): the worker asks, the union above answers with reasons.

Identity data change only against papers seen at the counter, so an accepted request changes the
phone number at once and sends every other correction to the counter with its answer.
"""

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.models import CorrectionField, CorrectionRequest
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts.models import Membership, Person
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.unions import standards
from backend.unions.models import Union
from notifications import outbox
from notifications.topics import Topic

LONGEST = 200
ANSWER_WORKING_DAYS = "privacy.correction_answer_workdays"


@verb
def ask(field: str, wanted: str, *, actor: Actor) -> CorrectionRequest:
    """Ask to have one thing about oneself put right.

    Raises Invalid `bad_correction`, Conflict `correction_open` while the same is being looked at.
    """
    if field not in CorrectionField.values or not wanted.strip() or len(wanted) > LONGEST:
        raise Invalid(
            "bad_correction", f"请选择要更正的内容，并用 1 到 {LONGEST} 个字写明正确的内容。"
        )
    person = Person.objects.select_related("key").get(pk=actor.own_person_id)
    union = _union_of(person)
    days = standards.whole(ANSWER_WORKING_DAYS, union, clock.today())
    asked = CorrectionRequest(
        person=person,
        key=person.key,
        field=field,
        due_on=clock.add_working_days(clock.today(), days),
    )
    asked.place(union)
    asked.seal("wanted_sealed", wanted.strip())
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        raise Conflict("correction_open", "这一项已经申请更正，正在核对，请等答复。") from None
    trail.record(
        actor, "correction.ask", asked, person_id=person.pk, union_id=union.pk, fields=[field]
    )
    return asked


@verb
def answer(
    number: str, *, actor: Actor, version: int, corrected: bool, reason: str
) -> CorrectionRequest:
    """Answer a request; nobody answers his own.

    Raises NotFound outside the actor's subtree, Conflict `already_answered`, Invalid
    `answer_missing`.
    """
    asked = (
        CorrectionRequest.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(visible(actor, Permission.ACCOUNTS_CORRECTION_DECIDE), number=number)
        .first()
    )
    if asked is None:
        raise NotFound
    actor.must(Permission.ACCOUNTS_CORRECTION_DECIDE, within=asked)
    if asked.person_id == actor.person_id:
        raise Refused("own_case", "这是您本人的申请，请由其他同事办理。")
    check_version(asked, version)
    if asked.answered_at is not None:
        raise Conflict("already_answered", "这份更正申请已经答复过，请刷新页面查看。")
    if not reason.strip() or len(reason) > 2 * LONGEST:
        raise Invalid("answer_missing", f"请写明答复，1 到 {2 * LONGEST} 个字，申请人会看到。")
    asked.answered_at, asked.answered_by_id = clock.now(), actor.user_id
    asked.corrected, asked.answer = corrected, reason.strip()
    asked.version += 1
    asked.save(update_fields=["answered_at", "answered_by", "corrected", "answer", "version"])
    trail.record(
        actor,
        "correction.answer",
        asked,
        person_id=asked.person_id,
        union_id=asked.union_id,
        fields=[asked.field],
    )
    outbox.post(Topic.DATA_CORRECTION_ANSWERED, to=asked.person, about=asked)
    return asked


def _union_of(person: Person) -> Union:
    """Give the union that answers: the one he belongs to, the topmost for somebody without one."""
    member = (
        Membership.objects.filter(person=person, state__in=("active", "retained"))
        .select_related("union")
        .first()
    )
    return member.union if member else Union.objects.get(level=1)
