"""Cover begins, by the plan's own rule (R8.12), and ends at 24:00 of its last day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import structlog
from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import Verb, verb
from backend.accounts.models import Person
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError
from backend.kernel.money import Money
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Cover, Line, PlanVersion, RefundReason
from services.mutual_aid.rules import enrolment, joining, words
from services.mutual_aid.rules.pack import Entry, Mode
from services.mutual_aid.states import LINE, BatchAct, BatchState, LineAct, LineState, PlanState
from services.mutual_aid.workflow.advance import allow_long, open_batch_row, step
from services.mutual_aid.workflow.coming_back import cover_returned
from services.mutual_aid.workflow.cover_statements import ADMITTED, COVER_LINES, COVER_MEMBERS
from services.mutual_aid.workflow.duplicates import tell_unions
from services.mutual_aid.workflow.fees import ask_back, fee_of_lines
from services.mutual_aid.workflow.periods import days_of

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 50


@verb
def put_in_force(number: str, *, actor: Actor, version: int) -> Batch:
    """Begin the cover 生效 of a confirmed batch: from the day and for the term of its plan.

    A person whom another cover of the plan still protects keeps that one; the line here is void
    (R8.8) and its fee is put down to go back. Who continues within the grace days does not wait
    again (R8.14). Raises Conflict `joined_too_late`, `wrong_state`.
    """
    allow_long()
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_BATCH_CONFIRM, within=batch)
    if batch.complete_on is None:
        raise Conflict("wrong_state", "会费和材料还没有办齐，保障不能生效。")
    first, last = days_of(batch, batch.complete_on)
    covered = _cover_lines(batch, (first, last))
    doubles = _void_uncovered(batch)
    _give_back(batch, doubles, actor)
    step(
        batch,
        BatchAct.PUT_IN_FORCE,
        actor=actor,
        first_day=first,
        last_day=last,
        line_count=len(covered),
    )
    outbox.post_many(
        Topic.MUTUAL_AID_COVERED,
        to=covered,
        about=batch,
        params={"date": f"{last:%Y-%m-%d}"},
        once=batch.number,
    )
    return batch


@verb
def cover_members(plan_number: str, *, actor: Actor) -> int:
    """Cover all members of the sponsor's subtree by an automatic plan; gives how many are new.

    Nobody applies (R8.3). Run again it covers only who joined since, and gives who came back the
    rest of her period. The conditions that the platform knows are checked: standing, sex, age.
    Raises Conflict `condition_unknown` where the plan has others: then the sponsor hands in who
    meets them (`take_over`).
    """
    allow_long()
    version = PlanVersion.objects.locked(plan_number)
    sponsor = version.plan.sponsor
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=sponsor)
    if version.mode != Mode.AUTOMATIC or not version.pays:
        raise Conflict("not_automatic", "只有已核定的自动参加计划才能这样办理。")
    rules = version.rules
    _must_know(rules.entry)
    days = enrolment.cover_days(rules, clock.today())
    count = _cover_again(version, days, actor)
    admitted, limits = _limits(rules.entry, days[0])
    with connection.cursor() as cursor:
        statement = COVER_MEMBERS.format(level=sponsor.level, admitted=admitted)
        cursor.execute(statement, {**_member_values(version, days), **limits})
        count += int(cursor.rowcount)
    trail.record(actor, "mutual_aid.plan.cover_members", version, union_id=sponsor.pk)
    return count


@verb
def take_over(plan_number: str, person_numbers: Iterable[str], *, actor: Actor) -> int:
    """Take over covers that stand already when the platform begins 接续保障; gives how many.

    For a fixed term that has begun: its fees were settled before, so no batch is made. Whoever of
    them left under an automatic plan and is a member again gets the rest of her period.
    """
    version = PlanVersion.objects.locked(plan_number)
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=version.plan.sponsor)
    rules = version.rules
    start = enrolment.expected_start(rules.cover, clock.today())
    if not version.pays or start > clock.today():
        raise Conflict("nothing_to_take_over", "这个计划版本还没有开始保障，请走正常报名。")
    last = enrolment.last_day(rules.cover, start)
    persons = Person.objects.filter(number__in=list(person_numbers), erased_at__isnull=True)
    before = Cover.objects.filter(plan_version=version).count()
    if version.mode == Mode.AUTOMATIC:
        _cover_again(version, (start, last), actor, [person.pk for person in persons])
    covers = [
        Cover(
            person=person,
            plan=version.plan,
            plan_version=version,
            first_day=start,
            last_day=last,
            wait_days=rules.cover.wait_days,
            cap_period_fen=rules.cap_period_fen,
            cap_life_fen=rules.cap_life_fen,
        )
        for person in persons
    ]
    Cover.objects.bulk_create(covers, batch_size=2000, ignore_conflicts=True)
    trail.record(actor, "mutual_aid.plan.take_over", version, union_id=version.plan.sponsor_id)
    return Cover.objects.filter(plan_version=version).count() - before


def begin_due() -> None:
    """Begin what waits: confirmed batches, and members of automatic plans; for the schedule.

    One that cannot begin (too late for its term) is logged and keeps nobody else waiting.
    """
    system = Actor.system("schedule")
    confirmed = Batch.objects.filter(state=BatchState.UPPER_CONFIRMED).order_by("pk")
    begun = 0
    for number, version in confirmed.values_list("number", "version"):
        begun += _begin(put_in_force, number, actor=system, version=version)
        if begun == MOST_AT_ONCE:
            break
    today = clock.today()
    signed = PlanVersion.objects.filter(mode=Mode.AUTOMATIC, state=PlanState.IN_FORCE)
    running = signed.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    for number in running.values_list("number", flat=True):
        _begin(cover_members, number, actor=system)


def _begin(act: Verb[..., Any], number: str, **how: Any) -> bool:
    try:
        act(number, **how)
    except DomainError as refused:
        log.warning("cover_not_begun", number=number, code=refused.code)
        return False
    return True


def _cover_lines(batch: Batch, days: tuple[date, date]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(COVER_LINES, {**_values(batch.plan_version, days), "batch": batch.pk})
        return [row[0] for row in cursor.fetchall()]


def _cover_again(
    version: PlanVersion,
    days: tuple[date, date],
    actor: Actor,
    persons: Sequence[int] | None = None,
) -> int:
    """Cover who came back within the period; sex and age are those of today."""
    admitted, limits = _limits(version.rules.entry, clock.today())
    values = {**_member_values(version, days), **limits}
    return cover_returned(version, values, admitted=admitted, actor=actor, persons=persons)


def _member_values(version: PlanVersion, days: tuple[date, date]) -> dict[str, Any]:
    is_active = "membership_active" in version.rules.entry.requires
    return {
        **_values(version, days),
        "sponsor": version.plan.sponsor_id,
        "standing": ["active"] if is_active else ["active", "retained"],
    }


def _values(version: PlanVersion, days: tuple[date, date]) -> dict[str, Any]:
    rules = version.rules
    return {
        "plan": version.plan_id,
        "version": version.pk,
        "first": days[0],
        "last": days[1],
        "wait": rules.cover.wait_days,
        "grace": rules.cover.renewal_grace_days,
        "cap": rules.cap_period_fen,
        "life": rules.cap_life_fen,
        "now": clock.now(),
    }


def _must_know(entry: Entry) -> None:
    """Refuse conditions of which the platform has no data: nobody is covered on a guess."""
    unknown = joining.unknown_conditions(entry.requires)
    if unknown:
        named = "、".join(words.condition_label(one) for one in unknown)
        raise Conflict(
            "condition_unknown",
            f"平台没有“{named}”的数据，不能自动办理；请由主办工会提供符合条件的名单接续保障。",
        )


def _limits(entry: Entry, first: date) -> tuple[str, dict[str, Any]]:
    """Give the condition of sex and age on the first day of cover, and its values."""
    if entry.sex is None and not entry.ages:
        return "", {}
    limits = joining.birth_limits(entry, first)
    return ADMITTED, {
        "sexes": [one.sex for one in limits],
        "earliest": [one.earliest for one in limits],
        "latest": [one.latest for one in limits],
    }


def _void_uncovered(batch: Batch) -> list[int]:
    """Void the lines whose person another cover of this plan still protects; gives their keys."""
    double = batch.lines.filter(state=LineState.ACTIVE, cover__isnull=True)
    kept = Line.objects.filter(
        cover__isnull=False,
        person__in=double.values("person_id"),
        batch__plan_version__plan=batch.plan_version.plan_id,
        batch__state=BatchState.IN_FORCE,
    ).exclude(batch=batch)
    others = [line.batch for line in kept.select_related("batch")]
    keys = list(double.values_list("pk", flat=True))
    if keys:
        void = LINE.move(LineState.ACTIVE, LineAct.VOID_DUPLICATE)
        Line.objects.filter(pk__in=keys).update(state=void)
        tell_unions(batch, others, keys)
    return keys


def _give_back(batch: Batch, keys: list[int], actor: Actor) -> None:
    """Put the fee of void lines down to go back; whoever confirmed from above asks for it."""
    fee = fee_of_lines(batch, keys) if keys else Money.zero()
    asked_by = actor.user_id or batch.upper_confirmed_by_id
    if fee and asked_by is not None:
        ask_back(batch, fee, RefundReason.DUPLICATES, asked_by=asked_by)
