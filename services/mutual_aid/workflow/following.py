"""Automatic covers follow a membership that changes, from the same day (R8.15).

A cover of a roster hangs on its line (`leaving`). An automatic one has no line: it hangs on being
a member under the plan's sponsor. Who stays a member there, in whatever unit, keeps it; who leaves,
or is retained where the plan asks for active membership, keeps it to its end where the plan is
portable and loses it at 24:00 of that day where it is not. Death ends it with that day.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts.states import MembershipState
from backend.audit import trail
from backend.kernel import clock
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Cover
from services.mutual_aid.workflow.leaving import cut

MOST_AT_ONCE = 500
MOST_ROUNDS = 100
ACTIVE = "membership_active"
# The newest change of each person that a cover without a line has not followed yet.
_CHANGED = """
SELECT DISTINCT ON (c.id) c.id, gone.day, gone.state,
       EXISTS (SELECT FROM accounts_membership now
                WHERE now.person_id = c.person_id AND now.state IN ('active', 'retained')
                  AND p.sponsor_id IN (now.d1, now.d2, now.d3, now.d4, now.d5)),
       EXISTS (SELECT FROM accounts_membership now
                WHERE now.person_id = c.person_id AND now.state = 'active'
                  AND p.sponsor_id IN (now.d1, now.d2, now.d3, now.d4, now.d5))
  FROM (SELECT m.person_id, m.state, coalesce(m.ended_on, m.retained_on) AS day
          FROM accounts_membership m WHERE m.state <> 'active') gone
  JOIN mutual_aid_cover c ON c.person_id = gone.person_id
  JOIN mutual_aid_plan p ON p.id = c.plan_id
 WHERE c.line_id IS NULL AND gone.day <= %s AND c.last_day >= gone.day
   AND gone.day >= (c.created_at AT TIME ZONE 'Asia/Shanghai')::date
   AND (c.left_on IS NULL OR c.left_on < gone.day
        OR gone.state = 'deceased' AND c.last_day > gone.day)
 ORDER BY c.id, gone.day DESC, gone.state = 'deceased' DESC
 LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """A cover whose person's membership changed; whether she is still one of the sponsor's."""

    cover_id: int
    day: date
    state: MembershipState
    is_member: bool
    is_active: bool


def follow_automatic() -> int:
    """Follow every change there is, in rounds; for the schedule. Gives how many covers.

    Said twice it does nothing the second time: a cover keeps the day that it has followed.
    """
    system, done = Actor.system("schedule"), 0
    for _ in range(MOST_ROUNDS):
        followed = follow_some(actor=system)
        done += followed
        if followed < MOST_AT_ONCE:
            break
    return done


@verb
def follow_some(*, actor: Actor) -> int:
    """Let the covers of one round stand or end 保障随会籍变动; each person is told."""
    found = changed_covers(MOST_AT_ONCE)
    rows = Cover.objects.select_for_update(of=("self",)).select_related("person", "plan_version")
    covers = rows.in_bulk([one.cover_id for one in found])
    for one in found:
        if one.cover_id in covers:
            _follow(covers[one.cover_id], one, actor)
    return len(found)


def changed_covers(limit: int) -> list[Changed]:
    """Give the covers that have a change of membership to follow, oldest covers first."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [clock.today(), limit])
        return [
            Changed(key, day, MembershipState(state), is_member, is_active)
            for key, day, state, is_member, is_active in cursor.fetchall()
        ]


def _follow(cover: Cover, one: Changed, actor: Actor) -> None:
    is_kept = _is_kept(cover, one)
    trail.record(
        actor,
        "mutual_aid.cover.keep" if is_kept else "mutual_aid.cover.end",
        cover,
        person_id=cover.person_id,
        fields=["left_on"] if is_kept else ["left_on", "last_day"],
    )
    if one.state is not MembershipState.DECEASED:
        outbox.post(
            Topic.MUTUAL_AID_MEMBER_COVERED if is_kept else Topic.MUTUAL_AID_MEMBER_LAPSED,
            to=cover.person,
            about=cover,
            params={"date": f"{cover.last_day if is_kept else one.day:%Y-%m-%d}"},
            once=f"member-{one.day}",
        )
    cover.left_on = one.day
    cover.save(update_fields=["left_on"])
    if not is_kept:
        cut(cover, one.day)


def _is_kept(cover: Cover, one: Changed) -> bool:
    """Tell whether the cover goes on, by what its plan version says."""
    rules = cover.plan_version.rules
    if one.state is MembershipState.DECEASED:
        return False
    meets = one.is_active if ACTIVE in rules.entry.requires else one.is_member
    return meets or rules.cover.portable
