"""Starting an application and saving its answers in stages; resumable on another device (R8.40)."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import IntegrityError, connection, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import consents, memberships, people
from backend.accounts.models import ConsentPurpose, Person
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.identifiers import public_number
from backend.kernel.money import Money
from backend.unions.models import Union
from services.hardship import access
from services.hardship.models import Application, NumberYear
from services.hardship.models.application import ApplicantKind, Cause
from services.hardship.queries import consent_text
from services.hardship.workflow.advance import open_editable, open_own, touch, trace
from services.hardship.workflow.household import enter_applicant

PREFIX = "BF"
SITUATION_LENGTH = 2000
ADDRESS_LENGTH = 120
HEALTH_CAUSES = frozenset({Cause.ILLNESS, Cause.DISABILITY})


@verb
def start(*, actor: Actor, purposes: list[str]) -> Application:
    """Begin an application of one's own; the consent to household data comes first (RX.1).

    Raises Conflict `no_union` without a membership (a station applies then), `already_open`.
    """
    if actor.person_id is None:
        raise NotFound
    person = Person.objects.select_related("key").get(pk=actor.person_id)
    membership = memberships.standing(person)
    if membership is None:
        raise Conflict(
            "no_union", "您现在没有在籍的工会，可以到就近的工会服务站，由工作人员帮您申请。"
        )
    _must_include(purposes, ConsentPurpose.HOUSEHOLD)
    application = _open_draft(person, membership.union, ApplicantKind.WORKER, actor)
    _give_consents(application.person, purposes, actor=actor, channel="online")
    return application


@verb
def start_for(
    *,
    actor: Actor,
    union_number: str,
    id_number: str,
    name: str,
    phone: str,
    purposes: list[str],
) -> Application:
    """Begin an application for a worker who cannot; her signed consents are on paper (R8.34).

    By an officer of her union, or by a station for a worker without a union.

    Raises NotFound for a foreign union, Conflict `has_own_union`, `already_open`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(Permission.HARDSHIP_APPLICATION_CREATE, within=union):
        raise NotFound
    _must_include(purposes, ConsentPurpose.HOUSEHOLD)
    person = people.find_or_create(id_number, name, phone)
    membership = memberships.standing(person)
    if membership is not None and not union.contains(membership):
        raise Conflict("has_own_union", "这位职工的会籍在另一家工会，请由会籍所在工会申请。")
    home = membership.union if membership else union
    kind = ApplicantKind.OFFICER if membership else ApplicantKind.STATION
    application = _open_draft(person, home, kind, actor)
    _give_consents(application.person, purposes, actor=actor, channel="paper")
    return application


@verb
def agree(number: str, *, actor: Actor, purposes: list[str]) -> Application:
    """Add consents to further purposes, each for itself (RX.1)."""
    application = open_own(number, actor=actor)
    channel = "online" if actor.person_id == application.person_id else "paper"
    _give_consents(application.person, purposes, actor=actor, channel=channel)
    return application


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one stage; what is None stays as it is."""

    cause: str | None = None
    situation: str | None = None
    address: str | None = None
    annual_income: Money | None = None
    rigid_expense: Money | None = None
    self_paid: Money | None = None
    event_on: date | None = None
    event_cost: Money | None = None
    event_is_disaster: bool | None = None


@verb
def save(number: str, *, actor: Actor, version: int, answers: Answers) -> Application:
    """Save the answers of one stage at once; the rest stays as it was.

    Raises NotFound, StaleVersion, Conflict `not_editable`, Invalid for an answer that cannot be,
    Invalid `consent_missing` for health data without the consent to it.
    """
    application = open_editable(number, actor=actor, version=version)
    changed: list[str] = []
    if answers.cause is not None:
        changed.append(_set_cause(application, answers.cause))
    changed += _set_texts(application, answers)
    changed += _set_amounts(application, answers)
    if not changed:
        raise Invalid("nothing_to_save", "没有要保存的内容，请先填写再保存。")
    touch(application, "save", actor=actor, changed=changed)
    return application


def _set_cause(application: Application, cause: str) -> str:
    if cause not in Cause.values:
        raise Invalid("bad_cause", "请从列出的原因里选一个。")
    if cause in HEALTH_CAUSES and not consents.stands(application.person, ConsentPurpose.HEALTH):
        raise Invalid(
            "consent_missing",
            "填写生病或残疾情况前，请先单独同意“处理健康信息”。不同意也可以选其他原因。",
        )
    application.cause = cause
    return "cause"


def _set_texts(application: Application, answers: Answers) -> list[str]:
    changed = []
    for column, text, longest in (
        ("situation_sealed", answers.situation, SITUATION_LENGTH),
        ("address_sealed", answers.address, ADDRESS_LENGTH),
    ):
        if text is None:
            continue
        if len(text) > longest:
            raise Invalid("too_long", f"这一项最多写 {longest} 个字，您写了 {len(text)} 个字。")
        application.seal(column, text.strip())
        changed.append(column)
    return changed


def _set_amounts(application: Application, answers: Answers) -> list[str]:
    changed = []
    for field in fields(answers):
        value = getattr(answers, field.name)
        if value is None:
            continue
        if isinstance(value, Money):
            if value.fen < 0:
                raise Invalid("bad_money", "金额不能是负数，请核对。")
            setattr(application, f"{field.name}_fen", value.fen)
            changed.append(f"{field.name}_fen")
        elif field.name in {"event_on", "event_is_disaster"}:
            setattr(application, field.name, value)
            changed.append(field.name)
    if answers.event_on is not None and answers.event_on > clock.today():
        raise Invalid("future_event", "意外发生的日期不能晚于今天，请核对。")
    return changed


def _open_draft(person: Person, union: Union, kind: ApplicantKind, actor: Actor) -> Application:
    if Application.objects.of_person(person.pk).filter(open_files__isnull=False).exists():
        raise _already_open()
    application = Application(
        number=_next_number(),
        key=DataKey.make(),
        person=person,
        applicant_kind=kind,
        filed_by_id=access.user_key(actor),
    )
    application.place(union)
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as clash:
        raise _already_open() from clash
    enter_applicant(application)
    trace(application, "start", actor=actor, fields=["applicant_kind"])
    return application


def _already_open() -> Conflict:
    return Conflict(
        "already_open",
        "这位职工已有一份在办或在档的困难帮扶申请，不能再开一份。请打开原来的申请继续办。",
    )


def _give_consents(person: Person, purposes: list[str], *, actor: Actor, channel: str) -> None:
    consents.give_each(
        person,
        purposes,
        notice_version=consent_text.VERSION,
        notices=consent_text.TEXTS,
        actor=actor,
        channel=channel,
    )


def _must_include(purposes: list[str], wanted: ConsentPurpose) -> None:
    if wanted not in purposes:
        raise Invalid(
            "consent_missing",
            "开始填写前，请先同意“处理家庭成员信息”。不同意就不会保存任何家庭信息。",
        )


def _next_number() -> str:
    """Take the next number of this year; a rolled-back verb leaves a gap, never a double."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hardship_numberyear (year, base)"
            " SELECT %s, CASE WHEN is_called THEN last_value ELSE last_value - 1 END"
            " FROM hardship_serial ON CONFLICT (year) DO NOTHING",
            [year],
        )
        cursor.execute("SELECT nextval('hardship_serial')")
        serial = int(cursor.fetchone()[0])
    base = NumberYear.objects.values_list("base", flat=True).get(year=year)
    return public_number(PREFIX, year, serial - base)
