"""Contracts for the tests, walked by the real verbs from an awarded project on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from backend.access.actor import Actor
from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.fields.keys import keyring
from backend.fields.models import DataKey
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.identifiers import uuid7
from backend.kernel.money import Money
from backend.ledger.formats import Outcome, Reply, ReplyLine, csv_v1
from backend.ledger.models import PaymentBatch
from services.commissioning.models import Contract, Project, Report, Session, Stage
from services.commissioning.rules.codes import typed_code, window_at
from services.commissioning.rules.contract import (
    LineTerms,
    MilestoneTerms,
    StageTerms,
    TargetTerms,
    Terms,
)
from services.commissioning.workflow import (
    confirmations,
    contracts,
    payee_accounts,
    report_checks,
    report_papers,
    reports,
    sessions,
    stage_orders,
    stages,
)
from services.commissioning.workflow.reports import Content
from tests.services.commissioning import build
from tests.services.commissioning.build import World
from tests.support import kept

AMOUNT = Money(18_000_000)
TARGETS = (
    TargetTerms("persons", "quantity", "persons", "服务职工人数", "人", 60_000, 25),
    TargetTerms("sessions", "quality", "sessions", "完成场次", "场", 6_000, 25),
    TargetTerms("on-time", "timeliness", "on_time", "按期完成节点", "%", 10_000, 10),
    TargetTerms("unit-cost", "cost", "unit_cost", "每人成本", "元", 30_000, 10),
    TargetTerms("helped", "effect", "stated", "困扰得到缓解的人数", "人", 20_000, 20),
    TargetTerms("satisfaction", "satisfaction", "satisfaction", "职工评价均分", "分", 450, 10),
)


def terms(**changed: Any) -> Terms:
    """Give terms that stand: three lines, six targets, two milestones, 50/30/20."""
    today = clock.today()
    usual = Terms(
        starts_on=today - timedelta(days=70),
        ends_on=today + timedelta(days=110),
        lines=(
            LineTerms("人员费用", Money(10_000_000)),
            LineTerms("场地与物料", Money(6_000_000)),
            LineTerms("宣传", Money(2_000_000)),
        ),
        targets=TARGETS,
        milestones=(
            MilestoneTerms("delivery", "完成前三十场", today - timedelta(days=5)),
            MilestoneTerms("reporting", "交终期报告", today + timedelta(days=100)),
        ),
        stages=(StageTerms(50, "signed"), StageTerms(30, "midterm"), StageTerms(20, "accepted")),
    )
    return replace(usual, **changed)


@kept.step
def drafted(world: World, project: Project | None = None, **changed: Any) -> Contract:
    """Give the draft of an awarded project's contract."""
    project = project or build.awarded(world)
    return contracts.draft_contract(
        project.number,
        actor=world.actor("project_buyer"),
        version=project.version,
        terms=terms(**changed),
    )


@kept.step
def agreed(world: World, project: Project | None = None, **changed: Any) -> Contract:
    """Give a contract that the organization agreed to."""
    contract = drafted(world, project, **changed)
    return contracts.agree_contract(
        contract.number, actor=world.actor("feng_xue"), version=contract.version
    )


@kept.step
def signed(world: World, project: Project | None = None, **changed: Any) -> Contract:
    """Give a contract in force, its money reserved and its first stage due."""
    contract = agreed(world, project, **changed)
    return contracts.sign_contract(
        contract.number, actor=world.actor("project_approver"), version=contract.version
    )


@kept.step
def account(world: World, last: str = "0001") -> PayeeAccount:
    """Give the verified account of the organization that has the contract."""
    entered = payee_accounts.propose_account(
        actor=world.actor("feng_xue"),
        bank="示范银行槐树支行",
        account=f"020000100900{last}",
    )
    with transaction.atomic():
        return payees.verify(entered, actor=world.actor("payment_confirmer"))


def stage(contract: Contract, place: int) -> Stage:
    """Give a stage as it stands now."""
    return Stage.objects.get(contract=contract, place=place)


@kept.step
def approved(world: World, contract: Contract, place: int = 1) -> Stage:
    """Give a stage that was approved to the organization's account."""
    due = stage(contract, place)
    return stages.approve_stage(
        due.number, actor=world.actor("project_approver"), version=due.version
    )


