"""What a judgement takes in: each target with what was delivered, and who may not judge."""

from collections.abc import Mapping

from backend.kernel import clock
from backend.unions import standards
from services.commissioning.models import (
    Acceptance,
    Contract,
    Evaluation,
    Project,
    Rectification,
    Stage,
    Target,
)
from services.commissioning.queries import delivered
from services.commissioning.rules.evaluation import Measured


def measured(contract: Contract) -> list[Measured]:
    """Give each target in its order with the figure that an evaluation of this moment takes."""
    found = delivered.figures(contract, with_pending=True)
    return [
        Measured(
            code=one.code,
            kind=one.kind,
            planned_hundredths=one.planned_hundredths,
            delivered_hundredths=found.of_target(one.source, one.code),
            weight=one.weight,
        )
        for one in Target.objects.filter(contract=contract).order_by("pk")
    ]


JUDGING = ("accept", "ask_rectification", "evaluate", "reevaluate", "close_rectification")
ANSWERING = ("dismiss_dispute", "uphold_dispute")


def rectification_of(evaluation: Evaluation) -> Rectification | None:
    """Give the closing of what an evaluation asks for.

    A medium one that supersedes a medium one asks for the same by the same day.
    """
    rows = Rectification.objects.filter(
        evaluation__contract=evaluation.contract_id, evaluation__rectify_by=evaluation.rectify_by
    )
    return rows.first() if evaluation.rectify_by is not None else None


def buyers(contract: Contract) -> set[int | None]:
    """Keys of everybody who had a hand in buying, paying or accounting for it (R9.17).

    That is whoever left a step of the project but those of judging it and of answering a dispute:
    the law keeps all who handle a purchase from accepting it (采购法 61), not the awarder alone.
    """
    project = contract.project
    stages = Stage.objects.filter(contract=contract)
    paid = stages.values_list("approved_by_id", "ordered_by_id")
    handled = project.steps.exclude(act__in=(*JUDGING, *ANSWERING))
    return {
        project.drafted_by_id,
        project.opened_by_id,
        project.awarded_by_id,
        contract.drafted_by_id,
        contract.agreed_by_id,
        contract.signed_by_id,
        *(user for pair in paid for user in pair),
        *handled.values_list("by_id", flat=True),
    } - {None}


def consequence_words(number: str) -> str:
    """Say what follows from which points, by the standards of the project's union today (R9.19)."""
    union, today = Project.objects.select_related("union").get(number=number).union, clock.today()
    least: Mapping[str, int] = standards.value("commissioning.bands", union, today)
    days = standards.whole("commissioning.rectify_days", union, today)
    years = standards.whole("commissioning.poor_excluded_years", union, today)
    return (
        f"不到 {least['medium']} 分，末期款不予支付，承接组织 {years} 年内不能申报；"
        f"{least['medium']} 分以上不到 {least['good']} 分，{days} 天内整改，整改到位再付末期款；"
        f"{least['good']} 分以上，末期款到期待付。"
    )


def has_judged(contract: Contract, user: int | None) -> bool:
    """Tell whether somebody accepted, sent back or evaluated a delivery."""
    return any(
        rows.objects.filter(contract=contract, by_id=user or 0).exists()
        for rows in (Acceptance, Evaluation)
    )
