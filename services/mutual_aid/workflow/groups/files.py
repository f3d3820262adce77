"""Standings that follow approved hardship files; whoever assembles the house says which stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts import memberships
from backend.accounts.models import Person
from backend.kernel import clock
from services.mutual_aid.models import GroupSource, GroupStanding
from services.mutual_aid.rules.groups import HARDSHIP
from services.mutual_aid.states import GroupAct, GroupState
from services.mutual_aid.workflow.groups.advance import move, tell, trace
from services.mutual_aid.workflow.groups.recording import next_number

MOST_AT_ONCE = 500
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class File:
    """An approved hardship file: its number, whose it is, since when it counts."""

    number: str
    person_id: int
    since: date


@verb
def follow_files(files: Sequence[File], *, actor: Actor) -> int:
    """Let the standings be those of the files given, all that stand; gives how many changed.

    A file without a standing gives its person one from its day; the standing of a file that is
    no longer among them ends yesterday. Two persons decided both in the file. Said twice it does
    nothing the second time; at most `MOST_AT_ONCE` begin in one call. Who holds the group by an
    officer's word as well holds it by both: each ends by itself.
    """
    rows = GroupStanding.objects.filter(source=GroupSource.HARDSHIP_FILE)
    known = set(rows.values_list("reference", flat=True))
    fresh = [one for one in files if one.number not in known][:MOST_AT_ONCE]
    people = Person.objects.select_related("key").filter(erased_at__isnull=True)
    found = people.in_bulk([one.person_id for one in fresh])
    begun = [_begin(one, found[one.person_id], actor) for one in fresh if one.person_id in found]
    gone = rows.filter(state=GroupState.CONFIRMED).exclude(
        reference__in=[one.number for one in files]
    )
    locked = gone.select_for_update(of=("self",)).select_related("person")
    ended = [_end(one, actor) for one in locked]
    return len(begun) + len(ended)


def begin_file(file: File, *, actor: Actor) -> bool:
    """Begin the standing of one file inside the verb that approves it; False where it has one."""
    if GroupStanding.objects.filter(reference=file.number).exists():
        return False
    people = Person.objects.select_related("key").filter(erased_at__isnull=True)
    person = people.filter(pk=file.person_id).first()
    if person is None:
        return False
    _begin(file, person, actor)
    return True


def _begin(file: File, person: Person, actor: Actor) -> GroupStanding:
    standing = GroupStanding(
        number=next_number(),
        key=person.key,
        person=person,
        group=HARDSHIP,
        first_day=file.since,
        source=GroupSource.HARDSHIP_FILE,
        reference=file.number,
    )
    standing.place(memberships.home(person))
    standing.save(force_insert=True)
    trace(standing, "record", actor=actor)
    standing.confirmed_at = clock.now()
    move(standing, GroupAct.CONFIRM, actor=actor, changed=["confirmed_at"])
    tell(standing)
    return standing


def _end(standing: GroupStanding, actor: Actor) -> GroupStanding:
    standing.last_day = max(clock.today(), standing.first_day) - ONE_DAY
    move(standing, GroupAct.FOLLOW_END, actor=actor, changed=["last_day"])
    tell(standing)
    return standing
