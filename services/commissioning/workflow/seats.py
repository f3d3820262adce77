"""Seats: found for who holds them, filled by the order of the draw, left by who is tied (R9.7)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.errors import NotFound, Refused
from notifications.topics import Topic
from services.commissioning.models import Draw, Panelist, Project, RecusalWay, Seat
from services.commissioning.queries import panel, relations
from services.commissioning.rules import draw as rules
from services.commissioning.states.panel import SEAT, SeatAct, SeatState
from services.commissioning.workflow.advance import tell, trace

SYSTEM = Actor.system("panel")


def open_own_seat(number: str, *, actor: Actor, version: int | None = None) -> tuple[Project, Seat]:
    """Lock a project and the seat that one holds in it.

    Raises NotFound for everybody without a seat in the draw in force, Refused, StaleVersion.
    """
    project = Project.objects.locked(number)
    seat = panel.own_seat(actor, project, is_locked=True)
    if seat is None:
        raise NotFound
    actor.must_hold(Permission.COMMISSIONING_PANEL_SCORE)
    if version is not None:
        check_version(seat, version)
    return project, seat


def must_not_sit(project: Project, actor: Actor) -> None:
    """Refuse who was drawn for the panel as who runs it; raises Refused `sat_on_panel` (R9.7).

    She would be tied as who ran it from then on: unable to score, with nobody to take the seat.
    """
    draw = panel.draw_of(project)
    if draw and any(seat.panelist.user_id == actor.user_id for seat in panel.sitting(draw)):
        raise Refused("sat_on_panel", "您是本项目在席的评审人，请由另一位经办人办理。")


def fill_seats(project: Project, draw: Draw) -> list[Seat]:
    """Seat the next of the order until the panel is full or the order ends; gives who sits.

    Who is tied to an applicant is passed over with a seat that shows the recusal, and never told.
    """
    order, size = panel.order_of(draw), project.call.panel_size
    people = {
        one.number: one
        for one in Panelist.objects.filter(number__in=draw.order).select_related("user")
    }
    barred = relations.tied(project, [one.user_id for one in people.values()])
    seated = {seat.panelist.number: seat for seat in panel.seats_of(draw)}
    left = {number for number, seat in seated.items() if seat.state is SeatState.RECUSED}
    while fresh := [one for one in rules.fill(order, size, left) if one.number not in seated]:
        panelist = people[fresh[0].number]
        seat = _seat(draw, panelist, len(seated) + 1)
        seated[panelist.number] = seat
        if reason := barred.get(panelist.user_id):
            leave(project, seat, RecusalWay.DETECTED, reason, actor=SYSTEM)
            left.add(panelist.number)
        else:
            tell(Topic.COMMISSIONING_SEAT_DRAWN, [panelist.user.person_id], project)
    return [seated[one.number] for one in rules.fill(order, size, left)]


def leave(project: Project, seat: Seat, way: RecusalWay, reason: str, *, actor: Actor) -> None:
    """Take a panelist off the panel with the reason; the seat stays as a record."""
    seat.state = SEAT.move(seat.state, SeatAct.RECUSE)
    seat.recused_way, seat.recused_because = str(way), reason[:200]
    seat.version += 1
    seat.save(update_fields=["state", "recused_way", "recused_because", "version"])
    trace(seat, "seat.recuse", project=project, actor=actor, fields=["state"])


def recuse_tied(project: Project, draw: Draw) -> bool:
    """Take off everybody who is tied by now, and seat the next; tells whether anybody left."""
    sitting = panel.sitting(draw)
    barred = relations.tied(project, [seat.panelist.user_id for seat in sitting])
    for seat in sitting:
        if reason := barred.get(seat.panelist.user_id):
            leave(project, seat, RecusalWay.DETECTED, reason, actor=SYSTEM)
    if barred:
        fill_seats(project, draw)
    return bool(barred)


def _seat(draw: Draw, panelist: Panelist, place: int) -> Seat:
    return Seat.objects.create(
        draw=draw, panelist=panelist, place=place, key=DataKey.make(), drawn_at=clock.now()
    )
