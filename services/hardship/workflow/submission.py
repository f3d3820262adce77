"""Submitting and withdrawing, by the applicant."""

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict
from notifications.topics import Topic
from services.hardship.models import Application, OpenFile, PublicNotice
from services.hardship.queries import standards
from services.hardship.rules import deadline
from services.hardship.states import MACHINE, Act
from services.hardship.workflow.advance import advance, day_text, open_own, tell
from services.hardship.workflow.grants import cancel_grant
from services.hardship.workflow.readiness import must_be_complete


@verb
def submit(number: str, *, actor: Actor, version: int) -> Application:
    """Submit a complete application; from now on the household holds this one open file (R8.39).

    Raises NotFound, StaleVersion, Conflict `wrong_state`, `household_has_open_file`,
    Invalid `incomplete` naming each gap.
    """
    application = open_own(number, actor=actor, version=version)
    MACHINE.move(application.state, Act.SUBMIT)
    must_be_complete(application)
    _hold_household(application)
    application.submitted_on = application.submitted_on or clock.today()
    advance(application, Act.SUBMIT, actor=actor, changed=["submitted_on"])
    due_on = application.due_on or clock.today()
    periods = standards.periods(application.union, clock.today())
    until = deadline.answer_until(application.state, due_on, periods)
    tell(Topic.HARDSHIP_SUBMITTED, application, date=day_text(until))
    return application


@verb
def withdraw(number: str, *, actor: Actor, version: int, reason: str = "") -> Application:
    """Withdraw before approval; the household may apply again at once.

    Raises NotFound, StaleVersion, Conflict `wrong_state`.
    """
    application = open_own(number, actor=actor, version=version)
    MACHINE.move(application.state, Act.WITHDRAW)
    close(application, actor=actor)
    advance(application, Act.WITHDRAW, actor=actor, opinion=reason)
    tell(Topic.HARDSHIP_WITHDRAWN, application)
    return application


def close(application: Application, *, actor: Actor) -> None:
    """Let go of what an open file holds: the household, the notice on the board, the grant."""
    OpenFile.objects.filter(application=application).delete()
    PublicNotice.objects.filter(application=application, taken_down_at__isnull=True).update(
        taken_down_at=clock.now()
    )
    cancel_grant(application, actor=actor)


def _hold_household(application: Application) -> None:
    OpenFile.objects.filter(application=application).delete()
    indexes = application.members.values_list("id_index", flat=True)
    try:
        with transaction.atomic():
            OpenFile.objects.bulk_create(
                OpenFile(application=application, id_index=bytes(index))
                for index in sorted(bytes(index) for index in indexes)
            )
    except IntegrityError as clash:
        raise Conflict(
            "household_has_open_file",
            "家庭成员里有人已在另一份在办或在档的困难帮扶申请里。一户只能有一份，请先办完或撤回那一份。",
        ) from clash
