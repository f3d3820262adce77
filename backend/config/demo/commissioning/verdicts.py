"""Verdicts of the demo world: acceptance, evaluation, a dispute, publication, one that is late.

Each begins where `contracts.finish` leaves a project: its final report handed in and checked. After
each public act call `settle`, so that open data has a release for it, as the worker would.
"""

from datetime import timedelta

from backend.access.actor import Actor
from backend.config.demo.actors import acting
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning.schedule import Steps
from backend.kernel import clock
from services.commissioning.queries import verdict_desk
from services.commissioning.queries.public.sheet import duties_of, public_project
from services.commissioning.workflow import acceptance, disputes, evaluation, public_face

JUDGE, APPROVER = "acceptance_officer", "project_approver"
OPINION = "服务按协议完成，场次和记录齐全，职工评价较好，同意验收。"
WORDS = "目标完成情况按协议权重计算，资金使用与凭证相符。"
MISSING = "签到表缺一场，照片与场次对不上，请补齐后重新提交终期报告。"
RECTIFIED_WITHIN = timedelta(days=20)
OFFICE_OPENS = timedelta(hours=9)


def accept(cast: Cast, project: str, opinion: str = OPINION) -> None:
    """Accept the delivery of a project whose final report was checked."""
    judge = _judge(cast)
    acceptance.accept_delivery(
        project, actor=judge, version=public_project(project).version, opinion=opinion
    )


def ask_rectification(cast: Cast, project: str) -> None:
    """Ask for what is missing in a finished project to be put right: `rectifying`."""
    judge = _judge(cast)
    acceptance.ask_rectification(
        project,
        actor=judge,
        version=public_project(project).version,
        opinion=MISSING,
        rectify_by=clock.today() + RECTIFIED_WITHIN,
    )


def evaluate(cast: Cast, project: str, words: str = WORDS) -> None:
    """Evaluate an accepted delivery; points, band and consequences follow from its rows."""
    judge = _judge(cast)
    evaluation.evaluate(project, actor=judge, version=public_project(project).version, words=words)


def dispute(cast: Cast, project: str, officer: str) -> None:
    """Let the provider dispute its confirmed count, and the approver answer."""
    provider, approver = (acting(cast, key) for key in (officer, APPROVER))
    made = disputes.make_dispute(
        verdict_desk.verdict_desk(provider, project).contract_number,
        actor=provider,
        figure="persons",
        claimed="比职工确认的多",
        words="部分职工到场但没有扫码，签到表可以核对。",
    )
    disputes.dismiss_dispute(
        made.number,
        actor=approver,
        version=made.version,
        answer="数量以职工本人确认为准，承接组织统计已并列公布。",
    )


def publish(cast: Cast, project: str, officer: str = "") -> None:
    """Accept, evaluate and publish a finished project, with a dispute where an officer is named."""
    accept(cast, project)
    settle(project)
    evaluate(cast, project)
    if officer:
        dispute(cast, project, officer)
    settle(project)


def be_late(project: str, days: int = 3) -> Steps:
    """Forget the evaluation of an accepted project until so many days after its last day."""
    last = next(one for one in duties_of(public_project(project)) if one.kind == "final")
    yield clock.start_of(last.due_on + timedelta(days=days)) + OFFICE_OPENS
    public_face.tell_late(project)


def settle(project: str) -> None:
    """Make the release for what was done and publish what is ready, as the worker does."""
    public_face.settle(project)


def _judge(cast: Cast) -> Actor:
    return acting(cast, JUDGE)
