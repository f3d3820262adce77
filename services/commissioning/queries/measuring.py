"""What a judgement takes in: each target with what was delivered, and who may not judge."""

from collections.abc import Mapping

from backend.kernel import clock
from backend.unions import standards
from services.commissioning.models import Contract, Project, Stage, Target
from services.commissioning.queries import delivered
from services.commissioning.rules.evaluation import Measured


def measured(contract: Contract) -> list[Measured]:
    """Give each target in its order with the delivered figure of this moment."""
    found = delivered.figures(contract)
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


def buyers(contract: Contract) -> set[int | None]:
    """Keys of everybody who drafted, opened, awarded, signed, or approved a stage."""
    project = contract.project
    approved = Stage.objects.filter(contract=contract).values_list("approved_by_id", flat=True)
    return {
        project.drafted_by_id,
        project.opened_by_id,
        project.awarded_by_id,
        contract.drafted_by_id,
        contract.agreed_by_id,
        contract.signed_by_id,
        *approved,
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
