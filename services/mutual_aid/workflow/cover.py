"""Cover begins, by the plan's own rule (R8.12), and ends at 24:00 of its last day."""

from collections.abc import Iterable
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
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Cover, Line, PlanVersion
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import LINE, BatchAct, BatchState, LineAct, LineState, PlanState
from services.mutual_aid.workflow.advance import allow_long, open_batch_row, step
from services.mutual_aid.workflow.duplicates import tell_unions

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 50

# Parameters: version, plan, first, last, wait, cap, moment, batch.
_COVER_LINES = """
INSERT INTO mutual_aid_cover (person_id, plan_id, plan_version_id, line_id, first_day, last_day,
                              shares, wait_days, cap_period_fen, paid_fen, created_at)
SELECT l.person_id, %s, %s, l.id, %s, %s, l.shares, %s, %s, 0, %s
  FROM mutual_aid_line l
 WHERE l.batch_id = %s AND l.state = 'active'
 ORDER BY l.id
    ON CONFLICT DO NOTHING
RETURNING person_id
"""
# The same for members who meet the conditions of an automatic plan.
_COVER_MEMBERS = """
INSERT INTO mutual_aid_cover (person_id, plan_id, plan_version_id, first_day, last_day,
                              shares, wait_days, cap_period_fen, paid_fen, created_at)
SELECT m.person_id, %s, %s, %s, %s, 1, %s, %s, 0, %s
  FROM accounts_membership m
 WHERE m.d{level} = %s AND m.state IN ('active', 'retained')
   AND NOT EXISTS (SELECT 1 FROM mutual_aid_cover c
                    WHERE c.person_id = m.person_id AND c.plan_id = %s
                      AND c.first_day <= %s AND c.last_day >= %s)
 ORDER BY m.id
    ON CONFLICT DO NOTHING
"""


@verb
def put_in_force(number: str, *, actor: Actor, version: int) -> Batch:
    """Begin the cover 生效 of a confirmed batch: from the day and for the term of its plan.

    A person whom another cover of the plan still protects keeps that one, and the line here is
    void (R8.8). Raises Conflict `joined_too_late`, `wrong_state`.
    """
    allow_long()
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_BATCH_CONFIRM, within=batch)
    if batch.complete_on is None:
        raise Conflict("wrong_state", "会费和材料还没有办齐，保障不能生效。")
    rules = batch.plan_version.rules
    first, last = enrolment.cover_days(rules, batch.complete_on)
    covered = _cover_lines(batch, (first, last))
    _void_uncovered(batch)
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

    Nobody applies (R8.3). Run again it covers only who joined since. Of the plan's conditions
    the standing membership is known here; the others are kept by the sponsor's card data.
    """
    allow_long()
    version = PlanVersion.objects.locked(plan_number)
    sponsor = version.plan.sponsor
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=sponsor)
    if version.mode != Mode.AUTOMATIC or not version.pays:
        raise Conflict("not_automatic", "只有已核定的自动参加计划才能这样办理。")
    rules = version.rules
    first, last = enrolment.cover_days(rules, clock.today())
    values: list[Any] = [version.plan_id, version.pk, first, last, rules.cover.wait_days]
    values += [rules.cap_period_fen, clock.now(), sponsor.pk, version.plan_id, last, first]
    with connection.cursor() as cursor:
        cursor.execute(_COVER_MEMBERS.format(level=sponsor.level), values)
        count = int(cursor.rowcount)
    trail.record(actor, "mutual_aid.plan.cover_members", version, union_id=sponsor.pk)
    return count


@verb
def take_over(plan_number: str, person_numbers: Iterable[str], *, actor: Actor) -> int:
    """Take over covers that stand already when the platform begins 接续保障; gives how many.

    For a fixed term that has begun: its fees were settled before, so no batch is made.
    """
    version = PlanVersion.objects.locked(plan_number)
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=version.plan.sponsor)
    rules = version.rules
    start = enrolment.expected_start(rules.cover, clock.today())
    if not version.pays or start > clock.today():
        raise Conflict("nothing_to_take_over", "这个计划版本还没有开始保障，请走正常报名。")
    persons = Person.objects.filter(number__in=list(person_numbers), erased_at__isnull=True)
    covers = [
        Cover(
            person=person,
            plan=version.plan,
            plan_version=version,
            first_day=start,
            last_day=enrolment.last_day(rules.cover, start),
            wait_days=rules.cover.wait_days,
            cap_period_fen=rules.cap_period_fen,
        )
        for person in persons
    ]
    before = Cover.objects.filter(plan_version=version).count()
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
    version = batch.plan_version
    rules = version.rules
    wait, cap = rules.cover.wait_days, rules.cap_period_fen
    values: list[Any] = [version.plan_id, version.pk, *days, wait, cap]
    with connection.cursor() as cursor:
        cursor.execute(_COVER_LINES, [*values, clock.now(), batch.pk])
        return [row[0] for row in cursor.fetchall()]


def _void_uncovered(batch: Batch) -> None:
    """Void the lines whose person another cover of this plan still protects."""
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