@kept.step
def ordered(world: World, *wanted: Stage) -> PaymentBatch:
    """Give a batch with these stages, its file written."""
    batch = stage_orders.order_stages(
        actor=world.actor("sun_li"), stages=[one.number for one in wanted]
    )
    stage_orders.build_stage_file(batch.number, actor=world.actor("payment_confirmer"))
    return batch


def reply(batch: PaymentBatch, outcome: Outcome = Outcome.PAID) -> bytes:
    """Write the bank's reply to every line of a batch."""
    reason = "账号户名不符" if outcome is Outcome.RETURNED else ""
    lines = [
        ReplyLine(
            row=6 + place,
            number=order.number,
            last4=order.payee.account_last4,
            amount=order.amount,
            outcome=outcome,
            reason=reason,
            bank_reference=f"B{place}",
        )
        for place, order in enumerate(batch.orders.order_by("number"))
    ]
    total = Money.sum(line.amount for line in lines)
    return csv_v1.write_reply(Reply(batch.number, len(lines), total, lines))


@kept.step
def answered(world: World, batch: PaymentBatch, outcome: Outcome = Outcome.PAID) -> PaymentBatch:
    """Take the bank's reply in."""
    return stage_orders.import_stage_reply(
        batch.number, actor=world.actor("payment_confirmer"), content=reply(batch, outcome)
    )


def upload(who: Actor) -> str:
    """Give the number of a clean upload that waits to be claimed."""
    return Attachment.objects.create(
        number=str(uuid7()),
        key=DataKey.make(),
        uploader_id=who.user_id,
        media="image",
        created_at=clock.now(),
    ).number


def opened(world: World, contract: Contract) -> Session:
    """Give a session that takes confirmations now."""
    officer, now = world.actor("feng_xue"), clock.now()
    planned = sessions.plan_session(
        contract.number,
        actor=officer,
        title="心理减压团体辅导",
        place="河东街道工会服务站",
        starts_at=now + timedelta(minutes=10),
        ends_at=now + timedelta(minutes=100),
    )
    return sessions.open_session(planned.number, actor=officer, version=planned.version)


def secret_of(session: Session) -> bytes:
    """Give the secret of an open session."""
    return keyring().unwrap(bytes(Session.objects.get(pk=session.pk).secret_sealed or b""))


def code_of(session: Session) -> str:
    """Read the code off the screen of an open session."""
    return typed_code(secret_of(session), window_at(clock.now()))


def closed(world: World, contract: Contract, who: tuple[str, ...], counted: int) -> Session:
    """Give a closed session that these members confirmed."""
    session = opened(world, contract)
    for key in who:
        confirmations.confirm(session.number, actor=world.actor(key), code=code_of(session))
    return sessions.close_session(
        session.number,
        actor=world.actor("feng_xue"),
        version=session.version,
        provider_count=counted,
    )


def begun(world: World, contract: Contract, *, is_final: bool = False, ago: int = 60) -> Report:
    """Give a draft report of the month that began so many days ago."""
    start = clock.today() - timedelta(days=ago)
    return reports.begin_report(
        contract.number,
        actor=world.actor("feng_xue"),
        period_start=start,
        period_end=start + timedelta(days=29),
        is_final=is_final,
    )


def spent(
    world: World, report: Report, fen: int = 1_200_000, line: int = 1, day: date | None = None
) -> None:
    """Enter a spending with its voucher."""
    officer = world.actor("feng_xue")
    report_papers.add_spending(
        report.number,
        actor=officer,
        line=line,
        amount=Money(fen),
        spent_on=day or report.period_start,
        words="咨询师劳务",
        voucher=upload(officer),
    )


def submitted(world: World, report: Report, persons: int = 12) -> Report:
    """Save and hand in a report."""
    officer = world.actor("feng_xue")
    report.refresh_from_db()
    saved = reports.save_report(
        report.number,
        actor=officer,
        version=report.version,
        content=Content(persons, 1, "按计划开展团体辅导。", {"helped": 4_000}),
    )
    return reports.submit_report(report.number, actor=officer, version=saved.version)


def checked(world: World, report: Report) -> Report:
    """Confirm a report that was handed in."""
    return report_checks.confirm_report(
        report.number, actor=world.actor("project_buyer"), version=report.version
    )


@kept.step
def reported(
    world: World, contract: Contract, *, is_final: bool = False, fen: int = 1_200_000, ago: int = 60
) -> Report:
    """Give a report that was written, handed in and confirmed."""
    report = begun(world, contract, is_final=is_final, ago=ago)
    spent(world, report, fen)
    return checked(world, submitted(world, report))
