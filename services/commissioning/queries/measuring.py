"""What a judgement takes in: each target with what was delivered, and who may not judge."""

from services.commissioning.models import Contract, Stage, Target
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
