"""Leaving a unit and dying: the line says what happened, cover goes on or ends (R8.15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Cover, Line
from services.mutual_aid.states import LINE, BatchState, LineAct, LineState
from services.mutual_aid.workflow.advance import open_batch_row

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200
# Memberships that ended while a line of that union still stands; the day of leaving with it.
_ENDED = """
SELECT l.id, b.number, m.ended_on, m.state
  FROM accounts_membership m
  JOIN mutual_aid_line l ON l.person_id = m.person_id AND l.state = 'active'
  JOIN mutual_aid_batch b ON b.id = l.batch_id AND b.state = 'in_force' AND b.union_id = m.union_id
 WHERE m.ended_on IS NOT NULL AND m.ended_on <= %s AND b.last_day >= m.ended_on
   AND m.ended_on >= l.added_at::date AND (m.state = 'deceased' OR NOT b.is_individual)
   AND NOT EXISTS (SELECT FROM accounts_membership now
                    WHERE now.person_id = m.person_id AND now.union_id = m.union_id
                      AND now.state IN ('active', 'retained'))
 ORDER BY l.id
 LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A membership that ended under a line in force."""

    line_id: int
    batch_number: str
    ended_on: date
    by_death: bool


@verb
def leave_unit(batch_number: str, *, line_id: int, left_on: date, actor: Actor) -> Line:
    """Record that a person left the unit 离开单位 on a day.

    A portable plan keeps the cover to its end; another one ends it at 24:00 of that day, and a
    cover that had not begun by then never begins. The person is told. Raises NotFound, Conflict
    `wrong_state`, Invalid `bad_leaving_day`.
    """
    line = _line_of(batch_number, line_id, left_on, actor)
    cover = Cover.objects.filter(line=line).first()
    is_kept = line.batch.plan_version.rules.cover.portable
    act = LineAct.LEAVE_COVERED if is_kept else LineAct.LEAVE_LAPSED
    _end(line, act, left_on, actor)
    if cover is None:
        return line
    if not is_kept:
        cut(cover, left_on)
    topic = Topic.MUTUAL_AID_LEFT_COVERED if is_kept else Topic.MUTUAL_AID_LEFT_LAPSED
    until = cover.last_day if is_kept else left_on
    outbox.post(
        topic,
        to=line.person,
        about=line.batch,
        params={"date": f"{until:%Y-%m-%d}"},
        once=f"left-{line.pk}",
    )
    return line


@verb
def record_death(batch_number: str, *, line_id: int, died_on: date, actor: Actor) -> Line:
    """Record that a person died 去世: every cover ends with that day; claims stay open to heirs.

    The person's lines of other batches in force end with it. Raises NotFound, Conflict
    `wrong_state`, Invalid `bad_leaving_day`.
    """
    line = _line_of(batch_number, line_id, died_on, actor)
    _end(line, LineAct.DIE, died_on, actor)
    for before in (LineState.ACTIVE, LineState.LEFT_UNIT_COVERED):
        others = Line.objects.filter(
            person_id=line.person_id, state=before, batch__state=BatchState.IN_FORCE
        )
        others.update(state=LINE.move(before, LineAct.DIE), ended_on=died_on)
    for cover in Cover.objects.select_for_update().filter(
        person_id=line.person_id, last_day__gte=died_on
    ):
        cut(cover, died_on)
    return line


def follow_memberships() -> int:
    """Follow the memberships that ended since 随会籍变动: for the schedule; gives how many.

    Said twice it does nothing the second time: a line leaves only once.
    """
    system, done = Actor.system("schedule"), 0
    for one in ended_memberships():
        try:
            if one.by_death:
                record_death(
                    one.batch_number, line_id=one.line_id, died_on=one.ended_on, actor=system
                )
            else:
                leave_unit(
                    one.batch_number, line_id=one.line_id, left_on=one.ended_on, actor=system
                )
            done += 1
        except DomainError as refused:
            log.warning("leaving_not_followed", batch=one.batch_number, code=refused.code)
    return done


def ended_memberships(limit: int = MOST_AT_ONCE) -> Sequence[Ended]:
    """Give the memberships that ended under a line that still stands, oldest lines first."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, [clock.today(), limit])
        return [Ended(row[0], row[1], row[2], row[3] == "deceased") for row in cursor.fetchall()]


def _line_of(batch_number: str, line_id: int, day: date, actor: Actor) -> Line:
    """Lock batch and line for a verb and check the day."""
    batch = open_batch_row(batch_number, actor)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    if batch.state not in {BatchState.IN_FORCE, BatchState.EXPIRED, BatchState.RENEWED}:
        raise Conflict("wrong_state", "名单还没有生效；要去掉这个人，请退回修改名单。")
    lines = Line.objects.select_for_update(of=("self",)).select_related("person")
    line = lines.filter(pk=line_id, batch=batch).first()
    if line is None:
        raise NotFound
    if day > clock.today():
        raise Invalid("bad_leaving_day", "日期不能晚于今天；请在当天或以后登记。")
    line.batch = batch
    return line


def _end(line: Line, act: LineAct, day: date, actor: Actor) -> None:
    line.state = LINE.move(line.state, act)
    line.ended_on = day
    line.save(update_fields=["state", "ended_on"])
    trail.record(
        actor,
        f"mutual_aid.line.{act}",
        line,
        person_id=line.person_id,
        union_id=line.batch.union_id,
        fields=["state", "ended_on"],
    )


def cut(cover: Cover, day: date) -> None:
    """End a cover at 24:00 of a day; one that had not begun by then never begins."""
    if day < cover.first_day:
        cover.delete()
    elif day < cover.last_day:
        cover.last_day = day
        cover.save(update_fields=["last_day"])
