"""Finished projects for the tests, walked by the real verbs; only the crowd at one is rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from backend.accounts.models import Person
from backend.config.demo.actors import actor_of
from backend.fields.models import DataKey
from backend.kernel import clock
from services.commissioning.models import (
    Acceptance,
    Confirmation,
    Contract,
    Dispute,
    Evaluation,
    Project,
    Rating,
    Session,
)
from services.commissioning.rules.contract import TargetTerms
from services.commissioning.states.contracts import MilestoneAct
from services.commissioning.states.delivery import SessionState
from services.commissioning.workflow import acceptance, disputes, evaluation, milestones
from services.commissioning.workflow.milestones import Judgement
from services.disclosure import workflow as disclosure
from services.disclosure.forms import PROJECT_FINAL, PROJECT_LATE, PROJECT_PROGRESS, shipped
from services.disclosure.workflow.words import findings_of
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning.build import World
from tests.support import kept

FORMS = (PROJECT_FINAL, PROJECT_LATE, PROJECT_PROGRESS)


def row(project: Project) -> Project:
    """Read a project anew."""
    return Project.objects.select_related("union", "fund", "contract").get(pk=project.pk)


@kept.step
def sign_forms(world: World) -> None:
    """Bring the standing forms of projects through the three people, once each."""
    disclosure.load_catalogue()
    author, checker, signer = (
        actor_of(world.cast.users[key]) for key in ("wu_tong", "privacy_checker", "signatory")
    )
    for code in FORMS:
        draft = disclosure.open_form(
            world.cast.unions["federation"].number, actor=author, **shipped(code)
        )
        draft = disclosure.submit(draft.number, actor=author, version=draft.version)
        answers = {one.key: "固定文字，不涉及个人" for one in findings_of(draft)}
        draft = disclosure.pass_check(
            draft.number, actor=checker, version=draft.version, answers=answers, opinion="可以"
        )
        disclosure.sign_off(draft.number, actor=signer, version=draft.version, opinion="同意")


def crowd(
    world: World, contract: Contract, persons: int, *, stars: int = 5, raters: int | None = None
) -> Session:
    """Give a closed session with so many confirmations: rows, not verbs.

    Each has a rating, or only the first `raters`.
    """
    rated = persons if raters is None else raters
    begin = clock.now() - timedelta(days=40)
    session = Session.objects.create(
        number=f"CC-{contract.pk}-{Session.objects.count() + 1}",
        contract=contract,
        title="心理减压团体辅导",
        place="河东街道工会服务站",
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
        opened_by=world.cast.users["feng_xue"],
    )
    session.state = SessionState.OPEN
    session.save()
    people = [Person.objects.create(key=DataKey.make()) for _ in range(persons)]
    Confirmation.objects.bulk_create(
        Confirmation(session=session, person=one, way="qr", has_rated=place < rated)
        for place, one in enumerate(people)
    )
    Rating.objects.bulk_create(Rating(session=session, stars=stars) for _ in people[:rated])
    session.state = SessionState.CLOSED
    session.provider_count, session.confirmed = persons + 1, persons
    session.closed_at = clock.now()
    session.save()
    return session


def targets(persons: int = 1_200, sessions: int = 100) -> tuple[TargetTerms, ...]:
    """Give the usual six targets, reached by what `finished` delivers unless asked for more."""
    planned = {"persons": persons, "sessions": sessions, "unit-cost": 250_000, "helped": 4_000}
    return tuple(replace(one, planned=planned.get(one.code, one.planned)) for one in bc.TARGETS)


EXCELLENT = targets()
MEDIUM = targets(persons=2_400, sessions=200)
POOR = targets(persons=60_000, sessions=6_000)


@kept.step
def finished(
    world: World,
    *,
    wanted: tuple[TargetTerms, ...] = EXCELLENT,
    persons: int = 12,
    stars: int = 5,
    raters: int | None = None,
    pay: bool = True,
    **terms: Any,
) -> Project:
    """Give a project whose final report was handed in and checked."""
    contract = bc.signed(world, targets=wanted, **terms)
    if pay:
        bc.account(world)
        bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    crowd(world, contract, persons, stars=stars, raters=raters)
    bc.reported(world, contract, ago=65)
    midterm(world, contract)
    bc.reported(world, contract, is_final=True, ago=31)
    return row(contract.project)


def midterm(world: World, contract: Contract) -> None:
    """Pass the midterm, every due milestone met on its day."""
    contract.refresh_from_db()
    today = clock.today()
    judged = [
        Judgement(one.number, MilestoneAct.MEET, "按期完成。", one.due_on)
        for one in contract.milestones.filter(due_on__lte=today)
    ]
    milestones.meet_midterm(
        contract.number,
        actor=world.actor("project_approver"),
        version=contract.version,
        words="中期目标完成，可以继续。",
        judgements=judged,
    )


@kept.step
def accepted(world: World, project: Project | None = None, **made: Any) -> Acceptance:
    """Give the acceptance of a finished project."""
    project = project or finished(world, **made)
    return acceptance.accept_delivery(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=row(project).version,
        opinion="服务按协议完成，职工评价好。",
    )


@kept.step
def evaluated(world: World, project: Project | None = None, **made: Any) -> Evaluation:
    """Give the evaluation of a finished project."""
    project = project or finished(world, **made)
    accepted(world, project)
    return judged(world, project)


def judged(world: World, project: Project) -> Evaluation:
    """Give the evaluation of an accepted project."""
    return evaluation.evaluate(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=row(project).version,
        words="整体良好。",
    )


def disputed(world: World, contract: Contract, figure: str = "persons") -> Dispute:
    """Give a dispute that the provider made."""
    return disputes.make_dispute(
        contract.number,
        actor=world.actor("feng_xue"),
        figure=figure,
        claimed="比公布的多",
        words="有职工手机没电，签在纸上。",
    )


def upheld(world: World, contract: Contract, figure: str, ruled: str) -> Dispute:
    """Give a dispute that was upheld with a recognized figure."""
    dispute = disputed(world, contract, figure)
    return disputes.uphold_dispute(
        dispute.number,
        actor=world.actor("project_approver"),
        version=dispute.version,
        answer="核对签到表，机构有理。",
        ruled=ruled,
    )


def judged_again(world: World, project: Project) -> Evaluation:
    """Give the evaluation that follows upheld disputes."""
    return evaluation.reevaluate(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=row(project).version,
        words="按认定的数字。",
    )


def later(days: int) -> date:
    """The day so many days from today."""
    return clock.today() + timedelta(days=days)


@contextmanager
def triggers_off() -> Iterator[None]:
    """Write as somebody with the database's own rights would: past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
